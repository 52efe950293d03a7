import {
  AREA_MEASURES,
  MEASURES,
  indicatorOfMeasure,
  isMeasureKey,
  measureValue,
  numbersOf,
} from './assessment-measures.ts'
import type { CountedNumbers, MeasureRecords } from './assessment-measures.ts'
import type { CompiledScheme } from './compile-scheme.ts'
import type { GradeBar } from './grade-shares.ts'
import { divide, exactOfWhole, greater, multiply, smaller, ZERO } from './exact-number.ts'
import type { Exact } from './exact-number.ts'
import type { Grade } from './scheme-content.ts'
import type { IndicatorStatistics } from './score-methods.ts'
import { evaluateOrganisation, scoreOf } from './score-organisations.ts'
import type { MeasuredOrganisation } from './score-organisations.ts'

/** Where the records behind a measure are: filters of the list of records. Null where it is not counted from records. */
export function recordsBehind(key: string): (MeasureRecords & { indicatorCode?: string }) | null {
  if (isMeasureKey(key)) return MEASURES[key].records
  const indicatorCode = indicatorOfMeasure(key)
  return indicatorCode === null ? null : { status: 'COUNTERSIGNED', indicatorCode }
}

/** One step towards the next grade: a measure at another value, all else as it is and the others as they are. */
export type Way = { measure: string; now: Exact; needed: Exact }
export type NextGrade = {
  grade: Grade
  /** The points that it asks for now; where it is given to a share, more than who stands at the last place has. */
  from: Exact
  missing: Exact
  /** Through which place it is given; null where all who have the points have it. */
  through: number | null
  /** Each alone would have been enough, the shortest first. */
  ways: readonly Way[]
  /** Where none alone would have been: those that bring most, taken together, and the points that they lead to. */
  together: { ways: readonly Way[]; total: Exact } | null
}

/** What could have been otherwise: a measure, how its numbers are after so many steps, and how many there are. */
type Lever = {
  measure: string
  most: number
  after: (counts: CountedNumbers, steps: number) => CountedNumbers
}

const at = (counts: CountedNumbers, key: string) => counts.get(key) ?? ZERO
const one = exactOfWhole(1)
const wholeOf = (value: Exact) => Number(value / one)

/** The counts with so much more of each of the keys, so much less where it is below zero. */
function moved(
  counts: CountedNumbers,
  changes: readonly (readonly [string, Exact])[],
): CountedNumbers {
  const next = new Map(counts)
  for (const [key, by] of changes) next.set(key, greater(at(next, key) + by, ZERO))
  return next
}

/** What grows with one more record of a kind: the record is also one of all records. */
function growsWith(key: string): readonly string[] {
  const records = recordsBehind(key)
  if (!key.startsWith('records.') || records?.status !== 'COUNTERSIGNED') return [key]
  return [...new Set([key, ...(records.area ? ['records.sixHelps'] : []), 'records.accepted'])]
}

/** Nobody is helped by hearing of more than this: as much again as there was, or two a month. */
const AT_LEAST_WITHIN_REACH = 24
const MONTHS = 12

function growing(key: string, counts: CountedNumbers): Lever {
  const now = wholeOf(at(counts, key))
  return {
    measure: key,
    most:
      key === 'months.active' ? Math.max(0, MONTHS - now) : Math.max(now, AT_LEAST_WITHIN_REACH),
    after: (from, steps) =>
      moved(
        from,
        growsWith(key).map((grown) => [grown, exactOfWhole(steps)]),
      ),
  }
}

/** Up to all that there are: of the plans that are expected, those agreed, or agreed in time. */
function ofExpected(key: 'plans.agreed' | 'plans.inTime', counts: CountedNumbers): Lever {
  return {
    measure: key,
    most: Math.max(0, wholeOf(at(counts, 'plans.expected') - at(counts, key))),
    after: (from, steps) => {
      const next = moved(from, [[key, exactOfWhole(steps)]])
      return new Map(next).set('plans.agreed', greater(at(next, 'plans.agreed'), at(next, key)))
    },
  }
}

const RATING = { best: exactOfWhole(5), step: divide(one, exactOfWhole(20)) } as const
const DAY_STEP = exactOfWhole(8640)

/** What could have been otherwise for a measure that a formula names; nothing where that is not the organisation's to do. */
function leversOf(measure: string, counts: CountedNumbers): Lever[] {
  switch (measure) {
    case 'direction.balance':
      return [
        growing(
          at(counts, 'records.given') < at(counts, 'records.received')
            ? 'records.given'
            : 'records.received',
          counts,
        ),
      ]
    case 'areas.covered':
    case 'areas.evenness':
      return Object.values(AREA_MEASURES).map((area) => growing(area, counts))
    case 'share.countersigned':
    case 'records.waiting':
      return [
        {
          measure: 'records.waiting',
          most: wholeOf(at(counts, 'records.waiting')),
          after: (from, steps) =>
            moved(from, [
              ['records.waiting', -exactOfWhole(steps)],
              ['records.accepted', exactOfWhole(steps)],
            ]),
        },
      ]
    case 'share.onTime':
    case 'records.reportedLate':
      return [
        {
          measure: 'records.reportedLate',
          most: wholeOf(at(counts, 'records.reportedLate')),
          after: (from, steps) => moved(from, [['records.reportedLate', -exactOfWhole(steps)]]),
        },
      ]
    case 'usefulness.mean': {
      const count = at(counts, 'usefulness.count')
      const step = multiply(count, RATING.step)
      const room = multiply(count, RATING.best) - at(counts, 'usefulness.sum')
      return [
        {
          measure,
          most: step === ZERO ? 0 : Number((room + step - 1n) / step),
          after: (from, steps) =>
            new Map(from).set(
              'usefulness.sum',
              smaller(
                at(from, 'usefulness.sum') + step * BigInt(steps),
                multiply(at(from, 'usefulness.count'), RATING.best),
              ),
            ),
        },
      ]
    }
    case 'signing.meanDays': {
      const step = multiply(at(counts, 'records.received'), DAY_STEP)
      return [
        {
          measure,
          most: step === ZERO ? 0 : Number(at(counts, 'signing.seconds') / step),
          after: (from, steps) => moved(from, [['signing.seconds', -step * BigInt(steps)]]),
        },
      ]
    }
    case 'plans.agreed':
    case 'plans.agreedShare':
      return [ofExpected('plans.agreed', counts)]
    case 'plans.inTime':
    case 'plans.inTimeShare':
      return [ofExpected('plans.inTime', counts)]
    default:
      return numbersOf(measure).length === 1 &&
        numbersOf(measure)[0] === measure &&
        recordsBehind(measure)?.status === 'COUNTERSIGNED'
        ? [growing(measure, counts)]
        : []
  }
}

