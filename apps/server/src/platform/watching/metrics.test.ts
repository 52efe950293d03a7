import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openApp } from '../../testing/app-under-test.ts'
import type { AppUnderTest } from '../../testing/app-under-test.ts'
import { parsePrometheusText } from '../../testing/parse-prometheus-text.ts'

const token = 'a token that nobody guesses'
let open: AppUnderTest
let closed: AppUnderTest
beforeAll(async () => {
  open = await openApp({ metricsToken: token })
  closed = await openApp({ from: 'empty' })
})
afterAll(async () => {
  await open.close()
  await closed.close()
})

const ask = (authorization?: string) =>
  open.app.inject({
    url: '/metrics',
    headers: authorization === undefined ? {} : { authorization },
  })

/** The value of the series that the line begins with. */
async function valueOf(series: string): Promise<number> {
  const { body } = await ask(`Bearer ${token}`)
  const line = body.split('\n').find((each) => each.startsWith(`${series} `))
  return Number(line?.slice(series.length + 1) ?? 0)
}

test('metrics are shown to whoever has the token, and to nobody else', async () => {
  expect((await ask()).statusCode).toBe(401)
  expect((await ask('Bearer another')).statusCode).toBe(401)
  expect((await ask(token)).statusCode).toBe(401)
  const answer = await ask(`Bearer ${token}`)
  expect(answer.statusCode).toBe(200)
  expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8')
})

test('without a token in the settings they are not there, not even on this machine', async () => {
  const answer = await closed.app.inject({ url: '/metrics', headers: { authorization: 'Bearer ' } })
  expect(answer.statusCode).toBe(404)
  expect(answer.body).not.toContain('gongjian_')
})

test('a running server gives every metric that the dashboard and the alerts ask for', async () => {
  await open.ask('admin', '{ viewer { id } }')
  const { body } = await ask(`Bearer ${token}`)
  const given = new Set([...body.matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => name ?? ''))
  const docs = join(import.meta.dirname, '../../../../../docs/watching')
  for (const file of ['grafana-dashboard.json', 'prometheus-alerts.yml']) {
    const named = readFileSync(join(docs, file), 'utf8').match(/\bgongjian_\w+/g) ?? []
    expect(named.length).toBeGreaterThan(5)
    const families = named.map((name) =>
      given.has(name) ? name : name.replace(/_(bucket|sum|count)$/, ''),
    )
    expect([file, families.filter((name) => !given.has(name))]).toEqual([file, []])
  }
})

test('what is given is the text format of Prometheus, read strictly', async () => {
  await open.ask('admin', '{ viewer { id } }')
  const families = parsePrometheusText((await ask(`Bearer ${token}`)).body)
  const counted = families.get('gongjian_graphql_operation_duration_seconds')?.samples ?? []
  expect(counted.length).toBeGreaterThan(10)
  for (const [name, { samples }] of families)
    for (const { value } of samples) expect([name, Number.isFinite(value)]).toEqual([name, true])
})

test('an operation is counted by what it asks, never by the name that its sender gave it', async () => {
  const series =
    'gongjian_graphql_operation_duration_seconds_count{operation="viewer",kind="query",outcome="ok"}'
  const before = await valueOf(series)
  for (const name of ['WangWu13900001111', 'AnotherOne'])
    await open.ask('admin', `query ${name} { viewer { id } }`)
  expect(await valueOf(series)).toBe(before + 2)
  expect((await ask(`Bearer ${token}`)).body).not.toContain('13900001111')
})

test('errors are counted by their code, and what is badly written too', async () => {
  const series = 'gongjian_errors_total{code="BAD_ID"}'
  const before = await valueOf(series)
  await open.ask('admin', '{ zone(id: "not an id") { name } }')
  expect(await valueOf(series)).toBe(before + 1)
  await open.app.inject({
    method: 'POST',
    url: '/graphql',
    headers: { 'content-type': 'application/json' },
    body: '{',
  })
  expect(await valueOf('gongjian_errors_total{code="BAD_REQUEST"}')).toBe(1)
})

test('a request is counted by its route, whatever stands in the address', async () => {
  for (const path of ['/check-in/secret-1', '/check-in/secret-2']) await open.app.inject(path)
  const { body } = await ask(`Bearer ${token}`)
  expect(body).toContain('route="/healthz"'.replace('healthz', 'graphql'))
  expect(body).not.toContain('secret')
})

test('a signature counts once, when it is given', async () => {
  const { rows } = await open.database.pool.query<{ id: string; version: number }>(
    `SELECT id, version FROM activity WHERE status = 'SUBMITTED' AND direction = 'AGENCY_TO_COMMUNITY'
       AND community_side_path = '2301/230102/230102001/230102001001/' ORDER BY submitted_at LIMIT 1`,
  )
  const [record] = rows
  const series = 'gongjian_countersignatures_total{decision="RETURNED"}'
  const document = `mutation ($input: ReturnActivityInput!) { returnActivity(input: $input) { __typename } }`
  const input = { id: record?.id, version: record?.version, reason: '数量不符' }
  const answer = await open.ask('community', document, { input })
  expect(answer.errors).toBeUndefined()
  expect(await valueOf(series)).toBe(1)
  // Sent again it is the same signature.
  await open.ask('community', document, { input })
  expect(await valueOf(series)).toBe(1)
})

test('the pools, jobs and the record that waits longest are as the database has them', async () => {
  expect(await valueOf('gongjian_database_up')).toBe(1)
  expect(
    await valueOf('gongjian_database_connections{pool="statements",state="idle"}'),
  ).toBeGreaterThan(0)
  expect(await valueOf('gongjian_database_connections_max{pool="statements"}')).toBe(20)
  expect(await valueOf('gongjian_jobs_waiting{queue="imports",city="2301"}')).toBe(0)
  const { rows } = await open.database.pool.query<{ age: number }>(
    `SELECT extract(epoch FROM now() + make_interval(secs => city.clock_offset_seconds) - min(submitted_at))::float8 AS age
     FROM activity JOIN city ON city.code = city_code WHERE status = 'SUBMITTED' GROUP BY city.clock_offset_seconds`,
  )
  const age = await valueOf('gongjian_waiting_record_oldest_age_seconds{city="2301"}')
  expect(age).toBeGreaterThan(0)
  expect(Math.abs(age - (rows[0]?.age ?? 0))).toBeLessThan(3600)
  expect(await valueOf('gongjian_memory_bytes{kind="rss"}')).toBeGreaterThan(1e7)
})

test('readiness asks for the city and every migration of this version', async () => {
  const ready = async () => {
    const { statusCode, body } = await closed.app.inject('/readyz')
    return { statusCode, body: JSON.parse(body) as unknown }
  }
  expect(await ready()).toEqual({ statusCode: 200, body: { status: 'ready', work: 'none' } })
  await closed.database.pool.query(
    `UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = (SELECT max(migration_name) FROM _prisma_migrations)`,
  )
  expect(await ready()).toEqual({
    statusCode: 503,
    body: { status: 'migrations missing', work: 'none' },
  })
})
