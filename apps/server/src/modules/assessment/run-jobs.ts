import type { Database } from '@gongjian/database'
import { RUN_SILENT_SECONDS } from '@gongjian/domain/run-actions'
import sql, { raw } from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { Failure } from '../../platform/failures.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { watchWork } from '../../platform/watching/watch.ts'

/** Somebody stopped it, somebody else has done it, or the server ends. */
export class RunStopped extends Error {}

/** What the work needs: it goes on when the request that began it is over, or without any. */
export type RunContext = Pick<
  RequestContext,
  'database' | 'city' | 'log' | 'viewer' | 'now' | 'today'
>

/** Where the work says how far it is: a run that counts, or a simulation, which never does. */
export type JobTable = 'assessment_run' | 'assessment_simulation'

export type RunJob = {
  signal: AbortSignal
  /** Says how far it is; throws where it is to stop. */
  at(done: number): Promise<void>
}
type Queue = { last: Promise<void>; ending: AbortController; held: Set<string> }

const beatMilliseconds = 2000
const queues = new WeakMap<Database, Queue>()

function queueOf(database: Database): Queue {
  const known = queues.get(database)
  if (known !== undefined) return known
  const queue = { last: Promise.resolve(), ending: new AbortController(), held: new Set<string>() }
  queues.set(database, queue)
  return queue
}

/**
 * Does the work on a run after those begun before it, one at a time in each server; its row says how far it is. What it
 * gives is settled when the work has ended, however it did.
 */
export function startRunJob(
  context: RunContext,
  id: string,
  work: (job: RunJob) => Promise<void>,
  table: JobTable = 'assessment_run',
): Promise<void> {
  const queue = queueOf(context.database)
  if (queue.held.has(id)) return queue.last
  queue.held.add(id)
  queue.last = queue.last
    .then(() => run(context, { table, id }, work, queue.ending.signal))
    .finally(() => queue.held.delete(id))
  return queue.last
}

/** Settled when the work begun so far has ended, however it did. */
export const runJobsDone = (database: Database): Promise<void> => queueOf(database).last

/** Lets go of the runs that are under way, for another server to take up at once: this one ends. */
export async function stopRunJobs(database: Database): Promise<void> {
  const queue = queueOf(database)
  queue.ending.abort(new RunStopped())
  await queue.last
}

async function run(
  context: RunContext,
  { table, id }: { table: JobTable; id: string },
  work: (job: RunJob) => Promise<void>,
  ending: AbortSignal,
): Promise<void> {
  const { pool } = context.database
  const underWay = sql`city_code = ${context.city.code} AND id = ${id}::uuid AND state IN ('GATHERING', 'SCORING')`
  const stopped = new AbortController()
  const signal = AbortSignal.any([stopped.signal, ending])
  const beat = async (done: number | null) => {
    const row = await firstRowOf(
      pool,
      done === null
        ? sql`UPDATE ${raw(table)} SET alive_at = now() WHERE ${underWay} RETURNING id`
        : sql`UPDATE ${raw(table)} SET alive_at = now(), done_organisations = ${done} WHERE ${underWay} RETURNING id`,
    )
    if (row === null) stopped.abort(new RunStopped())
  }
  const timer = setInterval(() => {
    beat(null).catch((problem: unknown) =>
      context.log.error({ err: problem }, 'an assessment could not be kept alive'),
    )
  }, beatMilliseconds)
  timer.unref()
  try {
    await watchWork(table === 'assessment_run' ? 'assessment' : 'simulation', () =>
      work({
        signal,
        at: async (done) => {
          await beat(done)
          signal.throwIfAborted()
        },
      }),
    )
  } catch (problem) {
    if (!signal.aborted && !(problem instanceof Failure) && !(problem instanceof RunStopped))
      context.log.error({ err: problem }, 'an assessment failed')
    const end = ending.aborted
      ? sql`UPDATE ${raw(table)} SET alive_at = 'epoch' WHERE ${underWay}`
      : sql`UPDATE ${raw(table)} SET state = 'FAILED', problem = ${problem instanceof Failure ? problem.code : 'RUN_FAILED'}, ended_at = ${context.now}::timestamptz WHERE ${underWay}`
    await rowsOf(pool, end).catch((again: unknown) =>
      context.log.error({ err: again }, 'an assessment could not be ended'),
    )
  } finally {
    clearInterval(timer)
  }
}

/** The runs that somebody began and nobody works on any more, each given to one who asks. */
export async function claimSilentRuns(
  context: Pick<RunContext, 'database' | 'city'>,
  table: JobTable = 'assessment_run',
): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    context.database.pool,
    sql`UPDATE ${raw(table)} SET alive_at = now() WHERE city_code = ${context.city.code} AND state IN ('GATHERING', 'SCORING') AND alive_at < now() - make_interval(secs => ${RUN_SILENT_SECONDS}) RETURNING id`,
  )
  return rows.map(({ id }) => id)
}
