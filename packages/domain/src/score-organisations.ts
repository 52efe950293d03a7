import { allSteps } from './sort-in-steps.ts'
import { holds, valueOf } from './assessment-formula.ts'
import type { CountedNumbers } from './assessment-measures.ts'
import type { CompiledIndicator, CompiledScheme } from './compile-scheme.ts'
import { ExactColumn } from './exact-column.ts'
import { divide, exactOfWhole, greater, multiply, smaller, ZERO } from './exact-number.ts'
import type { Exact } from './exact-number.ts'
import { gradeAt, gradePlaces } from './grade-shares.ts'
import type { Standing } from './grade-shares.ts'
import { CAPACITY_MEASURES } from './scheme-content.ts'
import type { Grade, MarkingLevel } from './scheme-content.ts'
import { pointsOf, statisticsInSteps } from './score-methods.ts'
import type { IndicatorStatistics } from './score-methods.ts'

export type Mark = { indicatorCode: string; level: MarkingLevel; points: Exact }
/** An organisation's year as it is assessed. Who was closed in the year without a successor is scored, but not ranked. */
export type MeasuredOrganisation = {
  id: string
  ranked: boolean
  counts: CountedNumbers
  marks: readonly Mark[]
}
/** The value of an indicator before it is made comparable; of a veto 1 where it holds. */
export type EvaluatedValue = { value: Exact | null; capacity: Exact | null }
export type EvaluatedOrganisation = {
  id: string
  ranked: boolean
  values: readonly EvaluatedValue[]
}
export type ScoreNote = 'AT_MOST' | 'AT_LEAST' | 'CAPACITY_UNKNOWN' | 'NOT_MARKED' | 'VETO_HOLDS'
export type ScorePart = {
  code: string
  /** What the formula or the marks gave; null where there is no mark. */
  value: Exact | null
  /** The value per member, unit or pairing; the value itself where it is not divided. */
  compared: Exact
  /** As they enter the total: of a deduction below zero, of a veto zero. */
  points: Exact
  notes: readonly ScoreNote[]
}
export type OrganisationScore = {
  id: string
  total: Exact
  /** The cap that a veto sets, where one holds. */
  cappedAt: Exact | null
  parts: readonly ScorePart[]
}

/** What the formulas give for one organisation, whoever else there is. */
export function evaluateOrganisation(
  scheme: CompiledScheme,
  { id, ranked, counts, marks }: MeasuredOrganisation,
): EvaluatedOrganisation {
  const values = scheme.indicators.map((indicator) => {
    const { formula, method, role, per, code } = indicator
    const number = per === 'NOTHING' ? ZERO : (counts.get(CAPACITY_MEASURES[per]) ?? ZERO)
    const capacity = number > ZERO ? number : null
    if (role === 'VETO')
      return {
        value: formula !== null && holds(formula, counts) ? exactOfWhole(1) : ZERO,
        capacity,
      }
    if (method.kind === 'MARKS')
      return {
        value: markOf(
          method.levels,
          marks.filter((mark) => mark.indicatorCode === code),
        ),
        capacity,
      }
    return { value: formula === null ? null : valueOf(formula, counts), capacity }
  })
  return { id, ranked, values }
}

/** The mean of the marks by the shares of the levels that have marked; null where none has. */
function markOf(
  levels: readonly { level: MarkingLevel; share: Exact }[],
  marks: readonly Mark[],
): Exact | null {
  let [sum, shares] = [ZERO, ZERO]
  for (const { level, share } of levels) {
    const mark = marks.find((one) => one.level === level)
    if (mark === undefined) continue
    sum += multiply(mark.points, share)
    shares += share
  }
  return shares === ZERO ? null : divide(sum, shares)
}

/** What is compared: the value per capacity, where the indicator asks for it. */
function comparedOf(
  { per }: CompiledIndicator,
  { value, capacity }: EvaluatedValue,
  mean: Exact | null,
): Exact {
  if (value === null) return ZERO
  if (per === 'NOTHING') return value
  const by = capacity ?? mean
  return by === null ? value : divide(value, by)
}

/** What all who are ranked say of each indicator. */
export function schemeStatistics(
  scheme: CompiledScheme,
  organisations: readonly EvaluatedOrganisation[],
): IndicatorStatistics[] {
  const ranked = organisations.filter((organisation) => organisation.ranked)
  return scheme.indicators.map((indicator, index) =>
    indicatorStatistics(
      indicator,
      ranked.flatMap(({ values }) => values[index] ?? []),
    ),
  )
}

/** What the values of all who are ranked say of one indicator. */
export const indicatorStatistics = (
  indicator: CompiledIndicator,
  own: Iterable<EvaluatedValue>,
): IndicatorStatistics => allSteps(indicatorStatisticsInSteps(indicator, own))

/** So many values are compared between two steps. */
const COMPARED = 1000

