import { initialsPattern } from '@gongjian/domain/search-query'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { initialsOfLetter } from './pinyin-initials.ts'
import { createTestDatabase } from './testing.ts'
import type { TestDatabase } from './testing.ts'

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

test('a letter begins in the database as it does here: every Chinese one, and those of a keyboard', async () => {
  const points = [
    ...Array.from({ length: 0x7e - 0x20 }, (_, at) => 0x20 + at),
    ...Array.from({ length: 0x9fff - 0x4e00 + 1 }, (_, at) => 0x4e00 + at),
    ...['，', 'Ａ', '〇', '🎉'].map((letter) => letter.codePointAt(0) ?? 0),
  ]
  const { rows } = await client.query<{ point: number; initials: string }>(
    'SELECT point, pinyin_initials(chr(point)) AS initials FROM unnest($1::int[]) AS point',
    [points],
  )
  expect(rows).toHaveLength(points.length)
  const differing = rows.filter(({ point, initials }) => {
    const [one = '', two = one] = initialsOfLetter(String.fromCodePoint(point))
    return initials !== `${one}${two}`
  })
  expect(differing).toEqual([])
})

test.each([
  ['重阳节慰问', 'cyj', true],
  ['重阳节慰问', 'zyjww', true],
  ['重温入党誓词', 'cwrd', true],
  ['迎“奥运”，讲文明ABC', 'yayjwmabc', true],
  ['银行党员', 'yhdy', true],
  ['成长乐园', 'czly', true],
  ['植树', 'zsh', false],
  ['树植', 'zs', false],
  ['植树', 'zst', false],
  ['', 'zs', false],
])('%s is found by %s: %s', async (text, typed, expected) => {
  const { rows } = await client.query<{ holds: boolean }>(
    'SELECT pinyin_initials($1) ~ $2 AS holds',
    [text, initialsPattern(typed)],
  )
  expect(rows[0]?.holds).toBe(expected)
})
