import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { RequestContext } from '../../platform/context.ts'
import { NotFound } from '../../platform/failures.ts'
import { guarded } from '../../platform/rest.ts'
import { findBulletin } from './bulletin-row.ts'
import { bulletinFile } from './kept-bulletin.ts'

type ContextOf = (request: FastifyRequest, reply: FastifyReply) => Promise<RequestContext>
const params = z.object({ file: z.string().regex(/^[\da-f-]{36}\.(pdf|docx)$/) })
const query = z.object({ show: z.literal('1').optional() })
const mediaTypes = {
  PDF: 'application/pdf',
  DOCX: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const

/** A bulletin as a file: what was published byte by byte, what is being written as it stands now. */
export function bulletinRoutes(app: FastifyInstance, contextOf: ContextOf): void {
  app.get(
    '/files/bulletins/:file',
    guarded(contextOf, 'readBulletin', async (context, request, reply) => {
      const [id = '', ending = ''] = params.safeParse(request.params).data?.file.split('.') ?? []
      const asked = z.uuid().safeParse(id)
      const bulletin = asked.success
        ? await findBulletin(context, 'readBulletin', asked.data)
        : null
      if (bulletin === null) throw new NotFound()
      const format = ending === 'pdf' ? 'PDF' : 'DOCX'
      const bytes = await bulletinFile(context, bulletin, format)
      const { title, documentNumber } = bulletin.content
      const name = `${documentNumber} ${title}.${ending}`.trim()
      const shown = query.safeParse(request.query).data?.show === '1'
      return reply
        .headers({
          'content-type': mediaTypes[format],
          'cache-control': 'no-store',
          // Its own page shows it; nobody else's does.
          'content-security-policy':
            "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'",
          'content-disposition': `${shown ? 'inline' : 'attachment'}; filename="bulletin.${ending}"; filename*=UTF-8''${encodeURIComponent(name)}`,
        })
        .send(bytes)
    }),
  )
}
