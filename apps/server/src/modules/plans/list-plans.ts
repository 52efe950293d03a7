import { WRITTEN_PLAN_STATES } from '@gongjian/domain/plans'
import { PLAN_STATES } from '@gongjian/domain/vocabulary'
import type { PairingLevel, PlanState } from '@gongjian/domain/vocabulary'
import { sideOfRole } from '@gongjian/domain/activity-actions'
import { scopeOf } from '@gongjian/domain/permission-matrix'
import sql, { join } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { z } from 'zod'
import { decodeCursor, pageFrom, pageSize } from '../../platform/connection.ts'
import type { Page, PageArguments } from '../../platform/connection.ts'
import type { RequestContext } from '../../platform/context.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { organisationSearch } from '../organisations/list-organisations.ts'
import { organisationJson } from '../organisations/organisation-row.ts'
import { periodsOf, presentYear } from '../periods/period-rows.ts'
import type { PairingRow } from '../pairings/pairing-row.ts'
import { isShown, ofZone, pairingsInSight } from './plan-row.ts'
import { progressOf, standingOf } from './plan-standing.ts'

/** A pairing's year: which plan of it holds, and which is being written. */
export type PairingPlanRow = {
  pairing: PairingRow
  year: number
  agreedId: string | null
  agreedOn: string | null
  writtenId: string | null
  writtenState: PlanState | null
  /** Of the plan that holds; null where none does. Of FULL_SHARE. */
  share: number | null
  lines: number
  doneLines: number
  overdueLines: number
}

export const PLAN_STANDINGS = ['NONE', ...WRITTEN_PLAN_STATES, 'AGREED'] as const
export type PlanStanding = (typeof PLAN_STANDINGS)[number]
export const PLAN_ORDERS = ['PAIRING', 'LEAST_PROGRESS', 'MOST_PROGRESS', 'MOST_OVERDUE'] as const
export type PlanOrder = (typeof PLAN_ORDERS)[number]
export type PlanFilter = {
  year?: number | null | undefined
  states?: readonly PlanStanding[] | null | undefined
  level?: PairingLevel | null | undefined
  zoneId?: string | null | undefined
  organisationId?: string | null | undefined
  pairingId?: string | null | undefined
  search?: string | null | undefined
  behind?: boolean | null | undefined
  mayAgree?: boolean | null | undefined
}

/**
 * The day on which a pairing (alias p) has to be in force for a plan of the year to be expected of it: today, in a year
 * that is over its last day, in one to come its first.
 */
export async function dayOfPlans(
  context: Pick<RequestContext, 'database' | 'city' | 'today'>,
  year: number,
): Promise<string> {
  const { today } = context
  const period = (await periodsOf(context)).find((one) => one.year === year)
  if (period === undefined) return today
  if (period.endsOn < today) return period.endsOn
  return period.startsOn > today ? period.startsOn : today
}

/** The plan (alias w) waits for the reader: their side did not write it, and they had no hand in it. */
function waitsForReader({ viewer }: RequestContext): Sql {
  const assignment = viewer?.assignment
  if (!viewer || !assignment || scopeOf('agreePlan', assignment.role) === 'NONE') return sql`false`
  const people = [viewer.userId, ...(assignment.deputyFor ? [assignment.deputyFor.id] : [])]
  return sql`(w.state = 'PROPOSED' AND w.side <> ${sideOfRole(assignment.role)}::rollup_side AND NOT w.writer_ids && ${people}::uuid[])`
}

/**
 * CTE `matched`: the pairings in sight of which a plan of the year is expected, or that have one. Where they are read only
 * until a page is full they are not put together first.
 */
