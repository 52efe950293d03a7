import { rm } from 'node:fs/promises'
import sql from 'sql-template-tag'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'
import { uploadPath } from './upload-row.ts'

/** Gives up one's own upload, or clears away what is finished; once more is the same as once. */
export async function endUpload(context: RequestContext, id: string): Promise<void> {
  const ended = await rowsOf(
    context.database.pool,
    sql`DELETE FROM evidence_upload WHERE city_code = ${context.city.code} AND id = ${id}::uuid AND uploaded_by_id = ${actingViewer(context).userId}::uuid RETURNING id`,
  )
  if (ended.length === 1) await rm(uploadPath(context, id), { force: true })
}
