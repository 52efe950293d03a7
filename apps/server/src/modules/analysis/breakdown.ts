import { HELP_AREAS } from '@gongjian/domain/vocabulary'
import type { HelpArea } from '@gongjian/domain/vocabulary'
import sql, { join, raw } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { z } from 'zod'
import { decodeCursor, pageFrom, pageSize } from '../../platform/connection.ts'
import type { Page, PageArguments } from '../../platform/connection.ts'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'
import { organisationSearch } from '../organisations/list-organisations.ts'
import { activityFacts, emptyTotal, pathConditions, totalColumns, yearsTree } from './measures.ts'
import type { Question, Side, TotalRow } from './measures.ts'
import { hasNodeSums, nodeActivityFacts } from './node-sums.ts'

export const BREAKDOWNS = ['ZONE', 'AGENCY', 'BRANCH', 'DISTRICT', 'STREET', 'COMMUNITY'] as const
export type BreakdownBy = (typeof BREAKDOWNS)[number]
export const TABLE_ORDERS = ['ORGANISATION', 'VALUE'] as const
export type TableOrder = (typeof TABLE_ORDERS)[number]

export type BreakdownRow = TotalRow & {
  id: string
  code: string
  name: string
  position: number
  sortKey: string
  isZone: boolean
  sixHelps: number
  labour: number
  visits: number
  areaCounts: Record<string, { countersigned: number; submitted: number; personTimes: number }>
  lastActivityDay: string | null
}

/** The side of a record that a level belongs to, and which segment of the path names it. */
export const levels: Record<Exclude<BreakdownBy, 'ZONE'>, { side: Side; segment: number }> = {
  AGENCY: { side: 'AGENCY_SIDE', segment: 2 },
  BRANCH: { side: 'AGENCY_SIDE', segment: 3 },
  DISTRICT: { side: 'COMMUNITY_SIDE', segment: 2 },
  STREET: { side: 'COMMUNITY_SIDE', segment: 3 },
  COMMUNITY: { side: 'COMMUNITY_SIDE', segment: 4 },
}

const cursor = z.tuple([z.number(), z.string()])

/**
 * The totals by zone or by organisation of one level, every one in sight, also those that reported nothing; in the fixed
 * order of the organisations, or the most records first.
 */
export async function breakdownOf(
  context: RequestContext,
  question: Question,
  page: PageArguments & {
    by: BreakdownBy
    order?: TableOrder | null | undefined
    search?: string | null | undefined
  },
): Promise<Page<BreakdownRow>> {
  const size = pageSize(page, 100)
  const { by } = page
  const city = context.city.code
  const { side, segment } = by === 'ZONE' ? levels.AGENCY : levels[by]
  const members = membersOf(context, question, by, page.search)
  const isOfNodes = await hasNodeSums(context, question, by)
  const { month, fromMonth, toMonth } = question.filter
  const byMonth = Boolean(month ?? fromMonth ?? toMonth)
  const facts = isOfNodes
    ? sql`SELECT f.* FROM ${nodeActivityFacts(context, question, side, byMonth)} f`
    : sql`SELECT split_part(f.path, '/', ${raw(String(segment))}) AS code, f.* FROM ${activityFacts(context, question, side)} f`
  const keyed =
    by === 'ZONE'
      ? sql`SELECT z.zone_id::text AS key, f.* FROM (${facts}) f JOIN organisation a ON a.city_code = ${city} AND a.code = f.code JOIN zone_membership z ON z.city_code = ${city} AND z.agency_id = a.id AND z.valid_from <= ${question.treeOfDay ?? context.today}::date AND (z.valid_to IS NULL OR z.valid_to >= ${question.treeOfDay ?? context.today}::date)`
      : sql`SELECT f.code AS key, f.* FROM (${facts}) f`
  const byValue = page.order === 'VALUE'
  const inOrder = byValue ? sql`value DESC, "sortKey"` : sql`"sortKey"`
  const after = decodeCursor(page.after, cursor)
  const beyond: Sql =
    after === null
      ? sql`true`
      : byValue
        ? sql`(value < ${after[0]} OR (value = ${after[0]} AND "sortKey" > ${after[1]}))`
        : sql`"sortKey" > ${after[1]}`
  const areas = HELP_AREAS.map(
    (area) =>
      sql`${area}::text, json_build_object('countersigned', coalesce(sum(f.countersigned) FILTER (WHERE f.area = ${area}), 0)::int, 'submitted', coalesce(sum(f.submitted) FILTER (WHERE f.area = ${area}), 0)::int, 'personTimes', coalesce(sum(f.person_times) FILTER (WHERE f.area = ${area}), 0)::int)`,
  )
  // The sums of a year do not know in which month something was last: it is asked for those on the page.
  const lastDay =
    isOfNodes && !byMonth
      ? sql`(SELECT to_char(max(t.month), 'YYYY-MM-DD') FROM (SELECT f.month FROM ${nodeActivityFacts(context, question, side, true)} f WHERE f.code IN (${codesOf(context, question, by)}) GROUP BY f.month HAVING sum(f.countersigned) > 0) t)`
      : sql`"lastMonth"`
  // Materialised: the planner would else make the sums again for each member.
  const rows = await rowsOf<BreakdownRow & { value: number }>(
    context.database.pool,
    sql`WITH members AS (${members}), facts AS (${keyed}),
        sums AS MATERIALIZED (
          SELECT f.key, ${totalColumns},
            coalesce(sum(f.countersigned) FILTER (WHERE f.kind = 'SIX_HELPS'), 0)::int AS "sixHelps",
            coalesce(sum(f.countersigned) FILTER (WHERE f.kind = 'LABOUR'), 0)::int AS labour,
            coalesce(sum(f.countersigned) FILTER (WHERE f.kind = 'VISIT'), 0)::int AS visits,
            json_build_object(${join(areas, ', ')}) AS "areaCounts",
            to_char(max(f.month) FILTER (WHERE f.countersigned > 0), 'YYYY-MM-DD') AS "lastMonth"
          FROM facts f GROUP BY f.key
        ),
        joined AS (SELECT m.id, m.code, m.name, m.position, m.sort_key AS "sortKey", m.is_zone AS "isZone", s.*, coalesce(s.countersigned, 0) AS value, m.key AS member FROM members m LEFT JOIN sums s ON s.key = m.key),
        page AS MATERIALIZED (SELECT * FROM joined WHERE ${beyond} ORDER BY ${inOrder} LIMIT ${size + 1})
        SELECT page.*, ${lastDay} AS "lastActivityDay" FROM page ORDER BY ${inOrder}`,
  )
  return pageFrom(
    rows,
    size,
    page.after,
    (row) => [row.value, row.sortKey],
    (row) => ({
      ...row,
      ...(row.countersigned === null
        ? {
            ...emptyTotal,
            sixHelps: 0,
            labour: 0,
            visits: 0,
            areaCounts: {},
            lastActivityDay: null,
          }
        : {}),
    }),
  )
}

