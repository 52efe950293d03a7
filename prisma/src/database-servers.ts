import pg from 'pg'

/** Milliseconds that one server has to answer, and between two looks at where the primary is. */
const patience = 2000
const lookEvery = 1000

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

/**
 * The address of the one server that may be written to. Of several that say so of themselves it is the one that was
 * promoted last: the other was the primary once, and came back. Throws where none answers, or all are standbys.
 */
export async function primaryUrl(url: string): Promise<string> {
  const servers = serversOf(url)
  if (servers.length === 1) return url
  const answers = await Promise.allSettled(servers.map(timelineOf))
  let best: { server: string; timeline: number } | null = null
  for (const [index, answer] of answers.entries()) {
    const server = servers[index]
    if (answer.status === 'rejected' || answer.value === null || server === undefined) continue
    if (best === null || answer.value > best.timeline) best = { server, timeline: answer.value }
  }
  if (best !== null) return best.server
  const failed = answers.find((answer) => answer.status === 'rejected')
  throw failed?.reason instanceof Error
    ? failed.reason
    : new Error('none of the database servers may be written to: all are standbys')
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
    looking ??= primaryUrl(url)
      .then((found) => {
        if (found === present) return
        present = found
        // To the old one nothing more is said, whether it still answers or hangs.
        for (const client of connections)
          if (client.server !== found) void client.end().catch(() => undefined)
      })
      // None at the moment: the next look may find one.
      .catch(() => undefined)
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
