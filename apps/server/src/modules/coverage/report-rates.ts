import { EXPECTED_FROM_DAYS, REPORT_STATES, reportState } from '@gongjian/domain/report-coverage'
import type { ReportMonth, ReportState } from '@gongjian/domain/report-coverage'
import { daysBetween } from '@gongjian/domain/calendar-day'
import sql, { empty, join, raw } from 'sql-template-tag'
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

/** The months as a CTE. */
function monthsOf(months: readonly ReportMonth[]): Sql {
  const column = (value: (month: ReportMonth) => string) => months.map(value)
  return sql`months AS (SELECT * FROM unnest(${column(({ startsOn }) => startsOn)}::date[], ${column(({ endsOn }) => endsOn)}::date[], ${column(({ dueOn }) => dueOn)}::date[], ${months.map(({ expects }) => expects === 'PLAN_MONTHS')}::boolean[]) AS m (starts_on, ends_on, due_on, by_plan))`
}

/** Pairings of branches and communities in sight that hold in the months (p), with both sides (a, c). */
function pairingsInSight(
  context: RequestContext,
  question: CoverageQuestion,
  joined: Sql = sql``,
): Sql {
  const { city } = context
  const tree = yearsTree(context, question)
  return sql`${tree} a JOIN pairing p ON p.city_code = ${city.code} AND p.agency_side_id = a.id JOIN ${tree} c ON c.city_code = ${city.code} AND c.id = p.community_side_id ${joined}
      WHERE p.level = 'BRANCH_COMMUNITY' AND p.valid_from <= ${question.to}::date AND (p.valid_to IS NULL OR p.valid_to >= ${question.from}::date)
        AND ${join([sql`true`, ...pairingInSight(context, question)], ' AND ')}`
}

const isLongEnough = sql`least(coalesce(p.valid_to, m.ends_on), m.ends_on) - greatest(p.valid_from, m.starts_on) + 1 >= ${EXPECTED_FROM_DAYS}`

/** Whether a line of the plan that held for the pairing (p) at the end of the month (m) was due in it; null: there was no such plan. */
const isPlanned = ({ city }: RequestContext, { year }: CoverageQuestion): Sql =>
  sql`(SELECT EXISTS (SELECT FROM plan_line e WHERE e.city_code = n.city_code AND e.plan_id = n.id AND e.due_on BETWEEN m.starts_on AND m.ends_on)
      FROM plan n WHERE n.city_code = ${city.code} AND n.pairing_id = p.id AND n.programme_year = ${year} AND n.state IN ('AGREED', 'SUPERSEDED') AND n.agreed_on <= m.ends_on
      ORDER BY n.edition DESC LIMIT 1)`

/**
 * Whether the pairing (p) is to report of the month (m). The rule is `isReportExpected`; a test holds the two together. Where
 * every month is to be reported, plans are looked at for those pairings alone that began at the end of a month.
 */
const isExpected = (context: RequestContext, question: CoverageQuestion): Sql =>
  sql`CASE WHEN ${isLongEnough} THEN NOT m.by_plan OR coalesce(${isPlanned(context, question)}, true)
      WHEN m.ends_on BETWEEN p.valid_from AND coalesce(p.valid_to, m.ends_on) THEN coalesce(${isPlanned(context, question)}, false) ELSE false END`

/** Per pairing and month the day of the first record that was sent and says something. */
function sentReports(context: RequestContext, question: CoverageQuestion, days: Sql): Sql {
  return sql`SELECT t.pairing_id, date_trunc('month', t.day)::date AS starts_on, (min(t.submitted_at) AT TIME ZONE ${context.city.timeZone})::date AS sent_on
      FROM activity t WHERE ${days} AND ${isReport(context, question)} GROUP BY 1, 2`
}
const isReport = (
  { city }: RequestContext,
  { year }: CoverageQuestion,
): Sql => sql`t.city_code = ${city.code} AND t.programme_year = ${year} AND t.status IN ('SUBMITTED', 'COUNTERSIGNED')
        AND (t.person_times > 0 OR EXISTS (SELECT FROM output u WHERE u.city_code = t.city_code AND u.activity_id = t.id))`

/** The same of one pairing (p) and month (m), by the index of the pairing's days. */
const sentIn = (context: RequestContext, question: CoverageQuestion): Sql =>
  sql`SELECT (min(t.submitted_at) AT TIME ZONE ${context.city.timeZone})::date AS sent_on FROM activity t
      WHERE t.pairing_id = p.id AND t.day BETWEEN m.starts_on AND m.ends_on AND ${isReport(context, question)}`

type Keying = { key: Sql; join: Sql }
/**
 * CTE `monthly`: how many reports are expected, came, and came on time, by what the pairings are gathered under and by
 * month. Pairings that hold for the same days are counted together, so that nothing is made for each pairing and month.
 */
