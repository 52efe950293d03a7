import { mkdir, open, stat } from 'node:fs/promises'
import sql from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { NotFound, Refused } from '../../platform/failures.ts'
import { rowsOf } from '../../platform/statement.ts'
import { holderOf, lockHolder } from './evidence-holder.ts'
import { inRecordTransaction } from './record-of-evidence.ts'
import type { Piece } from './receive-piece.ts'
import { findOwnUpload, uploadPath, uploadsFolder } from './upload-row.ts'

/**
 * Writes one piece of an upload behind what has come already. Gives how much there is then; `taken` is false where the
 * piece does not begin there (it came twice, or its forerunner was lost): the sender goes on from `received`.
 * Whose upload it is and whether what it is added to may still be changed is asked at each piece. Throws NotFound, Refused.
 */
export function receiveChunk(
  context: RequestContext,
  id: string,
  { offset, piece }: { offset: number; piece: Piece },
): Promise<{ received: number; taken: boolean }> {
  return inRecordTransaction(context, async (client) => {
    const found = await findOwnUpload(context, id, client)
    if (found === null) throw new NotFound()
    await lockHolder(client, context, holderOf(found))
    const upload = await findOwnUpload(context, id, client, 'LOCKED')
    if (upload === null) throw new NotFound()
    const path = uploadPath(context, id)
    // What is noted as having come is there, but for a disk that was changed by others.
    const onDisk = upload.received === 0 ? 0 : ((await stat(path).catch(() => null))?.size ?? 0)
    const present = Math.min(upload.received, onDisk)
    const taken = offset === present
    if (taken) {
      if (present + piece.bytes > upload.bytes) throw new Refused('UPLOAD_TOO_LONG')
      await append(context, path, present, piece)
    }
    const received = taken ? present + piece.bytes : present
    await rowsOf(
      client,
      sql`UPDATE evidence_upload SET received = ${received}, touched_at = ${context.now} WHERE city_code = ${context.city.code} AND id = ${id}::uuid`,
    )
    return { received, taken }
  })
}

async function append(
  { config }: RequestContext,
  path: string,
  at: number,
  piece: Piece,
): Promise<void> {
  await mkdir(uploadsFolder(config.filesDir), { recursive: true })
  const [from, to] = await Promise.all([open(piece.path), open(path, at === 0 ? 'w' : 'r+', 0o640)])
  try {
    const part = Buffer.allocUnsafe(64 * 1024)
    for (let done = 0; done < piece.bytes;) {
      // oxlint-disable-next-line no-await-in-loop -- one part after the other, in one and the same piece of memory
      const { bytesRead } = await from.read(part, 0, part.length, done)
      if (bytesRead === 0) throw new Error('a piece of an upload is gone')
      // oxlint-disable-next-line no-await-in-loop -- the same: it is read into that piece again
      await to.write(part, 0, bytesRead, at + done)
      done += bytesRead
    }
    // A piece that was written before a crash, and never noted, is cut off again.
    await to.truncate(at + piece.bytes)
    await to.datasync()
  } finally {
    await Promise.all([from.close(), to.close()])
  }
}
