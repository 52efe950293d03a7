import { MEASURES, indicatorOfMeasure, isMeasureKey, numbersOf } from './assessment-measures.ts'
import type { CountedNumbers, MeasureRecords } from './assessment-measures.ts'
import type { CompiledScheme } from './compile-scheme.ts'
import type { GradeBar } from './grade-shares.ts'
import { exactOfWhole, ZERO } from './exact-number.ts'
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

/** One way to the next grade: so much more of one thing, all else as it is and the others as they are. */
export type Way = { measure: string; now: Exact; needed: Exact }
export type NextGrade = {
  grade: Grade
  /** The points that it asks for now; where it is given to a share, more than who stands at the last place has. */
  from: Exact
  missing: Exact
  /** Through which place it is given; null where all who have the points have it. */
  through: number | null
  ways: readonly Way[]
}

/** What grows with one more record of a kind: the record is also one of all records. */
function growsWith(key: string): readonly string[] {
  const records = recordsBehind(key)
  if (!key.startsWith('records.') || records?.status !== 'COUNTERSIGNED') return [key]
  return [...new Set([key, ...(records.area ? ['records.sixHelps'] : []), 'records.accepted'])]
}

/** Beyond this much more of one thing nobody is helped by hearing of it. */
const MOST_STEPS = 1 << 20
const isGrowing = (key: string) =>
  numbersOf(key).length === 1 &&
  numbersOf(key)[0] === key &&
  recordsBehind(key)?.status === 'COUNTERSIGNED' &&
  key !== 'records.reportedLate'

/**
 * What would have given the grade above one's own: the points that are missing, and for each counted measure that the formulas name
 * how much more of it alone would have been enough. Null for who has the best grade.
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
  const measures = new Set(scheme.indicators.flatMap(({ formula }) => formula?.measures ?? []))
  const ways = [...measures].filter(isGrowing).flatMap((measure): Way[] => {
    const enough = (steps: number) => {
      const counts = new Map(organisation.counts)
      for (const key of growsWith(measure))
        counts.set(key, (counts.get(key) ?? ZERO) + exactOfWhole(steps))
      return totalWith(counts) >= least
    }
    const steps = fewest(enough)
    const now = organisation.counts.get(measure) ?? ZERO
    return steps === null ? [] : [{ measure, now, needed: now + exactOfWhole(steps) }]
  })
  return {
    grade: next.grade,
    from: least,
    missing: least - total,
    through,
    ways: ways.sort((a, b) => {
      const [left, right] = [a.needed - a.now, b.needed - b.now]
      if (left !== right) return left < right ? -1 : 1
      return a.measure < b.measure ? -1 : 1
    }),
  }
}

/** The fewest steps that are enough, by doubling and halving; null where no number of them is. */
function fewest(enough: (steps: number) => boolean): number | null {
  let high = 1
  while (!enough(high)) {
    high *= 2
    if (high > MOST_STEPS) return null
  }
  let low = Math.floor(high / 2)
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (enough(middle)) high = middle
    else low = middle
  }
  return high
}
