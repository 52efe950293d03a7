import { sideOfRole } from '@gongjian/domain/activity-actions'
import sql from 'sql-template-tag'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { Refused } from '../../platform/failures.ts'
import { rowsOf } from '../../platform/statement.ts'

/** Notes that a workbook came in and is going to be read. */
export async function beginImport(
  context: RequestContext,
  id: string,
  fileName: string,
  fileHash: string,
): Promise<void> {
  const { userId, assignment } = actingViewer(context)
  const side = sideOfRole(assignment.role)
  if (side === null) throw new Refused('ROLE_MAY_NOT')
  await rowsOf(
    context.database.pool,
    sql`INSERT INTO import (city_code, id, created_by_id, scope_path, side, file_name, file_hash, heads, state, good_rows, bad_rows, created_at)
        VALUES (${context.city.code}, ${id}::uuid, ${userId}::uuid, ${assignment.path}, ${side}::rollup_side, ${fileName}, ${fileHash}, '{}', 'READING', 0, 0, ${context.now})`,
  )
}
