import type pg from 'pg'
import sql from 'sql-template-tag'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { NotFound } from '../../platform/failures.ts'
import { firstRowOf } from '../../platform/statement.ts'

export type AddedEvidence = {
  id: string
  fileName: string
  width: number | null
  height: number | null
  bytes: number
  mediaType: string
}

/**
 * The photo or document where it has been sent before, for who sent it. Throws NotFound where the id is another record's
 * or another person's, or its file was taken off.
 */
export async function findAdded(
  context: RequestContext,
  id: string,
  activityId: string | null = null,
  client: pg.Pool | pg.PoolClient = context.database.pool,
): Promise<AddedEvidence | null> {
  const row = await firstRowOf<
    AddedEvidence & { activityId: string; uploadedById: string; removed: boolean }
  >(
    client,
    sql`SELECT id, activity_id AS "activityId", uploaded_by_id AS "uploadedById", removed_at IS NOT NULL AS removed,
          file_name AS "fileName", width, height, bytes, media_type AS "mediaType"
        FROM evidence WHERE city_code = ${context.city.code} AND id = ${id}::uuid`,
  )
  if (row === null) return null
  const { activityId: recordId, uploadedById, removed, ...added } = row
  const isAnother = activityId !== null && recordId !== activityId
  if (isAnother || removed || uploadedById !== actingViewer(context).userId) throw new NotFound()
  return added
}
