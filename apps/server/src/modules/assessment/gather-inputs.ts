import type { AssessedKind } from '@gongjian/domain/assessment-measures'
import {
  AREA_MEASURES,
  OUTPUT_PREFIX,
  PLAN_MEASURE_PREFIX,
} from '@gongjian/domain/assessment-measures'
import { FULL_SHARE } from '@gongjian/domain/plans'
import { HELP_AREAS } from '@gongjian/domain/vocabulary'
import type { Direction } from '@gongjian/domain/vocabulary'
import sql, { empty, join, raw } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { yearsTree } from '../analysis/measures.ts'
import type { PeriodRow } from '../periods/period-rows.ts'
import {
  heldPlans,
  isPairedInYear,
  isPlanExpected,
  wasAgreedInTime,
} from '../plans/pairing-facts.ts'
import { progressOf, standingOf } from '../plans/plan-standing.ts'

/** Whose inputs are asked: of one kind in one year, all of them or one. */
export type InputsQuestion = {
  kind: AssessedKind
  period: Pick<PeriodRow, 'year' | 'startsOn' | 'endsOn'>
  /** The counted numbers that the scheme needs. */
  numbers: readonly string[]
  /** Whose marks belong to it; null of none. */
  schemeId: string | null
  organisationId?: string
  /** Within so many months of the year plans are agreed in time. */
  plansWithinMonths: number
}

/** On which side of its records a kind stands, which segment of the path names it, and what stands below it. */
export const LEVELS_OF_KIND = {
  AGENCY: { side: 'AGENCY_SIDE', segment: 2, below: 'BRANCH' },
  BRANCH: { side: 'AGENCY_SIDE', segment: 3, below: null },
  STREET: { side: 'COMMUNITY_SIDE', segment: 3, below: 'COMMUNITY' },
  COMMUNITY: { side: 'COMMUNITY_SIDE', segment: 4, below: null },
} as const satisfies Record<AssessedKind, unknown>

const given = {
  AGENCY_SIDE: 'AGENCY_TO_COMMUNITY',
  COMMUNITY_SIDE: 'COMMUNITY_TO_AGENCY',
} as const
const received = {
  AGENCY_SIDE: 'COMMUNITY_TO_AGENCY',
  COMMUNITY_SIDE: 'AGENCY_TO_COMMUNITY',
} as const
/** What a measure's direction means for a kind of organisation. */
export function directionOf(
  kind: AssessedKind,
  direction: 'GIVEN' | 'RECEIVED' | 'JOINT',
): Direction {
  const { side } = LEVELS_OF_KIND[kind]
  if (direction === 'JOINT') return 'JOINT'
  return direction === 'GIVEN' ? given[side] : received[side]
}

/** The sums of the rollup of records (alias r) by the numbers' names. */
function rollupSums(kind: AssessedKind): Map<string, Sql> {
  const records = (condition: Sql) =>
    sql`coalesce(sum(r.countersigned) FILTER (WHERE ${condition}), 0)`
  const of = (direction: 'GIVEN' | 'RECEIVED' | 'JOINT') =>
    sql`r.direction = ${directionOf(kind, direction)}::direction`
  return new Map<string, Sql>([
    ['records.accepted', sql`sum(r.countersigned)`],
    ['records.given', records(of('GIVEN'))],
    ['records.received', records(of('RECEIVED'))],
    ['records.joint', records(of('JOINT'))],
    ['records.sixHelps', records(sql`r.kind = 'SIX_HELPS'`)],
    ['records.labour', records(sql`r.kind = 'LABOUR'`)],
    ['records.visits', records(sql`r.kind = 'VISIT'`)],
    ...HELP_AREAS.map((area): [string, Sql] => [
      AREA_MEASURES[area],
      records(sql`r.area = ${area}`),
    ]),
    ['records.waiting', sql`sum(r.submitted)`],
    ['months.active', sql`count(DISTINCT r.month) FILTER (WHERE r.countersigned > 0)`],
    ['people.personTimes', sql`sum(r.person_times)`],
    ['people.hours', sql`sum(r.hours)`],
    ['usefulness.sum', sql`sum(r.usefulness_sum)`],
    ['usefulness.count', sql`sum(r.usefulness_count)`],
    ['signing.seconds', sql`coalesce(sum(r.signing_seconds) FILTER (WHERE ${of('RECEIVED')}), 0)`],
  ])
}

