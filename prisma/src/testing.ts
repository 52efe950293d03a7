import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { loadDemoCity, loadEmptyCity } from '../demo/load-demo-city.ts'
import { parseHouseholdKeys } from './household-sealing.ts'
import { migrate } from './migrate.ts'

export type TestDatabase = { url: string; drop(): Promise<void> }
/** The key of households in tests. */
export const testHouseholdKeys = `test:${Buffer.alloc(32, 7).toString('base64')}`
type Template = 'empty' | 'harbin'

/** The password of the demonstration accounts in tests; in the empty city that of `admin`. */
export const testPassword = 'gongjian-demo'

/**
 * A database of one's own, copied from a template in a fraction of a second: a migrated city with one administrator
 * ('empty'), or the demonstration city ('harbin'). The template is filled once a run, by whoever needs it first.
 */
export async function createTestDatabase({ from }: { from: Template }): Promise<TestDatabase> {
  const server = inject('postgresUrl')
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await asOwner(server, async (client) => {
    // Workers wait for each other here.
    await client.query('SELECT pg_advisory_lock(7021)')
    await copyTemplate(client, server, from, name)
  })
  return {
    url: urlOf(server, name),
    drop: () =>
      asOwner(server, async (client) => {
        await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
      }),
  }
}

/**
 * A pool for a test's own questions. Dropping the database may end a connection that is still saying goodbye: unheard,
 * that would fail the whole run.
 */
export const testPool = (config: pg.PoolConfig): pg.Pool =>
  new pg.Pool(config).on('error', () => undefined)

/** The demonstration city, one for all test files of a run: for what changes nothing, as the plans of statements. */
export async function sharedTestDatabase(): Promise<string> {
  const server = inject('postgresUrl')
  const name = 'shared_harbin'
  await asOwner(server, async (client) => {
    await client.query('SELECT pg_advisory_lock(7021)')
    const known = await client.query('SELECT FROM pg_database WHERE datname = $1', [name])
    if (known.rowCount === 0) await copyTemplate(client, server, 'harbin', name)
  })
  return urlOf(server, name)
}

/** Called by one worker at a time: a template is copied only while nobody is connected to it. */
async function copyTemplate(
  client: pg.Client,
  server: string,
  from: Template,
  name: string,
): Promise<void> {
  const template = `template_${from}`
  const known = await client.query('SELECT FROM pg_database WHERE datname = $1', [template])
  if (known.rowCount === 0) await fillTemplate(client, server, template, from)
  await client.query(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY`)
}

async function fillTemplate(
  client: pg.Client,
  server: string,
  template: string,
  from: Template,
): Promise<void> {
  const unfinished = `${template}_unfinished`
  await client.query(`DROP DATABASE IF EXISTS ${unfinished} WITH (FORCE)`)
  await client.query(`CREATE DATABASE ${unfinished} TEMPLATE template0`)
  const url = urlOf(server, unfinished)
  await migrate(url)
  if (from === 'harbin') {
    const householdKeys = parseHouseholdKeys(testHouseholdKeys)
    await loadDemoCity({ url, password: testPassword, householdKeys })
  } else await loadEmptyCity({ url, adminPassword: testPassword })
  await client.query(`ALTER DATABASE ${unfinished} RENAME TO ${template}`)
}

function urlOf(server: string, database: string): string {
  const url = new URL(server)
  url.pathname = `/${database}`
  return url.toString()
}

async function asOwner(server: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf(server, 'postgres') })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
