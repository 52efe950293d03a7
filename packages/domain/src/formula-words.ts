import type { Comparison, Expression, FunctionName } from './assessment-expression.ts'
import { unitBaseOf, unitText } from './assessment-units.ts'
import { decimalOf } from './exact-number.ts'

/** How two or more things are put together in words. */
export type FormulaPhrase =
  | 'AT_LEAST'
  | 'AT_MOST'
  | 'LARGEST'
  | 'SMALLEST'
  | 'BETWEEN'
  | 'ROUNDED'
  | 'OTHERWISE'
  | 'IF'
  | 'AND'
  | 'OR'
  | 'NOT'
  | 'GROUP'
  | ComparisonPhrase
export type ComparisonPhrase = 'LESS' | 'NO_MORE' | 'MORE' | 'NO_LESS' | 'EQUAL' | 'UNEQUAL'
export const FORMULA_PHRASES = {
  AT_LEAST: ['a', 'b'],
  AT_MOST: ['a', 'b'],
  LARGEST: ['a'],
  SMALLEST: ['a'],
  BETWEEN: ['a', 'b', 'c'],
  ROUNDED: ['a'],
  OTHERWISE: ['a', 'b'],
  IF: ['a', 'b', 'c'],
  AND: ['a', 'b'],
  OR: ['a', 'b'],
  NOT: ['a'],
  GROUP: ['a'],
  LESS: ['a', 'b'],
  NO_MORE: ['a', 'b'],
  MORE: ['a', 'b'],
  NO_LESS: ['a', 'b'],
  EQUAL: ['a', 'b'],
  UNEQUAL: ['a', 'b'],
} as const satisfies Record<FormulaPhrase, readonly ('a' | 'b' | 'c')[]>

/** The words of one language. */
export type FormulaDictionary = {
  measure: (key: string) => string
  /** Of a unit as `unitText` gives it. */
  unit: (unit: string) => string
  phrase: (phrase: FormulaPhrase, parts: { a: string; b: string; c: string }) => string
  /** Between the parts of a list. */
  comma: string
}

const comparisons = {
  '<': 'LESS',
  '<=': 'NO_MORE',
  '>': 'MORE',
  '>=': 'NO_LESS',
  '=': 'EQUAL',
  '!=': 'UNEQUAL',
} as const satisfies Record<Comparison, ComparisonPhrase>

/** How tightly what was written holds together: a looser part within a tighter one stands in brackets. */
const [CHOICE, CONDITION, SUM, PRODUCT, SINGLE] = [0, 1, 2, 3, 4] as const
type Said = { words: string; tightness: number }

/** A formula in the reader's words, for who does not read formulas: '为对方做的活动 × 0.5分/条'. */
export function formulaWords(expression: Expression, dictionary: FormulaDictionary): string {
  const phrase = (name: FormulaPhrase, a: string, b = '', c = '') =>
    dictionary.phrase(name, { a, b, c })
  const within = (part: Expression, tightness: number): string => {
    const said = say(part)
    return said.tightness < tightness ? phrase('GROUP', said.words) : said.words
  }
  const whole = (part: Expression) => say(part).words

  function called(name: FunctionName, of: readonly Expression[]): Said {
    const [first, second, third] = of
    const list = of.map(whole).join(dictionary.comma)
    if (first === undefined) return { words: '', tightness: SINGLE }
    switch (name) {
      case 'max':
      case 'min': {
        const isBound = of.length === 2 && second?.kind === 'NUMBER'
        const words = isBound
          ? phrase(name === 'max' ? 'AT_LEAST' : 'AT_MOST', within(first, SINGLE), whole(second))
          : phrase(name === 'max' ? 'LARGEST' : 'SMALLEST', list)
        return { words, tightness: SINGLE }
      }
      case 'clamp':
        return {
          words: phrase(
            'BETWEEN',
            within(first, SINGLE),
            second === undefined ? '' : whole(second),
            third === undefined ? '' : whole(third),
          ),
          tightness: SINGLE,
        }
      case 'round':
        return { words: phrase('ROUNDED', within(first, SINGLE)), tightness: SINGLE }
    }
  }

  function say(part: Expression): Said {
    switch (part.kind) {
      case 'NUMBER': {
        const [above, below] = part.units
        const base = (word: string) => unitBaseOf(word, new Set([word])) ?? word
        const unit = unitText(
          new Map([
            ...(above === null ? [] : [[base(above), 1] as const]),
            ...(below === null ? [] : [[base(below), -1] as const]),
          ]),
        )
        const words = unit === '' ? '' : dictionary.unit(unit)
        return { words: `${decimalOf(part.value)}${words}`, tightness: SINGLE }
      }
      case 'MEASURE':
        return { words: dictionary.measure(part.key), tightness: SINGLE }
      case 'NEGATE':
        return { words: `−${within(part.of, SINGLE)}`, tightness: SUM }
      case 'SUM':
        return {
          words: `${within(part.left, SUM)} ${part.sign === 1 ? '+' : '−'} ${within(part.right, PRODUCT)}`,
          tightness: SUM,
        }
      case 'PRODUCT':
        return {
          words: `${within(part.left, PRODUCT)} × ${within(part.right, SINGLE)}`,
          tightness: PRODUCT,
        }
      case 'QUOTIENT': {
        const words = `${within(part.left, PRODUCT)} ÷ ${within(part.right, SINGLE)}`
        return part.otherwise === null
          ? { words, tightness: PRODUCT }
          : { words: phrase('OTHERWISE', words, whole(part.otherwise)), tightness: PRODUCT }
      }
      case 'CALL':
        return called(part.name, part.of)
      case 'COMPARE':
        return {
          words: phrase(comparisons[part.by], within(part.left, SUM), within(part.right, SUM)),
          tightness: CONDITION,
        }
      case 'BOTH':
      case 'EITHER':
        return {
          words: phrase(
            part.kind === 'BOTH' ? 'AND' : 'OR',
            conditionWithin(part.left, part.kind),
            conditionWithin(part.right, part.kind),
          ),
          tightness: CONDITION,
        }
      case 'NOT':
        return { words: phrase('NOT', whole(part.of)), tightness: CONDITION }
      case 'IF':
        return {
          words: phrase('IF', whole(part.condition), whole(part.yes), whole(part.no)),
          tightness: CHOICE,
        }
    }
  }
  /** 'A and B or C' is read two ways: whichever is within the other stands in brackets. */
  function conditionWithin(part: Expression, outer: 'BOTH' | 'EITHER'): string {
    const other = outer === 'BOTH' ? 'EITHER' : 'BOTH'
    return part.kind === other ? phrase('GROUP', whole(part)) : whole(part)
  }
  return whole(expression)
}
