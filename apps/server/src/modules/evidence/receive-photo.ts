import type { FastifyRequest } from 'fastify'
import { Refused } from '../../platform/failures.ts'
import { EVIDENCE_LIMITS } from './evidence-limits.ts'

export type ReceivedPhoto = { fileName: string; caption: string; data: Buffer }

/** Above this the rest is not waited for: nobody sends it by mistake. */
const patienceBytes = 128 * 1024 * 1024

/**
 * The one photo of the request and its caption (field `caption`). What is larger than allowed is read to its end and
 * thrown away, so that the sender hears why; never is more than one allowed photo held in memory.
 */
export async function receivePhoto(request: FastifyRequest): Promise<ReceivedPhoto> {
  if (!request.isMultipart()) throw new Refused('NO_PHOTO_SENT')
  const tooLarge = new Refused('PHOTO_TOO_LARGE', {
    megabytes: EVIDENCE_LIMITS.bytes / 1024 / 1024,
  })
  if (Number(request.headers['content-length'] ?? 0) > patienceBytes) throw tooLarge
  const limits = { fileSize: EVIDENCE_LIMITS.bytes, files: 2, fields: 5, fieldSize: 4096, parts: 8 }
  let caption = ''
  let photo: { fileName: string; data: Buffer } | null = null
  let refused: Refused | null = null
  try {
    for await (const part of request.parts({ limits })) {
      if (part.type === 'field') {
        if (part.fieldname === 'caption' && typeof part.value === 'string') caption = part.value
        continue
      }
      const chunks: Buffer[] = []
      for await (const chunk of part.file) chunks.push(Buffer.from(chunk))
      if (part.file.truncated) refused = tooLarge
      else if (photo !== null) refused = new Refused('ONE_PHOTO_A_REQUEST')
      else photo = { fileName: part.filename, data: Buffer.concat(chunks) }
    }
  } catch (problem) {
    if (problem instanceof Refused) throw problem
    const code = problem instanceof Error && 'code' in problem ? String(problem.code) : ''
    if (code.startsWith('FST_'))
      throw new Refused(
        code === 'FST_REQ_FILE_TOO_LARGE' ? 'PHOTO_TOO_LARGE' : 'NO_PHOTO_SENT',
        tooLarge.values,
      )
    throw problem
  }
  if (refused !== null) throw refused
  if (photo === null || photo.data.length === 0) throw new Refused('NO_PHOTO_SENT')
  return { ...photo, caption }
}
