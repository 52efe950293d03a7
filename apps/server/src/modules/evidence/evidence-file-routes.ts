import { isPhotoType } from '@gongjian/domain/evidence-files'
import type { EvidenceType } from '@gongjian/domain/evidence-files'
import type { Operation } from '@gongjian/domain/permission-matrix'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { RequestContext } from '../../platform/context.ts'
import { NotFound } from '../../platform/failures.ts'
import { guarded } from '../../platform/rest.ts'
import { findVisibleAppealFile } from '../appeals/appeal-files.ts'
import { readStored } from './stored-files.ts'
import type { Rendition, StoredEvidence } from './stored-files.ts'
import { findVisibleEvidence } from './visible-evidence.ts'

type ContextOf = (request: FastifyRequest, reply: FastifyReply) => Promise<RequestContext>

const filePath = z.object({ id: z.uuid().transform((id) => id.toLowerCase()) })

/**
 * Photos and PDF are shown in the browser, other documents are saved. Whatever they hold runs nothing: no script, no
 * form, no other address. A browser shows no PDF in a sandbox, but its own viewer runs it apart from this site.
 */
function headersFor(mediaType: EvidenceType): Record<string, string> {
  if (mediaType === 'application/pdf')
    return {
      'content-security-policy':
        "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    }
  return { 'content-security-policy': "default-src 'none'; sandbox" }
}
const isShown = (mediaType: EvidenceType) =>
  isPhotoType(mediaType) || mediaType === 'application/pdf'

type Finder = (
  context: RequestContext,
  id: string,
) => Promise<(StoredEvidence & { fileName: string }) | null>

/** The file and the small picture, for whoever has the record, or the appeal, in sight. */
export function sendEvidence(app: FastifyInstance, contextOf: ContextOf): void {
  const send = (operation: Operation, find: Finder, rendition: Rendition) =>
    guarded(contextOf, operation, async (context, request, reply) => {
      const path = filePath.safeParse(request.params)
      const found = path.success ? await find(context, path.data.id) : null
      if (found === null) throw new NotFound()
      const tag = `"${found.sha256}-${rendition}"`
      reply.headers({
        // Kept by the browser, shown only after the server said that this reader may see it.
        'cache-control': 'private, no-cache',
        etag: tag,
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': 'same-origin',
        'content-disposition': `${isShown(found.mediaType) ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(found.fileName)}`,
        ...headersFor(found.mediaType),
      })
      if (request.headers['if-none-match'] === tag) return reply.code(304).send()
      const file = await readStored(context.config, found, rendition)
      if (file === null) throw new NotFound()
      return reply
        .headers({ 'content-type': file.mediaType, 'content-length': file.bytes })
        .send(file.stream)
    })
  for (const [address, operation, find] of [
    ['/files/evidence/:id', 'readEvidence', findVisibleEvidence],
    ['/files/appeals/:id', 'appeal', findVisibleAppealFile],
  ] as const) {
    app.get(address, send(operation, find, 'file'))
    app.get(`${address}/thumbnail`, send(operation, find, 'thumbnail'))
  }
}
