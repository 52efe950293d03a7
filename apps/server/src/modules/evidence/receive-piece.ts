import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { UPLOAD_LIMITS } from '@gongjian/domain/evidence-files'
import { errorCodes } from 'fastify'
import { Refused } from '../../platform/failures.ts'
import { uploadsFolder } from './upload-row.ts'

export type Piece = { path: string; bytes: number }

/** A sender with other pieces than ours is still understood; more than that at once is not. */
const most = 2 * UPLOAD_LIMITS.chunkBytes

/**
 * Writes what comes to a file of its own, does the work with it and removes it. Of a slow sender nothing is held in
 * memory, no record is locked, and no connection to the database waits. Throws Refused where it breaks off.
 */
export async function withPiece<Result>(
  filesDir: string,
  body: Readable,
  work: (piece: Piece) => Promise<Result>,
): Promise<Result> {
  await mkdir(uploadsFolder(filesDir), { recursive: true })
  const path = join(uploadsFolder(filesDir), `${randomUUID()}.piece`)
  let bytes = 0
  try {
    const counted = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        bytes += chunk.length
        // What is too much is still taken in, and dropped: who is cut off in the middle does not hear why.
        if (bytes > most) done()
        else done(null, chunk)
      },
      flush: (done) => done(bytes > most ? new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE() : null),
    })
    await pipeline(body, counted, createWriteStream(path, { mode: 0o640 })).catch(
      (problem: unknown) => {
        throw brokeOff(problem) ? new Refused('UPLOAD_INCOMPLETE') : problem
      },
    )
    return await work({ path, bytes })
  } finally {
    await rm(path, { force: true })
  }
}

/** Whoever sent it is gone: nothing went wrong here. */
function brokeOff(problem: unknown): boolean {
  const code = problem instanceof Error && 'code' in problem ? problem.code : null
  return code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ECONNRESET'
}
