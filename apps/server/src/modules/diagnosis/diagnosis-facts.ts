import { monthsBetween } from '@gongjian/domain/calendar-day'
import type { CalendarDay } from '@gongjian/domain/calendar-day'
import { NO_RECORDS } from '@gongjian/domain/diagnose'
import type { Facts, PairFacts, RecordSums } from '@gongjian/domain/diagnose'
import type { DiagnosisSign, Thresholds } from '@gongjian/domain/diagnosis-signs'
import { HELP_AREAS } from '@gongjian/domain/vocabulary'
import type { HelpArea } from '@gongjian/domain/vocabulary'
import sql, { empty, join } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'
import { countsGift, countsWork } from '../activities/gifts-only.ts'
import { pathConditions, questionOf, recordConditions, yearsTree } from '../analysis/measures.ts'
import type { PeriodRow } from '../periods/period-rows.ts'

type PairRow = Omit<PairFacts, 'sums' | 'lastDay'> & { lastBefore: CalendarDay | null }
type SumRow = Omit<RecordSums, 'areas'> &
  Record<HelpArea, number> & { pairingId: string; quarter: number; lastDay: CalendarDay | null }

/** What the year's records are summed by: the whole year, its quarters, or its months, each by its number from 1. */
export type Parts = 'YEAR' | 'QUARTER' | 'MONTH'

/** What is asked of a year: all of it, or only what one sign reads, and by which parts it can be put together. */
export type Asked = { parts: Parts; sign: DiagnosisSign | null }

/** The facts of a year as they can be put together for the year or for one of its quarters or months. */
export type YearFacts = { period: PeriodRow; pairs: PairRow[]; sums: Map<string, SumRow[]> } & Pick<
  Facts,
  'officers'
>

/**
 * What lies under the pairings in sight, by part of the year. Pairings are nowhere rolled up, so that one statement reads the
 * year's records, each once, for all signs; beside it one reads the pairings and one the officers. What only one sign reads,
 * and costs more than the rest, is looked for where that sign is asked: the outputs of the records, and when the last record
 * was signed before the year, this only of pairings that have none in its first part.
 */