function monthlyFigures(
  context: RequestContext,
  question: CoverageQuestion,
  { key, join: joined }: Keying,
): Sql {
  const { from, to } = question
  const expectedOf = isExpected(context, question)
  return sql`${monthsOf(question.months)},
    seen AS MATERIALIZED (SELECT x.id, x.valid_from, x.valid_to, ${key} AS key FROM (
        SELECT p.id, greatest(p.valid_from, ${from}::date) AS valid_from, least(coalesce(p.valid_to, ${to}::date), ${to}::date) AS valid_to, a.path AS agency_path, c.path AS community_path
        FROM ${pairingsInSight(context, question)}) x ${joined}),
    expected AS (SELECT e.key, e.starts_on, sum(e.pairings)::int AS expected FROM (
        SELECT p.key, m.starts_on, p.pairings FROM (SELECT s.key, s.valid_from, s.valid_to, count(*) AS pairings FROM seen s GROUP BY 1, 2, 3) p JOIN months m ON NOT m.by_plan AND ${isLongEnough}
        UNION ALL
        SELECT p.key, m.starts_on, 1 FROM seen p JOIN months m ON (m.by_plan OR (p.valid_from > ${from}::date AND NOT ${isLongEnough})) AND ${expectedOf}) e GROUP BY 1, 2),
    came AS (SELECT p.key, m.starts_on, count(*)::int AS reported, count(*) FILTER (WHERE r.sent_on <= m.due_on)::int AS on_time
      FROM (${sentReports(context, question, sql`t.day BETWEEN ${from}::date AND ${to}::date`)}) r
        JOIN seen p ON p.id = r.pairing_id JOIN months m ON m.starts_on = r.starts_on AND ${expectedOf} GROUP BY 1, 2),
    monthly AS MATERIALIZED (SELECT e.key, e.starts_on, e.expected, coalesce(r.reported, 0) AS reported, coalesce(r.on_time, 0) AS "onTime"
      FROM expected e LEFT JOIN came r ON r.key = e.key AND r.starts_on = e.starts_on)`
}

export type ReportMonthRow = ReportMonth & { isDue: boolean; figures: ReportFigures }

