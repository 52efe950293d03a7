import type { Database } from '@gongjian/database'
import sql from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { Failure } from '../../platform/failures.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { watchWork } from '../../platform/watching/watch.ts'

/** Somebody stopped it, or the server ends. */
export class Stopped extends Error {}

export type ArchiveJob = {
  signal: AbortSignal
  /** Says how far it is; throws where it is to stop. */
  at(done: number, total: number): Promise<void>
}
type Queue = { last: Promise<void>; ending: AbortController }

const beatMilliseconds = 2000
const queues = new WeakMap<Database, Queue>()

function queueOf(database: Database): Queue {
  const known = queues.get(database)
  if (known !== undefined) return known
  const queue = { last: Promise.resolve(), ending: new AbortController() }
  queues.set(database, queue)
  return queue
}

/**
 * Does the work on an archive after those begun before it, one at a time in each server; its row says how far it is.
 * Where it fails, the row says why.
 */
export function startArchiveJob(
  context: RequestContext,
  id: string,
  work: (job: ArchiveJob) => Promise<void>,
): void {
  const queue = queueOf(context.database)
  queue.last = queue.last.then(() => run(context, id, work, queue.ending.signal))
}

/** Stops what is being made: the server ends. */
export async function stopArchiveJobs(database: Database): Promise<void> {
  const queue = queueOf(database)
  queue.ending.abort(new Stopped())
  await queue.last
}

async function run(
  context: RequestContext,
  id: string,
  work: (job: ArchiveJob) => Promise<void>,
  ending: AbortSignal,
): Promise<void> {
  const { pool } = context.database
  const making = sql`city_code = ${context.city.code} AND id = ${id}::uuid AND state = 'MAKING'`
  const cancelled = new AbortController()
  const signal = AbortSignal.any([cancelled.signal, ending])
  const stillMade = async (progress: { done: number; total: number } | null) => {
    const row = await firstRowOf(
      pool,
      progress === null
        ? sql`UPDATE archive SET alive_at = now() WHERE ${making} RETURNING id`
        : sql`UPDATE archive SET alive_at = now(), done_records = ${progress.done}, total_records = ${progress.total} WHERE ${making} RETURNING id`,
    )
    if (row === null) cancelled.abort(new Stopped())
  }
  const beat = setInterval(() => {
    stillMade(null).catch((problem: unknown) =>
      context.log.error({ err: problem }, 'an archive could not be kept alive'),
    )
  }, beatMilliseconds)
  beat.unref()
  try {
    await watchWork('archive', () =>
      work({
        signal,
        at: async (done, total) => {
          await stillMade({ done, total })
          signal.throwIfAborted()
        },
      }),
    )
  } catch (problem) {
    const stopped = signal.aborted
    if (!stopped && !(problem instanceof Failure))
      context.log.error({ err: problem, reqId: context.requestId }, 'an archive failed')
    const code = stopped
      ? 'ARCHIVE_BROKEN'
      : problem instanceof Failure
        ? problem.code
        : 'ARCHIVE_FAILED'
    await rowsOf(
      pool,
      sql`UPDATE archive SET state = 'FAILED', problem = ${code} WHERE ${making}`,
    ).catch((again: unknown) => context.log.error({ err: again }, 'an archive could not be ended'))
  } finally {
    clearInterval(beat)
  }
}

/** Ends the archives of which nothing was heard for a minute: the server that made them is gone. */
export async function settleBrokenArchives(context: RequestContext): Promise<void> {
  await rowsOf(
    context.database.pool,
    sql`UPDATE archive SET state = 'FAILED', problem = 'ARCHIVE_BROKEN' WHERE city_code = ${context.city.code} AND state = 'MAKING' AND alive_at < now() - interval '1 minute'`,
  )
}
