import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { appendAudit } from '../../platform/audit.ts'
import type { RequestContext } from '../../platform/context.ts'
import { NotFound } from '../../platform/failures.ts'
import { guarded } from '../../platform/rest.ts'
import { readStoredArchive } from './archive-files.ts'
import { archiveNumber, findArchive } from './archive-row.ts'

type ContextOf = (request: FastifyRequest, reply: FastifyReply) => Promise<RequestContext>
const params = z.object({ file: z.string().regex(/^[\da-f-]{36}\.(pdf|docx)$/) })
const mediaTypes = {
  PDF: 'application/pdf',
  DOCX: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const

/** An archive that has been made, as the file that was registered. */
export function archiveRoutes(app: FastifyInstance, contextOf: ContextOf): void {
  app.get(
    '/files/archives/:file',
    guarded(contextOf, 'readArchive', async (context, request, reply) => {
      const [id = '', ending = ''] = params.safeParse(request.params).data?.file.split('.') ?? []
      const asked = z.uuid().safeParse(id)
      const archive = asked.success ? await findArchive(context, 'readArchive', asked.data) : null
      if (archive?.state !== 'MADE' || archive.format.toLowerCase() !== ending) throw new NotFound()
      const file = await readStoredArchive(context.config, archive)
      if (file === null) throw new NotFound()
      await appendAudit(context.database.pool, context, {
        action: 'archive.download',
        subjectKind: 'archive',
        subjectId: archive.id,
      })
      const { organisationName, programmeYear } = archive
      const name = `${archiveNumber(context, archive)} ${context.text('archive.title', { organisation: organisationName, year: String(programmeYear) })}.${ending}`
      return reply
        .headers({
          'content-type': mediaTypes[archive.format],
          'content-length': file.bytes,
          'cache-control': 'no-store',
          'content-disposition': `attachment; filename="archive.${ending}"; filename*=UTF-8''${encodeURIComponent(name)}`,
        })
        .send(file.stream)
    }),
  )
}
