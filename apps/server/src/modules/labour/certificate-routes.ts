import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { RequestContext } from '../../platform/context.ts'
import { NotFound } from '../../platform/failures.ts'
import { guarded } from '../../platform/rest.ts'
import { certificatePdf } from './certificate-document.ts'
import { findCertificate, numberOf } from './certificate-row.ts'
import { keepsTheListOf } from './own-organisations.ts'

type ContextOf = (request: FastifyRequest, reply: FastifyReply) => Promise<RequestContext>
const params = z.object({ file: z.string().regex(/^[\da-f-]{36}\.pdf$/) })

/** A certificate as PDF, for who keeps the volunteer's list: it names a person in full. */
export function certificateRoutes(app: FastifyInstance, contextOf: ContextOf): void {
  app.get(
    '/files/certificates/:file',
    guarded(contextOf, 'readCertificate', async (context, request, reply) => {
      const asked = params.safeParse(request.params)
      const id = z.uuid().safeParse(asked.data?.file.slice(0, -4))
      const certificate = id.success ? await findCertificate(context, id.data) : null
      if (certificate === null || !keepsTheListOf(context, certificate.organisationPath))
        throw new NotFound()
      const pdf = await certificatePdf(
        context,
        certificate,
        `${request.protocol}://${request.host}`,
      )
      const name = `${numberOf(context, certificate)}.pdf`
      return reply
        .headers({
          'content-type': 'application/pdf',
          'cache-control': 'no-store',
          'content-disposition': `inline; filename="certificate.pdf"; filename*=UTF-8''${encodeURIComponent(name)}`,
        })
        .send(pdf)
    }),
  )
}
