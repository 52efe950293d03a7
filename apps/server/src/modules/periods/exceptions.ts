import { isInForce } from '@gongjian/domain/period-rules'
import { scopeOf } from '@gongjian/domain/permission-matrix'
import sql, { join } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { z } from 'zod'
import { decodeCursor, pageFrom, pageSize } from '../../platform/connection.ts'
import type { Page, PageArguments } from '../../platform/connection.ts'
import type { RequestContext } from '../../platform/context.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { visibleActivities } from '../activities/activity-row.ts'
import { organisationJson } from '../organisations/organisation-row.ts'
import type { OrganisationBrief } from '../organisations/organisation-row.ts'

export const EXCEPTION_STATES = ['IN_FORCE', 'EXPIRED', 'REVOKED'] as const
export type ExceptionState = (typeof EXCEPTION_STATES)[number]

export type ExceptionRow = {
  id: string
  year: number
  quarter: number | null
  organisation: OrganisationBrief | null
  activity: { id: string; title: string } | null
  reason: string
  until: string
  grantedByName: string
  grantedAt: Date
  revokedByName: string | null
  revokedAt: Date | null
  revokeReason: string | null
}

/** An exception ends by itself: whether it has is not stored, but asked of the day. */
export function stateOf({ revokedAt, until }: ExceptionRow, today: string): ExceptionState {
  if (revokedAt !== null) return 'REVOKED'
  return isInForce({ until }, today) ? 'IN_FORCE' : 'EXPIRED'
}

const columns = sql`e.id, e.year, e.quarter, CASE WHEN o.id IS NULL THEN NULL ELSE ${organisationJson('o')} END AS organisation,
  CASE WHEN t.id IS NULL THEN NULL ELSE json_build_object('id', t.id, 'title', t.title) END AS activity, e.reason, e.until,
  e.granted_by_name AS "grantedByName", e.granted_at AS "grantedAt", e.revoked_by_name AS "revokedByName", e.revoked_at AS "revokedAt", e.revoke_reason AS "revokeReason"`
const tables = sql`period_exception e LEFT JOIN organisation o ON o.city_code = e.city_code AND o.id = e.organisation_id
  LEFT JOIN activity t ON t.city_code = e.city_code AND t.id = e.activity_id`

/** Those for the viewer's own organisation, for one above it or below it, and for records in sight; for the city, all. */
function visibleExceptions({ viewer }: RequestContext): Sql {
  const assignment = viewer?.assignment
  if (!assignment) return sql`false`
  switch (scopeOf('periodExceptions', assignment.role)) {
    case 'CITY':
      return sql`true`
    case 'NONE':
      return sql`false`
    default:
      return sql`(starts_with(o.path, ${assignment.path}) OR starts_with(${assignment.path}, o.path) OR (t.id IS NOT NULL AND ${visibleActivities(viewer)}))`
  }
}

export type ExceptionFilter = {
  year?: number | null | undefined
  state?: ExceptionState | null | undefined
}
const cursor = z.tuple([z.iso.datetime(), z.uuid()])

/** Exceptions in sight, the newest first. */
export async function listExceptions(
  context: RequestContext,
  page: PageArguments,
  filter: ExceptionFilter,
): Promise<Page<ExceptionRow>> {
  const size = pageSize(page)
  const after = decodeCursor(page.after, cursor)
  const conditions = [sql`e.city_code = ${context.city.code}`, visibleExceptions(context)]
  if (filter.year) conditions.push(sql`e.year = ${filter.year}`)
  if (filter.state === 'REVOKED') conditions.push(sql`e.revoked_at IS NOT NULL`)
  if (filter.state === 'IN_FORCE')
    conditions.push(sql`e.revoked_at IS NULL AND e.until >= ${context.today}::date`)
  if (filter.state === 'EXPIRED')
    conditions.push(sql`e.revoked_at IS NULL AND e.until < ${context.today}::date`)
  if (after)
    conditions.push(sql`(e.granted_at, e.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`)
  const rows = await rowsOf<ExceptionRow>(
    context.database.pool,
    sql`SELECT ${columns} FROM ${tables} WHERE ${join(conditions, ' AND ')} ORDER BY e.granted_at DESC, e.id DESC LIMIT ${size + 1}`,
  )
  return pageFrom(
    rows,
    size,
    page.after,
    (row) => [row.grantedAt.toISOString(), row.id],
    (row) => row,
  )
}

export function findException(context: RequestContext, id: string): Promise<ExceptionRow | null> {
  return firstRowOf<ExceptionRow>(
    context.database.pool,
    sql`SELECT ${columns} FROM ${tables} WHERE e.city_code = ${context.city.code} AND e.id = ${id}::uuid AND ${visibleExceptions(context)}`,
  )
}
