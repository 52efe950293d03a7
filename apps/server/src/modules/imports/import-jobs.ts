import type { FastifyInstance } from 'fastify'
import sql from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { Failure } from '../../platform/failures.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { watchWork } from '../../platform/watching/watch.ts'

/** Somebody asked that it be stopped, or the server ends. */
class Stopped extends Error {}

export type ImportJob = {
  /** Says how far it is; throws where it is to stop. To be called where nothing half-done would stay. */
  at(done: number, total: number): Promise<void>
}
export type ImportJobs = {
  /** Does the work after those begun before it; the import says in its row how far it is and how it ended. */
  start(context: RequestContext, id: string, work: (job: ImportJob) => Promise<void>): void
}

const beatMilliseconds = 10_000

/** Work on imports, one at a time in each server, so that a large one leaves memory and processor to the others. */
export function importJobs(app: FastifyInstance): ImportJobs {
  let last: Promise<void> = Promise.resolve()
  let serverEnds = false
  app.addHook('onClose', async () => {
    serverEnds = true
    await last
  })

  async function run(
    context: RequestContext,
    id: string,
    work: (job: ImportJob) => Promise<void>,
  ): Promise<void> {
    const { pool } = context.database
    const row = sql`city_code = ${context.city.code} AND id = ${id}::uuid`
    const job: ImportJob = {
      at: async (done, total) => {
        const asked = await firstRowOf<{ stopAsked: boolean }>(
          pool,
          sql`UPDATE import SET done_rows = ${done}, total_rows = ${total}, alive_at = now() WHERE ${row} RETURNING stop_asked AS "stopAsked"`,
        )
        if (serverEnds || asked?.stopAsked !== false) throw new Stopped()
      },
    }
    try {
      if (serverEnds) throw new Stopped()
      await watchWork('import', () => work(job))
    } catch (problem) {
      await endEarly(context, id, problem, app)
    }
  }

  return {
    start: (context, id, work) => {
      const beat = setInterval(() => {
        rowsOf(
          context.database.pool,
          sql`UPDATE import SET alive_at = now() WHERE city_code = ${context.city.code} AND id = ${id}::uuid`,
        ).catch((problem: unknown) =>
          app.log.error({ err: problem }, 'an import could not be kept alive'),
        )
      }, beatMilliseconds)
      beat.unref()
      last = last
        .then(() => run(context, id, work))
        .catch((problem: unknown) =>
          app.log.error({ err: problem }, 'an import could not be ended'),
        )
        .finally(() => clearInterval(beat))
    },
  }
}

/** Where an import stands whose work ended before its end, whatever it was. */
const stateAfterBreak = sql`(CASE
    WHEN state = 'READING' THEN CASE WHEN stop_asked THEN 'CANCELLED' ELSE 'FAILED' END
    WHEN kept_rows = 0 THEN 'CHECKED'
    WHEN EXISTS (SELECT FROM import_row r WHERE r.city_code = import.city_code AND r.import_id = import.id AND r.state = 'GOOD') THEN 'STOPPED'
    ELSE 'KEPT' END)::import_state`

async function endEarly(
  context: RequestContext,
  id: string,
  problem: unknown,
  app: FastifyInstance,
): Promise<void> {
  const told = toldOf(problem, context, app)
  await endWhere(context, sql`id = ${id}::uuid`, told === null ? null : JSON.stringify(told))
}

/** Ends the work on imports that did not come to its end; of one that was not read whole, no row stays. */
async function endWhere(context: RequestContext, condition: Sql, problem: string | null) {
  await rowsOf(
    context.database.pool,
    sql`WITH ended AS (
          UPDATE import SET state = ${stateAfterBreak}, problem = ${problem}::jsonb
          WHERE city_code = ${context.city.code} AND state IN ('READING', 'KEEPING', 'UNDOING') AND ${condition} RETURNING id, state
        ) DELETE FROM import_row USING ended WHERE import_row.city_code = ${context.city.code} AND import_row.import_id = ended.id AND ended.state IN ('FAILED', 'CANCELLED')`,
  )
}

function toldOf(problem: unknown, context: RequestContext, app: FastifyInstance) {
  if (problem instanceof Stopped) return null
  if (problem instanceof Failure) return { code: problem.code, values: problem.values }
  app.log.error({ err: problem, reqId: context.requestId }, 'an import failed')
  return { code: 'UNEXPECTED', values: { id: context.requestId } }
}

/** Takes out of their work the imports of which nothing was heard for a minute: the server that worked on them is gone. */
export async function settleBroken(context: RequestContext): Promise<void> {
  await endWhere(
    context,
    sql`alive_at < now() - interval '1 minute'`,
    JSON.stringify({ code: 'IMPORT_BROKEN', values: {} }),
  )
}
