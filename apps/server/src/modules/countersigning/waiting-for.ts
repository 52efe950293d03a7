import { sideOfRole } from '@gongjian/domain/activity-actions'
import { scopeOf } from '@gongjian/domain/permission-matrix'
import sql from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { firstRowOf } from '../../platform/statement.ts'
import { isBelow } from '../activities/activity-row.ts'

/** Records (alias t) that wait for a signature of the viewer's side, and that the viewer has not had a hand in. */
export function waitsForSignatureOf(context: RequestContext): Sql {
  const { userId, assignment } = actingViewer(context)
  const side = sideOfRole(assignment.role)
  if (side === null) return sql`false`
  // Literals, so that the inbox's own index is found.
  const unsigned =
    side === 'AGENCY_SIDE'
      ? sql`t.direction <> 'AGENCY_TO_COMMUNITY' AND t.signed_side IS DISTINCT FROM 'AGENCY_SIDE'`
      : sql`t.direction <> 'COMMUNITY_TO_AGENCY' AND t.signed_side IS DISTINCT FROM 'COMMUNITY_SIDE'`
  // A deputy and who is on leave count as one.
  const people = sql`${[userId, ...(assignment.deputyFor === null ? [] : [assignment.deputyFor.id])]}::uuid[]`
  return sql`(t.status = 'SUBMITTED' AND ${unsigned} AND t.created_by_id <> ALL(${people}) AND t.submitted_by_id <> ALL(${people})
    AND (t.signed_side IS NULL OR t.decided_by_id <> ALL(${people})))`
}

/** How many records wait for the reader's signature. */
export async function waitingFor(context: RequestContext): Promise<number> {
  const assignment = context.viewer?.assignment
  if (!assignment || scopeOf('countersignActivity', assignment.role) === 'NONE') return 0
  const { path, role } = assignment
  const sidePath =
    sideOfRole(role) === 'AGENCY_SIDE' ? sql`t.agency_side_path` : sql`t.community_side_path`
  const row = await firstRowOf<{ waiting: number }>(
    context.database.pool,
    sql`SELECT count(*)::int AS waiting FROM activity t WHERE t.city_code = ${context.city.code} AND ${isBelow(sidePath, path)} AND ${waitsForSignatureOf(context)}`,
  )
  return row?.waiting ?? 0
}
