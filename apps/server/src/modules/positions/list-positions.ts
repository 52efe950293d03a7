import { likeLiteral, parseSearch } from '@gongjian/domain/search-text'
import type { Role } from '@gongjian/domain/vocabulary'
import sql, { join } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { z } from 'zod'
import { decodeCursor, pageFrom, pageSize } from '../../platform/connection.ts'
import type { Page, PageArguments } from '../../platform/connection.ts'
import type { RequestContext } from '../../platform/context.ts'
import { soundsLike } from '../../platform/sounds-like.ts'
import { rowsOf } from '../../platform/statement.ts'
import { positionColumns } from './position-rows.ts'
import type { PositionRow } from './position-rows.ts'

export const POSITION_ORDERS = ['ORGANISATION', 'ROLE'] as const
export type PositionOrder = (typeof POSITION_ORDERS)[number]
export type PositionFilter = {
  search?: string | null | undefined
  role?: Role | null | undefined
  organisationId?: string | null | undefined
  /** Nobody holds it today. */
  vacant?: boolean | null | undefined
  /** A deputy acts in it today. */
  deputised?: boolean | null | undefined
}
type Row = PositionRow & { path: string; rank: number }
const cursor = z.tuple([z.number(), z.string(), z.uuid()])

/** The positions of the city, by their organisation's place in the tree, or by role first. */
export async function listPositions(
  context: RequestContext,
  page: PageArguments,
  filter: PositionFilter,
  order: PositionOrder,
): Promise<Page<PositionRow>> {
  const size = pageSize(page)
  const { today } = context
  const city = context.city.code
  const rank = order === 'ROLE' ? sql`array_position(enum_range(NULL::role), p.role)` : sql`0`
  const conditions: Sql[] = [sql`p.city_code = ${city}`]
  const held = sql`SELECT FROM role_assignment a JOIN user_account u ON u.id = a.user_id WHERE a.city_code = p.city_code AND a.position_id = p.id`
  const isToday = sql`a.valid_from <= ${today}::date AND (a.valid_to IS NULL OR a.valid_to >= ${today}::date)`
  const search = parseSearch(filter.search ?? '')
  if (search !== null) {
    const anywhere = `%${likeLiteral(search.text)}%`
    conditions.push(
      sql`(o.name ILIKE ${anywhere} OR lower(o.code) LIKE lower(${anywhere}) OR o.pinyin_initials LIKE ${anywhere} OR EXISTS (${held} AND (u.name ILIKE ${anywhere} OR ${soundsLike(sql`u.name`, search.text)} OR u.account LIKE ${anywhere})))`,
    )
  }
  if (filter.role) conditions.push(sql`p.role = ${filter.role}::role`)
  if (filter.organisationId)
    conditions.push(
      sql`starts_with(o.path, (SELECT x.path FROM organisation x WHERE x.city_code = ${city} AND x.id = ${filter.organisationId}::uuid))`,
    )
  if (filter.vacant)
    conditions.push(sql`NOT EXISTS (${held} AND ${isToday} AND u.disabled_at IS NULL)`)
  if (filter.deputised)
    conditions.push(
      sql`EXISTS (SELECT FROM acting_role d WHERE d.city_code = p.city_code AND d.position_id = p.id AND d.deputy_for_id IS NOT NULL AND d.valid_from <= ${today}::date AND (d.valid_to IS NULL OR d.valid_to >= ${today}::date))`,
    )
  const after = decodeCursor(page.after, cursor)
  if (after !== null)
    conditions.push(
      order === 'ROLE'
        ? sql`(${rank}, o.path COLLATE "C", p.id) > (${after[0]}::int, ${after[1]}::text, ${after[2]}::uuid)`
        : sql`(o.path COLLATE "C" >= ${after[1]} AND (o.path COLLATE "C", p.id) > (${after[1]}::text, ${after[2]}::uuid))`,
    )
  const rows = await rowsOf<Row>(
    context.database.pool,
    sql`SELECT ${positionColumns}, o.path, ${rank} AS rank FROM position p JOIN organisation o ON o.city_code = p.city_code AND o.id = p.organisation_id
        WHERE ${join(conditions, ' AND ')} ORDER BY rank, o.path COLLATE "C", p.id LIMIT ${size + 1}`,
  )
  return pageFrom(
    rows,
    size,
    page.after,
    (row) => [row.rank, row.path, row.id],
    (row) => row,
  )
}
