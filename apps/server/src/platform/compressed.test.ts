import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openApp } from '../testing/app-under-test.ts'
import type { AppUnderTest } from '../testing/app-under-test.ts'

let open: AppUnderTest
beforeAll(async () => {
  open = await openApp({ from: 'empty' })
})
afterAll(() => open.close())

const ask = (query: string, accepted: string) =>
  open.app.inject({
    method: 'POST',
    url: '/graphql',
    headers: { 'content-type': 'application/json', 'accept-encoding': accepted },
    payload: JSON.stringify({ query }),
  })
const long = `{ ${Array.from({ length: 100 }, (_, at) => `one${at}: __typename`).join(' ')} }`

test('an answer is compressed for who takes it so, and says the same', async () => {
  const [plain, small] = await Promise.all([ask(long, 'identity'), ask(long, 'br, gzip')])
  expect(plain.headers['content-encoding']).toBeUndefined()
  expect(small.headers['content-encoding']).toBe('gzip')
  expect(small.rawPayload.byteLength).toBeLessThan(plain.rawPayload.byteLength / 2)
  expect(Number(small.headers['content-length'])).toBe(small.rawPayload.byteLength)
  expect(gunzipSync(small.rawPayload).toString()).toBe(plain.body)
  expect(JSON.parse(plain.body)).toMatchObject({ data: { one99: 'Query' } })
})

test('a short answer is sent as it is', async () => {
  const short = await ask('{ __typename }', 'gzip')
  expect(short.headers['content-encoding']).toBeUndefined()
  expect(short.json()).toEqual({ data: { __typename: 'Query' } })
})
