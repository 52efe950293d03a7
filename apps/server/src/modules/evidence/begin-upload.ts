import { cleanLine } from '@gongjian/domain/clean-text'
import { EVIDENCE_LIMITS, UPLOAD_LIMITS } from '@gongjian/domain/evidence-files'
import sql from 'sql-template-tag'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { findAdded } from './added-evidence.ts'
import type { AddedEvidence } from './added-evidence.ts'
import { holderOf, isSameHolder, lockHolder, refuseBeyondHolder } from './evidence-holder.ts'
import type { EvidenceHolder } from './evidence-holder.ts'
import { inRecordTransaction } from './record-of-evidence.ts'
import { findOwnUpload } from './upload-row.ts'

export type UploadBeginning = {
  id: string
  holder: EvidenceHolder
  fileName: string
  caption: string
  bytes: number
}

/**
 * Begins an upload, or finds the one that was broken off: from where it goes on, or what it has become already.
 * Throws NotFound (also for the id of somebody else), Refused, InvalidInput.
 */
export async function beginUpload(
  context: RequestContext,
  beginning: UploadBeginning,
): Promise<{ received: number; added: AddedEvidence | null }> {
  const { id, holder, bytes } = beginning
  const caption = cleanLine(beginning.caption, { maximum: EVIDENCE_LIMITS.captionLength })
  if (!caption.ok)
    throw new InvalidInput([
      { path: 'caption', code: caption.code, values: { maximum: caption.maximum } },
    ])
  return inRecordTransaction(context, async (client) => {
    const locked = await lockHolder(client, context, holder)
    const added = await findAdded(context, id, holder, client)
    if (added !== null) return { received: added.bytes, added }
    const known = await findOwnUpload(context, id, client, 'LOCKED')
    if (known !== null) {
      // The same id for another file would be a file of two halves.
      if (!isSameHolder(holderOf(known), holder) || known.bytes !== bytes) throw new NotFound()
      return { received: known.received, added: null }
    }
    refuseSize(bytes)
    await refuseBeyondHolder(context, client, id, locked)
    await refuseBeyondQuota(context, client, bytes)
    const begun = await rowsOf(
      client,
      sql`INSERT INTO evidence_upload (city_code, id, activity_id, appeal_id, file_name, caption, bytes, received, uploaded_by_id, touched_at)
          VALUES (${context.city.code}, ${id}::uuid, ${locked.activityId}::uuid, ${locked.appealId}::uuid, ${nameOf(beginning.fileName)}, ${caption.value}, ${bytes}, 0, ${actingViewer(context).userId}::uuid, ${context.now})
          ON CONFLICT (city_code, id) DO NOTHING RETURNING id`,
    )
    if (begun.length === 0) throw new NotFound()
    return { received: 0, added: null }
  })
}

function refuseSize(bytes: number): void {
  if (bytes === 0) throw new Refused('FILE_EMPTY')
  if (bytes > EVIDENCE_LIMITS.bytes)
    throw new Refused('FILE_TOO_LARGE', { megabytes: EVIDENCE_LIMITS.bytes / 1024 / 1024 })
}

async function refuseBeyondQuota(
  context: RequestContext,
  client: Parameters<typeof firstRowOf>[0],
  bytes: number,
): Promise<void> {
  const { userId } = actingViewer(context)
  // One person's beginnings come one after the other, also for different records.
  await rowsOf(client, sql`SELECT pg_advisory_xact_lock(hashtext(${`upload ${userId}`}))`)
  const used = await firstRowOf<{ unfinished: number; unfinishedBytes: string; ofDay: string }>(
    client,
    sql`SELECT count(*)::int AS unfinished, coalesce(sum(bytes), 0)::text AS "unfinishedBytes",
          (SELECT coalesce(sum(bytes), 0)::text FROM evidence WHERE city_code = ${context.city.code} AND uploaded_by_id = ${userId}::uuid AND uploaded_at > ${context.now}::timestamptz - interval '24 hours') AS "ofDay"
        FROM evidence_upload WHERE city_code = ${context.city.code} AND uploaded_by_id = ${userId}::uuid`,
  )
  if (used === null) return
  if (
    used.unfinished >= UPLOAD_LIMITS.unfinished ||
    Number(used.unfinishedBytes) + bytes > UPLOAD_LIMITS.unfinishedBytes
  )
    throw new Refused('TOO_MANY_UPLOADS', { days: UPLOAD_LIMITS.daysKept })
  if (Number(used.ofDay) + Number(used.unfinishedBytes) + bytes > UPLOAD_LIMITS.bytesOfDay)
    throw new Refused('UPLOADS_OF_DAY', { megabytes: UPLOAD_LIMITS.bytesOfDay / 1024 / 1024 })
}

/** The name as the sender's device gave it, without folders: shown, never used as a path. */
function nameOf(fileName: string): string {
  const last = fileName.split(/[\\/]/).at(-1) ?? ''
  const name = cleanLine([...last].slice(-EVIDENCE_LIMITS.fileNameLength).join(''), {
    maximum: EVIDENCE_LIMITS.fileNameLength,
  })
  return name.ok && name.value !== '' ? name.value : 'file'
}
