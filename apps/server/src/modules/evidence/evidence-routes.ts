import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { RequestContext } from '../../platform/context.ts'
import { Failure, InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { refusalToCall } from '../../platform/schema-builder.ts'
import { addEvidence } from './add-evidence.ts'
import { EVIDENCE_LIMITS } from './evidence-limits.ts'
import { receivePhoto } from './receive-photo.ts'
import { readStored } from './stored-files.ts'
import type { Rendition } from './stored-files.ts'
import { findVisibleEvidence } from './visible-evidence.ts'

export type EvidenceRoutesOptions = {
  contextOf(request: FastifyRequest, reply: FastifyReply): Promise<RequestContext>
}

const uuid = z.uuid().transform((id) => id.toLowerCase())
const uploadPath = z.object({ activityId: uuid, id: uuid })
const filePath = z.object({ id: uuid })

/** The routes for photos: one POST a photo, and the photo and its thumbnail for whoever has the record in sight. */
export async function evidenceRoutes(
  app: FastifyInstance,
  { contextOf }: EvidenceRoutesOptions,
): Promise<void> {
  await app.register(multipart)

  app.post('/api/activities/:activityId/evidence/:id', async (request, reply) => {
    const context = await contextOf(request, reply)
    return answering(context, reply, async () => {
      const path = uploadPath.safeParse(request.params)
      refuseCall(context, 'addEvidence')
      if (!path.success) throw new NotFound()
      const { fileName, caption, data } = await receivePhoto(request)
      const added = await addEvidence(context, { ...path.data, fileName, caption, data })
      return reply
        .code(201)
        .send({
          ...added,
          url: `/files/evidence/${added.id}`,
          thumbnailUrl: `/files/evidence/${added.id}/thumbnail`,
        })
    })
  })

  const send = (rendition: Rendition) => async (request: FastifyRequest, reply: FastifyReply) => {
    const context = await contextOf(request, reply)
    return answering(context, reply, async () => {
      refuseCall(context, 'readEvidence')
      const path = filePath.safeParse(request.params)
      const photo = path.success ? await findVisibleEvidence(context, path.data.id) : null
      if (photo === null) throw new NotFound()
      const tag = `"${photo.sha256}-${rendition}"`
      reply.headers({
        'cache-control': 'private, max-age=3600',
        etag: tag,
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox",
        'cross-origin-resource-policy': 'same-origin',
        'content-disposition': `inline; filename*=UTF-8''${encodeURIComponent(photo.fileName)}`,
      })
      if (request.headers['if-none-match'] === tag) return reply.code(304).send()
      const file = await readStored(context.config.filesDir, photo, rendition)
      if (file === null) throw new NotFound()
      return reply
        .headers({ 'content-type': file.mediaType, 'content-length': file.bytes })
        .send(file.stream)
    })
  }
  app.get('/files/evidence/:id', send('photo'))
  app.get('/files/evidence/:id/thumbnail', send('thumbnail'))
}

function refuseCall(context: RequestContext, operation: 'addEvidence' | 'readEvidence'): void {
  const code = refusalToCall(operation, context)
  if (code !== null) throw new Refused(code)
}

const statusOf: Record<string, number> = {
  UNAUTHENTICATED: 401,
  NOT_FOUND: 404,
  INVALID_INPUT: 400,
  NO_PHOTO_SENT: 400,
  PHOTO_TOO_LARGE: 413,
  NOT_A_PHOTO: 415,
  PHOTO_IS_HEIC: 415,
  PHOTO_IS_BROKEN: 422,
  PHOTO_HAS_TOO_MANY_PIXELS: 422,
  TOO_MANY_PHOTOS: 409,
  NOT_IN_THIS_STATE: 409,
  PERIOD_LOCKED: 409,
}

/** An expected failure as JSON with its code and, in the reader's language, its message. */
async function answering(
  context: RequestContext,
  reply: FastifyReply,
  work: () => Promise<FastifyReply>,
): Promise<FastifyReply> {
  try {
    return await work()
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure
    const { text } = context
    const fieldErrors =
      failure instanceof InvalidInput
        ? {
            fieldErrors: failure.problems.map(({ path, code, values }) => ({
              path,
              code,
              message: text(`field.${code}`, values),
            })),
          }
        : {}
    return reply
      .code(statusOf[failure.code] ?? 403)
      .headers({ 'cache-control': 'no-store' })
      .send({
        code: failure.code,
        message: text(`failure.${failure.code}`, {
          maximum: EVIDENCE_LIMITS.eachRecord,
          ...failure.values,
        }),
        ...fieldErrors,
      })
  }
}