/**
 * What enters an assessment, a row an organisation, all in one statement over the rollups: no query an organisation. The
 * tree is that of the year: who was merged by its last day counts with the successor, who was closed without one by
 * itself. Who reported nothing has zeros. Columns: id, code, name, path, position, ranked, counts, marks.
 */
export function inputsStatement(
  context: Pick<RequestContext, 'city' | 'today'>,
  question: InputsQuestion,
): Sql {
  const { kind, period, schemeId } = question
  const city = context.city.code
  const { side, segment, below } = LEVELS_OF_KIND[kind]
  const treeOfDay = period.endsOn < context.today ? period.endsOn : null
  const day = treeOfDay ?? context.today
  const code = sql`split_part(o.path, '/', ${raw(String(segment))})`
  const only =
    question.organisationId === undefined
      ? sql`true`
      : sql`${code} = (SELECT x.code FROM organisation x WHERE x.city_code = ${city} AND x.id = ${question.organisationId}::uuid)`
  const sums = [...rollupSums(kind)].filter(([number]) => question.numbers.includes(number))
  const outputs = question.numbers
    .filter((number) => number.startsWith(OUTPUT_PREFIX))
    .map((number) => number.slice(OUTPUT_PREFIX.length))
  const needsLate = question.numbers.includes('records.reportedLate')
  const others: [string, Sql][] = [
    ['records.reportedLate', sql`l.late`],
    ['capacity.members', sql`coalesce(m.member_count, c.members)`],
    ['capacity.units', sql`c.units`],
    ['capacity.pairings', sql`p.pairings`],
    ['plans.expected', sql`g.expected`],
    ['plans.agreed', sql`g.agreed`],
    ['plans.inTime', sql`g.in_time`],
    ['plans.progressSum', sql`g.progress_sum`],
  ]
  const counts = [
    ...sums.map(([number], index) => [number, raw(`s.n${index}`)] as const),
    ...others.filter(([number]) => question.numbers.includes(number)),
  ].map(([number, value]) => sql`${number}::text, trim_scale(coalesce(${value}, 0)::numeric)::text`)
  const rollup = (table: 'activity_rollup' | 'output_rollup') =>
    sql`FROM ${raw(table)} r JOIN tree o ON o.id = r.organisation_id WHERE r.city_code = ${city} AND r.programme_year = ${period.year} AND r.side = ${side}::rollup_side AND ${only}`
  const needsPlans = question.numbers.some((number) => number.startsWith(PLAN_MEASURE_PREFIX))
  const ownSide = raw(side === 'AGENCY_SIDE' ? 'agency_side_id' : 'community_side_id')
  return sql`WITH tree AS MATERIALIZED (${yearsTree(context, { treeOfDay })}),
    members AS (SELECT o.id, o.code, o.name, o.path, o.position, w.member_count, NOT (o.valid_to IS NOT NULL AND o.valid_to < ${period.endsOn}::date AND o.successor_id IS NULL) AS ranked
      FROM tree o JOIN organisation w ON w.city_code = o.city_code AND w.id = o.id
      WHERE o.kind = ${kind}::organisation_kind AND o.valid_from <= ${day}::date AND ${only}
        AND (o.valid_to IS NULL OR o.valid_to >= ${day}::date OR (o.successor_id IS NULL AND o.valid_to >= ${period.startsOn}::date))),
    s AS (SELECT ${code} AS code${sums.map(([, sum], index) => sql`, ${sum} AS ${raw(`n${index}`)}`).reduce((all, one) => sql`${all}${one}`, sql``)} ${rollup('activity_rollup')} GROUP BY 1),
    u AS (SELECT x.code, jsonb_object_agg(${OUTPUT_PREFIX}::text || x.indicator_code, trim_scale(x.accepted)::text) AS counts
      FROM (SELECT ${code} AS code, r.indicator_code, sum(r.accepted) AS accepted ${rollup('output_rollup')} AND r.indicator_code = ANY(${outputs}::text[]) GROUP BY 1, 2) x GROUP BY 1),
    l AS (SELECT ${code} AS code, count(*) AS late FROM activity t JOIN tree o ON o.id = t.${ownSide}
      WHERE ${needsLate} AND t.city_code = ${city} AND t.programme_year = ${period.year} AND t.status = 'COUNTERSIGNED' AND t.recording_side = ${side}::rollup_side AND 'REPORTED_LATE' = ANY(t.open_questions) AND ${only} GROUP BY 1),
    c AS (SELECT ${code} AS code, count(*) AS units, sum(w.member_count) AS members FROM tree o JOIN organisation w ON w.city_code = o.city_code AND w.id = o.id
      WHERE o.kind = ${below}::organisation_kind AND o.valid_from <= ${day}::date AND (o.valid_to IS NULL OR o.valid_to >= ${day}::date) AND ${only} GROUP BY 1),
    p AS (SELECT ${code} AS code, count(*) AS pairings FROM pairing q JOIN tree o ON o.id = q.${ownSide}
      WHERE q.city_code = ${city} AND ${isPairedInYear(period)} AND ${only} GROUP BY 1),
    ${needsPlans ? sql`${plansOf(context, question, { ownSide, code, only })},` : empty}
    k AS (SELECT a.organisation_id, jsonb_agg(jsonb_build_object('indicatorCode', a.indicator_code, 'level', a.level, 'points', trim_scale(a.points)::text) ORDER BY a.indicator_code, a.level) AS marks
      FROM assessment_mark a WHERE a.city_code = ${city} AND a.scheme_id = ${schemeId}::uuid GROUP BY 1)
    SELECT m.id, m.code, m.name, m.path, m.position, m.ranked, jsonb_build_object(${counts.length === 0 ? sql`` : join(counts, ', ')}) || coalesce(u.counts, '{}') AS counts, coalesce(k.marks, '[]') AS marks
    FROM members m LEFT JOIN s ON s.code = m.code LEFT JOIN u ON u.code = m.code LEFT JOIN l ON l.code = m.code LEFT JOIN c ON c.code = m.code LEFT JOIN p ON p.code = m.code LEFT JOIN k ON k.organisation_id = m.id ${needsPlans ? sql`LEFT JOIN g ON g.code = m.code` : empty}`
}

