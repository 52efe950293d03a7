import type { CompiledIndicator } from './compile-scheme.ts'
import { ceiling, divide, exactOfWhole, multiply, roundTo, ZERO } from './exact-number.ts'
import type { Exact } from './exact-number.ts'

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

/** What the values of all who are ranked say of an indicator; the order of the values does not matter. */
export function statisticsOf(
  { method, better }: CompiledIndicator,
  values: readonly Exact[],
  capacity: Exact | null,
): IndicatorStatistics {
  const sum = values.reduce((all, value) => all + value, ZERO)
  return {
    best: bestOf(better, values),
    mean: values.length === 0 ? ZERO : divide(sum, exactOfWhole(values.length)),
    bandValues:
      method.kind === 'RANK_BANDS'
        ? bandValuesOf(
            values,
            better,
            method.bands.map(({ through }) => through),
          )
        : [],
    capacity,
  }
}

function bestOf(better: CompiledIndicator['better'], values: readonly Exact[]): Exact | null {
  let best: Exact | null = null
  for (const value of values) {
    if (better === 'LESS' && value <= ZERO) continue
    if (best === null || value > best === (better === 'MORE')) best = value
  }
  return best
}

function bandValuesOf(
  values: readonly Exact[],
  better: CompiledIndicator['better'],
  places: readonly number[],
): (Exact | null)[] {
  const sorted = values.toSorted((a, b) => {
    if (a === b) return 0
    return a > b === (better === 'MORE') ? -1 : 1
  })
  return places.map((place) => sorted[place - 1] ?? null)
}