/** So many lengths of a step are tried between none and all of it. */
const TRIED = 24
const MOST_TOGETHER = 4

/**
 * What would have given the grade above one's own: the points that are missing, and for each thing that the formulas count and
 * that one could have done otherwise how far it alone would have had to go; where none alone is enough, which together.
 * Null for who has the best grade.
 */
export function nextGrade(
  scheme: CompiledScheme,
  statistics: readonly IndicatorStatistics[],
  organisation: MeasuredOrganisation,
  { grade, bars }: { grade: Grade; bars: readonly GradeBar[] },
): NextGrade | null {
  const totalWith = (counts: CountedNumbers) =>
    scoreOf(scheme, statistics, evaluateOrganisation(scheme, { ...organisation, counts })).total
  const total = totalWith(organisation.counts)
  const own = bars.findIndex((bar) => bar.grade === grade)
  const next = bars
    .slice(0, own === -1 ? undefined : own)
    .findLast((bar) => bar.least !== null && (bar.through === null || organisation.ranked))
  if (next === undefined || next.least === null) return null
  const { least, through } = next
  const named = new Set(scheme.indicators.flatMap(({ formula }) => formula?.measures ?? []))
  const levers = [
    ...new Map(
      [...named]
        .flatMap((measure) => leversOf(measure, organisation.counts))
        .map((lever) => [lever.measure, lever]),
    ).values(),
  ].filter(({ most }) => most > 0)
  const way = (measure: string, counts: CountedNumbers): Way => ({
    measure,
    now: measureValue(measure, organisation.counts),
    needed: measureValue(measure, counts),
  })
  const ways = levers.flatMap((lever): (Way & { steps: number })[] => {
    const steps = fewest(
      lever.most,
      (many) => totalWith(lever.after(organisation.counts, many)) >= least,
    )
    if (steps === null) return []
    return [{ ...way(lever.measure, lever.after(organisation.counts, steps)), steps }]
  })
  return {
    grade: next.grade,
    from: least,
    missing: least - total,
    through,
    ways: ways
      .sort((a, b) => a.steps - b.steps || (a.measure < b.measure ? -1 : 1))
      .map(({ steps: _steps, ...rest }) => rest),
    together:
      ways.length > 0
        ? null
        : takenTogether(levers, organisation.counts, { totalWith, least, way }),
  }
}

/** Takes what brings most, again and again, until it is enough; the last of them no further than it has to go. */
function takenTogether(
  levers: readonly Lever[],
  start: CountedNumbers,
  {
    totalWith,
    least,
    way,
  }: {
    totalWith: (counts: CountedNumbers) => Exact
    least: Exact
    way: (measure: string, counts: CountedNumbers) => Way
  },
): NextGrade['together'] {
  let counts = start
  let total = totalWith(start)
  const taken: string[] = []
  while (taken.length < MOST_TOGETHER && total < least) {
    let best: { measure: string; counts: CountedNumbers; total: Exact } | null = null
    for (const lever of levers) {
      if (taken.includes(lever.measure)) continue
      const from = counts
      for (const steps of tries(lever.most)) {
        const after = lever.after(from, steps)
        const reached = totalWith(after)
        if (reached > (best?.total ?? total))
          best = { measure: lever.measure, counts: after, total: reached }
      }
    }
    if (best === null) break
    const { measure } = best
    const lever = levers.find((found) => found.measure === measure)
    const from = counts
    // The last tenth is not worth the many steps that it may take.
    const goal = smaller(total + divide((best.total - total) * 9n, exactOfWhole(10)), least)
    const steps =
      lever === undefined
        ? null
        : fewest(lever.most, (many) => totalWith(lever.after(from, many)) >= goal)
    counts = lever === undefined || steps === null ? best.counts : lever.after(from, steps)
    total = totalWith(counts)
    taken.push(measure)
  }
  return taken.length === 0 ? null : { ways: taken.map((measure) => way(measure, counts)), total }
}

/** Lengths between one step and all of them, evenly. */
function tries(most: number): number[] {
  const many = Math.min(most, TRIED)
  return Array.from({ length: many }, (_, index) => Math.ceil(((index + 1) * most) / many))
}

/** The fewest steps that are enough, of so many; null where none of those tried is. */
function fewest(most: number, enough: (steps: number) => boolean): number | null {
  const found = tries(most)
  const first = found.findIndex(enough)
  let high = found[first]
  if (high === undefined) return null
  let low = found[first - 1] ?? 0
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (enough(middle)) high = middle
    else low = middle
  }
  return high
}
