import { expect, test } from 'vitest'
import { parentFrom } from './tracer.ts'
import { readMetricsToken, readOtlpSettings } from './watching-settings.ts'

test('without settings nothing is shown and nothing sent', () => {
  expect(readMetricsToken({})).toBeNull()
  expect(readOtlpSettings({})).toBeNull()
  const disabled = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318', OTEL_SDK_DISABLED: 'true' }
  expect(readOtlpSettings(disabled)).toBeNull()
})

test('a token that could be guessed is refused', () => {
  expect(() => readMetricsToken({ METRICS_TOKEN: 'x'.repeat(15) })).toThrow('at least 16')
  expect(readMetricsToken({ METRICS_TOKEN: 'x'.repeat(16) })).toBe('x'.repeat(16))
})

test('the settings of OpenTelemetry by the names it gives them', () => {
  expect(
    readOtlpSettings({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector:4318/',
      OTEL_EXPORTER_OTLP_HEADERS: 'Authorization=Bearer%20a, x-city=2301',
      OTEL_SERVICE_NAME: 'city',
      OTEL_TRACES_SAMPLER_ARG: '0.25',
      OTEL_METRIC_EXPORT_INTERVAL: '500',
    }),
  ).toEqual({
    endpoint: 'https://collector:4318',
    headers: { authorization: 'Bearer a', 'x-city': '2301' },
    serviceName: 'city',
    sampledShare: 0.25,
    metricsEveryMilliseconds: 500,
  })
})

test.each([
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' }, 'no http or https address'],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a:b@c:4318' }, 'a password belongs into'],
  [{ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, 'only be http/json'],
  [{ OTEL_TRACES_SAMPLER_ARG: '2' }, 'from 0 to 1'],
  [{ OTEL_TRACES_SAMPLER_ARG: 'half' }, 'from 0 to 1'],
  [{ OTEL_METRIC_EXPORT_INTERVAL: '1' }, 'number of milliseconds'],
  [{ OTEL_EXPORTER_OTLP_HEADERS: 'nothing' }, 'name=value'],
  [{ OTEL_EXPORTER_OTLP_HEADERS: 'a=%ZZ' }, 'name=value'],
])('%j is refused', (settings, problem) => {
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318', ...settings }
  expect(() => readOtlpSettings(env)).toThrow(problem)
})

test('a caller’s span is taken where it is one', () => {
  const [trace, span] = ['a'.repeat(32), 'b'.repeat(16)]
  expect(parentFrom(`00-${trace}-${span}-01`)).toEqual({
    traceId: trace,
    spanId: span,
    isSampled: true,
  })
  expect(parentFrom(`00-${trace}-${span}-00`)?.isSampled).toBe(false)
  for (const header of [
    undefined,
    '',
    `01-${trace}-${span}-01`,
    `00-${'0'.repeat(32)}-${span}-01`,
    `00-${trace}-${'0'.repeat(16)}-01`,
    `00-${trace.toUpperCase()}-${span}-01`,
    `00-${trace}-${span}-01-x`,
  ])
    expect(parentFrom(header)).toBeNull()
})
