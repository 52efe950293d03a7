import type { PersonalField, Role } from '@gongjian/domain/vocabulary'
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
const cursor = z.tuple([z.iso.datetime(), z.string(), z.string()])

/** Who looked at which fields of which case, when and why: from the audit, the newest first. */
export async function listLooks(
  context: RequestContext,
  page: PageArguments,
  filter: { householdId?: string | null | undefined },
): Promise<Page<LookRow>> {
  const size = pageSize(page)
  const after = decodeCursor(page.after, cursor)
  const conditions = [
    sql`e.city_code = ${context.city.code} AND e.subject_kind = 'household' AND e.action = 'household.reveal'`,
    visibleHouseholds(context, 'householdLooks'),
  ]
  if (filter.householdId) conditions.push(sql`e.subject_id = ${filter.householdId}`)
  if (after)
    conditions.push(
      sql`(e.occurred_at < ${after[0]}::timestamptz OR (e.occurred_at = ${after[0]}::timestamptz AND (e.chain, e.seq) > (${after[1]}, ${after[2]}::bigint)))`,
    )
  const rows = await rowsOf<LookRow & { chain: string; seq: string }>(
    context.database.pool,
    sql`SELECT e.chain || '/' || e.seq AS id, e.chain, e.seq, e.occurred_at AS at, e.actor_name AS "byName", e.actor_role AS role, o.name AS "organisationName",
          h.id AS "householdId", h.number, e.event::json -> 'detail' -> 'fields' AS fields, e.event::json -> 'detail' ->> 'reason' AS reason
        FROM audit_event e
          JOIN household h ON h.city_code = e.city_code AND h.id = CASE WHEN e.action = 'household.reveal' THEN e.subject_id::uuid END
          JOIN organisation k ON k.city_code = h.city_code AND k.id = h.keeper_id
          LEFT JOIN organisation o ON o.city_code = e.city_code AND o.id = e.organisation_id
        WHERE ${join(conditions, ' AND ')} ORDER BY e.occurred_at DESC, e.chain, e.seq LIMIT ${size + 1}`,
  )
  return pageFrom(
    rows,
    size,
    page.after,
    (row) => [row.at.toISOString(), row.chain, row.seq],
    (row) => row,
  )
}