async function matched(
  context: RequestContext,
  year: number,
  filter: Omit<PlanFilter, 'year' | 'behind'>,
  isPaged = false,
): Promise<Sql> {
  const city = context.city.code
  const day = await dayOfPlans(context, year)
  const conditions = [
    sql`p.city_code = ${city}`,
    pairingsInSight(context),
    sql`((p.valid_from <= ${day}::date AND (p.valid_to IS NULL OR p.valid_to >= ${day}::date)) OR h.id IS NOT NULL OR w.id IS NOT NULL)`,
  ]
  if (filter.level) conditions.push(sql`p.level = ${filter.level}::pairing_level`)
  if (filter.pairingId) conditions.push(sql`p.id = ${filter.pairingId}::uuid`)
  if (filter.zoneId) conditions.push(ofZone(context, filter.zoneId))
  if (filter.organisationId)
    conditions.push(
      sql`(SELECT a.path LIKE u.path || '%' OR c.path LIKE u.path || '%' FROM organisation u WHERE u.city_code = ${city} AND u.id = ${filter.organisationId}::uuid)`,
    )
  if (filter.search)
    conditions.push(
      sql`(${organisationSearch(sql`a`, filter.search)} OR ${organisationSearch(sql`c`, filter.search)})`,
    )
  if (filter.mayAgree) conditions.push(waitsForReader(context))
  if (filter.states?.length) {
    const written = PLAN_STATES.filter((state) => filter.states?.some((one) => one === state))
    const ways = [sql`w.state = ANY(${written}::plan_state[])`]
    if (filter.states.includes('AGREED')) ways.push(sql`h.id IS NOT NULL`)
    if (filter.states.includes('NONE')) ways.push(sql`(h.id IS NULL AND w.id IS NULL)`)
    conditions.push(sql`(${join(ways, ' OR ')})`)
  }
  return sql`matched AS ${isPaged ? sql`NOT MATERIALIZED` : sql`MATERIALIZED`} (
    SELECT p.id, p.level, p.purpose, p.valid_from, p.valid_to, p.end_reason, p.agency_side_id, p.community_side_id, a.path AS agency_path, c.path AS community_path,
      h.id AS agreed_id, h.agreed_on, w.id AS written_id, w.state AS written_state, ${waitsForReader(context)} AS waits
    FROM pairing p JOIN organisation a ON a.city_code = p.city_code AND a.id = p.agency_side_id JOIN organisation c ON c.city_code = p.city_code AND c.id = p.community_side_id
      LEFT JOIN plan h ON h.city_code = p.city_code AND h.pairing_id = p.id AND h.programme_year = ${year} AND h.state = 'AGREED'
      LEFT JOIN plan w ON w.city_code = p.city_code AND w.pairing_id = p.id AND w.programme_year = ${year} AND w.state IN ('DRAFT', 'PROPOSED', 'RETURNED') AND ${isShown(context, sql`w`)}
    WHERE ${join(conditions, ' AND ')})`
}
const chosenFrom = (source: 'page' | 'matched', year: number): Sql =>
  source === 'page'
    ? sql`chosen AS (SELECT agreed_id AS id, id AS pairing_id, ${year}::int AS programme_year FROM page WHERE agreed_id IS NOT NULL)`
    : sql`chosen AS (SELECT agreed_id AS id, id AS pairing_id, ${year}::int AS programme_year FROM matched WHERE agreed_id IS NOT NULL)`

type Keyed = PairingPlanRow & { value: number; agencyPath: string; communityPath: string }
const cursor = z.tuple([z.number(), z.string(), z.string(), z.uuid()])

/** The pairings in sight with their plan of a year, also those that have none. */
export async function listPlans(
  context: RequestContext,
  page: PageArguments & { order?: PlanOrder | null | undefined },
  filter: PlanFilter,
): Promise<Page<PairingPlanRow>> {
  const size = pageSize(page)
  const city = context.city.code
  const year = filter.year ?? (await presentYear(context))
  const order = page.order ?? 'PAIRING'
  const after = decodeCursor(page.after, cursor)
  // Ordered by the pairing, progress is computed for the rows of the page alone.
  const isByPairing = order === 'PAIRING' && filter.behind !== true
  const value = {
    PAIRING: sql`0`,
    LEAST_PROGRESS: sql`coalesce(g.share, 20000)`,
    MOST_PROGRESS: sql`-coalesce(g.share, -1)`,
    MOST_OVERDUE: sql`-coalesce(g.overdue, 0)`,
  }[order]
  const beyond = after
    ? sql`(value, agency_path COLLATE "C", community_path COLLATE "C", id) > (${after[0]}::int, ${after[1]}, ${after[2]}, ${after[3]}::uuid)`
    : sql`true`
  const sequence = sql`value, agency_path COLLATE "C", community_path COLLATE "C", id`
  const source = isByPairing
    ? sql`page AS MATERIALIZED (SELECT * FROM (SELECT m.*, 0 AS value FROM matched m) m WHERE ${beyond} ORDER BY ${sequence} LIMIT ${size + 1})`
    : sql`page AS (SELECT * FROM matched)`
  const rows = await rowsOf<Keyed>(
    context.database.pool,
    sql`WITH ${await matched(context, year, filter, isByPairing)}, ${source}, ${chosenFrom('page', year)}, ${standingOf(city)}, ${progressOf(context.today)},
        told AS (SELECT m.id, m.level, m.purpose, m.valid_from, m.valid_to, m.end_reason, m.agency_side_id, m.community_side_id, m.agency_path, m.community_path, m.agreed_id, m.agreed_on, m.written_id, m.written_state,
            g.share, coalesce(g.lines, 0) AS lines, coalesce(g.done, 0) AS done, coalesce(g.overdue, 0) AS overdue, ${value} AS value
          FROM page m LEFT JOIN progress g ON g.plan_id = m.agreed_id),
        shown AS (SELECT * FROM told WHERE ${filter.behind === true ? sql`overdue > 0` : sql`true`} AND ${beyond} ORDER BY ${sequence} LIMIT ${size + 1})
        SELECT json_build_object('id', s.id, 'level', s.level, 'agencySide', ${organisationJson('x')}, 'communitySide', ${organisationJson('y')}, 'purpose', s.purpose, 'validFrom', s.valid_from, 'validTo', s.valid_to, 'endReason', s.end_reason) AS pairing,
          ${year}::int AS year, s.agreed_id AS "agreedId", s.agreed_on::text AS "agreedOn", s.written_id AS "writtenId", s.written_state AS "writtenState", s.share, s.lines, s.done AS "doneLines", s.overdue AS "overdueLines",
          s.value, s.agency_path AS "agencyPath", s.community_path AS "communityPath"
        FROM shown s JOIN organisation x ON x.city_code = ${city} AND x.id = s.agency_side_id JOIN organisation y ON y.city_code = ${city} AND y.id = s.community_side_id
        ORDER BY s.value, s.agency_path COLLATE "C", s.community_path COLLATE "C", s.id`,
  )
  return pageFrom(
    rows,
    size,
    page.after,
    (row) => [row.value, row.agencyPath, row.communityPath, row.pairing.id],
    (row) => row,
  )
}