/** The same in short steps: dividing a hundred thousand values exactly takes a while, and others want to be served. */
export function* indicatorStatisticsInSteps(
  indicator: CompiledIndicator,
  own: Iterable<EvaluatedValue>,
): Generator<undefined, IndicatorStatistics> {
  let [sum, known, seen] = [ZERO, 0, 0]
  for (const { capacity } of own) {
    if (capacity !== null) {
      sum += capacity
      known += 1
    }
    seen += 1
    if (seen % COMPARED === 0) yield
  }
  const mean = known === 0 ? null : divide(sum, exactOfWhole(known))
  const compared = new ExactColumn()
  for (const one of own) {
    compared.push(comparedOf(indicator, one, mean))
    if (compared.length % COMPARED === 0) yield
  }
  return yield* statisticsInSteps(indicator, compared, mean)
}

/** The score of one organisation among the others. */
export function scoreOf(
  scheme: CompiledScheme,
  statistics: readonly IndicatorStatistics[],
  { id, values }: EvaluatedOrganisation,
): OrganisationScore {
  let total = ZERO
  let cappedAt: Exact | null = null
  const parts = scheme.indicators.map((indicator, index): ScorePart => {
    const own = values[index] ?? { value: null, capacity: null }
    const known = statistics[index] ?? { best: null, mean: ZERO, bandValues: [], capacity: null }
    const { code, role, weight, floor } = indicator
    if (role === 'VETO') {
      const isHeld = own.value !== ZERO
      if (isHeld) cappedAt = cappedAt === null ? weight : smaller(cappedAt, weight)
      return {
        code,
        value: own.value,
        compared: ZERO,
        points: ZERO,
        notes: isHeld ? ['VETO_HOLDS'] : [],
      }
    }
    const compared = comparedOf(indicator, own, known.capacity)
    const isMissing = own.value === null
    const points = isMissing ? floor : pointsOf(indicator, compared, known)
    const signed = role === 'DEDUCTION' ? -points : points
    total += signed
    const notes: ScoreNote[] = []
    if (isMissing) notes.push('NOT_MARKED')
    else if (points === weight) notes.push('AT_MOST')
    else if (points === floor && floor > ZERO) notes.push('AT_LEAST')
    if (indicator.per !== 'NOTHING' && own.capacity === null) notes.push('CAPACITY_UNKNOWN')
    return { code, value: own.value, compared, points: signed, notes }
  })
  const least = greater(total, ZERO)
  const capped = cappedAt === null ? least : smaller(least, cappedAt)
  return { id, total: capped, cappedAt, parts }
}

/** What parts one organisation from another: the total, then the points in the scheme's deciding indicators. */
export function rankingKey(
  { ties }: Pick<CompiledScheme, 'ties'>,
  { total, parts }: Pick<OrganisationScore, 'total' | 'parts'>,
): Exact[] {
  return [total, ...ties.map((tie) => parts.find(({ code }) => code === tie)?.points ?? ZERO)]
}

/**
 * Ranks by key, the most first. Who has the same key has the same rank, and the next rank is passed over: 1, 2, 2, 4; the
 * last place of both second ones is 3.
 */
export function standingsOf(keys: ReadonlyMap<string, readonly Exact[]>): Map<string, Standing> {
  const sorted = [...keys].sort(([, a], [, b]) => compareKeys(b, a))
  const standings = new Map<string, Standing>()
  for (let first = 0; first < sorted.length;) {
    const key = sorted[first]?.[1] ?? []
    let next = first + 1
    while (next < sorted.length && compareKeys(sorted[next]?.[1] ?? [], key) === 0) next += 1
    for (const [id] of sorted.slice(first, next))
      standings.set(id, { total: key[0] ?? ZERO, rank: first + 1, last: next })
    first = next
  }
  return standings
}

function compareKeys(a: readonly Exact[], b: readonly Exact[]): number {
  for (let index = 0; index < a.length; index += 1) {
    const [left, right] = [a[index] ?? ZERO, b[index] ?? ZERO]
    if (left !== right) return left < right ? -1 : 1
  }
  return 0
}

/** A score among all others. */
export type PlacedScore = OrganisationScore & { grade: Grade; rank: number | null }

/** All of it at once, for as many as fit in memory: the scores with their ranks and grades. */
export function scoreOrganisations(
  scheme: CompiledScheme,
  organisations: readonly MeasuredOrganisation[],
): { statistics: IndicatorStatistics[]; scores: PlacedScore[] } {
  const evaluated = organisations.map((organisation) => evaluateOrganisation(scheme, organisation))
  const statistics = schemeStatistics(scheme, evaluated)
  const scores = evaluated.map((one) => scoreOf(scheme, statistics, one))
  const rankedIds = new Set(evaluated.flatMap(({ id, ranked }) => (ranked ? [id] : [])))
  const standings = standingsOf(
    new Map(
      scores
        .filter(({ id }) => rankedIds.has(id))
        .map((score) => [score.id, rankingKey(scheme, score)]),
    ),
  )
  const places = gradePlaces(scheme.grades, standings.values())
  return {
    statistics,
    scores: scores.map((score) => {
      const { rank, last } = standings.get(score.id) ?? { rank: null, last: null }
      return { ...score, rank, grade: gradeAt(places, { total: score.total, last }) }
    }),
  }
}