/** Each month that was chosen and has begun, also one in which nothing is expected. */
export async function reportsByMonth(
  context: RequestContext,
  question: CoverageQuestion,
): Promise<ReportMonthRow[]> {
  const rows = await rowsOf<ReportFigures & { month: string }>(
    context.database.pool,
    sql`WITH ${monthlyFigures(context, question, { key: sql`'all'::text`, join: sql`` })}
        SELECT to_char(n.starts_on, 'YYYY-MM') AS month, n.expected, n.reported, n."onTime" FROM monthly n`,
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
  const path = side === 'AGENCY_SIDE' ? sql`x.agency_path` : sql`x.community_path`
  const code = sql`split_part(${path}, '/', ${raw(String(segment))})`
  const day = question.treeOfDay ?? context.today
  const keying: Keying =
    by === 'ZONE'
      ? {
          key: sql`z.zone_id::text`,
          join: sql`JOIN organisation g ON g.city_code = ${city} AND g.code = ${code} JOIN zone_membership z ON z.city_code = ${city} AND z.agency_id = g.id AND z.valid_from <= ${day}::date AND (z.valid_to IS NULL OR z.valid_to >= ${day}::date)`,
        }
      : { key: code, join: sql`` }
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
    sql`WITH ${monthlyFigures(context, question, keying)}, members AS (${membersOf(context, question, by, page.search)}),
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
  pairingId: string
  agencySide: OrganisationBrief
  communitySide: OrganisationBrief
  month: string
  dueOn: string
  sentOn: string | null
  state: ReportState
  /** Whether a line of the plan that held for it was due in the month. */
  isPlanned: boolean
  /** Days after the due day: until it came, else until today; 0 where it is not late. */
  daysLate: number
}

const listCursor = z.tuple([z.iso.date(), z.string(), z.string(), z.uuid()])

/**
 * The reports themselves that stand in one of the states: who is late with what. Where months come first each is asked by
 * itself until the page is full, in the order of the tree, so that a page of a nation's reports reads few of them.
 */
export async function listReports(
  context: RequestContext,
  question: CoverageQuestion,
  page: PageArguments & {
    states?: readonly ReportState[] | null | undefined
    /** Only those of months in which a line of the plan was due. */
    planned?: boolean | null | undefined
    order?: ListedReportOrder | null | undefined
  },
): Promise<Page<ListedReport>> {
  const size = pageSize(page)
  const { today } = context
  const order = page.order ?? 'OLDEST_MONTH'
  const states = page.states?.length
    ? REPORT_STATES.filter((state) => page.states?.includes(state))
    : (['LATE', 'MISSING'] as const)
  const after = decodeCursor(page.after, listCursor)
  const rows: StoredReport[] = []
  for (const months of monthsToAsk(question, order, after?.[0] ?? null)) {
    rows.push(
      ...(await reportsOfMonths(context, question, {
        months,
        states,
        isOnlyPlanned: page.planned === true,
        // In a later month it begins anew with the first organisation.
        after: order === 'ORGANISATION' || months[0]?.startsOn === after?.[0] ? after : null,
        limit: size + 1 - rows.length,
      })),
    )
    if (rows.length > size) break
  }
  return pageFrom(
    rows,
    size,
    page.after,
    (row) => [row.startsOn, row.agencyPath, row.communityPath, row.pairingId],
    ({ startsOn: _startsOn, agencyPath: _agencyPath, communityPath: _communityPath, ...row }) => ({
      ...row,
      state: reportState(monthFor(question, row.month), row.sentOn, today),
      daysLate: Math.max(0, daysBetween(row.dueOn, row.sentOn ?? today)),
    }),
  )
}

/** The months that are asked together, in turn: each by itself from where the page begins, or all at once. */
function monthsToAsk(
  { months }: CoverageQuestion,
  order: ListedReportOrder,
  from: string | null,
): ReportMonth[][] {
  if (order === 'ORGANISATION') return [months]
  const isNewestFirst = order === 'NEWEST_MONTH'
  return months
    .filter(
      ({ startsOn }) => from === null || (isNewestFirst ? startsOn <= from : startsOn >= from),
    )
    .toSorted((a, b) =>
      isNewestFirst ? b.startsOn.localeCompare(a.startsOn) : a.startsOn.localeCompare(b.startsOn),
    )
    .map((month) => [month])
}

type StoredReport = Omit<ListedReport, 'state' | 'daysLate'> & {
  startsOn: string
  agencyPath: string
  communityPath: string
}

/** So many reports of the months, in the order of the tree and then of the months. */
async function reportsOfMonths(
  context: RequestContext,
  question: CoverageQuestion,
  {
    months,
    states,
    isOnlyPlanned,
    after,
    limit,
  }: {
    months: readonly ReportMonth[]
    states: readonly ReportState[]
    isOnlyPlanned: boolean
    after: z.infer<typeof listCursor> | null
    limit: number
  },
): Promise<StoredReport[]> {
  const { today, city } = context
  const inState: Record<ReportState, Sql> = {
    ON_TIME: sql`coalesce(r.sent_on <= m.due_on, false)`,
    LATE: sql`coalesce(r.sent_on > m.due_on, false)`,
    MISSING: sql`(r.sent_on IS NULL AND m.due_on < ${today}::date)`,
    NOT_DUE: sql`(r.sent_on IS NULL AND m.due_on >= ${today}::date)`,
  }
  const beyond = after
    ? sql`a.path COLLATE "C" >= ${after[1]} AND (a.path COLLATE "C", c.path COLLATE "C", p.id, m.starts_on) > (${after[1]}, ${after[2]}, ${after[3]}::uuid, ${after[0]}::date)`
    : sql`true`
  const planned = sql`coalesce(${isPlanned(context, question)}, false)`
  const anyState = join(
    states.map((state) => inState[state]),
    ' OR ',
  )
  return await rowsOf<StoredReport>(
    context.database.pool,
    sql`WITH ${monthsOf(months)},
        found AS (
          SELECT p.id, p.agency_side_id, p.community_side_id, a.path AS agency_path, c.path AS community_path, m.starts_on, m.due_on, r.sent_on, ${planned} AS is_planned
          FROM ${pairingsInSight(context, question, sql`CROSS JOIN months m CROSS JOIN LATERAL (${sentIn(context, question)}) r`)}
            AND ${isExpected(context, question)} AND (${anyState})${isOnlyPlanned ? sql` AND ${planned}` : empty} AND ${beyond}
          ORDER BY a.path COLLATE "C", c.path COLLATE "C", p.id, m.starts_on LIMIT ${limit})
        SELECT f.id AS "pairingId", ${organisationJson('g')} AS "agencySide", ${organisationJson('h')} AS "communitySide", to_char(f.starts_on, 'YYYY-MM') AS month, f.due_on::text AS "dueOn", f.sent_on::text AS "sentOn", f.is_planned AS "isPlanned",
          f.starts_on::text AS "startsOn", f.agency_path AS "agencyPath", f.community_path AS "communityPath"
        FROM found f JOIN organisation g ON g.city_code = ${city.code} AND g.id = f.agency_side_id JOIN organisation h ON h.city_code = ${city.code} AND h.id = f.community_side_id
        ORDER BY f.agency_path COLLATE "C", f.community_path COLLATE "C", f.id, f.starts_on`,
  )
}

function monthFor({ months }: CoverageQuestion, asked: string): ReportMonth {
  const month = months.find((one) => one.month === asked)
  if (month === undefined) throw new Error(`no month ${asked} was asked for`)
  return month
}
