import { parseFormula } from './assessment-expression.ts'
import type { Comparison, Expression, FormulaProblem } from './assessment-expression.ts'
import { measureValue, numbersOf } from './assessment-measures.ts'
import type { CountedNumbers } from './assessment-measures.ts'
import { typeOfFormula } from './assessment-types.ts'
import type { FormulaNames, FormulaType } from './assessment-types.ts'
import { unitText } from './assessment-units.ts'
import { divide, exactOfWhole, greater, multiply, roundTo, smaller, ZERO } from './exact-number.ts'
import type { Exact } from './exact-number.ts'

/** What a formula is to give: a quantity of any unit, points, or a condition. */
export type FormulaUse = 'QUANTITY' | 'POINTS' | 'CONDITION'
export type Formula = {
  expression: Expression
  type: FormulaType
  /** Measures that it names, and the counted numbers behind them. */
  measures: readonly string[]
  numbers: readonly string[]
}
export type CheckedFormula = { ok: true; formula: Formula } | { ok: false; problem: FormulaProblem }

/** Reads a formula and checks its names, its units and that it gives what it is used for. */
export function checkFormula(text: string, use: FormulaUse, names: FormulaNames): CheckedFormula {
  const parsed = parseFormula(text)
  if (!parsed.ok) return parsed
  const { expression } = parsed
  const typed = typeOfFormula(expression, names)
  if (!typed.ok) return typed
  const { type, measures } = typed
  const { from, to } = expression
  if (use === 'CONDITION' && type.kind !== 'CONDITION')
    return { ok: false, problem: { code: 'FORMULA_NOT_A_CONDITION', from, to, values: {} } }
  if (use !== 'CONDITION' && type.kind !== 'NUMBER')
    return { ok: false, problem: { code: 'FORMULA_NOT_A_NUMBER', from, to, values: {} } }
  if (use === 'POINTS' && type.kind === 'NUMBER' && !type.free && unitText(type.unit) !== 'point')
    return {
      ok: false,
      problem: {
        code: 'FORMULA_NOT_IN_POINTS',
        from,
        to,
        values: { found: unitText(type.unit) },
      },
    }
  const numbers = [...new Set(measures.flatMap(numbersOf))]
  return { ok: true, formula: { expression, type, measures, numbers } }
}

/** The value of a formula that gives a number. */
export function valueOf(
  { expression }: Pick<Formula, 'expression'>,
  counts: CountedNumbers,
): Exact {
  return numberOf(expression, counts)
}
/** Whether a formula that is a condition holds. */
export function holds(
  { expression }: Pick<Formula, 'expression'>,
  counts: CountedNumbers,
): boolean {
  return truthOf(expression, counts)
}

function numberOf(part: Expression, counts: CountedNumbers): Exact {
  const number = (of: Expression) => numberOf(of, counts)
  switch (part.kind) {
    case 'NUMBER':
      return part.value
    case 'MEASURE':
      return measureValue(part.key, counts)
    case 'NEGATE':
      return -number(part.of)
    case 'SUM':
      return number(part.left) + BigInt(part.sign) * number(part.right)
    case 'PRODUCT':
      return multiply(number(part.left), number(part.right))
    case 'QUOTIENT': {
      const bottom = number(part.right)
      if (bottom !== ZERO) return divide(number(part.left), bottom)
      if (part.otherwise === null) throw new TypeError('a formula that was not checked')
      return number(part.otherwise)
    }
    case 'CALL':
      return called(part.name, part.of.map(number))
    case 'IF':
      return number(truthOf(part.condition, counts) ? part.yes : part.no)
    default:
      throw new TypeError('a condition where a number belongs')
  }
}

function called(name: 'min' | 'max' | 'clamp' | 'round', values: readonly Exact[]): Exact {
  const [first = ZERO, second = ZERO, third = ZERO] = values
  switch (name) {
    case 'min':
      return values.reduce(smaller)
    case 'max':
      return values.reduce(greater)
    case 'clamp':
      return smaller(greater(first, second), third)
    case 'round':
      return roundTo(first, 0)
  }
}

function truthOf(part: Expression, counts: CountedNumbers): boolean {
  switch (part.kind) {
    case 'NOT':
      return !truthOf(part.of, counts)
    case 'BOTH':
      return truthOf(part.left, counts) && truthOf(part.right, counts)
    case 'EITHER':
      return truthOf(part.left, counts) || truthOf(part.right, counts)
    case 'COMPARE':
      return compares(part.by, numberOf(part.left, counts) - numberOf(part.right, counts))
    default:
      throw new TypeError('a number where a condition belongs')
  }
}

function compares(by: Comparison, difference: Exact): boolean {
  switch (by) {
    case '<':
      return difference < ZERO
    case '<=':
      return difference <= ZERO
    case '>':
      return difference > ZERO
    case '>=':
      return difference >= ZERO
    case '=':
      return difference === ZERO
    case '!=':
      return difference !== ZERO
  }
}

/** The smallest whole step by which one measure's counted number may grow. */
export const ONE_MORE: Exact = exactOfWhole(1)
