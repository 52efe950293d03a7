import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { startEmbeddedPostgres } from '@gongjian/database/embedded'
import pg from 'pg'
import { freePort } from './free-port.ts'

const password = 'gongjian-demo'
const serverMain = fileURLToPath(new URL('../../apps/server/src/main.ts', import.meta.url))
const bareMain = fileURLToPath(new URL('./bare-server.ts', import.meta.url))

export type BenchCity = {
  url: string
  client: pg.Client
  /** The demonstration's branch and community: the pairing that is recorded under and signed for. */
  pairing: string
  product: { address: string; processId: number }
  bare: { address: string }
  cookies: Record<'recorder' | 'secretary' | 'community' | 'municipal', string>
  /** Memory of the product's process: right after the demonstration was loaded, and after a second start. */
  megabytes: { afterLoading: number; secondStart: number }
  stop(): Promise<void>
}

/** Resident memory of a process, in megabytes. */
function residentMegabytes(processId: number): number {
  const status = readFileSync(`/proc/${processId}/status`, 'utf8')
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
}

async function untilAnswering(address: string, process: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (process.exitCode !== null) throw new Error(`${address} ended with ${process.exitCode}`)
    const ready = await fetch(address).catch(() => null)
    if (ready?.ok) return
    await sleep(200)
  }
  throw new Error(`${address} does not answer`)
}

async function end(process: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => {
    process.once('exit', resolve)
  })
  process.kill('SIGTERM')
  await gone
}

async function signIn(address: string, account: string): Promise<string> {
  const response = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      query: 'mutation ($input: SignInInput!) { signIn(input: $input) { __typename } }',
      variables: { input: { account, password } },
    }),
  })
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}

/** A demonstration city of its own under `folder`: the product and the bare server, each a process, on one PostgreSQL. */
export async function startCity(folder: string): Promise<BenchCity> {
  const database = await startEmbeddedPostgres({ dataDir: folder })
  const env = {
    ...process.env,
    DATABASE_URL: database.url,
    DEMO: 'harbin-2008',
    FILES_DIR: join(folder, 'files'),
    LOG_LEVEL: 'error',
  }
  const startProduct = async () => {
    const port = await freePort()
    const server = spawn(process.execPath, [serverMain], {
      env: { ...env, PORT: String(port) },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    const address = `http://127.0.0.1:${port}`
    await untilAnswering(`${address}/readyz`, server)
    // A moment of rest, so that what starting took can be given back.
    await sleep(3000)
    return { server, address, megabytes: residentMegabytes(server.pid ?? 0) }
  }
  const first = await startProduct()
  await end(first.server)
  const { server, address, megabytes } = await startProduct()

  const barePort = await freePort()
  const bare = spawn(process.execPath, [bareMain], {
    env: { ...env, PORT: String(barePort) },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const bareAddress = `http://127.0.0.1:${barePort}`
  await untilAnswering(bareAddress, bare)

  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  const { rows } = await client.query<{ id: string }>(
    `SELECT p.id FROM pairing p JOIN organisation a ON a.id = p.agency_side_id JOIN organisation c ON c.id = p.community_side_id
     WHERE a.code = 'A001-01' AND c.code = '230102001001' AND p.valid_to IS NULL`,
  )
  return {
    url: database.url,
    client,
    pairing: rows[0]?.id ?? '',
    product: { address, processId: server.pid ?? 0 },
    bare: { address: bareAddress },
    cookies: {
      recorder: await signIn(address, 'recorder'),
      secretary: await signIn(address, 'secretary'),
      community: await signIn(address, 'community'),
      municipal: await signIn(address, 'municipal'),
    },
    megabytes: { afterLoading: first.megabytes, secondStart: megabytes },
    stop: async () => {
      await client.end()
      await Promise.all([end(server), end(bare)])
      await database.stop()
    },
  }
}
