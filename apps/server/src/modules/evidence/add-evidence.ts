import { communityChain } from '@gongjian/domain/audit-event'
import { cleanLine } from '@gongjian/domain/clean-text'
import { fingerprintBands } from '@gongjian/domain/photo-fingerprint'
import sql from 'sql-template-tag'
import { appendAudit } from '../../platform/audit.ts'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { EVIDENCE_LIMITS } from './evidence-limits.ts'
import { readPhoto } from './read-photo.ts'
import { lockRecordForEvidence } from './record-of-evidence.ts'
import { storePhoto } from './stored-files.ts'

export type Upload = {
  id: string
  activityId: string
  fileName: string
  caption: string
  data: Buffer
}
export type AddedEvidence = {
  id: string
  width: number
  height: number
  bytes: number
  mediaType: string
}

/**
 * Keeps a photo with its record. The id is the client's: the same again is the same photo.
 * Throws NotFound, Refused (also for what is no photo), InvalidInput.
 */
export async function addEvidence(context: RequestContext, upload: Upload): Promise<AddedEvidence> {
  const { pool } = context.database
  // The rules are asked before the work of decoding, and again with the record locked.
  await inTransaction(pool, (client) => lockRecordForEvidence(client, context, upload.activityId))
  const known = await findAdded(context, upload)
  if (known !== null) return known

  const caption = cleanLine(upload.caption, { maximum: EVIDENCE_LIMITS.captionLength })
  if (!caption.ok)
    throw new InvalidInput([
      { path: 'caption', code: caption.code, values: { maximum: caption.maximum } },
    ])
  const photo = await readPhoto(upload.data)
  await storePhoto(context.config.filesDir, photo)

  await inTransaction(pool, async (client) => {
    const record = await lockRecordForEvidence(client, context, upload.activityId)
    const counted = await firstRowOf<{ count: number }>(
      client,
      sql`SELECT count(*)::int AS count FROM evidence WHERE city_code = ${context.city.code} AND activity_id = ${record.id}::uuid AND removed_at IS NULL AND id <> ${upload.id}::uuid`,
    )
    if ((counted?.count ?? 0) >= EVIDENCE_LIMITS.eachRecord)
      throw new Refused('TOO_MANY_PHOTOS', { maximum: EVIDENCE_LIMITS.eachRecord })
    const added = await rowsOf(
      client,
      sql`INSERT INTO evidence (city_code, id, activity_id, file_name, media_type, bytes, width, height, sha256, fingerprint, fingerprint_bands, caption, taken_at, uploaded_by_id, uploaded_at)
          VALUES (${context.city.code}, ${upload.id}::uuid, ${record.id}::uuid, ${storedName(upload.fileName)}, ${photo.mediaType}, ${photo.data.length}, ${photo.width}, ${photo.height}, ${photo.sha256}, ${photo.fingerprint}, ${photo.fingerprint === null ? [] : fingerprintBands(photo.fingerprint)}::int[], ${caption.value},
            ${photo.takenAtLocal}::timestamp AT TIME ZONE ${context.city.timeZone}, ${actingViewer(context).userId}::uuid, ${context.now})
          ON CONFLICT (city_code, id) DO NOTHING RETURNING id`,
    )
    if (added.length === 0) return
    await appendAudit(client, context, {
      chain: communityChain(record.communitySide.code),
      action: 'evidence.add',
      subjectKind: 'activity',
      subjectId: record.id,
      detail: {
        evidenceId: upload.id,
        sha256: photo.sha256,
        mediaType: photo.mediaType,
        bytes: photo.data.length,
      },
    })
  })
  const added = await findAdded(context, upload)
  if (added === null) throw new NotFound()
  return added
}

/** The photo where it has been sent before; NotFound where the id is another record's or was removed. */
async function findAdded(
  context: RequestContext,
  { id, activityId }: Upload,
): Promise<AddedEvidence | null> {
  const row = await firstRowOf<AddedEvidence & { activityId: string; removed: boolean }>(
    context.database.pool,
    sql`SELECT id, activity_id AS "activityId", removed_at IS NOT NULL AS removed, width, height, bytes, media_type AS "mediaType"
        FROM evidence WHERE city_code = ${context.city.code} AND id = ${id}::uuid`,
  )
  if (row === null) return null
  const { activityId: recordId, removed, ...added } = row
  if (recordId !== activityId || removed) throw new NotFound()
  return added
}

/** The name as the sender's device gave it, without folders: shown, never used as a path. */
function storedName(fileName: string): string {
  const last = fileName.split(/[\\/]/).at(-1) ?? ''
  const name = cleanLine([...last].slice(-EVIDENCE_LIMITS.fileNameLength).join(''), {
    maximum: EVIDENCE_LIMITS.fileNameLength,
  })
  return name.ok && name.value !== '' ? name.value : 'photo'
}
