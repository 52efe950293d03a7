import type { PairingLevel } from '@gongjian/domain/vocabulary'
import sql, { join, raw } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { z } from 'zod'
import { sideOfRole } from '@gongjian/domain/activity-actions'
import { scopeOf } from '@gongjian/domain/permission-matrix'
import { decodeCursor, pageFrom, pageSize } from '../../platform/connection.ts'
import type { Page, PageArguments } from '../../platform/connection.ts'
import { loaderOf } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'
import { presentYear } from '../periods/period-rows.ts'
import { organisationSearch } from '../organisations/list-organisations.ts'
import { organisationJson } from '../organisations/organisation-row.ts'
import type { OrganisationBrief } from '../organisations/organisation-row.ts'

export type PairingRow = {
  id: string
  level: PairingLevel
  agencySide: OrganisationBrief
  communitySide: OrganisationBrief
  purpose: string | null
  validFrom: string
  validTo: string | null
  endReason: string | null
}
/** What lies under a pairing: the day of the last record, and those of the present programme year. */
export type PairingRecords = {
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

const pairingTables = sql`
  pairing p
  JOIN organisation a ON a.city_code = p.city_code AND a.id = p.agency_side_id
  JOIN organisation c ON c.city_code = p.city_code AND c.id = p.community_side_id`

/**
 * What lies under a pairing (r): for one of agency and street, all between their subtrees. Two parts, of which one is
 * empty, since each has its index. '0' is the sign that follows '/': the text after everything below a path.
 */
function recordsUnder(city: string, year: number): Sql {
  const sent = sql`t.city_code = ${city} AND t.status IN ('SUBMITTED', 'COUNTERSIGNED')`
  return sql`CROSS JOIN LATERAL (
    SELECT max(u.day) AS last_day,
      count(*) FILTER (WHERE u.status = 'COUNTERSIGNED' AND u.programme_year = ${year})::int AS countersigned,
      count(*) FILTER (WHERE u.status = 'SUBMITTED' AND u.programme_year = ${year})::int AS submitted
    FROM (
      SELECT t.day, t.status, t.programme_year FROM activity t
      WHERE p.level = 'BRANCH_COMMUNITY' AND ${sent} AND t.pairing_id = p.id
      UNION ALL
      SELECT t.day, t.status, t.programme_year FROM activity t
      WHERE p.level = 'AGENCY_STREET' AND ${sent}
        AND t.agency_side_path ~>=~ a.path AND t.agency_side_path ~<~ (left(a.path, -1) || '0')
        AND t.community_side_path ~>=~ c.path AND t.community_side_path ~<~ (left(c.path, -1) || '0')
    ) u
  ) r`
}

type Selection = {
  condition: Sql
  order: Sql
  limit: number
  /** Whether condition or order ask what lies under a pairing (r). */
  asksRecords: boolean
}

/** Pairings with both sides and what lies under them; where the selection does not ask that, for its own rows only. */
function selectPairings(
  { city }: RequestContext,
  year: number,
  { condition, order, limit, asksRecords }: Selection,
): Sql {
  const records = recordsUnder(city.code, year)
  const nothing = raw('')
  return sql`
    SELECT p.id, p.level, p.purpose, p.valid_from AS "validFrom", p.valid_to AS "validTo", p.end_reason AS "endReason",
      ${organisationJson('a')} AS "agencySide", ${organisationJson('c')} AS "communitySide",
      r.last_day AS "lastActivityDay", r.countersigned, r.submitted,
      a.path AS agency_path, c.path AS community_path, coalesce(r.last_day, '0001-01-01') AS last_use
    FROM (
      SELECT p.* FROM ${pairingTables} ${asksRecords ? records : nothing}
      WHERE p.city_code = ${city.code} AND ${condition} ORDER BY ${order} LIMIT ${raw(String(limit))}
    ) p
    JOIN organisation a ON a.city_code = p.city_code AND a.id = p.agency_side_id
    JOIN organisation c ON c.city_code = p.city_code AND c.id = p.community_side_id
    ${records}
    ORDER BY ${order}`
}

const cursor = z.tuple([z.string(), z.string(), z.string(), z.string()])
type KeyedRow = PairingRow &
  PairingRecords & { agency_path: string; community_path: string; last_use: string }

/** In the order of the agencies and then of the communities; those that one may record under, the last used first. */
export async function listPairings(
  context: RequestContext,
  page: PageArguments,
  filter: PairingFilter,
): Promise<Page<PairingRow & PairingRecords>> {
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
    const later = sql`(a.path COLLATE "C" >= ${agencyPath} AND (a.path COLLATE "C", c.path COLLATE "C", p.id) > (${agencyPath}, ${communityPath}, ${id}::uuid))`
    conditions.push(
      recentFirst
        ? sql`(coalesce(r.last_day, '0001-01-01') < ${use}::date OR (coalesce(r.last_day, '0001-01-01') = ${use}::date AND ${later}))`
        : later,
    )
  }
  const order = recentFirst
    ? sql`coalesce(r.last_day, '0001-01-01') DESC, a.path COLLATE "C", c.path COLLATE "C", p.id`
    : sql`a.path COLLATE "C", c.path COLLATE "C", p.id`
  const rows = await rowsOf<KeyedRow>(
    context.database.pool,
    selectPairings(context, year, {
      condition: join(conditions, ' AND '),
      order,
      limit: size + 1,
      asksRecords: recentFirst || (filter.nothingForDays ?? null) !== null,
    }),
  )
  return pageFrom(
    rows,
    size,
    page.after,
    (row) => [row.last_use, row.agency_path, row.community_path, row.id],
    (row) => row,
  )
}

