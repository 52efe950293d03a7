import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { RequestContext } from '../../platform/context.ts'
import { NotFound } from '../../platform/failures.ts'
import { guarded } from '../../platform/rest.ts'
import { addEvidence } from './add-evidence.ts'
import { receivePhoto } from './receive-photo.ts'
import { readStored } from './stored-files.ts'
import type { Rendition } from './stored-files.ts'
import { findVisibleEvidence } from './visible-evidence.ts'

type ContextOf = (request: FastifyRequest, reply: FastifyReply) => Promise<RequestContext>

const uuid = z.uuid().transform((id) => id.toLowerCase())
const uploadPath = z.object({ activityId: uuid, id: uuid })
const filePath = z.object({ id: uuid })

/**
 * Photos in and out. One photo a request, so that each has its own progress, cancelling and answer; the photo and its
 * thumbnail for whoever has the record in sight.
 */
export async function evidenceRoutes(app: FastifyInstance, contextOf: ContextOf): Promise<void> {
  await app.register(multipart)

  app.post(
    '/api/activities/:activityId/evidence/:id',
    guarded(contextOf, 'addEvidence', async (context, request, reply) => {
      const path = uploadPath.safeParse(request.params)
      if (!path.success) throw new NotFound()
      const added = await addEvidence(context, { ...path.data, ...(await receivePhoto(request)) })
      const url = `/files/evidence/${added.id}`
      return reply.code(201).send({ ...added, url, thumbnailUrl: `${url}/thumbnail` })
    }),
  )

  const send = (rendition: Rendition) =>
    guarded(contextOf, 'readEvidence', async (context, request, reply) => {
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
  app.get('/files/evidence/:id', send('photo'))
  app.get('/files/evidence/:id/thumbnail', send('thumbnail'))
}
