import type { CalendarDay } from '@gongjian/domain/calendar-day'
import { NO_RECORDS } from '@gongjian/domain/diagnose'
import type { Facts, PairFacts, RecordSums } from '@gongjian/domain/diagnose'
import type { Thresholds } from '@gongjian/domain/diagnosis-signs'
import { HELP_AREAS } from '@gongjian/domain/vocabulary'
import type { HelpArea } from '@gongjian/domain/vocabulary'
import sql, { join } from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'
import { countsGift, countsWork } from '../activities/gifts-only.ts'
import { pathConditions, questionOf, recordConditions, yearsTree } from '../analysis/measures.ts'
import type { PeriodRow } from '../periods/period-rows.ts'

type PairRow = Omit<PairFacts, 'sums' | 'lastDay'> & { lastBefore: CalendarDay | null }
type SumRow = Omit<RecordSums, 'areas'> &
  Record<HelpArea, number> & { pairingId: string; quarter: number; lastDay: CalendarDay | null }

/** What the year's records are summed by: the quarters of the year, or its months, each by its number from 1. */
export type Parts = 'QUARTER' | 'MONTH'

/** The facts of a year as they can be put together for the year or for one of its quarters or months. */
export type YearFacts = { period: PeriodRow; pairs: PairRow[]; sums: Map<string, SumRow[]> } & Pick<
  Facts,
  'officers'
>

/**
 * What lies under the pairings in sight, by quarter. Pairings are nowhere rolled up, so that one statement reads the year's
 * records, each once, for all signs; beside it one reads the pairings and one the officers.
 */
