import { EXPECTED_FROM_DAYS, REPORT_STATES, reportState } from '@gongjian/domain/report-coverage'
import type { ReportMonth, ReportState } from '@gongjian/domain/report-coverage'
import { daysBetween, monthOf } from '@gongjian/domain/calendar-day'
import sql, { join, raw } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { z } from 'zod'
import { decodeCursor, pageFrom, pageSize } from '../../platform/connection.ts'
import type { Page, PageArguments } from '../../platform/connection.ts'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'
import { levels, membersOf } from '../analysis/breakdown.ts'
import type { BreakdownBy } from '../analysis/breakdown.ts'
import { yearsTree } from '../analysis/measures.ts'
import { organisationJson } from '../organisations/organisation-row.ts'
import type { OrganisationBrief } from '../organisations/organisation-row.ts'
import { pairingInSight } from './coverage-question.ts'
import type { CoverageQuestion } from './coverage-question.ts'

export type ReportFigures = { expected: number; reported: number; onTime: number }
export const noReports: ReportFigures = { expected: 0, reported: 0, onTime: 0 }
export const REPORT_ORDERS = ['ORGANISATION', 'LOWEST_RATE', 'MOST_MISSING'] as const
export type ReportOrder = (typeof REPORT_ORDERS)[number]

/**
 * CTEs `seen` (pairings of branches and communities in sight), `sent` (the first record of a pairing and month that was
 * sent and says something) and `reports`: one row for each report that is expected, with the day on which it came. The
 * rule of who is expected is `isReportExpected`; a test holds the two together.
 */
function reportsOf(context: RequestContext, question: CoverageQuestion): Sql {
  const { city } = context
  const { months } = question
  const column = (value: (month: ReportMonth) => string) => months.map(value)
  const tree = yearsTree(context, question)
  return sql`months AS (SELECT * FROM unnest(${column(({ startsOn }) => startsOn)}::date[], ${column(({ endsOn }) => endsOn)}::date[], ${column(({ dueOn }) => dueOn)}::date[]) AS m (starts_on, ends_on, due_on)),
    seen AS MATERIALIZED (
      SELECT p.id, p.valid_from, p.valid_to, p.agency_side_id, p.community_side_id, a.path AS agency_path, c.path AS community_path
      FROM pairing p JOIN ${tree} a ON a.city_code = p.city_code AND a.id = p.agency_side_id JOIN ${tree} c ON c.city_code = p.city_code AND c.id = p.community_side_id
      WHERE p.city_code = ${city.code} AND p.level = 'BRANCH_COMMUNITY' AND p.valid_from <= ${question.to}::date AND (p.valid_to IS NULL OR p.valid_to >= ${question.from}::date)
        AND ${join([sql`true`, ...pairingInSight(context, question)], ' AND ')}),
    sent AS MATERIALIZED (
      SELECT t.pairing_id, date_trunc('month', t.day)::date AS starts_on, (min(t.submitted_at) AT TIME ZONE ${city.timeZone})::date AS sent_on
      FROM activity t JOIN seen s ON s.id = t.pairing_id
      WHERE t.city_code = ${city.code} AND t.programme_year = ${question.year} AND t.day BETWEEN ${question.from}::date AND ${question.to}::date AND t.status IN ('SUBMITTED', 'COUNTERSIGNED')
        AND (t.person_times > 0 OR EXISTS (SELECT FROM output u WHERE u.city_code = t.city_code AND u.activity_id = t.id))
      GROUP BY 1, 2),
    reports AS (
      SELECT s.id AS pairing_id, s.agency_side_id, s.community_side_id, s.agency_path, s.community_path, m.starts_on, m.due_on, r.sent_on,
        coalesce(r.sent_on <= m.due_on, false) AS on_time
      FROM seen s JOIN months m ON least(coalesce(s.valid_to, m.ends_on), m.ends_on) - greatest(s.valid_from, m.starts_on) + 1 >= ${EXPECTED_FROM_DAYS}
        LEFT JOIN sent r ON r.pairing_id = s.id AND r.starts_on = m.starts_on)`
}

const figures = sql`count(*)::int AS expected, count(r.sent_on)::int AS reported, count(*) FILTER (WHERE r.on_time)::int AS "onTime"`

export type ReportMonthRow = ReportMonth & { isDue: boolean; figures: ReportFigures }

