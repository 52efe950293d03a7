import { Readable } from 'node:stream'
import { isPhotoType, UPLOAD_LIMITS } from '@gongjian/domain/evidence-files'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { RequestContext } from '../../platform/context.ts'
import { NotFound, Refused } from '../../platform/failures.ts'
import { guarded } from '../../platform/rest.ts'
import type { AddedEvidence } from './added-evidence.ts'
import { beginUpload } from './begin-upload.ts'
import { endUpload } from './end-upload.ts'
import { sendEvidence } from './evidence-file-routes.ts'
import { finishUpload } from './finish-upload.ts'
import { receiveChunk } from './receive-chunk.ts'
import { withPiece } from './receive-piece.ts'
import { findOwnUpload } from './upload-row.ts'

type ContextOf = (request: FastifyRequest, reply: FastifyReply) => Promise<RequestContext>

const uuid = z.uuid().transform((id) => id.toLowerCase())
const recordPath = z.object({ activityId: uuid, id: uuid })
const uploadPath = z.object({ id: uuid })
const beginning = z.object({
  fileName: z.string().max(1000),
  bytes: z.number().int().min(0),
  caption: z.string().max(4096).default(''),
})
const place = z.object({ offset: z.coerce.number().int().min(0) })

/** What has no such id is not found, as what is out of sight. */
function parsed<Shape>(shape: z.ZodType<Shape>, params: unknown): Shape {
  const path = shape.safeParse(params)
  if (!path.success) throw new NotFound()
  return path.data
}

const answerOf = (added: AddedEvidence) => {
  const url = `/files/evidence/${added.id}`
  return {
    ...added,
    url,
    thumbnailUrl: isPhotoType(added.mediaType) ? `${url}/thumbnail` : null,
  }
}

/**
 * Photos and documents in and out. One comes in pieces, so that one that is broken off goes on where it stopped: begin
 * (or find again) by POST, send pieces by PUT, finish by POST; DELETE gives it up. docs/decisions says why so.
 */
export async function evidenceRoutes(app: FastifyInstance, contextOf: ContextOf): Promise<void> {
  app.post(
    '/api/activities/:activityId/evidence/:id',
    guarded(contextOf, 'addEvidence', async (context, request, reply) => {
      const path = parsed(recordPath, request.params)
      const body = beginning.safeParse(request.body)
      if (!body.success) throw new Refused('NO_FILE_SENT')
      const { received, added } = await beginUpload(context, { ...path, ...body.data })
      return reply.code(added === null ? 200 : 201).send({
        received,
        chunkBytes: UPLOAD_LIMITS.chunkBytes,
        evidence: added === null ? null : answerOf(added),
      })
    }),
  )
  app.post(
    '/api/evidence-uploads/:id/finish',
    guarded(contextOf, 'addEvidence', async (context, request, reply) => {
      const { id } = parsed(uploadPath, request.params)
      return reply.code(201).send(answerOf(await finishUpload(context, id)))
    }),
  )
  app.delete(
    '/api/evidence-uploads/:id',
    guarded(contextOf, 'addEvidence', async (context, request, reply) => {
      await endUpload(context, parsed(uploadPath, request.params).id)
      return reply.code(204).send()
    }),
  )
  await app.register(async (pieces) => {
    pieces.addContentTypeParser('application/octet-stream', (_request, payload, parsed) =>
      parsed(null, payload),
    )
    pieces.put(
      '/api/evidence-uploads/:id',
      guarded(contextOf, 'addEvidence', async (context, request, reply) => {
        const { id } = parsed(uploadPath, request.params)
        const at = place.safeParse(request.query)
        const { body } = request
        if (!at.success || !(body instanceof Readable)) throw new Refused('NO_FILE_SENT')
        // What nobody has begun is not written down first.
        if ((await findOwnUpload(context, id)) === null) throw new NotFound()
        const { received, taken } = await withPiece(context.config.filesDir, body, (piece) =>
          receiveChunk(context, id, { ...at.data, piece }),
        )
        return reply.code(taken ? 200 : 409).send({ received })
      }),
    )
  })
  sendEvidence(app, contextOf)
}
