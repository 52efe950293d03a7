import type { PairingLevel } from '@gongjian/domain/vocabulary'
import sql, { join } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { z } from 'zod'
import { scopeOf } from '@gongjian/domain/permission-matrix'
import { decodeCursor, pageFrom, pageSize } from '../../platform/connection.ts'
import type { Page, PageArguments } from '../../platform/connection.ts'
import { loaderOf } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'
import { presentYear } from '../catalogue/catalogue-rows.ts'
import { organisationSearch } from '../organisations/list-organisations.ts'
import { organisationJson } from '../organisations/organisation-row.ts'
import type { OrganisationRow } from '../organisations/organisation-row.ts'

export type PairingRow = {
  id: string
  level: PairingLevel
  agencySide: OrganisationRow
  communitySide: OrganisationRow
  purpose: string | null
  validFrom: string
  validTo: string | null
  endReason: string | null
  lastActivityDay: string | null
  countersigned: number
  submitted: number
}

export type PairingFilter = {
  level?: PairingLevel | null | undefined
  organisationId?: string | null | undefined
  zoneId?: string | null | undefined
  search?: string | null | undefined
  active?: boolean | null | undefined
  nothingForDays?: number | null | undefined
  mayRecord?: boolean | null | undefined
}

/** The pairing, both sides, and what lies under it: for a pairing of agency and street, all between their subtrees. */
function selectPairings(
  context: RequestContext,
  year: number,
  condition: Sql,
  order: Sql,
  limit: number,
): Sql {
  const city = context.city.code
  return sql`
    SELECT p.id, p.level, p.purpose, p.valid_from AS "validFrom", p.valid_to AS "validTo", p.end_reason AS "endReason",
      ${organisationJson('a')} AS "agencySide", ${organisationJson('c')} AS "communitySide",
      r.last_day AS "lastActivityDay", r.countersigned, r.submitted,
      a.path AS agency_path, c.path AS community_path, coalesce(r.last_day, '0001-01-01') AS last_use
    FROM pairing p
    JOIN organisation a ON a.city_code = p.city_code AND a.id = p.agency_side_id
    JOIN organisation c ON c.city_code = p.city_code AND c.id = p.community_side_id
    CROSS JOIN LATERAL (
      SELECT max(t.day) AS last_day,
        count(*) FILTER (WHERE t.status = 'COUNTERSIGNED' AND t.programme_year = ${year})::int AS countersigned,
        count(*) FILTER (WHERE t.status = 'SUBMITTED' AND t.programme_year = ${year})::int AS submitted
      FROM activity t
      WHERE t.city_code = ${city} AND t.status IN ('SUBMITTED', 'COUNTERSIGNED')
        AND CASE WHEN p.level = 'BRANCH_COMMUNITY' THEN t.pairing_id = p.id
                 ELSE t.agency_side_path LIKE a.path || '%' AND t.community_side_path LIKE c.path || '%' END
    ) r
    WHERE p.city_code = ${city} AND ${condition}
    ORDER BY ${order} LIMIT ${limit}`
}

const cursor = z.tuple([z.string(), z.string(), z.string(), z.string()])
type KeyedRow = PairingRow & { agency_path: string; community_path: string; last_use: string }

