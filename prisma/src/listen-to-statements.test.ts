import { AsyncLocalStorage } from 'node:async_hooks'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listenToStatements } from './listen-to-statements.ts'
import { createTestDatabase, testPool } from './testing.ts'
import type { TestDatabase } from './testing.ts'

let database: TestDatabase
let pool: pg.Pool
const course = new AsyncLocalStorage<string>()
const heard: { text: string; of: string | undefined; hasFailed: boolean }[] = []
beforeAll(async () => {
  database = await createTestDatabase({ from: 'empty' })
  pool = testPool({ connectionString: database.url, max: 1 })
  listenToStatements(pool, (text) => {
    const of = course.getStore()
    return (hasFailed) => void heard.push({ text, of, hasFailed })
  })
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

test('who waited for a connection that another gave back is still heard as themselves', async () => {
  heard.length = 0
  const names = ['one', 'two', 'three', 'four']
  await Promise.all(
    names.map((name) => course.run(name, () => pool.query(`SELECT '${name}' AS name`))),
  )
  expect(heard).toEqual(
    names.map((name) => ({ text: `SELECT '${name}' AS name`, of: name, hasFailed: false })),
  )
})

test('a statement is heard once by its text without its values, also where it fails', async () => {
  heard.length = 0
  const named = { name: 's', text: 'SELECT $1::text AS words', values: ['geheim'] }
  expect((await pool.query<{ words: string }>(named)).rows).toEqual([{ words: 'geheim' }])
  await expect(pool.query('SELECT 1 / $1::int', [0])).rejects.toThrow('division by zero')
  const client = await pool.connect()
  await expect(client.query('SELECT none')).rejects.toThrow('does not exist')
  await client.query('SELECT 1')
  client.release()
  expect(heard.map(({ text, hasFailed }) => [text, hasFailed])).toEqual([
    ['SELECT $1::text AS words', false],
    ['SELECT 1 / $1::int', true],
    ['SELECT none', true],
    ['SELECT 1', false],
  ])
  expect(JSON.stringify(heard)).not.toContain('geheim')
})