/** CTE `g`: the plans of the pairings of each organisation. */
function plansOf(
  context: Pick<RequestContext, 'city' | 'today'>,
  { period, plansWithinMonths }: InputsQuestion,
  { ownSide, code, only }: { ownSide: Sql; code: Sql; only: Sql },
): Sql {
  const city = context.city.code
  return sql`chosen AS MATERIALIZED (SELECT h.id, h.pairing_id, h.programme_year FROM pairing q JOIN tree o ON o.id = q.${ownSide} JOIN plan h ON ${heldPlans(period)} AND h.state = 'AGREED' WHERE q.city_code = ${city} AND ${only}),
    ${standingOf(city)}, ${progressOf(context.today)},
    g AS (SELECT ${code} AS code, count(*) AS expected, count(x.id) AS agreed,
        count(*) FILTER (WHERE ${wasAgreedInTime(period, plansWithinMonths)}) AS in_time, coalesce(sum(v.share), 0)::numeric / ${raw(String(FULL_SHARE))} AS progress_sum
      FROM pairing q JOIN tree o ON o.id = q.${ownSide} LEFT JOIN chosen x ON x.pairing_id = q.id LEFT JOIN progress v ON v.plan_id = x.id
      WHERE q.city_code = ${city} AND ${isPlanExpected(period, context.today)} AND ${only} GROUP BY 1)`
}