/** In the order of the agencies and then of the communities; those that one may record under, the last used first. */
export async function listPairings(
  context: RequestContext,
  page: PageArguments,
  filter: PairingFilter,
): Promise<Page<PairingRow>> {
  const size = pageSize(page)
  const year = await presentYear(context)
  const { today, city } = context
  const conditions: Sql[] = [sql`true`]
  if (filter.level) conditions.push(sql`p.level = ${filter.level}::pairing_level`)
  if (filter.active === true)
    conditions.push(
      sql`(p.valid_from <= ${today}::date AND (p.valid_to IS NULL OR p.valid_to >= ${today}::date))`,
    )
  if (filter.active === false) conditions.push(sql`p.valid_to < ${today}::date`)
  if (filter.organisationId) {
    conditions.push(
      sql`(SELECT a.path LIKE u.path || '%' OR c.path LIKE u.path || '%' FROM organisation u WHERE u.city_code = ${city.code} AND u.id = ${filter.organisationId}::uuid)`,
    )
  }
  if (filter.zoneId) {
    conditions.push(
      sql`split_part(a.path, '/', 2) IN (SELECT o.code FROM zone_membership m JOIN organisation o ON o.city_code = m.city_code AND o.id = m.agency_id WHERE m.city_code = ${city.code} AND m.zone_id = ${filter.zoneId}::uuid)`,
    )
  }
  if (filter.search)
    conditions.push(
      sql`(${organisationSearch(sql`a`, filter.search)} OR ${organisationSearch(sql`c`, filter.search)})`,
    )
  if (filter.nothingForDays !== null && filter.nothingForDays !== undefined) {
    conditions.push(
      sql`(r.last_day IS NULL OR r.last_day < ${today}::date - ${filter.nothingForDays}::int)`,
    )
  }
  if (filter.mayRecord) conditions.push(mayRecordUnder(context))
  const after = decodeCursor(page.after, cursor)
  const recentFirst = filter.mayRecord === true
  if (after) {
    const [use, agencyPath, communityPath, id] = after
    const later = sql`(a.path, c.path, p.id) > (${agencyPath}, ${communityPath}, ${id}::uuid)`
    conditions.push(
      recentFirst
        ? sql`(coalesce(r.last_day, '0001-01-01') < ${use}::date OR (coalesce(r.last_day, '0001-01-01') = ${use}::date AND ${later}))`
        : later,
    )
  }
  const order = recentFirst
    ? sql`coalesce(r.last_day, '0001-01-01') DESC, a.path, c.path, p.id`
    : sql`a.path, c.path, p.id`
  const rows = await rowsOf<KeyedRow>(
    context.database.pool,
    selectPairings(context, year, join(conditions, ' AND '), order, size + 1),
  )
  return pageFrom(
    rows,
    size,
    page.after,
    (row) => [row.last_use, row.agency_path, row.community_path, row.id],
    (row) => row,
  )
}

/** Branches record under their own pairings, secretaries under those of their branches. */
function mayRecordUnder({ viewer, today }: RequestContext): Sql {
  const assignment = viewer?.assignment
  if (!assignment || scopeOf('submitActivity', assignment.role) === 'NONE') return sql`false`
  return sql`(p.level = 'BRANCH_COMMUNITY' AND a.path LIKE ${`${assignment.path}%`} AND p.valid_from <= ${today}::date AND (p.valid_to IS NULL OR p.valid_to >= ${today}::date))`
}

export function loadPairing(context: RequestContext, id: string): Promise<PairingRow | null> {
  return loaderOf<string, PairingRow>(context, 'pairing by id', async (ids) => {
    const year = await presentYear(context)
    const rows = await rowsOf<PairingRow>(
      context.database.pool,
      selectPairings(context, year, sql`p.id = ANY(${[...ids]}::uuid[])`, sql`p.id`, ids.length),
    )
    return new Map(rows.map((row) => [row.id, row]))
  }).load(id)
}

export function loadPairingsOfOrganisation(
  context: RequestContext,
  organisationId: string,
): Promise<PairingRow[] | null> {
  return loaderOf<string, PairingRow[]>(context, 'pairings of organisation', async (ids) => {
    const year = await presentYear(context)
    const rows = await rowsOf<PairingRow>(
      context.database.pool,
      selectPairings(
        context,
        year,
        sql`(p.agency_side_id = ANY(${[...ids]}::uuid[]) OR p.community_side_id = ANY(${[...ids]}::uuid[]))`,
        sql`p.valid_to DESC NULLS FIRST, a.path, c.path`,
        1000,
      ),
    )
    return new Map(
      ids.map((one) => [
        one,
        rows.filter((row) => row.agencySide.id === one || row.communitySide.id === one),
      ]),
    )
  }).load(organisationId)
}