/** Each side records under its own pairings: branches and communities theirs, agencies and streets those below them. */
function mayRecordUnder({ viewer, today }: RequestContext): Sql {
  const assignment = viewer?.assignment
  if (!assignment || scopeOf('submitActivity', assignment.role) === 'NONE') return sql`false`
  const path = sideOfRole(assignment.role) === 'COMMUNITY_SIDE' ? sql`c.path` : sql`a.path`
  return sql`(p.level = 'BRANCH_COMMUNITY' AND ${path} LIKE ${`${assignment.path}%`} AND p.valid_from <= ${today}::date AND (p.valid_to IS NULL OR p.valid_to >= ${today}::date))`
}

export function loadPairing(context: RequestContext, id: string): Promise<PairingRow | null> {
  return loaderOf<string, PairingRow>(context, 'pairing by id', async (ids) => {
    const rows = await rowsOf<PairingRow>(
      context.database.pool,
      sql`SELECT p.id, p.level, p.purpose, p.valid_from AS "validFrom", p.valid_to AS "validTo", p.end_reason AS "endReason",
            ${organisationJson('a')} AS "agencySide", ${organisationJson('c')} AS "communitySide"
          FROM ${pairingTables} WHERE p.city_code = ${context.city.code} AND p.id = ANY(${[...ids]}::uuid[])`,
    )
    return new Map(rows.map((row) => [row.id, row]))
  }).load(id)
}

/** What lies under a pairing; of one that came from a list it is known already. */
export async function recordsOfPairing(
  context: RequestContext,
  pairing: PairingRow | (PairingRow & PairingRecords),
): Promise<PairingRecords> {
  if ('countersigned' in pairing) return pairing
  const records = await loaderOf<string, PairingRecords>(
    context,
    'records of pairing',
    async (ids) => {
      const year = await presentYear(context)
      const rows = await rowsOf<PairingRecords & { id: string }>(
        context.database.pool,
        sql`SELECT p.id, r.last_day AS "lastActivityDay", r.countersigned, r.submitted
            FROM ${pairingTables} ${recordsUnder(context.city.code, year)}
            WHERE p.city_code = ${context.city.code} AND p.id = ANY(${[...ids]}::uuid[])`,
      )
      return new Map(rows.map((row) => [row.id, row]))
    },
  ).load(pairing.id)
  return records ?? { lastActivityDay: null, countersigned: 0, submitted: 0 }
}

export function loadPairingsOfOrganisation(
  context: RequestContext,
  organisationId: string,
): Promise<PairingRow[] | null> {
  return loaderOf<string, PairingRow[]>(context, 'pairings of organisation', async (ids) => {
    const year = await presentYear(context)
    const rows = await rowsOf<PairingRow>(
      context.database.pool,
      selectPairings(context, year, {
        condition: sql`(p.agency_side_id = ANY(${[...ids]}::uuid[]) OR p.community_side_id = ANY(${[...ids]}::uuid[]))`,
        order: sql`p.valid_to DESC NULLS FIRST, a.path, c.path`,
        limit: 1000,
        asksRecords: false,
      }),
    )
    return new Map(
      ids.map((one) => [
        one,
        rows.filter((row) => row.agencySide.id === one || row.communitySide.id === one),
      ]),
    )
  }).load(organisationId)
}
