import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { isPhotoType, nameForType } from '@gongjian/domain/evidence-files'
import type { EvidenceType } from '@gongjian/domain/evidence-files'
import { fingerprintBands } from '@gongjian/domain/photo-fingerprint'
import sql from 'sql-template-tag'
import { appendAudit } from '../../platform/audit.ts'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { NotFound, Refused } from '../../platform/failures.ts'
import { rowsOf } from '../../platform/statement.ts'
import { findAdded } from './added-evidence.ts'
import type { AddedEvidence } from './added-evidence.ts'
import { endUpload } from './end-upload.ts'
import { inTurn } from './in-turn.ts'
import { recogniseFile } from './recognise-file.ts'
import { holderOf, lockHolder, refuseBeyondHolder } from './evidence-holder.ts'
import { inRecordTransaction } from './record-of-evidence.ts'
import { storeEvidence } from './stored-files.ts'
import { findOwnUpload, uploadPath } from './upload-row.ts'
import type { UploadRow } from './upload-row.ts'

/** The file as it is kept: a photo upright and without what the camera wrote beside it, a document as it came. */
type Kept = {
  path: string
  mediaType: EvidenceType
  sha256: string
  bytes: number
  thumbnail: Buffer | null
  fingerprint: string | null
  width: number | null
  height: number | null
  takenAtLocal: string | null
}

const underWay = new Map<string, Promise<AddedEvidence>>()

/**
 * Makes the upload, once all of it has come, a photo or document of its record or appeal. Once more, also at the same moment, is
 * the same as once. Throws NotFound, Refused (also for what is neither photo nor document).
 */
export function finishUpload(context: RequestContext, id: string): Promise<AddedEvidence> {
  const name = `${context.city.code} ${actingViewer(context).userId} ${id}`
  const running = underWay.get(name)
  if (running !== undefined) return running
  const finishing = finish(context, id).finally(() => underWay.delete(name))
  underWay.set(name, finishing)
  return finishing
}

async function finish(context: RequestContext, id: string): Promise<AddedEvidence> {
  const upload = await findOwnUpload(context, id)
  if (upload === null) {
    const added = await findAdded(context, id)
    if (added === null) throw new NotFound()
    return added
  }
  // The rules are asked before the work of decoding, and again with the record locked.
  await inRecordTransaction(context, (client) => lockHolder(client, context, holderOf(upload)))
  if (upload.received !== upload.bytes) throw new Refused('UPLOAD_INCOMPLETE')
  try {
    await keep(context, upload)
  } catch (problem) {
    // What cannot be kept now cannot be kept later; the record's being full can pass.
    if (problem instanceof Refused && problem.code !== 'TOO_MANY_FILES')
      await endUpload(context, id)
    throw problem
  }
  await endUpload(context, id)
  const added = await findAdded(context, id)
  if (added === null) throw new NotFound()
  return added
}

async function keep(context: RequestContext, upload: UploadRow): Promise<void> {
  const path = uploadPath(context, upload.id)
  const mediaType = await recogniseFile(path, upload.fileName)
  const kept: Kept = isPhotoType(mediaType)
    ? await inTurn(async () => {
        // Loaded with the first photo: nobody needs it to start.
        const { readPhoto } = await import('./read-photo.ts')
        return readPhoto(path, mediaType)
      })
    : {
        path,
        mediaType,
        sha256: await hashOf(path),
        bytes: upload.bytes,
        thumbnail: null,
        fingerprint: null,
        width: null,
        height: null,
        takenAtLocal: null,
      }
  try {
    await storeEvidence(context.config, kept)
    await register(context, upload, kept)
  } finally {
    if (kept.path !== path) await rm(kept.path, { force: true })
  }
}

function register(context: RequestContext, upload: UploadRow, kept: Kept): Promise<void> {
  return inRecordTransaction(context, async (client) => {
    const holder = await lockHolder(client, context, holderOf(upload))
    await refuseBeyondHolder(context, client, upload.id, holder)
    // What an appeal carries is compared with no record: only who may see the appeal knows of it.
    const fingerprint = holder.appealId === null ? kept.fingerprint : null
    const added = await rowsOf(
      client,
      sql`INSERT INTO evidence (city_code, id, activity_id, appeal_id, appeal_part, file_name, media_type, bytes, width, height, sha256, fingerprint, fingerprint_bands, caption, taken_at, uploaded_by_id, uploaded_at)
          VALUES (${context.city.code}, ${upload.id}::uuid, ${holder.activityId}::uuid, ${holder.appealId}::uuid, ${holder.appealPart}::appeal_file_part, ${nameForType(upload.fileName, kept.mediaType)}, ${kept.mediaType}, ${kept.bytes}, ${kept.width}::int, ${kept.height}::int, ${kept.sha256},
            ${fingerprint}, ${fingerprint === null ? [] : fingerprintBands(fingerprint)}::int[], ${upload.caption},
            ${kept.takenAtLocal}::timestamp AT TIME ZONE ${context.city.timeZone}, ${actingViewer(context).userId}::uuid, ${context.now})
          ON CONFLICT (city_code, id) DO NOTHING RETURNING id`,
    )
    if (added.length === 0) return
    await appendAudit(client, context, {
      ...holder.audit,
      action: 'evidence.add',
      detail: {
        evidenceId: upload.id,
        sha256: kept.sha256,
        mediaType: kept.mediaType,
        bytes: kept.bytes,
      },
    })
  })
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const part of createReadStream(path)) hash.update(part)
  return hash.digest('hex')
}
