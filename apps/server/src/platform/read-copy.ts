import { openCopy } from '@gongjian/database'
import type { Database } from '@gongjian/database'
import { GraphQLError } from 'graphql'
import type { Logger } from 'pino'
import sql from 'sql-template-tag'
import type { RequestContext } from './context.ts'
import { Failure } from './failures.ts'
import { firstRowOf } from './statement.ts'

/** Milliseconds between two looks at how far the copy has come. */
const lookEvery = 1000
/** So many looks at the primary are remembered: as many as a copy may ever be behind by. */
const mostMarks = 3600

/** Where the primary's log stood at a moment of its own clock (milliseconds): all that was committed by then is before it. */
export type LogMark = { at: number; position: bigint }

/** A log position as PostgreSQL writes it (16/B374D848) as a number that can be compared. */
export function logPosition(text: string): bigint {
  const [high = '', low = ''] = text.split('/')
  return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`)
}

/** Up to which moment a copy that has replayed the log so far has everything: null where it is behind all marks. */
export function completeUntil(marks: readonly LogMark[], replayed: bigint): number | null {
  return marks.findLast(({ position }) => position <= replayed)?.at ?? null
}

/** A copy that may be read now, and up to which moment of the real time it has everything. */
export type Reading = { database: Database; completeUntil: Date }

/** The same request, answered from the copy. */
export function readingFrom(
  { database, completeUntil }: Reading,
  asking: RequestContext,
): RequestContext {
  const figuresAsOf = new Date(completeUntil.getTime() + asking.city.clockOffsetSeconds * 1000)
  return { ...asking, database, loaders: new Map(), figuresAsOf }
}

/** What is no answer to the question, but the server's own trouble: gone, behind, a standby, or only just promoted. */
export function isOfServer(problem: unknown): boolean {
  return !(problem instanceof GraphQLError) && !(problem instanceof Failure)
}

export type ReadCopy = {
  /**
   * The copy, where it answers, is behind by no more than the setting allows, and has what was written by the moment
   * `writtenAt` (of `now`); else null: then the primary is asked.
   */
  reading(writtenAt: number | null): Reading | null
  /** The time of the primary's clock, in milliseconds; never before it. */
  now(): number
  /** Whether it is read from now, and by how many seconds it is behind; null: not known. */
  state(): { isReadable: boolean; behindSeconds: number | null }
  /** Something went wrong with it: it is left alone until it has answered again. */
  suspect(problem: unknown): void
  stop(): Promise<void>
}

/**
 * Watches a copy of the database that streaming replication keeps. How far behind it is, is found from the primary's log
 * positions, and so also right where nobody writes. A server that was promoted is no copy any more, and not read as one.
 */
export function watchCopy(
  primary: Database,
  { url, maxStalenessSeconds }: { url: string; maxStalenessSeconds: number },
  log: Logger,
): ReadCopy {
  const database = openCopy(primary, url)
  let marks: LogMark[] = []
  /** How far the primary's clock is ahead of this process's, at most. */
  let clockAhead = 0
  let complete: number | null = null
  let isUsable: boolean | null = null
  const now = () => Date.now() + clockAhead

  function say(usable: boolean, problem?: unknown): void {
    if (isUsable !== usable && usable) log.info('analysis is read from the copy')
    if (isUsable !== usable && !usable)
      log.warn({ err: problem }, 'the copy cannot be read: analysis is read from the primary')
    isUsable = usable
  }

  async function look(): Promise<void> {
    try {
      const asked = Date.now()
      // The clock first: what is committed by then is in the log before the position read after it.
      const mark = await firstRowOf<{ at: number; position: string }>(
        primary.pool,
        sql`SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS at, pg_current_wal_insert_lsn()::text AS position`,
      )
      if (mark !== null) {
        clockAhead = mark.at - asked
        marks = [
          ...marks.slice(-mostMarks + 1),
          { at: mark.at, position: logPosition(mark.position) },
        ]
      }
      const copy = await firstRowOf<{ standby: boolean; replayed: string | null }>(
        database.pool,
        sql`SELECT pg_is_in_recovery() AS standby, pg_last_wal_replay_lsn()::text AS replayed`,
      )
      complete =
        copy?.standby && copy.replayed !== null
          ? completeUntil(marks, logPosition(copy.replayed))
          : null
      say(isFresh())
    } catch (problem) {
      complete = null
      say(false, problem)
    }
  }
  const isFresh = () => complete !== null && now() - complete <= maxStalenessSeconds * 1000

  let looking: Promise<void> | null = null
  const turn = () => {
    looking ??= look().finally(() => {
      looking = null
    })
  }
  turn()
  const timer = setInterval(turn, lookEvery)
  timer.unref()
  return {
    now,
    reading: (writtenAt) =>
      complete === null || !isFresh() || (writtenAt !== null && complete < writtenAt)
        ? null
        : { database, completeUntil: new Date(complete) },
    state: () => ({
      isReadable: isFresh(),
      behindSeconds: complete === null ? null : Math.max(0, now() - complete) / 1000,
    }),
    suspect: (problem) => {
      complete = null
      say(false, problem)
    },
    stop: async () => {
      clearInterval(timer)
      await looking
      await database.close()
    },
  }
}