/** The codes of the agencies or districts that a row of the page stands for. */
const codesOf = ({ city, today }: RequestContext, { treeOfDay }: Question, by: BreakdownBy): Sql =>
  by === 'ZONE'
    ? sql`SELECT a.code FROM zone_membership z JOIN organisation a ON a.city_code = z.city_code AND a.id = z.agency_id WHERE z.city_code = ${city.code} AND z.zone_id = page.member::uuid AND z.valid_from <= ${treeOfDay ?? today}::date AND (z.valid_to IS NULL OR z.valid_to >= ${treeOfDay ?? today}::date)`
    : sql`page.member`

/** The zones, or the organisations of the level that are in sight, with the code or id (key) by which sums are joined. */
export function membersOf(
  context: RequestContext,
  question: Question,
  by: BreakdownBy,
  search: string | null | undefined,
): Sql {
  return by === 'ZONE'
    ? zones(context)
    : organisations(context, question, by, levels[by].side, search)
}

/** The zones as members of a table. */
export function zones(context: RequestContext): Sql {
  return sql`SELECT z.id, z.code, z.name, z.position, z.id::text AS key, lpad(z.position::text, 6, '0') AS sort_key, true AS is_zone FROM zone z WHERE z.city_code = ${context.city.code}`
}

/** The organisations of a level in sight, by the tree of the year, as members of a table. */
export function organisations(
  context: RequestContext,
  question: Question,
  by: Exclude<BreakdownBy, 'ZONE'>,
  side: Side,
  search: string | null | undefined,
): Sql {
  const day = question.treeOfDay ?? context.today
  const conditions = [
    sql`o.city_code = ${context.city.code} AND o.kind = ${by}::organisation_kind`,
    ...(question.nothing ? [sql`false`] : []),
    ...pathConditions(question, side, sql`o.path`, context, sql`o.sight_path`),
    // Who was merged by the day of the tree counts with the successor; who was closed in the year, by itself.
    sql`o.valid_from <= ${day}::date AND (o.valid_to IS NULL OR o.valid_to >= ${day}::date OR (o.successor_id IS NULL AND o.valid_to >= ${question.yearStartsOn}::date))`,
    organisationSearch(sql`o`, search),
  ]
  return sql`SELECT o.id, o.code, o.name, o.position, o.code AS key, o.path AS sort_key, false AS is_zone FROM ${yearsTree(context, question)} o WHERE ${join(conditions, ' AND ')}`
}

export type AreaCount = { area: HelpArea; total: TotalRow }

/** The six areas of a row, each with its counts. */
export function areasOf({ areaCounts }: BreakdownRow): AreaCount[] {
  return HELP_AREAS.map((area) => ({ area, total: { ...emptyTotal, ...areaCounts[area] } }))
}
