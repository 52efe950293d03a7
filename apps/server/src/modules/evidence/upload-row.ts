import { join } from 'node:path'
import type pg from 'pg'
import sql, { empty } from 'sql-template-tag'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { firstRowOf } from '../../platform/statement.ts'

export type UploadRow = {
  id: string
  activityId: string | null
  appealId: string | null
  fileName: string
  caption: string
  bytes: number
  received: number
}

/** Where the file lies while it comes in: on the local disk, also where files are kept elsewhere. */
export const uploadsFolder = (filesDir: string): string => join(filesDir, 'uploads')
export const uploadPath = (
  { config, city }: Pick<RequestContext, 'config' | 'city'>,
  id: string,
): string => join(uploadsFolder(config.filesDir), `${city.code}-${id}.part`)

/** The upload, for nobody but who began it; null where there is none. Locked where it is about to be changed. */
export function findOwnUpload(
  context: RequestContext,
  id: string,
  client: pg.Pool | pg.PoolClient = context.database.pool,
  lock: 'LOCKED' | 'READ' = 'READ',
): Promise<UploadRow | null> {
  return firstRowOf<UploadRow>(
    client,
    sql`SELECT id, activity_id AS "activityId", appeal_id AS "appealId", file_name AS "fileName", caption, bytes, received
        FROM evidence_upload
        WHERE city_code = ${context.city.code} AND id = ${id}::uuid AND uploaded_by_id = ${actingViewer(context).userId}::uuid ${lock === 'READ' ? empty : sql`FOR UPDATE`}`,
  )
}
