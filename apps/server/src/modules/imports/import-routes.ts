import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { IMPORT_STATES, ROW_SORTS } from '@gongjian/domain/import-states'
import { ACTIVITY_KINDS } from '@gongjian/domain/vocabulary'
import sql from 'sql-template-tag'
import { z } from 'zod'
import type { RequestContext } from '../../platform/context.ts'
import { NotFound, Refused } from '../../platform/failures.ts'
import { guarded } from '../../platform/rest.ts'
import { rowsOf } from '../../platform/statement.ts'
import { beginImport } from './begin-import.ts'
import { checkImport } from './check-import.ts'
import { importJobs, settleBroken } from './import-jobs.ts'
import { beginKeeping, keepImport } from './keep-import.ts'
import { listImports } from './list-imports.ts'
import { ownImport, rowsOfSort, stopImport } from './own-import.ts'
import type { ImportRecord } from './own-import.ts'
import { openWorkbook } from './read-workbook.ts'
import { receiveWorkbook } from './receive-workbook.ts'
import { beginUndoing, undoImport } from './undo-import.ts'

type ContextOf = (request: FastifyRequest, reply: FastifyReply) => Promise<RequestContext>

const workbook = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const path = z.object({ id: z.uuid() })
const templateQuery = z.object({ kind: z.enum(ACTIVITY_KINDS).optional() })
const listQuery = z.object({
  after: z.string().max(400).optional(),
  state: z.enum(IMPORT_STATES).optional(),
})
const keepBody = z.object({ as: z.enum(['DRAFT', 'SUBMITTED']) })

function idOf(request: FastifyRequest): string {
  const parsed = path.safeParse(request.params)
  if (!parsed.success) throw new NotFound()
  return parsed.data.id
}

function asDownload(reply: FastifyReply, name: string, plainName: string): FastifyReply {
  return reply.headers({
    'content-type': workbook,
    'cache-control': 'no-store',
    'content-disposition': `attachment; filename="${plainName}"; filename*=UTF-8''${encodeURIComponent(name)}`,
  })
}

/** An import with its first rows of each sort. */
async function shown(context: RequestContext, id: string) {
  await settleBroken(context)
  const record = await ownImport(context, id)
  const preview = (sort: z.infer<typeof rowSort>) => rowsOfImport(context, id, sort, 0)
  const isAtWork = ['READING', 'KEEPING', 'UNDOING'].includes(record.state)
  const [bad, duplicate, similar, good] = isAtWork
    ? [[], [], [], []]
    : await Promise.all([
        preview('bad'),
        preview('duplicate'),
        record.similarRows > 0 ? preview('similar') : [],
        preview('good'),
      ])
  return { ...summary(context, record), heads: record.heads, bad, duplicate, similar, good }
}

const rowsPage = 20
const rowSort = z.enum(ROW_SORTS)
/** A page of the import's rows of one sort, from below the row on. */
function rowsOfImport(
  { database, city }: RequestContext,
  id: string,
  sort: z.infer<typeof rowSort>,
  after: number,
) {
  return rowsOf(
    database.pool,
    sql`SELECT row_number AS "rowNumber", cells, problems FROM import_row
        WHERE city_code = ${city.code} AND import_id = ${id}::uuid AND ${rowsOfSort[sort]} AND row_number > ${after}::int ORDER BY row_number LIMIT ${rowsPage}`,
  )
}
const rowsQuery = z.object({ sort: rowSort, after: z.coerce.number().int().min(0).max(10_000_000) })

/** What is told of an import, the problem with it in the reader's words. */
function summary(
  { text }: RequestContext,
  { scopePath: _scopePath, heads: _heads, problem, ...record }: ImportRecord,
) {
  return {
    ...record,
    problem:
      problem === null
        ? null
        : { code: problem.code, message: text(`failure.${problem.code}`, problem.values) },
  }
}

