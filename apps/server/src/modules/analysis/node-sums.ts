import type pg from 'pg'
import sql, { join } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { filterConditions, pathConditions, yearsTree } from './measures.ts'
import type { Question, Side } from './measures.ts'

/** What stands directly below the city, and what is made of it. */
const NODE_SIDES = {
  AGENCY: 'AGENCY_SIDE',
  ZONE: 'AGENCY_SIDE',
  DISTRICT: 'COMMUNITY_SIDE',
} as const satisfies Record<string, Side>
export const isNodeLevel = (level: string): level is keyof typeof NODE_SIDES =>
  Object.hasOwn(NODE_SIDES, level)

/**
 * Whether the sums by agency and by district can answer the question for one of the levels: it is about the whole city or
 * some of its zones, and the sums are of the year's tree. Where they are not (a branch went to another agency a moment
 * ago), the lines of the organisations can.
 */
export async function hasNodeSums(
  { city, database }: RequestContext,
  { year, treeOfDay, constraints, nothing }: Question,
  level: string,
): Promise<boolean> {
  if (nothing || !isNodeLevel(level)) return false
  const isCovered = constraints.every(
    (constraint) => 'zoneId' in constraint && constraint.side === NODE_SIDES[level],
  )
  if (!isCovered) return false
  const row = await firstRowOf(
    database.pool,
    sql`SELECT FROM fresh_node_year y WHERE y.city_code = ${city.code} AND y.programme_year = ${year} AND y.tree_of_day IS NOT DISTINCT FROM ${treeOfDay}::date`,
  )
  return row !== null
}

/** What changed since the sums were last added to (r), each with where its side (o) stands. */
const sinceThen = (context: RequestContext, question: Question, side: Side, table: Sql): Sql =>
  sql`${table} r JOIN ${yearsTree(context, question)} o ON o.city_code = r.city_code AND o.id = ${side === 'AGENCY_SIDE' ? sql`r.agency_side_id` : sql`r.community_side_id`}`

function conditionsOf(
  context: RequestContext,
  question: Question,
  side: Side,
): { kept: Sql; beside: Sql } {
  const common = [
    sql`r.city_code = ${context.city.code} AND r.programme_year = ${question.year}`,
    ...filterConditions(question, 'r'),
  ]
  const kept = [
    ...common,
    sql`r.side = ${side}::rollup_side`,
    ...pathConditions(question, side, sql`('/' || r.code || '/')`, context),
  ]
  const beside = [...common, ...pathConditions(question, side, sql`o.path`, context)]
  return { kept: join(kept, ' AND '), beside: join(beside, ' AND ') }
}

const sums = sql`r.countersigned, r.person_times, r.hours, r.submitted, r.submitted_person_times, r.submitted_hours, r.usefulness_sum, r.usefulness_count, r.signing_seconds`

/**
 * Records summed by agency or district (code, and a path that names nothing else), kind, area and direction, and by month
 * where that is asked; else month is null. As a table expression, like `activityFacts`.
 */
export function nodeActivityFacts(
  context: RequestContext,
  question: Question,
  side: Side,
  byMonth: boolean,
): Sql {
  const { kept, beside } = conditionsOf(context, question, side)
  const table = byMonth ? sql`node_activity_rollup` : sql`node_year_rollup`
  const month = byMonth ? sql`r.month` : sql`NULL::date AS month`
  return sql`(SELECT r.code, '/' || r.code || '/' AS path, ${month}, r.kind, r.area, r.direction, ${sums} FROM ${table} r WHERE ${kept}
    UNION ALL SELECT split_part(o.path, '/', 2) AS code, o.path, ${month}, r.kind, r.area, r.direction, ${sums} FROM ${sinceThen(context, question, side, sql`city_activity_rollup`)} WHERE ${beside})`
}

/** The quantities of one indicator by agency or district, month and direction. A kind or an area is not known here. */
export function nodeOutputFacts(
  context: RequestContext,
  question: Question,
  side: Side,
  indicator: string,
): Sql {
  const { kept, beside } = conditionsOf(context, question, side)
  const quantities = sql`r.month, r.direction, r.indicator_code, r.accepted, r.accepted_lines, r.claimed, r.claimed_lines`
  return sql`(SELECT '/' || r.code || '/' AS path, ${quantities} FROM node_output_rollup r WHERE ${kept} AND r.indicator_code = ${indicator}
    UNION ALL SELECT o.path, ${quantities} FROM ${sinceThen(context, question, side, sql`city_output_rollup`)} WHERE ${beside} AND r.indicator_code = ${indicator})`
}

/** Whether months are chosen, so that sums over the whole year cannot answer. */
export const namesMonths = (
  { filter: { month, fromMonth, toMonth } }: Question,
  { startsOn, endsOn }: { startsOn: string; endsOn: string },
): boolean =>
  Boolean(month) ||
  (fromMonth ?? '') > startsOn.slice(0, 7) ||
  (Boolean(toMonth) && (toMonth ?? '') < endsOn.slice(0, 7))

/** Makes the sums by agency and by district anew for the years whose tree is another since they were made. */
export async function renewNodeSums(pool: pg.Pool, city: string): Promise<void> {
  const stale = await rowsOf<{ year: number }>(pool, sql`SELECT stale_node_years(${city}) AS year`)
  for (const { year } of stale)
    await rowsOf(pool, sql`SELECT rebuild_node_rollups(${city}, ${year}::int)`)
}
