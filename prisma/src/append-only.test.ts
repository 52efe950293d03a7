import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase } from './testing.ts'
import type { TestDatabase } from './testing.ts'

let database: TestDatabase
let owner: pg.Client
let application: pg.Client
beforeAll(async () => {
  database = await createTestDatabase({ from: 'harbin' })
  owner = new pg.Client({ connectionString: database.url })
  application = new pg.Client({
    connectionString: database.url,
    options: '-c role=gongjian_app',
  })
  await Promise.all([owner.connect(), application.connect()])
})
afterAll(async () => {
  await Promise.all([owner.end(), application.end()])
  await database.drop()
})

const tables = {
  audit_event: { column: 'actor_name', key: 'seq' },
  countersignature: { column: 'words', key: 'signed_at' },
  donation_confirmation: { column: 'reason', key: 'confirmed_at' },
} as const
const ways = Object.entries(tables).flatMap(([table, { column, key }]) => [
  [table, `UPDATE ${table} SET ${column} = 'somebody else'`],
  [table, `UPDATE ${table} SET ${column} = ${column}`],
  [table, `UPDATE ${table} SET ${column} = '' WHERE false`],
  [table, `DELETE FROM ${table}`],
  [
    table,
    `DELETE FROM ${table} WHERE ctid = (SELECT ctid FROM ${table} ORDER BY ${key} DESC LIMIT 1)`,
  ],
  // What lines refer to is not emptied alone, whoever asks: PostgreSQL itself says so.
  ...(table === 'donation_confirmation' ? [] : [[table, `TRUNCATE ${table}`]]),
  [table, `TRUNCATE ${table} CASCADE`],
])

async function contents(table: string): Promise<unknown> {
  const { rows } = await owner.query(
    `SELECT count(*), md5(string_agg(t::text, '' ORDER BY t::text)) FROM ${table} t`,
  )
  return rows[0]
}

test('there is something to protect', async () => {
  for (const table of Object.keys(tables)) {
    const { rows } = await owner.query<{ some: boolean }>(
      `SELECT count(*) > 100 AS some FROM ${table}`,
    )
    expect([table, rows[0]?.some]).toEqual([table, true])
  }
})

describe.each(ways)('%s stays as it is: %s', (table, statement) => {
  test('refused for the owner, by the trigger', async () => {
    const before = await contents(table)
    await expect(owner.query(statement)).rejects.toMatchObject({
      code: '23001',
      message: `rows of ${table} are never changed or removed`,
    })
    expect(await contents(table)).toEqual(before)
  })

  test('refused for the application, which has no right to it', async () => {
    const before = await contents(table)
    await expect(application.query(statement)).rejects.toMatchObject({ code: '42501' })
    expect(await contents(table)).toEqual(before)
  })
})

test.each([
  'ALTER TABLE audit_event DISABLE TRIGGER ALL',
  'DROP TRIGGER audit_event_is_append_only ON audit_event',
  "SET session_replication_role = 'replica'",
  'DELETE FROM audit_chain',
  'TRUNCATE audit_chain',
])('the application cannot switch the protection off: %s', async (statement) => {
  await expect(application.query(statement)).rejects.toMatchObject({ code: '42501' })
})

test('the application may still append', async () => {
  await application.query('BEGIN')
  const { rows } = await application.query<{ seq: string }>(
    `SELECT append_audit(code, 'city', now(), NULL, 'test', NULL, NULL, 'test.append', 'test', '1', '{}') AS seq FROM city`,
  )
  expect(Number(rows[0]?.seq)).toBeGreaterThan(0)
  await application.query('ROLLBACK')
})
