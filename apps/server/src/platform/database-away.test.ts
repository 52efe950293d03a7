import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openApp } from '../testing/app-under-test.ts'
import type { AppUnderTest } from '../testing/app-under-test.ts'
import { isDatabaseAway } from './database-away.ts'

let open: AppUnderTest
let logged = ''
beforeAll(async () => {
  open = await openApp({ logLevel: 'info', logTo: { write: (line) => void (logged += line) } })
})
afterAll(() => open.close())

/** Runs the work while nobody may connect to the application's database, and every connection is cut. */
async function whileAway(work: () => Promise<void>): Promise<void> {
  const url = new URL(open.database.url)
  const name = url.pathname.slice(1)
  url.pathname = '/postgres'
  const owner = new pg.Client({ connectionString: url.toString() })
  await owner.connect()
  const allow = (may: boolean) => owner.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS ${may}`)
  try {
    await allow(false)
    await owner.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [
      name,
    ])
    await work()
  } finally {
    await allow(true)
    await owner.end()
  }
}

test.each([
  { code: 'ECONNREFUSED', message: 'connect ECONNREFUSED 127.0.0.1:5432' },
  { code: '57P01', message: 'terminating connection due to administrator command' },
  { code: '57P03', message: 'the database system is starting up' },
  { code: '25006', message: 'cannot execute INSERT in a read-only transaction' },
  { code: '08006', message: 'connection failure' },
  { code: '55000', message: 'database "city" is not currently accepting connections' },
  { message: 'Connection terminated unexpectedly' },
  { message: 'timeout exceeded when trying to connect' },
  {
    code: 'P2010',
    message: '',
    meta: { driverAdapterError: { cause: { originalCode: '57P01' } } },
  },
])('the database is away: %o', (problem) => {
  expect(isDatabaseAway(Object.assign(new Error(problem.message), problem))).toBe(true)
})

test.each([
  new Error('somebody said: Connection terminated'),
  Object.assign(new Error('duplicate key'), { code: '23505' }),
  Object.assign(new Error('deadlock'), { code: '40P01' }),
  Object.assign(new Error('no such state'), { code: '55000' }),
  new TypeError('fetch failed', {
    cause: Object.assign(new Error('of another server'), { code: 'ECONNREFUSED' }),
  }),
  null,
  'ECONNREFUSED',
])('anything else is not that: %s', (problem) => {
  expect(isDatabaseAway(problem)).toBe(false)
})

test('while the database is away a reader is told to wait, the log says so in a line, and afterwards all goes on', async () => {
  const cookie = await open.cookieOf('municipal')
  const viewer = () =>
    open.app.inject({
      method: 'POST',
      url: '/graphql',
      headers: { 'content-type': 'application/json', cookie, 'accept-language': 'zh-CN' },
      body: JSON.stringify({ query: '{ viewer { account } }' }),
    })
  expect((await viewer()).json()).toMatchObject({ data: { viewer: { account: 'municipal' } } })
  await whileAway(async () => {
    logged = ''
    // The first may meet a connection in the moment in which it ends, the others find none.
    for (let time = 0; time < 3; time += 1) {
      const answer = await viewer()
      expect(answer.json()).toMatchObject({
        errors: [
          {
            message:
              '系统正在恢复与数据库的连接，通常不到一分钟。您填写的内容没有丢失，请稍后再试。',
            extensions: { code: 'DATABASE_AWAY' },
          },
        ],
      })
    }
    const ready = await open.app.inject('/readyz')
    expect([ready.statusCode, ready.json()]).toMatchObject([
      503,
      { status: 'database unavailable' },
    ])
    expect((await open.app.inject('/healthz')).statusCode).toBe(200)
    const asked = await open.app.inject({ url: '/api/exports/activities.csv', headers: { cookie } })
    expect([asked.statusCode, asked.headers['retry-after']]).toEqual([503, '5'])
    expect(logged).toContain('the database is away')
    expect(logged).not.toContain('"msg":"unexpected"')
    expect(logged).not.toContain('stack')
  })
  await expect
    .poll(async () => (await viewer()).json())
    .toMatchObject({
      data: { viewer: { account: 'municipal' } },
    })
})
