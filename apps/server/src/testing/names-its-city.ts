import { sharedTestDatabase } from '@gongjian/database/testing'
import pg from 'pg'
import { afterAll, beforeAll, expect } from 'vitest'
import { z } from 'zod'
import { tablesOfEveryCity } from './city-in-plan.ts'

/**
 * Stands around every test file of the server: whatever the product says to the database in it, finds its rows by the code
 * of the city (prisma/citus/distribute.sql). The product prepares its statements under names of its own
 * (platform/statement.ts, Prisma's in the database package); what tests ask for themselves has none.
 */
const ownName = /^[sp]\d+$/
const namedShape = z.looseObject({ name: z.string().regex(ownName), text: z.string() })
const isQuery = /^\s*(SELECT|WITH|INSERT|UPDATE|DELETE)\b/i

const sent = new Set<string>()
const send = pg.Client.prototype.query

beforeAll(() => {
  Object.assign(pg.Client.prototype, {
    query(this: pg.Client, ...parts: unknown[]) {
      const named = namedShape.safeParse(parts[0])
      if (named.success && isQuery.test(named.data.text)) sent.add(named.data.text)
      return Reflect.apply(send, this, parts)
    },
  })
})

afterAll(async () => {
  Object.assign(pg.Client.prototype, { query: send })
  if (sent.size === 0) return
  const client = new pg.Client({ connectionString: await sharedTestDatabase() })
  await client.connect()
  // One small city: without these PostgreSQL would read tables whole that it never does where there is much in them.
  await client.query(
    'SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off',
  )
  const found: string[] = []
  try {
    for (const text of sent) {
      const tables = await tablesOfEveryCity(client, text)
      if (tables.length > 0) found.push(`${tables.join(', ')}: ${text.replaceAll(/\s+/g, ' ')}`)
    }
  } finally {
    await client.end()
  }
  // oxlint-disable-next-line vitest/no-standalone-expect -- it stands around every file, and fails with it
  expect(found, 'statements that do not name their city').toEqual([])
})
