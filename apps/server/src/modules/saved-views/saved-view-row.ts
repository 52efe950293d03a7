import { outdatedFields } from '@gongjian/domain/saved-view'
import type { SavedSearch, SavedViewRoute, SavedViewSharing } from '@gongjian/domain/saved-view'
import { likeLiteral } from '@gongjian/domain/search-text'
import sql, { join } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { z } from 'zod'
import { decodeCursor, pageFrom, pageSize } from '../../platform/connection.ts'
import type { Page, PageArguments } from '../../platform/connection.ts'
import { signedInViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { indicatorsOf } from '../catalogue/catalogue-rows.ts'
import { organisationJson } from '../organisations/organisation-row.ts'
import type { OrganisationBrief } from '../organisations/organisation-row.ts'

export type SavedViewRow = {
  id: string
  ownerId: string
  ownerName: string
  route: SavedViewRoute
  name: string
  search: SavedSearch
  sharing: SavedViewSharing
  organisation: OrganisationBrief
  version: number
  updatedAt: Date
}
const select = sql`SELECT v.id, v.owner_id AS "ownerId", u.name AS "ownerName", v.route, v.name, v.search, v.sharing, ${organisationJson('o')} AS organisation, v.version, v.updated_at AS "updatedAt"
  FROM saved_view v JOIN user_account u ON u.id = v.owner_id JOIN organisation o ON o.city_code = v.city_code AND o.id = v.organisation_id`

/** What the reader finds: their own, what is shared in the organisation that they act for, and what the city shares. */
function inSight(context: RequestContext): Sql {
  const { userId, assignment } = signedInViewer(context)
  return sql`(v.owner_id = ${userId}::uuid OR v.sharing = 'CITY' OR (v.sharing = 'ORGANISATION' AND v.organisation_id = ${assignment?.organisationId ?? null}::uuid))`
}

/** A view in sight of the reader, or null. */
export const findSavedView = (context: RequestContext, id: string): Promise<SavedViewRow | null> =>
  firstRowOf<SavedViewRow>(
    context.database.pool,
    sql`${select} WHERE v.city_code = ${context.city.code} AND v.id = ${id}::uuid AND ${inSight(context)}`,
  )

export const SAVED_VIEW_ORDERS = ['NAME', 'NEWEST'] as const
export type SavedViewOrder = (typeof SAVED_VIEW_ORDERS)[number]
export type SavedViewFilter = {
  route?: SavedViewRoute | null | undefined
  mine?: boolean | null | undefined
  search?: string | null | undefined
}
const cursor = z.tuple([z.string(), z.uuid()])

/** The views in sight, by name or the newest first. */
export async function listSavedViews(
  context: RequestContext,
  { order, ...page }: PageArguments & { order?: SavedViewOrder | null | undefined },
  filter: SavedViewFilter,
): Promise<Page<SavedViewRow>> {
  const size = pageSize(page)
  const { userId } = signedInViewer(context)
  const conditions = [sql`v.city_code = ${context.city.code}`, inSight(context)]
  if (filter.route) conditions.push(sql`v.route = ${filter.route}::saved_view_route`)
  if (filter.mine === true) conditions.push(sql`v.owner_id = ${userId}::uuid`)
  if (filter.mine === false) conditions.push(sql`v.owner_id <> ${userId}::uuid`)
  if (filter.search) conditions.push(sql`v.name ILIKE ${`%${likeLiteral(filter.search)}%`}`)
  const byName = order !== 'NEWEST'
  const after = decodeCursor(page.after, cursor)
  if (after)
    conditions.push(
      byName
        ? sql`(v.name, v.id) > (${after[0]}, ${after[1]}::uuid)`
        : sql`(v.updated_at, v.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`,
    )
  const rows = await rowsOf<SavedViewRow>(
    context.database.pool,
    sql`${select} WHERE ${join(conditions, ' AND ')} ORDER BY ${byName ? sql`v.name, v.id` : sql`v.updated_at DESC, v.id DESC`} LIMIT ${size + 1}`,
  )
  return pageFrom(
    rows,
    size,
    page.after,
    ({ name, updatedAt, id }) => [byName ? name : updatedAt.toISOString(), id],
    (row) => row,
  )
}

/** Fields of the view that mean nothing any more. */
export async function outdatedIn(
  context: RequestContext,
  { route, search }: SavedViewRow,
): Promise<string[]> {
  const indicators = new Set((await indicatorsOf(context)).map(({ code }) => code))
  return outdatedFields(route, search, indicators)
}