/** Each month that was chosen and has begun, also one in which nothing is expected. */
export async function reportsByMonth(
  context: RequestContext,
  question: CoverageQuestion,
): Promise<ReportMonthRow[]> {
  const rows = await rowsOf<ReportFigures & { month: string }>(
    context.database.pool,
    sql`WITH ${reportsOf(context, question)} SELECT to_char(r.starts_on, 'YYYY-MM') AS month, ${figures} FROM reports r GROUP BY 1`,
  )
  return question.months.map((month) => {
    const row = rows.find((one) => one.month === month.month)
    const found = row
      ? { expected: row.expected, reported: row.reported, onTime: row.onTime }
      : noReports
    return { ...month, isDue: month.dueOn < context.today, figures: found }
  })
}

/** What the months that count add up to. */
export function totalOfMonths(
  months: readonly ReportMonthRow[],
  { counted }: CoverageQuestion,
): ReportFigures {
  return months
    .filter(({ month }) => counted.some((one) => one.month === month))
    .reduce(
      (sum, { figures: { expected, reported, onTime } }) => ({
        expected: sum.expected + expected,
        reported: sum.reported + reported,
        onTime: sum.onTime + onTime,
      }),
      noReports,
    )
}

export type ReportOrganisationRow = {
  id: string
  code: string
  name: string
  isZone: boolean
  figures: ReportFigures
  /** By 'YYYY-MM'; a month in which nothing is expected is not there. */
  months: Record<string, ReportFigures>
}
type KeyedRow = Omit<ReportOrganisationRow, 'figures' | 'months'> &
  ReportFigures & {
    months: ReportOrganisationRow['months'] | null
    value: number
    sortKey: string
  }
const cursor = z.tuple([z.number(), z.string()])

/** The reports by zone or by organisation of one level: every one in sight, also those of which nothing came. */
export async function reportsByOrganisation(
  context: RequestContext,
  question: CoverageQuestion,
  page: PageArguments & {
    by: BreakdownBy
    order?: ReportOrder | null | undefined
    search?: string | null | undefined
  },
): Promise<Page<ReportOrganisationRow>> {
  const size = pageSize(page)
  const { by } = page
  const city = context.city.code
  const { side, segment } = by === 'ZONE' ? levels.AGENCY : levels[by]
  const path = side === 'AGENCY_SIDE' ? sql`r.agency_path` : sql`r.community_path`
  const code = sql`split_part(${path}, '/', ${raw(String(segment))})`
  const day = question.treeOfDay ?? context.today
  const keyed =
    by === 'ZONE'
      ? sql`SELECT z.zone_id::text AS key, r.* FROM reports r JOIN organisation a ON a.city_code = ${city} AND a.code = ${code} JOIN zone_membership z ON z.city_code = ${city} AND z.agency_id = a.id AND z.valid_from <= ${day}::date AND (z.valid_to IS NULL OR z.valid_to >= ${day}::date)`
      : sql`SELECT ${code} AS key, r.* FROM reports r`
  const counted = question.counted.map(({ startsOn }) => startsOn)
  const value = {
    ORGANISATION: sql`0::float8`,
    LOWEST_RATE: sql`coalesce(s.reported::float8 / nullif(s.expected, 0), 2)`,
    MOST_MISSING: sql`coalesce(s.reported - s.expected, 0)::float8`,
  }[page.order ?? 'ORGANISATION']
  const after = decodeCursor(page.after, cursor)
  const beyond = after
    ? sql`(value, "sortKey" COLLATE "C") > (${after[0]}::float8, ${after[1]})`
    : sql`true`
  // Zones are no secret, but those of which nothing is in sight would stand there with nought.
  const shown =
    question.constraints.length > 0 ? sql`(NOT m.is_zone OR s.key IS NOT NULL)` : sql`true`
  const rows = await rowsOf<KeyedRow>(
    context.database.pool,
    sql`WITH ${reportsOf(context, question)}, members AS (${membersOf(context, question, by, page.search)}), keyed AS (${keyed}),
        monthly AS MATERIALIZED (SELECT r.key, r.starts_on, ${figures} FROM keyed r GROUP BY 1, 2),
        sums AS MATERIALIZED (
          SELECT n.key, coalesce(sum(n.expected) FILTER (WHERE n.starts_on = ANY(${counted}::date[])), 0)::int AS expected, coalesce(sum(n.reported) FILTER (WHERE n.starts_on = ANY(${counted}::date[])), 0)::int AS reported,
            coalesce(sum(n."onTime") FILTER (WHERE n.starts_on = ANY(${counted}::date[])), 0)::int AS "onTime",
            json_object_agg(to_char(n.starts_on, 'YYYY-MM'), json_build_object('expected', n.expected, 'reported', n.reported, 'onTime', n."onTime")) AS months
          FROM monthly n GROUP BY n.key),
        joined AS (
          SELECT m.id, m.code, m.name, m.is_zone AS "isZone", m.sort_key AS "sortKey", coalesce(s.expected, 0) AS expected, coalesce(s.reported, 0) AS reported, coalesce(s."onTime", 0) AS "onTime", s.months, ${value} AS value
          FROM members m LEFT JOIN sums s ON s.key = m.key WHERE ${shown})
        SELECT * FROM joined WHERE ${beyond} ORDER BY value, "sortKey" COLLATE "C" LIMIT ${size + 1}`,
  )
  return pageFrom(
    rows,
    size,
    page.after,
    (row) => [row.value, row.sortKey],
    ({ id, code: itsCode, name, isZone, months, expected, reported, onTime }) => ({
      id,
      code: itsCode,
      name,
      isZone,
      months: months ?? {},
      figures: { expected, reported, onTime },
    }),
  )
}

