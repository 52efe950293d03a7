import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { RequestContext } from '../../platform/context.ts'
import { NotFound } from '../../platform/failures.ts'
import { guarded } from '../../platform/rest.ts'
import { yearReport } from './year-report.ts'

type ContextOf = (request: FastifyRequest, reply: FastifyReply) => Promise<RequestContext>
const params = z.object({
  file: z
    .string()
    .regex(/^\d{4}\.docx$/)
    .transform((file) => Number(file.slice(0, 4))),
})

/** The report of a year as a Word document. */
export function yearReportRoutes(app: FastifyInstance, contextOf: ContextOf): void {
  app.get(
    '/files/year-reports/:file',
    guarded(contextOf, 'yearReport', async (context, request, reply) => {
      const asked = params.safeParse(request.params)
      const report = asked.success ? await yearReport(context, asked.data.file) : null
      if (report === null) throw new NotFound()
      // Loaded with the first report: nobody needs it to start.
      const [{ Packer }, { docxOfYearReport }] = await Promise.all([
        import('docx'),
        import('./year-report-docx.ts'),
      ])
      const address = context.config.publicUrl ?? context.client.origin ?? null
      return reply
        .headers({
          'content-type': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
          'cache-control': 'no-store',
          'content-disposition': `attachment; filename="year-report.docx"; filename*=UTF-8''${encodeURIComponent(`${report.title}.docx`)}`,
        })
        .send(await Packer.toBuffer(docxOfYearReport(report, address)))
    }),
  )
}
