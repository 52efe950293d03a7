import { createServer } from 'node:http'
import type { IncomingHttpHeaders, Server } from 'node:http'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openApp } from '../../testing/app-under-test.ts'

const attribute = z.object({ key: z.string(), value: z.record(z.string(), z.string()) })
const spanShape = z.object({
  traceId: z.string().regex(/^[0-9a-f]{32}$/),
  spanId: z.string().regex(/^[0-9a-f]{16}$/),
  parentSpanId: z.string().optional(),
  name: z.string(),
  kind: z.number(),
  startTimeUnixNano: z.string().regex(/^\d{19}$/),
  endTimeUnixNano: z.string().regex(/^\d{19}$/),
  attributes: z.array(attribute),
})
const tracesShape = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: z.array(attribute) }),
      scopeSpans: z.array(z.object({ spans: z.array(spanShape) })),
    }),
  ),
})
const metricsShape = z.object({
  resourceMetrics: z.array(
    z.object({
      scopeMetrics: z.array(z.object({ metrics: z.array(z.looseObject({ name: z.string() })) })),
    }),
  ),
})

/** What a collector received. */
const received: { path: string; headers: IncomingHttpHeaders; body: string }[] = []
let collector: Server
let endpoint = ''
beforeAll(async () => {
  collector = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8')
      received.push({ path: request.url ?? '', headers: request.headers, body })
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    })
  }).listen(0, '127.0.0.1')
  await once(collector, 'listening')
  const address = collector.address()
  endpoint = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`
})
afterAll(() => void collector.close())

const settings = () => ({
  endpoint,
  headers: { 'x-key': 'of the test' },
  serviceName: 'a city',
  sampledShare: 1,
  metricsEveryMilliseconds: 60_000,
})
const sentTo = (path: string) => received.filter((each) => each.path === path)
const spansSent = () =>
  sentTo('/v1/traces')
    .flatMap(({ body }) => tracesShape.parse(JSON.parse(body)).resourceSpans)
    .flatMap(({ scopeSpans }) => scopeSpans)
    .flatMap(({ spans }) => spans)

test('a request, its operation and its statements are sent as one trace, without what was typed', async () => {
  received.length = 0
  const open = await openApp({ otlp: settings() })
  const [traceId, caller] = ['c'.repeat(32), 'd'.repeat(16)]
  await open.ask(
    'admin',
    'query Named13900001111 ($filter: OrganisationFilter) { organisations(filter: $filter) { edges { node { name } } } }',
    { filter: { search: '王五13900001111' } },
    { traceparent: `00-${traceId}-${caller}-01` },
  )
  await open.close()

  const spans = spansSent().filter((span) => span.traceId === traceId)
  const request = spans.find(({ name }) => name === 'POST /graphql')
  const operation = spans.find(({ name }) => name === 'query organisations')
  const statements = spans.filter(({ parentSpanId }) => parentSpanId === operation?.spanId)
  expect(request).toMatchObject({ kind: 2, parentSpanId: caller })
  expect(operation).toMatchObject({ kind: 1, parentSpanId: request?.spanId })
  expect(statements.map(({ name }) => name)).toContainEqual(
    expect.stringMatching(/^(SELECT|WITH) /),
  )
  for (const { startTimeUnixNano, endTimeUnixNano } of spans)
    expect(BigInt(endTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(startTimeUnixNano))

  const metrics = sentTo('/v1/metrics')
    .flatMap(({ body }) => metricsShape.parse(JSON.parse(body)).resourceMetrics)
    .flatMap(({ scopeMetrics }) => scopeMetrics)
    .flatMap((scope) => scope.metrics)
  const names = metrics.map(({ name }) => name)
  expect(names).toContain('gongjian_http_request_duration_seconds')
  expect(names).toContain('gongjian_memory_bytes')
  for (const { headers, body } of received) {
    expect(headers['x-key']).toBe('of the test')
    expect(body).toContain('a city')
    expect(body).not.toMatch(/13900001111|王五/)
  }
})

test('work in the background is a trace of its own', async () => {
  received.length = 0
  const open = await openApp({ from: 'empty', otlp: settings(), sweepEverySeconds: 3600 })
  await open.close()
  const spans = spansSent()
  const work = spans.find(({ name }) => name === 'take waits up the ladder')
  expect(work?.parentSpanId).toBeUndefined()
  expect(spans.filter(({ parentSpanId }) => parentSpanId === work?.spanId)).not.toEqual([])
})

test('what a caller does not want traced is not, and a share of none sends none', async () => {
  received.length = 0
  const open = await openApp({ from: 'empty', otlp: { ...settings(), sampledShare: 0 } })
  await open.app.inject('/healthz')
  await open.app.inject({
    url: '/healthz',
    headers: { traceparent: `00-${'e'.repeat(32)}-${'f'.repeat(16)}-00` },
  })
  await open.close()
  expect(sentTo('/v1/traces')).toEqual([])
})

test('a collector that is down is told of once, and keeps nobody waiting', async () => {
  let logged = ''
  const otlp = { ...settings(), endpoint: 'http://someone:geheim@127.0.0.1:1' }
  const open = await openApp({
    from: 'empty',
    otlp,
    logLevel: 'warn',
    logTo: { write: (line) => void (logged += line) },
  })
  expect((await open.app.inject('/healthz')).statusCode).toBe(200)
  await open.close()
  expect(logged.split('telemetry could not be sent')).toHaveLength(2)
  expect(logged).not.toContain('geheim')
})