export const LISTED_REPORT_ORDERS = ['OLDEST_MONTH', 'NEWEST_MONTH', 'ORGANISATION'] as const
export type ListedReportOrder = (typeof LISTED_REPORT_ORDERS)[number]
export type ListedReport = {
  key: string
  pairingId: string
  agencySide: OrganisationBrief
  communitySide: OrganisationBrief
  month: string
  dueOn: string
  sentOn: string | null
  state: ReportState
  /** Days after the due day: until it came, else until today; 0 where it is not late. */
  daysLate: number
}

/** The reports themselves that stand in one of the states: who is late with what. */
export async function listReports(
  context: RequestContext,
  question: CoverageQuestion,
  page: PageArguments & {
    states?: readonly ReportState[] | null | undefined
    order?: ListedReportOrder | null | undefined
  },
): Promise<Page<ListedReport>> {
  const size = pageSize(page)
  const { today } = context
  const states = page.states?.length
    ? REPORT_STATES.filter((state) => page.states?.includes(state))
    : (['LATE', 'MISSING'] as const)
  const inState: Record<ReportState, Sql> = {
    ON_TIME: sql`r.on_time`,
    LATE: sql`(r.sent_on IS NOT NULL AND NOT r.on_time)`,
    MISSING: sql`(r.sent_on IS NULL AND r.due_on < ${today}::date)`,
    NOT_DUE: sql`(r.sent_on IS NULL AND r.due_on >= ${today}::date)`,
  }
  const sides = sql`r.agency_path || ' ' || r.community_path || ' ' || r.pairing_id::text`
  const key = {
    OLDEST_MONTH: sql`r.starts_on::text || ' ' || ${sides}`,
    NEWEST_MONTH: sql`lpad(('3000-01-01'::date - r.starts_on)::text, 8, '0') || ' ' || ${sides}`,
    ORGANISATION: sql`${sides} || ' ' || r.starts_on::text`,
  }[page.order ?? 'OLDEST_MONTH']
  const after = decodeCursor(page.after, z.tuple([z.string()]))
  const beyond = after ? sql`(${key}) COLLATE "C" > ${after[0]}` : sql`true`
  const rows = await rowsOf<Omit<ListedReport, 'state' | 'daysLate'>>(
    context.database.pool,
    sql`WITH ${reportsOf(context, question)}
        SELECT (${key}) COLLATE "C" AS key, r.pairing_id AS "pairingId", ${organisationJson('g')} AS "agencySide", ${organisationJson('h')} AS "communitySide", to_char(r.starts_on, 'YYYY-MM') AS month, r.due_on::text AS "dueOn", r.sent_on::text AS "sentOn"
        FROM reports r JOIN organisation g ON g.city_code = ${context.city.code} AND g.id = r.agency_side_id JOIN organisation h ON h.city_code = ${context.city.code} AND h.id = r.community_side_id
        WHERE (${join(
          states.map((state) => inState[state]),
          ' OR ',
        )}) AND ${beyond} ORDER BY 1 LIMIT ${size + 1}`,
  )
  return pageFrom(
    rows,
    size,
    page.after,
    (row) => [row.key],
    (row) => ({
      ...row,
      state: reportState(monthFor(question, row.dueOn), row.sentOn, today),
      daysLate: Math.max(0, daysBetween(row.dueOn, row.sentOn ?? today)),
    }),
  )
}

function monthFor({ months }: CoverageQuestion, dueOn: string): ReportMonth {
  const month = months.find((one) => one.dueOn === dueOn)
  if (month === undefined) throw new Error(`no month of ${monthOf(dueOn)} was asked for`)
  return month
}