export async function factsOfYear(
  context: RequestContext,
  period: PeriodRow,
  zoneId: string | null,
  { FORM_ONLY: { quickSeconds } }: Thresholds,
  { parts, sign }: Asked,
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
  // Records lie as they came: a month of them is read by the index of days in one stretch, a year would be looked for in all.
  const months = monthsBetween(period.startsOn, period.endsOn)
  const ofGifts = sign === null || sign === 'GIFTS_ONLY'
  const [found, sums, officers] = await Promise.all([
    rowsOf<Omit<PairRow, 'lastBefore'>>(
      database.pool,
      sql`WITH zones AS MATERIALIZED (SELECT DISTINCT ON (z.agency_id) z.agency_id, z.zone_id FROM zone_membership z
            WHERE z.city_code = ${city.code} AND z.valid_from <= ${asOf}::date AND (z.valid_to IS NULL OR z.valid_to >= ${asOf}::date) ORDER BY z.agency_id, z.valid_from DESC)
          SELECT p.id AS "pairingId", p.agency_side_id AS "branchId", g.id AS "agencyId", p.community_side_id AS "communityId", z.zone_id AS "zoneId",
            p.level = 'BRANCH_COMMUNITY' AS "isOfBranch", p.valid_from AS "validFrom", p.valid_to AS "validTo"
          FROM pairing p JOIN ${tree} a ON a.id = p.agency_side_id JOIN ${tree} c ON c.id = p.community_side_id
            JOIN organisation g ON g.city_code = p.city_code AND g.code = split_part(a.path, '/', 2) LEFT JOIN zones z ON z.agency_id = g.id
          WHERE p.city_code = ${city.code} AND p.valid_from <= ${asOf}::date AND (p.valid_to IS NULL OR p.valid_to >= ${period.startsOn}::date) AND ${join(inSight, ' AND ')}
            AND (p.level = 'BRANCH_COMMUNITY' OR EXISTS (SELECT FROM activity t WHERE t.city_code = p.city_code AND t.pairing_id = p.id AND t.programme_year = ${period.year} AND t.status IN ('SUBMITTED', 'COUNTERSIGNED')))
          ORDER BY p.id`,
    ),
    rowsOf<SumRow>(
      database.pool,
      sql`${ofGifts ? sql`WITH ${giftCodes(city.code)}` : empty}
          SELECT t.pairing_id AS "pairingId", ${numberOf[parts]} AS quarter,
            (count(*) FILTER (WHERE ${signed} AND t.direction = 'AGENCY_TO_COMMUNITY'))::int AS given,
            (count(*) FILTER (WHERE ${signed} AND t.direction = 'COMMUNITY_TO_AGENCY'))::int AS received,
            (count(*) FILTER (WHERE ${signed} AND t.direction = 'JOINT'))::int AS together,
            (count(*) FILTER (WHERE ${signed}))::int AS countersigned, count(*)::int AS sent,
            coalesce(sum(t.usefulness) FILTER (WHERE ${signed}), 0)::int AS "usefulnessSum", (count(t.usefulness) FILTER (WHERE ${signed}))::int AS "usefulnessCount",
            coalesce(sum(greatest(0, extract(epoch FROM (CASE WHEN ${signed} THEN t.decided_at ELSE ${now}::timestamptz END) - t.submitted_at))), 0)::float8 / 86400 AS "answerDays",
            (count(*) FILTER (WHERE ${signed} AND t.decided_at - t.submitted_at <= make_interval(secs => ${quickSeconds}::float8)))::int AS quick,
            (count(*) FILTER (WHERE ${signed} AND EXISTS (SELECT FROM evidence e WHERE e.city_code = t.city_code AND e.activity_id = t.id AND e.removed_at IS NULL)))::int AS "withEvidence",
            ${ofGifts ? countGiftsOnly : sql`0`} AS "giftsOnly",
            max(t.day) FILTER (WHERE ${signed}) AS "lastDay", ${join(areas, ', ')}
          FROM unnest(${months.map((month) => `${month}-01`)}::date[]) AS m (starts_on) CROSS JOIN LATERAL (
              SELECT t.city_code, t.id, t.pairing_id, t.day, t.area, t.direction, t.status, t.usefulness, t.submitted_at, t.decided_at FROM activity t
              WHERE ${join(recordConditions(context, question), ' AND ')} AND t.day <= ${asOf}::date AND t.day >= m.starts_on AND t.day < m.starts_on + interval '1 month' OFFSET 0) t
            ${ofGifts ? withThings : empty}
            ${parts === 'YEAR' ? empty : sql`LEFT JOIN period_quarter q ON q.city_code = t.city_code AND q.year = ${period.year} AND t.day BETWEEN q.starts_on AND q.ends_on`}
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
  const before =
    sign === null || sign === 'STALLED'
      ? await lastDaysBefore(
          context,
          period,
          found
            .filter(
              ({ pairingId }) =>
                !byPairing
                  .get(pairingId)
                  ?.some(({ quarter, lastDay }) => quarter === 1 && lastDay !== null),
            )
            .map(({ pairingId }) => pairingId),
        )
      : new Map<string, CalendarDay>()
  return {
    period,
    pairs: found.map((pair) => ({ ...pair, lastBefore: before.get(pair.pairingId) ?? null })),
    sums: byPairing,
    officers: new Map(officers.map(({ id, officers: count }) => [id, count])),
  }
}

/** Of these pairings that had a record signed before the year the day of the last one. */
async function lastDaysBefore(
  { database, city }: RequestContext,
  { startsOn }: PeriodRow,
  pairings: readonly string[],
): Promise<Map<string, CalendarDay>> {
  const rows = await rowsOf<{ id: string; day: CalendarDay }>(
    database.pool,
    sql`SELECT p.id, b.day FROM unnest(${pairings}::uuid[]) AS p (id) CROSS JOIN LATERAL (
          SELECT t.day FROM activity t WHERE t.city_code = ${city.code} AND t.pairing_id = p.id AND t.status = 'COUNTERSIGNED' AND t.day < ${startsOn}::date ORDER BY t.day DESC LIMIT 1) b`,
  )
  return new Map(rows.map(({ id, day }) => [id, day]))
}

/** CTE `gift_codes`: the indicators that count a gift, and those that count no work. */
const giftCodes = (city: string): Sql =>
  sql`gift_codes AS MATERIALIZED (SELECT coalesce(array_agg(o.indicator_code) FILTER (WHERE ${countsGift}), '{}') AS gifts, coalesce(array_agg(o.indicator_code) FILTER (WHERE NOT ${countsWork}), '{}') AS beside
      FROM indicator i CROSS JOIN LATERAL (SELECT i.code AS indicator_code) o WHERE i.city_code = ${city})`
/** Joins to each record (t) whether an output of it counts a gift, and work: one look into the index of outputs, not at all of them. */
const withThings = sql`LEFT JOIN LATERAL (SELECT bool_or(o.indicator_code = ANY((SELECT k.gifts FROM gift_codes k)::text[])) AS gift, bool_or(o.indicator_code <> ALL((SELECT k.beside FROM gift_codes k)::text[])) AS work
      FROM output o WHERE o.city_code = t.city_code AND o.activity_id = t.id AND t.status = 'COUNTERSIGNED') things ON true`
const countGiftsOnly = sql`(count(*) FILTER (WHERE t.status = 'COUNTERSIGNED' AND NOT coalesce(things.work, false)
              AND (coalesce(things.gift, false) OR EXISTS (SELECT FROM donation d WHERE d.city_code = t.city_code AND d.activity_id = t.id))))::int`

/** Of a record (t) and the quarter of its day (q), in a year that begins on `starts_on`. */
const numberOf = {
  YEAR: sql`1`,
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
