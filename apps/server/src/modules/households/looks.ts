import type { PersonalField, Role } from '@gongjian/domain/vocabulary'
import { likeLiteral, parseSearch } from '@gongjian/domain/search-text'
import sql, { join } from 'sql-template-tag'
import { z } from 'zod'
import { decodeCursor, pageFrom, pageSize } from '../../platform/connection.ts'
import type { Page, PageArguments } from '../../platform/connection.ts'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'
import { visibleHouseholds } from './household-row.ts'

export type LookRow = {
  id: string
  at: Date
  byName: string
  role: Role | null
  organisationName: string | null
  householdId: string
  number: string
  fields: PersonalField[]
  reason: string
}
export const LOOK_ORDERS = ['NEWEST', 'OLDEST'] as const
export type LookOrder = (typeof LOOK_ORDERS)[number]
export type LookFilter = {
  householdId?: string | null | undefined
  /** Of the city's calendar, both included. */
  dayFrom?: string | null | undefined
  dayTo?: string | null | undefined
  /** In who looked and from where, in the number of the case, and in why. */
  search?: string | null | undefined
}
const cursor = z.tuple([z.iso.datetime(), z.string(), z.string()])

/** Who looked at which fields of which case, when and why: from the audit. */
export async function listLooks(
  context: RequestContext,
  page: PageArguments & { order?: LookOrder | null | undefined },
  filter: LookFilter,
): Promise<Page<LookRow>> {
  const size = pageSize(page)
  const after = decodeCursor(page.after, cursor)
  const conditions = [
    sql`e.city_code = ${context.city.code} AND e.subject_kind = 'household' AND e.action = 'household.reveal'`,
    visibleHouseholds(context, 'householdLooks'),
  ]
  if (filter.householdId) conditions.push(sql`e.subject_id = ${filter.householdId}`)
  const { timeZone } = context.city
  if (filter.dayFrom)
    conditions.push(
      sql`e.occurred_at >= (${filter.dayFrom}::date)::timestamp AT TIME ZONE ${timeZone}`,
    )
  if (filter.dayTo)
    conditions.push(
      sql`e.occurred_at < (${filter.dayTo}::date + 1)::timestamp AT TIME ZONE ${timeZone}`,
    )
  const words = parseSearch(filter.search ?? '')
  if (words !== null) {
    const anywhere = `%${likeLiteral(words.text)}%`
    conditions.push(
      sql`(e.actor_name ILIKE ${anywhere} OR o.name ILIKE ${anywhere} OR h.number ILIKE ${anywhere} OR e.event::json -> 'detail' ->> 'reason' ILIKE ${anywhere})`,
    )
  }
  const isNewest = (page.order ?? 'NEWEST') === 'NEWEST'
  if (after) {
    const at = sql`${after[0]}::timestamptz`
    conditions.push(
      sql`(${isNewest ? sql`e.occurred_at < ${at}` : sql`e.occurred_at > ${at}`} OR (e.occurred_at = ${at} AND (e.chain, e.seq) > (${after[1]}, ${after[2]}::bigint)))`,
    )
  }
  const order = isNewest ? sql`e.occurred_at DESC` : sql`e.occurred_at`
  const rows = await rowsOf<LookRow & { chain: string; seq: string }>(
    context.database.pool,
    sql`SELECT e.chain || '/' || e.seq AS id, e.chain, e.seq, e.occurred_at AS at, e.actor_name AS "byName", e.actor_role AS role, o.name AS "organisationName",
          h.id AS "householdId", h.number, e.event::json -> 'detail' -> 'fields' AS fields, e.event::json -> 'detail' ->> 'reason' AS reason
        FROM audit_event e
          JOIN household h ON h.city_code = e.city_code AND h.id = CASE WHEN e.action = 'household.reveal' THEN e.subject_id::uuid END
          JOIN organisation k ON k.city_code = h.city_code AND k.id = h.keeper_id
          LEFT JOIN organisation o ON o.city_code = e.city_code AND o.id = e.organisation_id
        WHERE ${join(conditions, ' AND ')} ORDER BY ${order}, e.chain, e.seq LIMIT ${size + 1}`,
  )
  return pageFrom(
    rows,
    size,
    page.after,
    (row) => [row.at.toISOString(), row.chain, row.seq],
    (row) => row,
  )
}