export async function factsOfYear(
  context: RequestContext,
  period: PeriodRow,
  zoneId: string | null,
  { FORM_ONLY: { quickSeconds } }: Thresholds,
  parts: Parts = 'QUARTER',
): Promise<YearFacts> {
  const question = await questionOf(context, period.year, { zoneId })
  const { city, now, today, database } = context
  const asOf = period.endsOn < today ? period.endsOn : today
  const inSight = [
    ...(question.nothing ? [sql`false`] : []),
    ...pathConditions(question, 'AGENCY_SIDE', sql`a.path`, context, sql`a.sight_path`),
    ...pathConditions(question, 'COMMUNITY_SIDE', sql`c.path`, context, sql`c.sight_path`),
    sql`true`,
  ]
  const tree = yearsTree(context, question)
  const areas = HELP_AREAS.map(
    (area) =>
      sql`(count(*) FILTER (WHERE t.status = 'COUNTERSIGNED' AND t.area = ${area}::help_area))::int AS ${quoted[area]}`,
  )
  const signed = sql`t.status = 'COUNTERSIGNED'`
  const [pairs, sums, officers] = await Promise.all([
    rowsOf<PairRow>(
      database.pool,
      sql`SELECT p.id AS "pairingId", p.agency_side_id AS "branchId", g.id AS "agencyId", p.community_side_id AS "communityId", z.zone_id AS "zoneId",
            p.level = 'BRANCH_COMMUNITY' AS "isOfBranch", p.valid_from AS "validFrom", p.valid_to AS "validTo", before.day AS "lastBefore"
          FROM pairing p JOIN ${tree} a ON a.id = p.agency_side_id JOIN ${tree} c ON c.id = p.community_side_id
            JOIN organisation g ON g.city_code = p.city_code AND g.code = split_part(a.path, '/', 2)
            LEFT JOIN LATERAL (SELECT z.zone_id FROM zone_membership z WHERE z.city_code = p.city_code AND z.agency_id = g.id AND z.valid_from <= ${asOf}::date AND (z.valid_to IS NULL OR z.valid_to >= ${asOf}::date) ORDER BY z.valid_from DESC LIMIT 1) z ON true
            LEFT JOIN LATERAL (SELECT max(t.day) AS day FROM activity t WHERE t.city_code = p.city_code AND t.pairing_id = p.id AND t.status = 'COUNTERSIGNED' AND t.day < ${period.startsOn}::date) before ON true
          WHERE p.city_code = ${city.code} AND p.valid_from <= ${asOf}::date AND (p.valid_to IS NULL OR p.valid_to >= ${period.startsOn}::date) AND ${join(inSight, ' AND ')}
            AND (p.level = 'BRANCH_COMMUNITY' OR EXISTS (SELECT FROM activity t WHERE t.city_code = p.city_code AND t.pairing_id = p.id AND t.programme_year = ${period.year} AND t.status IN ('SUBMITTED', 'COUNTERSIGNED')))
          ORDER BY p.id`,
    ),
    rowsOf<SumRow>(
      database.pool,
      sql`WITH sent AS MATERIALIZED (SELECT t.city_code, t.id, t.pairing_id, t.day, t.area, t.direction, t.status, t.usefulness, t.submitted_at, t.decided_at FROM activity t WHERE ${join(recordConditions(context, question), ' AND ')} AND t.day <= ${asOf}::date),
          things AS (SELECT o.activity_id, bool_or(${countsGift}) AS gift,
              bool_or(${countsWork}) AS work
            FROM sent t JOIN output o ON o.city_code = t.city_code AND o.activity_id = t.id JOIN indicator i ON i.city_code = o.city_code AND i.code = o.indicator_code GROUP BY 1),
          given AS (SELECT DISTINCT d.activity_id FROM sent t JOIN donation d ON d.city_code = t.city_code AND d.activity_id = t.id),
          shown AS (SELECT DISTINCT e.activity_id FROM sent t JOIN evidence e ON e.city_code = t.city_code AND e.activity_id = t.id WHERE e.removed_at IS NULL)
          SELECT t.pairing_id AS "pairingId", ${numberOf[parts]} AS quarter,
            (count(*) FILTER (WHERE ${signed} AND t.direction = 'AGENCY_TO_COMMUNITY'))::int AS given,
            (count(*) FILTER (WHERE ${signed} AND t.direction = 'COMMUNITY_TO_AGENCY'))::int AS received,
            (count(*) FILTER (WHERE ${signed} AND t.direction = 'JOINT'))::int AS together,
            (count(*) FILTER (WHERE ${signed}))::int AS countersigned, count(*)::int AS sent,
            coalesce(sum(t.usefulness) FILTER (WHERE ${signed}), 0)::int AS "usefulnessSum", (count(t.usefulness) FILTER (WHERE ${signed}))::int AS "usefulnessCount",
            coalesce(sum(greatest(0, extract(epoch FROM (CASE WHEN ${signed} THEN t.decided_at ELSE ${now}::timestamptz END) - t.submitted_at))), 0)::float8 / 86400 AS "answerDays",
            (count(*) FILTER (WHERE ${signed} AND t.decided_at - t.submitted_at <= make_interval(secs => ${quickSeconds}::float8)))::int AS quick,
            (count(shown.activity_id) FILTER (WHERE ${signed}))::int AS "withEvidence",
            (count(*) FILTER (WHERE ${signed} AND NOT coalesce(things.work, false) AND (coalesce(things.gift, false) OR given.activity_id IS NOT NULL)))::int AS "giftsOnly",
            max(t.day) FILTER (WHERE ${signed}) AS "lastDay", ${join(areas, ', ')}
          FROM sent t LEFT JOIN things ON things.activity_id = t.id LEFT JOIN given ON given.activity_id = t.id LEFT JOIN shown ON shown.activity_id = t.id
            LEFT JOIN period_quarter q ON q.city_code = t.city_code AND q.year = ${period.year} AND t.day BETWEEN q.starts_on AND q.ends_on
          GROUP BY 1, 2`,
    ),
    rowsOf<{ id: string; officers: number }>(
      database.pool,
      sql`SELECT r.organisation_id AS id, count(DISTINCT r.user_id)::int AS officers FROM role_assignment r
          WHERE r.city_code = ${city.code} AND r.role = 'COMMUNITY_OFFICER' AND r.valid_from <= ${asOf}::date AND (r.valid_to IS NULL OR r.valid_to >= ${asOf}::date) GROUP BY 1`,
    ),
  ])
  const byPairing = new Map<string, SumRow[]>()
  for (const row of sums) {
    const known = byPairing.get(row.pairingId)
    if (known) known.push(row)
    else byPairing.set(row.pairingId, [row])
  }
  return {
    period,
    pairs,
    sums: byPairing,
    officers: new Map(officers.map(({ id, officers: count }) => [id, count])),
  }
}

