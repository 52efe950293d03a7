import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startEmbeddedPostgres } from '@gongjian/database/embedded'
import pg from 'pg'
import { freePort } from './free-port.ts'
import { end, signIn, startProduct, untilAnswering } from './product.ts'

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
  const first = await startProduct(env)
  await end(first.server)
  const { server, address, megabytes } = await startProduct(env)

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
