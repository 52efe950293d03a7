import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'

/** Milliseconds that one server has to answer, and between two looks at where the primary is. */
const patience = 2000
const lookEvery = 1000
/** Milliseconds for which who only begins waits for a primary. */
const startingPatience = 30_000

/** The servers that an address names, as libpq writes several: postgresql://user@one:5432,other:5433/city. */
export function serversOf(url: string): string[] {
  const [, before = '', hosts = '', after = ''] =
    /^(\w+:\/\/(?:[^@/?]*@)?)([^/?]*)(.*)$/s.exec(url) ?? []
  if (!hosts.includes(',')) return [url]
  return hosts.split(',').map((host) => `${before}${host}${after}`)
}

/** The line of history of a server that may be written to, which each promotion counts up; null: a standby. */
async function timelineOf(url: string): Promise<number | null> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: patience,
    query_timeout: patience,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ file: string | null }>(
      'SELECT CASE WHEN pg_is_in_recovery() THEN NULL ELSE pg_walfile_name(pg_current_wal_lsn()) END AS file',
    )
    const file = rows[0]?.file ?? null
    return file === null ? null : Number.parseInt(file.slice(0, 8), 16)
  } finally {
    await client.end().catch(() => undefined)
  }
}

type Look = { primary: string } | { primary: null; problem: Error; mayBeSoon: boolean }

/** Where the primary is now. None may be soon: a server is busy, or a standby that is about to be promoted. */
async function lookForPrimary(servers: readonly string[]): Promise<Look> {
  const answers = await Promise.allSettled(servers.map(timelineOf))
  let best: { server: string; timeline: number } | null = null
  for (const [index, answer] of answers.entries()) {
    const server = servers[index]
    if (answer.status === 'rejected' || answer.value === null || server === undefined) continue
    if (best === null || answer.value > best.timeline) best = { server, timeline: answer.value }
  }
  if (best !== null) return { primary: best.server }
  const problems = answers.flatMap((answer): unknown[] =>
    answer.status === 'rejected' ? [answer.reason] : [],
  )
  const [first] = problems
  return {
    primary: null,
    problem:
      first instanceof Error
        ? first
        : new Error('none of the database servers may be written to: all are standbys'),
    mayBeSoon: problems.length < servers.length || problems.some(isSlowness),
  }
}

/** pg's own words for a server that did not answer in time; a busy one may in a moment. */
function isSlowness(problem: unknown): boolean {
  return problem instanceof Error && /timeout/i.test(problem.message)
}

/**
 * The address of the one server that may be written to. Of several that say so of themselves it is the one that was
 * promoted last: the other was the primary once, and came back. Waits for half a minute while servers are busy, or one is
 * about to be promoted. Throws where none answers, or all stay standbys.
 */
export async function primaryUrl(url: string): Promise<string> {
  const servers = serversOf(url)
  if (servers.length === 1) return url
  const patientUntil = performance.now() + startingPatience
  for (;;) {
    const found = await lookForPrimary(servers)
    if (found.primary !== null) return found.primary
    if (!found.mayBeSoon || performance.now() > patientUntil) throw found.problem
    await pause(lookEvery / 4)
  }
}

export type PrimaryWatch = {
  /** Where the primary was when somebody last looked. */
  current(): string
  /** The class of connections that are made to it, and given up when it is another. */
  Client: typeof pg.Client
  stop(): Promise<void>
}

/**
 * Follows the primary from server to server: looks every second, and whenever a connection breaks. Who asks in between
 * gets an error, as from any server that is gone.
 */
export async function watchPrimary(url: string): Promise<PrimaryWatch> {
  const servers = serversOf(url)
  let present = await primaryUrl(url)
  let looking: Promise<void> | null = null
  const connections = new Set<WatchedClient>()

  class WatchedClient extends pg.Client {
    readonly server: string
    constructor(options?: pg.ClientConfig) {
      super({ ...options, connectionString: present })
      this.server = present
      connections.add(this)
      this.once('end', () => {
        connections.delete(this)
        void look()
      })
    }
  }

  function look(): Promise<void> {
    looking ??= lookForPrimary(servers)
      .then(({ primary: found }) => {
        // None at the moment: the next look may find one.
        if (found === null || found === present) return
        present = found
        // To the old one nothing more is said, whether it still answers or hangs.
        for (const client of connections)
          if (client.server !== found) void client.end().catch(() => undefined)
      })
      .finally(() => {
        looking = null
      })
    return looking
  }
  const timer = setInterval(() => void look(), lookEvery)
  timer.unref()
  return {
    current: () => present,
    Client: WatchedClient,
    stop: async () => {
      clearInterval(timer)
      await looking
    },
  }
}