/** Of a record (t) and the quarter of its day (q), in a year that begins on `starts_on`. */
const numberOf = {
  QUARTER: sql`coalesce(q.quarter, 0)::int`,
  MONTH: sql`coalesce((q.quarter - 1) * 3 + 1 + extract(month FROM age(date_trunc('month', t.day), q.starts_on)), 0)::int`,
} as const satisfies Record<Parts, unknown>

const quoted = {
  PARTY_BUILDING: sql`"PARTY_BUILDING"`,
  CULTURE: sql`"CULTURE"`,
  PUBLIC_SERVICE: sql`"PUBLIC_SERVICE"`,
  GREEN: sql`"GREEN"`,
  SECURITY: sql`"SECURITY"`,
  RELIEF: sql`"RELIEF"`,
} as const satisfies Record<HelpArea, unknown>

/** The facts of the year up to today, or of one quarter of it: there up to its end. */
export function factsOfSpan(facts: YearFacts, quarter: number | null, today: CalendarDay): Facts {
  const span = facts.period.quarters.find((one) => one.quarter === quarter) ?? facts.period
  return factsBetween(facts, span, today, {
    from: quarter,
    to: quarter,
  })
}

/** The facts from the first day of the year to the end of its month of this number, of facts by month. */
export function factsUpToMonth(
  facts: YearFacts,
  number: number,
  endsOn: CalendarDay,
  today: CalendarDay,
): Facts {
  return factsBetween(facts, { startsOn: facts.period.startsOn, endsOn }, today, {
    from: null,
    to: number,
  })
}

/** Sums what lies in the parts from one to the other; the last day is looked for in all parts up to there. */
function factsBetween(
  { pairs, sums, officers }: YearFacts,
  span: { startsOn: CalendarDay; endsOn: CalendarDay },
  today: CalendarDay,
  { from, to }: { from: number | null; to: number | null },
): Facts {
  const asOf = span.endsOn < today ? span.endsOn : today
  return {
    startsOn: span.startsOn,
    asOf,
    officers,
    // Of what has not begun there is nothing to say, not even that it stands still.
    pairs: (span.startsOn > today ? [] : pairs).map(({ lastBefore, ...pair }) => {
      const all = sums.get(pair.pairingId) ?? []
      const upTo = to === null ? all : all.filter((row) => row.quarter > 0 && row.quarter <= to)
      const inside = from === null ? upTo : upTo.filter((row) => row.quarter >= from)
      return { ...pair, sums: added(inside), lastDay: latest(upTo) ?? lastBefore }
    }),
  }
}

function latest(rows: readonly SumRow[]): CalendarDay | null {
  return rows.reduce<CalendarDay | null>(
    (last, { lastDay }) => (lastDay !== null && (last === null || lastDay > last) ? lastDay : last),
    null,
  )
}

function added(rows: readonly SumRow[]): RecordSums {
  if (rows.length === 0) return NO_RECORDS
  const sum = (of: (row: SumRow) => number) => rows.reduce((whole, row) => whole + of(row), 0)
  return {
    given: sum((row) => row.given),
    received: sum((row) => row.received),
    together: sum((row) => row.together),
    countersigned: sum((row) => row.countersigned),
    sent: sum((row) => row.sent),
    usefulnessSum: sum((row) => row.usefulnessSum),
    usefulnessCount: sum((row) => row.usefulnessCount),
    answerDays: sum((row) => row.answerDays),
    quick: sum((row) => row.quick),
    withEvidence: sum((row) => row.withEvidence),
    giftsOnly: sum((row) => row.giftsOnly),
    areas: {
      PARTY_BUILDING: sum((row) => row.PARTY_BUILDING),
      CULTURE: sum((row) => row.CULTURE),
      PUBLIC_SERVICE: sum((row) => row.PUBLIC_SERVICE),
      GREEN: sum((row) => row.GREEN),
      SECURITY: sum((row) => row.SECURITY),
      RELIEF: sum((row) => row.RELIEF),
    },
  }
}
