import type pg from 'pg'
import sql from 'sql-template-tag'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { NotFound } from '../../platform/failures.ts'
import { firstRowOf } from '../../platform/statement.ts'
import { holderOf, isSameHolder } from './evidence-holder.ts'
import type { EvidenceHolder } from './evidence-holder.ts'

export type AddedEvidence = {
  id: string
  fileName: string
  width: number | null
  height: number | null
  bytes: number
  mediaType: string
  /** Whether it is an appeal's, and lies at another address. */
  ofAppeal: boolean
}

/**
 * The photo or document where it has been sent before, for who sent it. Throws NotFound where the id is of another record or appeal,
 * or another person's, or its file was taken off.
 */
export async function findAdded(
  context: RequestContext,
  id: string,
  holder: EvidenceHolder | null = null,
  client: pg.Pool | pg.PoolClient = context.database.pool,
): Promise<AddedEvidence | null> {
  const row = await firstRowOf<
    Omit<AddedEvidence, 'ofAppeal'> & {
      activityId: string | null
      appealId: string | null
      uploadedById: string
      removed: boolean
    }
  >(
    client,
    sql`SELECT id, activity_id AS "activityId", appeal_id AS "appealId", uploaded_by_id AS "uploadedById", removed_at IS NOT NULL AS removed,
          file_name AS "fileName", width, height, bytes, media_type AS "mediaType"
        FROM evidence WHERE city_code = ${context.city.code} AND id = ${id}::uuid`,
  )
  if (row === null) return null
  const { activityId, appealId, uploadedById, removed, ...added } = row
  const isAnother = holder !== null && !isSameHolder(holder, holderOf({ activityId, appealId }))
  if (isAnother || removed || uploadedById !== actingViewer(context).userId) throw new NotFound()
  return { ...added, ofAppeal: appealId !== null }
}
