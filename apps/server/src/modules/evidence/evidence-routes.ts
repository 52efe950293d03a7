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
import { fileAddress } from './file-address.ts'
import { finishUpload } from './finish-upload.ts'
import { receiveChunk } from './receive-chunk.ts'
import { withPiece } from './receive-piece.ts'
import { findOwnUpload } from './upload-row.ts'

type ContextOf = (request: FastifyRequest, reply: FastifyReply) => Promise<RequestContext>

const uuid = z.uuid().transform((id) => id.toLowerCase())
const holderPath = z.object({ holderId: uuid, id: uuid })
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
  const { ofAppeal: _ofAppeal, ...shown } = added
  const url = fileAddress(added)
  return {
    ...shown,
    url,
    thumbnailUrl: isPhotoType(added.mediaType) ? `${url}/thumbnail` : null,
  }
}

/** To what files are added, who may, and at which addresses. */
const ways = [
  {
    kind: 'RECORD',
    operation: 'addEvidence',
    holder: '/api/activities/:holderId/evidence/:id',
    upload: '/api/evidence-uploads/:id',
  },
  {
    kind: 'APPEAL',
    operation: 'addAppealFile',
    holder: '/api/appeals/:holderId/files/:id',
    upload: '/api/appeal-uploads/:id',
  },
] as const

/**
 * Photos and documents in and out. One comes in pieces, so that one that is broken off goes on where it stopped: begin
 * (or find again) by POST, send pieces by PUT, finish by POST; DELETE gives it up. docs/decisions says why so.
 */
export async function evidenceRoutes(app: FastifyInstance, contextOf: ContextOf): Promise<void> {
  for (const { kind, operation, holder, upload } of ways) {
    app.post(
      holder,
      guarded(contextOf, operation, async (context, request, reply) => {
        const { holderId, id } = parsed(holderPath, request.params)
        const body = beginning.safeParse(request.body)
        if (!body.success) throw new Refused('NO_FILE_SENT')
        const { received, added } = await beginUpload(context, {
          ...body.data,
          id,
          holder: { kind, id: holderId },
        })
        return reply.code(added === null ? 200 : 201).send({
          received,
          chunkBytes: UPLOAD_LIMITS.chunkBytes,
          evidence: added === null ? null : answerOf(added),
        })
      }),
    )
    app.post(
      `${upload}/finish`,
      guarded(contextOf, operation, async (context, request, reply) => {
        const { id } = parsed(uploadPath, request.params)
        return reply.code(201).send(answerOf(await finishUpload(context, id)))
      }),
    )
    app.delete(
      upload,
      guarded(contextOf, operation, async (context, request, reply) => {
        await endUpload(context, parsed(uploadPath, request.params).id)
        return reply.code(204).send()
      }),
    )
  }
  await app.register(async (pieces) => {
    pieces.addContentTypeParser('application/octet-stream', (_request, payload, parsed) =>
      parsed(null, payload),
    )
    for (const { operation, upload } of ways)
      pieces.put(
        upload,
        guarded(contextOf, operation, async (context, request, reply) => {
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
