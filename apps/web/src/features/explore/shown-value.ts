import { divide, exactOf, ZERO } from '@gongjian/domain/exact-number'
import type { Exact } from '@gongjian/domain/exact-number'
import { figureOf, figureValue } from '@gongjian/domain/explore-measures'
import type { ExploreShown } from '@gongjian/domain/explore-question'
import type { Cell } from './answer-document.ts'

const ONE = exactOf('1')
/** Twelve places to a number that a chart can draw; what is added up is added up exactly before. */
export const numberOf = (value: Exact): number => Number(value) / Number(ONE)

/** What is shown of a cell: its value, its share of the whole or of its row, or how much comes to one party member. */
export function shownValue(
  cell: Cell,
  show: ExploreShown,
  whole: Cell,
  heads: number | null,
  before = false,
): number | null {
  const value = before ? cell.valueBefore : cell.value
  if (value === null || value === undefined) return null
  if (show === 'SHARE' || show === 'ROW_SHARE') {
    const all = exactOf(before ? whole.aboveBefore : whole.above)
    return all === ZERO ? null : numberOf(divide(exactOf(value), all))
  }
  if (show === 'PER_HEAD') return heads ? Number(value) / heads : null
  return Number(value)
}

/** What is left of the whole beside the parts that are shown, from the sums, so that it is exact for quotients too. */
export function restOf(measure: string, whole: Cell, parts: readonly Cell[]): Cell {
  const figure = figureOf(measure)
  const less = (name: 'above' | 'below' | 'aboveBefore' | 'belowBefore') =>
    parts.reduce((rest, part) => rest - exactOf(part[name]), exactOf(whole[name]))
  const value = (above: Exact, below: Exact) => {
    const found = figure === null ? null : figureValue(figure, above, below)
    return found === null ? null : String(numberOf(found))
  }
  const [above, below] = [less('above'), less('below')]
  const [aboveBefore, belowBefore] = [less('aboveBefore'), less('belowBefore')]
  return {
    value: value(above, below),
    above: String(numberOf(above)),
    below: String(numberOf(below)),
    valueBefore: value(aboveBefore, belowBefore),
    aboveBefore: String(numberOf(aboveBefore)),
    belowBefore: String(numberOf(belowBefore)),
  }
}