/** Workbooks in and out. */
export function importRoutes(app: FastifyInstance, contextOf: ContextOf): void {
  const jobs = importJobs(app)
  app.get(
    '/api/imports/template.xlsx',
    guarded(contextOf, 'readImportTemplate', async (context, request, reply) => {
      const asked = templateQuery.safeParse(request.query)
      if (!asked.success) throw new NotFound()
      const { kind = null } = asked.data
      // Loaded with the first workbook: nobody needs it to start.
      const { importTemplate } = await import('./template.ts')
      const bytes = await importTemplate(context, kind)
      const name = `${kind === null ? context.text('import.sheet') : context.text(`words.kind_${kind}`)}.xlsx`
      return asDownload(reply, name, 'activities.xlsx').send(Buffer.from(bytes))
    }),
  )
  app.get(
    '/api/imports',
    guarded(contextOf, 'readImports', async (context, request, reply) => {
      await settleBroken(context)
      const asked = listQuery.safeParse(request.query)
      if (!asked.success) throw new NotFound()
      const { after = null, state } = asked.data
      const page = await listImports(
        context,
        { first: 20, after },
        { states: state === undefined ? [] : [state] },
      )
      return reply.send({
        imports: page.nodes.map(({ node }) => summary(context, node)),
        next: page.hasNextPage ? (page.nodes.at(-1)?.cursor ?? null) : null,
      })
    }),
  )
  app.get(
    '/api/imports/:id',
    guarded(contextOf, 'readImports', async (context, request, reply) =>
      reply.send(await shown(context, idOf(request))),
    ),
  )
  app.get(
    '/api/imports/:id/rows',
    guarded(contextOf, 'readImports', async (context, request, reply) => {
      const asked = rowsQuery.safeParse(request.query)
      if (!asked.success) throw new NotFound()
      const { id } = await ownImport(context, idOf(request))
      const { sort, after } = asked.data
      return reply.send({ rows: await rowsOfImport(context, id, sort, after) })
    }),
  )
  app.get(
    '/api/imports/:id/marked.xlsx',
    guarded(contextOf, 'readImports', async (context, request, reply) => {
      const { markedWorkbook } = await import('./marked-workbook.ts')
      const bytes = await markedWorkbook(context, idOf(request))
      return asDownload(reply, `${context.text('import.marked')}.xlsx`, 'marked.xlsx').send(
        Buffer.from(bytes),
      )
    }),
  )
  app.post(
    '/api/imports/:id/keep',
    guarded(contextOf, 'sendImport', async (context, request, reply) => {
      const body = keepBody.safeParse(request.body)
      if (!body.success) throw new NotFound()
      const id = idOf(request)
      const { as } = body.data
      await beginKeeping(context, id)
      jobs.start(context, id, (job) => keepImport(context, id, as, job))
      return reply.code(202).send(await shown(context, id))
    }),
  )
  app.post(
    '/api/imports/:id/undo',
    guarded(contextOf, 'sendImport', async (context, request, reply) => {
      const id = idOf(request)
      await beginUndoing(context, id)
      jobs.start(context, id, (job) => undoImport(context, id, job))
      return reply.code(202).send(await shown(context, id))
    }),
  )
  app.post(
    '/api/imports/:id/stop',
    guarded(contextOf, 'sendImport', async (context, request, reply) => {
      await stopImport(context, idOf(request))
      return reply.send(await shown(context, idOf(request)))
    }),
  )
  void app.register((uploads, _options, done) => {
    uploads.addContentTypeParser('application/octet-stream', (_request, payload, parsed) =>
      parsed(null, payload),
    )
    uploads.post(
      '/api/imports',
      { bodyLimit: 1024 * 1024 * 1024 },
      guarded(contextOf, 'sendImport', async (context, request, reply) => {
        if (!(request.body instanceof Readable)) throw new Refused('NOT_A_WORKBOOK')
        const { fileName } = z.object({ fileName: z.string().max(255) }).parse(request.query)
        const received = await receiveWorkbook(request.body, fileName, context.config.filesDir)
        const id = randomUUID()
        await beginImport(context, id, fileName, received.hash).catch(async (problem: unknown) => {
          await rm(received.path, { force: true })
          throw problem
        })
        jobs.start(context, id, async (job) => {
          try {
            const workbook = await openWorkbook(received)
            await checkImport(context, id, workbook, job).finally(() => workbook.close())
          } finally {
            await rm(received.path, { force: true })
          }
        })
        return reply.code(202).send(await shown(context, id))
      }),
    )
    done()
  })
}
