import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Database } from '@gongjian/database'
import sql, { join, raw } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { cityTime } from '../context.ts'
import { citiesOf } from '../every-city.ts'
import type { ReadCopy } from '../read-copy.ts'
import { rowsOf } from '../statement.ts'
import type { Watch } from './watch.ts'

/** So long what was read of the database is told again, so that nobody keeps it busy by asking often. */
const KEPT_MILLISECONDS = 15_000
const QUEUES = ['archives', 'imports', 'assessments', 'simulations', 'messages'] as const

export type LookAround = { look(): Promise<void>; stop(): void }

/** Fills in what is measured only when somebody asks: the process, the pools, jobs and waiting records of every city. */
export function lookAround(
  { metrics, log }: Watch,
  database: Database,
  copy: ReadCopy | null,
): LookAround {
  const loop = monitorEventLoopDelay({ resolution: 20 })
  loop.enable()
  metrics.startedAt.set({}, Math.round(Date.now() / 1000 - process.uptime()))
  metrics.streams.add({}, 0)
  let readAt = -Infinity
  let reading: Promise<void> | null = null

  function lookAtProcess(): void {
    for (const [quantile, percent] of [
      ['0.5', 50],
      ['0.99', 99],
      ['1', 100],
    ] as const)
      metrics.loopLag.set({ quantile }, (loop.count === 0 ? 0 : loop.percentile(percent)) / 1e9)
    loop.reset()
    const { rss, heapUsed, heapTotal, external } = process.memoryUsage()
    for (const [kind, bytes] of Object.entries({ rss, heapUsed, heapTotal, external }))
      metrics.memory.set({ kind }, bytes)
    for (const [pool, { totalCount, idleCount, waitingCount, options }] of Object.entries(
      database.pools,
    )) {
      metrics.connections.set({ pool, state: 'in_use' }, totalCount - idleCount)
      metrics.connections.set({ pool, state: 'idle' }, idleCount)
      metrics.connectionsWaiting.set({ pool }, waitingCount)
      metrics.connectionsMost.set({ pool }, options.max)
    }
  }

  function lookAtCopy(): void {
    if (copy === null) return
    const { isReadable, behindSeconds } = copy.state()
    metrics.copyReadable.set({}, isReadable ? 1 : 0)
    if (behindSeconds !== null) metrics.copyBehind.set({}, behindSeconds)
  }

  async function lookAtCities(): Promise<void> {
    const { pool } = database
    for (const city of await citiesOf(pool)) {
      const { now } = cityTime(city)
      const rows = await rowsOf<{ queue: string; jobs: number; age: number }>(
        pool,
        queuesOf(city.code, now),
      )
      for (const queue of QUEUES) {
        const row = rows.find((each) => each.queue === queue)
        metrics.jobs.set({ queue, city: city.code }, row?.jobs ?? 0)
        metrics.jobAge.set({ queue, city: city.code }, row?.age ?? 0)
      }
      const waiting = rows.find(({ queue }) => queue === 'records')
      metrics.waitingAge.set({ city: city.code }, waiting?.age ?? 0)
    }
  }

  async function lookAtDatabase(): Promise<void> {
    try {
      await lookAtCities()
      metrics.databaseUp.set({}, 1)
    } catch (problem) {
      metrics.databaseUp.set({}, 0)
      log.warn({ err: problem }, 'metrics: the database could not be looked at')
    } finally {
      readAt = performance.now()
    }
  }

  return {
    look: async () => {
      lookAtProcess()
      lookAtCopy()
      if (performance.now() - readAt < KEPT_MILLISECONDS) return
      reading ??= lookAtDatabase().finally(() => {
        reading = null
      })
      await reading
    },
    stop: () => void loop.disable(),
  }
}

/** Jobs by queue, and of records only the one that waits longest; by the city's clock, as they were written. */
function queuesOf(city: string, now: Date): Sql {
  const age = (since: Sql) =>
    sql`coalesce(greatest(0, extract(epoch FROM ${now}::timestamptz - ${since})), 0)::float8`
  const queue = (name: string, table: string, since: string, states: readonly string[]) =>
    sql`SELECT ${name} AS queue, count(*)::int AS jobs, ${age(sql`min(${raw(since)})`)} AS age FROM ${raw(table)} WHERE city_code = ${city} AND state IN (${join(states.map((state) => sql`${raw(`'${state}'`)}`))})`
  const oldest = sql`(SELECT submitted_at FROM activity WHERE city_code = ${city} AND status = 'SUBMITTED' ORDER BY submitted_at LIMIT 1)`
  return join(
    [
      queue('archives', 'archive', 'requested_at', ['MAKING']),
      queue('imports', 'import', 'created_at', ['READING', 'KEEPING', 'UNDOING']),
      queue('assessments', 'assessment_run', 'started_at', ['GATHERING', 'SCORING']),
      queue('simulations', 'assessment_simulation', 'started_at', ['GATHERING', 'SCORING']),
      queue('messages', 'delivery', 'made_at', ['PENDING']),
      sql`SELECT 'records' AS queue, 0 AS jobs, ${age(oldest)} AS age`,
    ],
    ' UNION ALL ',
  )
}
