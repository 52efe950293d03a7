import type { CompiledIndicator } from './compile-scheme.ts'
import { ceiling, divide, exactOfWhole, multiply, roundTo, ZERO } from './exact-number.ts'
import type { Exact } from './exact-number.ts'
import type { ExactColumn } from './exact-column.ts'
import { orderInSteps } from './sort-in-steps.ts'

/** What an indicator's points depend on beside the organisation's own value. Frozen with the run. */
export type IndicatorStatistics = {
  /** The highest value; where less is better the lowest that is above zero. Null of none. */
  best: Exact | null
  mean: Exact
  /** For each band the value of the last rank in it; null where there are fewer organisations. */
  bandValues: readonly (Exact | null)[]
  /** The mean of the known capacities: what counts where an organisation's is not known. Null of none. */
  capacity: Exact | null
}

export const POINT_DECIMALS = 2

/** The points of a value, to two decimals, between floor and weight; of a deduction as what is taken away. */
export function pointsOf(
  indicator: CompiledIndicator,
  value: Exact,
  statistics: IndicatorStatistics,
): Exact {
  const points = roundTo(uncapped(indicator, value, statistics), POINT_DECIMALS)
  const { floor, weight } = indicator
  return points < floor ? floor : points > weight ? weight : points
}

function uncapped(
  { method, weight, better }: CompiledIndicator,
  value: Exact,
  { best, mean, bandValues }: IndicatorStatistics,
): Exact {
  switch (method.kind) {
    case 'POINTS':
    case 'MARKS':
      return value
    case 'PROPORTIONAL':
      if (better === 'LESS' && value <= ZERO) return weight
      if (best === null || best <= ZERO) return ZERO
      return better === 'MORE'
        ? divide(multiply(weight, value), best)
        : divide(multiply(weight, best), value)
    case 'TARGET':
      if (better === 'LESS')
        return value <= method.target ? weight : divide(multiply(weight, method.target), value)
      return value >= method.target ? weight : divide(multiply(weight, value), method.target)
    case 'RANK_BANDS': {
      // Who has nothing is not put first for being one of many who have nothing.
      if (better === 'MORE' && value <= ZERO) return method.rest
      const band = method.bands.find((_, index) => {
        const last = bandValues[index] ?? null
        return last === null || (better === 'MORE' ? value >= last : value <= last)
      })
      return band?.points ?? method.rest
    }
    case 'STEPS': {
      const reference = method.number ?? mean
      const short = better === 'MORE' ? reference - value : value - reference
      if (short <= ZERO) return weight
      return weight - ceiling(divide(short, method.step)) * method.deduction
    }
  }
}

/** So many values are looked at between two steps. */
const LOOKED_AT = 5000

/** What the values of all who are ranked say of an indicator; the order of the values does not matter. In short steps. */
export function* statisticsInSteps(
  { method, better }: CompiledIndicator,
  values: ExactColumn,
  capacity: Exact | null,
): Generator<undefined, IndicatorStatistics> {
  let sum = ZERO
  let best: Exact | null = null
  for (let index = 0; index < values.length; index += 1) {
    const value = values.at(index) ?? ZERO
    sum += value
    const counts = better === 'MORE' || value > ZERO
    if (counts && (best === null || value > best === (better === 'MORE'))) best = value
    if (index % LOOKED_AT === 0) yield
  }
  return {
    best,
    mean: values.length === 0 ? ZERO : divide(sum, exactOfWhole(values.length)),
    bandValues:
      method.kind === 'RANK_BANDS'
        ? yield* bandValuesInSteps(
            values,
            better,
            method.bands.map(({ through }) => through),
          )
        : [],
    capacity,
  }
}

function* bandValuesInSteps(
  values: ExactColumn,
  better: CompiledIndicator['better'],
  places: readonly number[],
): Generator<undefined, (Exact | null)[]> {
  const at = (index: number) => values.at(index) ?? ZERO
  const order = yield* orderInSteps(values.length, (a, b) => {
    const [left, right] = [at(a), at(b)]
    if (left === right) return 0
    return left > right === (better === 'MORE') ? -1 : 1
  })
  return places.map((place) => {
    const index = order[place - 1]
    return index === undefined ? null : at(index)
  })
}
