import { reachesPairing } from '@gongjian/domain/donation-drive'
import { likeLiteral, parseSearch } from '@gongjian/domain/search-text'
import sql, { join } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { z } from 'zod'
import { decodeCursor, pageFrom, pageSize } from '../../platform/connection.ts'
import type { Page, PageArguments } from '../../platform/connection.ts'
import { loaderOf } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { organisationJson } from '../organisations/organisation-row.ts'
import type { OrganisationBrief } from '../organisations/organisation-row.ts'

export type DriveRow = {
  id: string
  name: string
  purpose: string
  opensOn: string
  closesOn: string
  organiser: OrganisationBrief
  zoneId: string | null
  version: number
}
export type DriveFilter = {
  search?: string | null | undefined
  /** Only those that are open on the day. */
  openOn?: string | null | undefined
  /** Only those that donations under the pairing may belong to. */
  pairingId?: string | null | undefined
  dayFrom?: string | null | undefined
  dayTo?: string | null | undefined
}

const columns = sql`v.id, v.name, v.purpose, v.opens_on AS "opensOn", v.closes_on AS "closesOn", ${organisationJson('w')} AS organiser, v.zone_id AS "zoneId", v.version`
const tables = sql`donation_drive v JOIN organisation w ON w.city_code = v.city_code AND w.id = v.organiser_id`

const drivesWhere = (context: RequestContext, condition: Sql) =>
  rowsOf<DriveRow>(
    context.database.pool,
    sql`SELECT ${columns} FROM ${tables} WHERE v.city_code = ${context.city.code} AND ${condition} ORDER BY v.opens_on DESC, v.id`,
  )

export const allDrives = (context: RequestContext): Promise<DriveRow[]> =>
  drivesWhere(context, sql`true`)

/** The drives that donations under the pairing may belong to, whatever the day. */
export async function drivesFor(
  context: RequestContext,
  { communitySide, zoneId }: { communitySide: { path: string }; zoneId: string | null },
): Promise<DriveRow[]> {
  const drives = await allDrives(context)
  return drives.filter((drive) =>
    reachesPairing(
      { organiserPath: drive.organiser.path, zoneId: drive.zoneId },
      { communitySidePath: communitySide.path, zoneId },
    ),
  )
}

const cursor = z.tuple([z.iso.date(), z.uuid()])

/** Drives, the latest first. */
export async function listDrives(
  context: RequestContext,
  page: PageArguments,
  filter: DriveFilter,
): Promise<Page<DriveRow>> {
  const size = pageSize(page)
  const city = context.city.code
  const conditions: Sql[] = [sql`v.city_code = ${city}`]
  const search = parseSearch(filter.search ?? '')
  if (search !== null) conditions.push(sql`v.name ILIKE ${`%${likeLiteral(search.text)}%`}`)
  if (filter.openOn) conditions.push(sql`${filter.openOn}::date BETWEEN v.opens_on AND v.closes_on`)
  if (filter.dayFrom) conditions.push(sql`v.closes_on >= ${filter.dayFrom}::date`)
  if (filter.dayTo) conditions.push(sql`v.opens_on <= ${filter.dayTo}::date`)
  if (filter.pairingId) {
    const zone = sql`(SELECT z.zone_id FROM zone_membership z WHERE z.city_code = p.city_code AND z.agency_id = coalesce(a.parent_id, a.id) AND z.valid_from <= ${context.today}::date AND (z.valid_to IS NULL OR z.valid_to >= ${context.today}::date) LIMIT 1)`
    conditions.push(
      sql`EXISTS (SELECT FROM pairing p JOIN organisation a ON a.city_code = p.city_code AND a.id = p.agency_side_id JOIN organisation c ON c.city_code = p.city_code AND c.id = p.community_side_id
          WHERE p.city_code = ${city} AND p.id = ${filter.pairingId}::uuid AND CASE WHEN v.zone_id IS NULL THEN starts_with(c.path, w.path) ELSE v.zone_id = ${zone} END)`,
    )
  }
  const after = decodeCursor(page.after, cursor)
  if (after)
    conditions.push(
      sql`(v.opens_on < ${after[0]}::date OR (v.opens_on = ${after[0]}::date AND v.id > ${after[1]}::uuid))`,
    )
  const rows = await rowsOf<DriveRow>(
    context.database.pool,
    sql`SELECT ${columns} FROM ${tables} WHERE ${join(conditions, ' AND ')} ORDER BY v.opens_on DESC, v.id LIMIT ${size + 1}`,
  )
  return pageFrom(
    rows,
    size,
    page.after,
    (row) => [row.opensOn, row.id],
    (row) => row,
  )
}

export function loadDrive(context: RequestContext, id: string): Promise<DriveRow | null> {
  return loaderOf<string, DriveRow>(context, 'donation drive by id', async (ids) => {
    const rows = await drivesWhere(context, sql`v.id = ANY(${[...ids]}::uuid[])`)
    return new Map(rows.map((row) => [row.id, row]))
  }).load(id)
}

/** First and last day of what belongs to the drive, or null. */
export async function daysInUse(
  { database, city }: RequestContext,
  id: string,
): Promise<{ from: string; to: string } | null> {
  const row = await firstRowOf<{ from: string | null; to: string | null }>(
    database.pool,
    sql`SELECT min(t.day)::date AS "from", max(t.day)::date AS "to" FROM donation d JOIN activity t ON t.city_code = d.city_code AND t.id = d.activity_id
        WHERE d.city_code = ${city.code} AND d.drive_id = ${id}::uuid AND t.status <> 'WITHDRAWN'`,
  )
  return row?.from && row.to ? { from: row.from, to: row.to } : null
}
