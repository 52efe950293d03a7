import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase } from './testing.ts'
import type { TestDatabase } from './testing.ts'

/** Tables without the city at the head of their key, each with why. */
const ofNoCity: Readonly<Record<string, string>> = {
  _prisma_migrations: 'of the database, not of a city',
  city: 'the cities themselves',
  rate_limit: 'counts who has not signed in, by address',
  user_account: 'found by its name before the city is known; unique over all cities',
  session: 'found by its secret before the city is known',
  api_token: 'found by its secret before the city is known',
}
const distribution = readFileSync(join(import.meta.dirname, '../citus/distribute.sql'), 'utf8')
const distributed = [...distribution.matchAll(/create_distributed_table\('(\w+)'/g)].map(
  ([, table]) => table,
)

let database: TestDatabase
let client: pg.Client
beforeAll(async () => {
  database = await createTestDatabase({ from: 'empty' })
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await database.drop()
})

async function rows<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) {
  return (await client.query<Row>(text, values)).rows
}
const exceptions = Object.keys(ofNoCity)
const ofCities = async () =>
  (
    await rows<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relname <> ALL($1) ORDER BY 1`,
      [exceptions],
    )
  ).map(({ name }) => name)

describe('the city comes first', () => {
  test('in every primary key and every unique index, but where it is not yet known', async () => {
    const indexes = await rows<{ table: string; index: string; first: string }>(
      `SELECT c.relname AS "table", i.indexrelid::regclass::text AS index, a.attname AS first
       FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
       WHERE c.relnamespace = 'public'::regnamespace AND i.indisunique`,
    )
    const others = indexes.filter(({ first }) => first !== 'city_code')
    expect(others.filter(({ table }) => !exceptions.includes(table))).toEqual([])
    expect([...new Set(others.map(({ table }) => table))].sort()).toEqual([...exceptions].sort())
    const keyed = new Set(indexes.map(({ table }) => table))
    expect((await ofCities()).filter((table) => !keyed.has(table))).toEqual([])
  })

  test('on both sides of every reference between rows of cities, and no reference empties it', async () => {
    const references = await rows<{ table: string; to: string; definition: string }>(
      `SELECT k.conrelid::regclass::text AS "table", k.confrelid::regclass::text AS "to", pg_get_constraintdef(k.oid) AS definition
       FROM pg_constraint k WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace`,
    )
    const between = references.filter(
      ({ table, to }) => !exceptions.includes(table) && !exceptions.includes(to),
    )
    expect(between.length).toBeGreaterThan(50)
    expect(
      between.filter(
        ({ definition }) =>
          !/^FOREIGN KEY \(city_code, [^)]*\) REFERENCES "?\w+"?\(city_code, /.test(definition),
      ),
    ).toEqual([])
    expect(references.filter(({ definition }) => /SET (NULL|DEFAULT)/.test(definition))).toEqual([])
  })

  test('in no row is it missing', async () => {
    const columns = await rows<{ table: string }>(
      `SELECT table_name AS "table" FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'city_code' AND is_nullable = 'NO'`,
    )
    const having = new Set(columns.map(({ table }) => table))
    expect((await ofCities()).filter((table) => !having.has(table))).toEqual([])
  })
})

describe('the script for Citus', () => {
  test('shares out every table of cities once, and says of each other where it lies', async () => {
    expect([...distributed].sort()).toEqual([...(await ofCities())].sort())
    const elsewhere = exceptions.filter((table) => table !== '_prisma_migrations')
    for (const table of elsewhere)
      expect(distribution).toMatch(
        new RegExp(`(create_reference_table|citus_add_local_table_to_metadata)\\('${table}'\\)`),
      )
  })

  test('names what is referred to before what refers to it', async () => {
    const references = await rows<{ table: string; to: string }>(
      `SELECT conrelid::regclass::text AS "table", confrelid::regclass::text AS "to" FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND conrelid <> confrelid`,
    )
    const place = (table: string) => distributed.indexOf(table)
    expect(
      references.filter(({ table, to }) => place(table) >= 0 && place(table) < place(to)),
    ).toEqual([])
  })

  test('names functions that there are, whose first argument is the city', async () => {
    const functions = [...distribution.matchAll(/create_distributed_function\('([^']+)', '\$1'/g)]
    expect(functions.length).toBeGreaterThan(0)
    for (const [, signature] of functions) {
      const [found] = await rows<{ first: string | null }>(
        `SELECT (SELECT proargnames[1] FROM pg_proc WHERE oid = to_regprocedure($1)) AS first`,
        [signature],
      )
      expect(found?.first).toMatch(/city/)
    }
  })
})
