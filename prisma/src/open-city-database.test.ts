import { expect, test } from 'vitest'
import { connectCityDatabase } from './open-city-database.ts'

test.each(['hello', 'localhost:5432/gongjian', 'mysql://user@host/db', 'postgresql://'])(
  'an address that names no PostgreSQL is said in one sentence: %s',
  async (url) => {
    await expect(connectCityDatabase({ DATABASE_URL: url })).rejects.toMatchObject({
      code: 'DATABASE_URL_UNREADABLE',
    })
  },
)

test.each([
  'postgresql://user:password@host/gongjian',
  'postgres://user@one:5432,two:5433/gongjian?sslmode=require',
])('an address that does is taken as it stands: %s', async (url) => {
  expect(await connectCityDatabase({ DATABASE_URL: url })).toMatchObject({ url, embedded: false })
})