/** One pairing's year; null where it is out of sight, or no plan is expected of it. */
export async function findPairingPlan(
  context: RequestContext,
  pairingId: string,
  year: number,
): Promise<PairingPlanRow | null> {
  const page = await listPlans(context, { first: 1 }, { year, pairingId })
  return page.nodes[0]?.node ?? null
}

export type PlanCounts = {
  year: number
  pairings: number
  agreed: number
  proposed: number
  returned: number
  drafts: number
  none: number
  behind: number
  /** Proposed, and for the reader to agree to. */
  waitsForReader: number
}

/** How many pairings in sight have which plan; narrowed as the list is, but for states and what is behind. */
export async function countPlans(
  context: RequestContext,
  filter: Omit<PlanFilter, 'states' | 'behind' | 'mayAgree'>,
): Promise<PlanCounts> {
  const year = filter.year ?? (await presentYear(context))
  const row = await firstRowOf<Omit<PlanCounts, 'year'>>(
    context.database.pool,
    sql`WITH ${await matched(context, year, filter)}, ${chosenFrom('matched', year)}, ${standingOf(context.city.code)}, ${progressOf(context.today)}
        SELECT count(*)::int AS pairings, count(m.agreed_id)::int AS agreed, count(*) FILTER (WHERE m.written_state = 'PROPOSED')::int AS proposed, count(*) FILTER (WHERE m.written_state = 'RETURNED')::int AS returned,
          count(*) FILTER (WHERE m.written_state = 'DRAFT')::int AS drafts, count(*) FILTER (WHERE m.agreed_id IS NULL AND m.written_id IS NULL)::int AS none,
          count(*) FILTER (WHERE g.overdue > 0)::int AS behind, count(*) FILTER (WHERE m.waits)::int AS "waitsForReader"
        FROM matched m LEFT JOIN progress g ON g.plan_id = m.agreed_id`,
  )
  return {
    year,
    pairings: 0,
    agreed: 0,
    proposed: 0,
    returned: 0,
    drafts: 0,
    none: 0,
    behind: 0,
    waitsForReader: 0,
    ...row,
  }
}

/** How many plans of a year wait for the reader to agree; years with none are not there. */
export type PlansToAgree = { year: number; count: number }

export async function plansToAgree(context: RequestContext): Promise<PlansToAgree[]> {
  const assignment = context.viewer?.assignment
  if (!assignment || scopeOf('agreePlan', assignment.role) === 'NONE') return []
  return rowsOf<PlansToAgree>(
    context.database.pool,
    sql`SELECT w.programme_year AS year, count(*)::int AS count FROM plan w JOIN pairing p ON p.city_code = w.city_code AND p.id = w.pairing_id
          JOIN organisation a ON a.city_code = p.city_code AND a.id = p.agency_side_id JOIN organisation c ON c.city_code = p.city_code AND c.id = p.community_side_id
        WHERE w.city_code = ${context.city.code} AND ${pairingsInSight(context)} AND ${waitsForReader(context)} GROUP BY 1 ORDER BY 1`,
  )
}

/** The ids of all editions of a pairing's year that were agreed once, the newest first. */
export async function earlierEditions(
  context: RequestContext,
  pairingId: string,
  year: number,
): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    context.database.pool,
    sql`SELECT id FROM plan WHERE city_code = ${context.city.code} AND pairing_id = ${pairingId}::uuid AND programme_year = ${year} AND state = 'SUPERSEDED' ORDER BY edition DESC`,
  )
  return rows.map(({ id }) => id)
}
