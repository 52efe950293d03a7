import fc from 'fast-check'
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

type Found = {
  title: string
  words: string
  agency: string
  community: string
  zone: string | null
}

/** Each letter with the next: of two that a space stands between the first alone, and so the last one. */
function pairsOf(text: string): string[] {
  const letters = [...text.normalize('NFKC').replaceAll(/[A-Z]/g, (one) => one.toLowerCase())]
  const read = letters.map((letter) => (letter === '\n' ? ' ' : letter))
  return read.flatMap((letter, at) =>
    letter === ' ' ? [] : [`${letter}${read[at + 1] ?? ''}`.replace(/ $/, '')],
  )
}

/** Each two and each three initials that follow each other, in every reading. */
function initialsOf(title: string): string[] {
  const readings = [...title]
    .map((letter) => initialsOfLetter(letter))
    .filter(({ length }) => length > 0)
  return readings.flatMap((first, at) =>
    [...first].flatMap((one) =>
      [...(readings[at + 1] ?? '')].flatMap((two) => [
        `  ${one}${two}`,
        ...[...(readings[at + 2] ?? '')].map((three) => `  ${one}${two}${three}`),
      ]),
    ),
  )
}

const pathsOf = (path: string) =>
  path
    .split('/')
    .slice(0, -1)
    .map((_, depth, steps) => ` ${steps.slice(0, depth + 1).join('/')}/`)

const foundBy = ({ title, words, agency, community, zone }: Found) =>
  new Set([
    ...pairsOf(`${title} ${words}`),
    ...initialsOf(title),
    ...pathsOf(agency),
    ...pathsOf(community),
    ...(zone === null ? [] : [` ${zone}`]),
  ])

async function lexemesOf({ title, words, agency, community, zone }: Found): Promise<Set<string>> {
  const { rows } = await client.query<{ lexemes: string[] }>(
    'SELECT tsvector_to_array(activity_search($1, $2, $3, $4, $5)) AS lexemes',
    [title, words, agency, community, zone],
  )
  return new Set(rows[0]?.lexemes)
}

const letter = fc.constantFrom(...'重阳节慰问银行长乐ABＣz 1，〇\n“”é🎉')
const text = fc.array(letter, { maxLength: 12 }).map((letters) => letters.join(''))
const path = fc
  .array(fc.constantFrom('2301', 'A001', 'A001-01', '230102', '230102001'), { maxLength: 4 })
  .map((steps) => steps.map((step) => `${step}/`).join(''))

test('a record is found by its pairs of letters, its initials, its zone and every path above its sides', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        title: text,
        words: text,
        agency: path,
        community: path,
        zone: fc.option(fc.uuid(), { nil: null }),
      }),
      async (found) => {
        expect(await lexemesOf(found)).toEqual(foundBy(found))
      },
    ),
    { numRuns: 300 },
  )
})
