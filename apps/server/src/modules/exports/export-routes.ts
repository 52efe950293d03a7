import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Operation } from '@gongjian/domain/permission-matrix'
import { z } from 'zod'
import { ANALYSIS_READS } from '../../platform/analysis-reads.ts'
import { appendAudit } from '../../platform/audit.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound } from '../../platform/failures.ts'
import { readingFrom } from '../../platform/read-copy.ts'
import type { ReadCopy } from '../../platform/read-copy.ts'
import { guarded } from '../../platform/rest.ts'
import { asCsv, asXlsx } from './write-table.ts'
import { exportTables, isExportTable } from './tables.ts'

/** Analysis is read from the copy, as on its pages, where that is fresh enough for who asks; all else from the primary. */
function fromCopy(
  copy: ReadCopy | null,
  operation: Operation,
  context: RequestContext,
): RequestContext {
  if (copy === null || !ANALYSIS_READS.has(operation)) return context
  const reading = copy.reading(context.changes?.lastAt ?? null)
  if (reading === null) return context
  const insteadOfCopy = (problem: unknown) => {
    copy.suspect(problem)
    return context
  }
  return { ...readingFrom(reading, context), insteadOfCopy }
}

type ContextOf = (request: FastifyRequest, reply: FastifyReply) => Promise<RequestContext>
const params = z.object({ table: z.string(), format: z.enum(['xlsx', 'csv']) })

const mediaTypes = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
} as const

function parsed(request: FastifyRequest) {
  const match = /^\/api\/exports\/([a-z-]+)\.(xlsx|csv)$/.exec(request.url.split('?')[0] ?? '')
  return params.safeParse({ table: match?.[1], format: match?.[2] })
}

/** Any table of the pages as .xlsx or .csv: the same rows, rights, filters and order as on the page. */
export async function exportRoutes(
  app: FastifyInstance,
  { contextOf, copy }: { contextOf: ContextOf; copy: ReadCopy | null },
): Promise<void> {
  app.get(
    '/api/exports/:file',
    guarded(
      contextOf,
      (request) => {
        const table = parsed(request).data?.table
        return table !== undefined && isExportTable(table)
          ? exportTables[table].operation
          : 'organisations'
      },
      async (context, request, reply) => {
        const asked = parsed(request)
        if (!asked.success || !isExportTable(asked.data.table)) throw new NotFound()
        const { table, format } = asked.data
        const search = new URLSearchParams(request.url.split('?')[1] ?? '')
        const reading = fromCopy(copy, exportTables[table].operation, context)
        const opened = await exportTables[table].open(reading, search).catch((problem: unknown) => {
          if (problem instanceof z.ZodError)
            throw new InvalidInput(
              problem.issues.map(({ path }) => ({ path: path.join('.'), code: 'BAD_FILTER' })),
            )
          throw problem
        })
        const name = `${context.text(`export.table_${table.replaceAll('-', '_')}`)}-${context.today}.${format}`
        await appendAudit(context.database.pool, context, {
          action: 'export',
          subjectKind: 'table',
          subjectId: table,
          detail: { format, filter: search.toString() },
        })
        void reply
          .header('content-type', mediaTypes[format])
          .header(
            'content-disposition',
            `attachment; filename="${table}.${format}"; filename*=UTF-8''${encodeURIComponent(name)}`,
          )
          .header('cache-control', 'no-store')
        const title = context.text(`export.table_${table.replaceAll('-', '_')}`)
        return reply.send(
          format === 'csv'
            ? Readable.from(asCsv(context, opened))
            : await asXlsx(context, title, opened),
        )
      },
    ),
  )
}
