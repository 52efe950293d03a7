import type {
  Expression,
  FormulaProblem,
  FormulaProblemCode,
  Span,
} from './assessment-expression.ts'
import { NO_UNIT, sameUnit, timesUnit, unitBaseOf, unitOf, unitText } from './assessment-units.ts'
import type { Unit } from './assessment-units.ts'
import { ZERO } from './exact-number.ts'
import {
  indicatorOfMeasure,
  isMeasureKey,
  MEASURE_KEYS,
  MEASURES,
  OUTPUT_PREFIX,
} from './assessment-measures.ts'

/** A free number is written without a unit: it takes the unit of what it stands beside. */
export type FormulaType = { kind: 'CONDITION' } | { kind: 'NUMBER'; unit: Unit; free: boolean }

/** What formulas may name: the measures, and the indicators of the catalogue with their units. */
export type FormulaNames = { indicatorUnits: ReadonlyMap<string, string> }

export type TypedFormula =
  | { ok: true; type: FormulaType; measures: readonly string[] }
  | { ok: false; problem: FormulaProblem }

class Misfit extends Error {
  readonly problem: FormulaProblem
  constructor(code: FormulaProblemCode, { from, to }: Span, values: Record<string, string> = {}) {
    super(code)
    this.problem = { code, from, to, values }
  }
}
type NumberType = Extract<FormulaType, { kind: 'NUMBER' }>

/** The unit of a measure, or null where nothing has that name. */
export function unitOfMeasure(key: string, names: FormulaNames): Unit | null {
  if (isMeasureKey(key)) {
    const { unit } = MEASURES[key]
    return unit === null ? NO_UNIT : unitOf(unit)
  }
  const indicator = indicatorOfMeasure(key)
  const unit = indicator === null ? undefined : names.indicatorUnits.get(indicator)
  return unit === undefined ? null : unitOf(unitBaseOf(unit, new Set([unit])) ?? unit)
}

/** More changes than this, and nobody meant that name. */
const MOST_CHANGES = 3

/** The measure whose name takes the fewest changes to be what was typed; null where none is near. */
function nearestMeasure(typed: string, { indicatorUnits }: FormulaNames): string | null {
  let [nearest, fewest]: [string | null, number] = [null, MOST_CHANGES + 1]
  for (const key of [
    ...MEASURE_KEYS,
    ...[...indicatorUnits.keys()].map((code) => `${OUTPUT_PREFIX}${code}`),
  ]) {
    if (Math.abs(key.length - typed.length) >= fewest) continue
    const changes = changesBetween(typed.toLowerCase(), key.toLowerCase())
    if (changes < fewest) [nearest, fewest] = [key, changes]
  }
  return nearest
}

/** How many letters have to be put in, left out or changed (Levenshtein's distance). */
function changesBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [index, letter] of [...a].entries()) {
    const next = [index + 1]
    for (const [at, other] of [...b].entries())
      next.push(
        Math.min(
          (row[at] ?? 0) + (letter === other ? 0 : 1),
          (row[at + 1] ?? 0) + 1,
          (next[at] ?? 0) + 1,
        ),
      )
    row = next
  }
  return row.at(-1) ?? 0
}

/** Whether all names are known and all units fit, and what the formula gives. */
export function typeOfFormula(expression: Expression, names: FormulaNames): TypedFormula {
  const measures = new Set<string>()
  const units = new Set(names.indicatorUnits.values())

  function number(part: Expression): NumberType {
    const type = typeOf(part)
    if (type.kind !== 'NUMBER') throw new Misfit('FORMULA_NOT_A_NUMBER', part)
    return type
  }
  function condition(part: Expression): FormulaType {
    const type = typeOf(part)
    if (type.kind !== 'CONDITION') throw new Misfit('FORMULA_NOT_A_CONDITION', part)
    return type
  }
  /** The one type of things that are added, compared or chosen between. */
  function together(parts: readonly Expression[]): NumberType {
    let joint: NumberType = { kind: 'NUMBER', unit: NO_UNIT, free: true }
    for (const part of parts) {
      const type = number(part)
      if (type.free) continue
      if (joint.free) joint = type
      else if (!sameUnit(joint.unit, type.unit))
        throw new Misfit('FORMULA_UNITS', part, {
          expected: unitText(joint.unit),
          found: unitText(type.unit),
        })
    }
    return joint
  }
  function baseOf(word: string, span: Span): Unit {
    const base = unitBaseOf(word, units)
    if (base === null) throw new Misfit('FORMULA_UNKNOWN_UNIT', span, { name: word })
    return unitOf(base)
  }
  function typeOf(part: Expression): FormulaType {
    switch (part.kind) {
      case 'NUMBER': {
        const [above, below] = part.units
        if (above === null) return { kind: 'NUMBER', unit: NO_UNIT, free: true }
        const top = baseOf(above, part)
        const unit = below === null ? top : timesUnit(top, baseOf(below, part), -1)
        return { kind: 'NUMBER', unit, free: false }
      }
      case 'MEASURE': {
        const unit = unitOfMeasure(part.key, names)
        if (unit === null)
          throw new Misfit('FORMULA_UNKNOWN_NAME', part, {
            name: part.key,
            near: nearestMeasure(part.key, names) ?? 'none',
          })
        measures.add(part.key)
        return { kind: 'NUMBER', unit, free: false }
      }
      case 'NEGATE':
        return number(part.of)
      case 'NOT':
        return condition(part.of)
      case 'SUM':
        return together([part.left, part.right])
      case 'PRODUCT': {
        const [left, right] = [number(part.left), number(part.right)]
        const unit = timesUnit(left.unit, right.unit)
        return { kind: 'NUMBER', unit, free: left.free && right.free }
      }
      case 'QUOTIENT': {
        const [left, right] = [number(part.left), number(part.right)]
        const isWritten = part.right.kind === 'NUMBER'
        if (part.right.kind === 'NUMBER' && part.right.value === ZERO)
          throw new Misfit('FORMULA_DIVIDES_BY_ZERO', part.right)
        if (!isWritten && part.otherwise === null) throw new Misfit('FORMULA_NEEDS_OTHERWISE', part)
        const quotient: NumberType = {
          kind: 'NUMBER',
          unit: timesUnit(left.unit, right.unit, -1),
          free: left.free && right.free,
        }
        const otherwise = part.otherwise === null ? null : number(part.otherwise)
        if (otherwise !== null && !otherwise.free && !sameUnit(quotient.unit, otherwise.unit))
          throw new Misfit('FORMULA_UNITS', part.otherwise ?? part, {
            expected: unitText(quotient.unit),
            found: unitText(otherwise.unit),
          })
        return quotient
      }
      case 'COMPARE':
        together([part.left, part.right])
        return { kind: 'CONDITION' }
      case 'BOTH':
      case 'EITHER':
        condition(part.left)
        return condition(part.right)
      case 'CALL':
        return together(part.of)
      case 'IF':
        condition(part.condition)
        return together([part.yes, part.no])
    }
  }

  try {
    const type = typeOf(expression)
    return { ok: true, type, measures: [...measures] }
  } catch (misfit) {
    if (misfit instanceof Misfit) return { ok: false, problem: misfit.problem }
    throw misfit
  }
}
