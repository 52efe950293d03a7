import { scopeOf } from '@gongjian/domain/permission-matrix'
import sql from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { firstRowOf } from '../../platform/statement.ts'

/** How many records wait for the reader: to countersign (not their own), or returned to correct. */
export async function waitingFor({ viewer, database, city }: RequestContext): Promise<number> {
  const assignment = viewer?.assignment
  if (!viewer || !assignment) return 0
  const below = `${assignment.path}%`
  const what =
    scopeOf('countersignActivity', assignment.role) !== 'NONE'
      ? sql`status = 'SUBMITTED' AND community_side_path LIKE ${below} AND submitted_by_id <> ${viewer.userId}::uuid AND created_by_id <> ${viewer.userId}::uuid`
      : scopeOf('submitActivity', assignment.role) !== 'NONE'
        ? sql`status = 'RETURNED' AND agency_side_path LIKE ${below}`
        : null
  if (what === null) return 0
  const row = await firstRowOf<{ waiting: number }>(
    database.pool,
    sql`SELECT count(*)::int AS waiting FROM activity WHERE city_code = ${city.code} AND ${what}`,
  )
  return row?.waiting ?? 0
}
