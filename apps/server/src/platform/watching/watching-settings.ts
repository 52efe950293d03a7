type Environment = Record<string, string | undefined>

/** Where traces and metrics go, by the names that OpenTelemetry gives its settings (opentelemetry.io/docs/specs/otel). */
export type OtlpSettings = {
  /** Of OTLP over HTTP, without a slash at the end: /v1/traces and /v1/metrics lie below it. */
  endpoint: string
  headers: Record<string, string>
  serviceName: string
  /** Which part of the traces that nobody else began is kept, 0 to 1. */
  sampledShare: number
  metricsEveryMilliseconds: number
}

const SHORTEST_TOKEN = 16

/** Throws where the token could be guessed. */
export function readMetricsToken(env: Environment): string | null {
  const token = env['METRICS_TOKEN']
  if (!token) return null
  if (token.length < SHORTEST_TOKEN)
    throw new Error(`METRICS_TOKEN needs at least ${SHORTEST_TOKEN} characters`)
  return token
}

/** Throws where what is set cannot be meant. */
export function readOtlpSettings(env: Environment): OtlpSettings | null {
  const given = env['OTEL_EXPORTER_OTLP_ENDPOINT']
  if (!given || env['OTEL_SDK_DISABLED'] === 'true') return null
  const address = URL.parse(given)
  if (address === null || !/^https?:$/.test(address.protocol))
    throw new Error('OTEL_EXPORTER_OTLP_ENDPOINT is no http or https address')
  if (address.username !== '' || address.password !== '')
    throw new Error(
      'OTEL_EXPORTER_OTLP_ENDPOINT: a password belongs into OTEL_EXPORTER_OTLP_HEADERS',
    )
  const protocol = env['OTEL_EXPORTER_OTLP_PROTOCOL'] || 'http/json'
  if (protocol !== 'http/json') throw new Error('OTEL_EXPORTER_OTLP_PROTOCOL can only be http/json')
  const sampledShare = Number(env['OTEL_TRACES_SAMPLER_ARG'] || 1)
  if (!(sampledShare >= 0 && sampledShare <= 1))
    throw new Error('OTEL_TRACES_SAMPLER_ARG is a number from 0 to 1')
  const metricsEveryMilliseconds = Number(env['OTEL_METRIC_EXPORT_INTERVAL'] || 60_000)
  if (!(metricsEveryMilliseconds >= 100 && metricsEveryMilliseconds <= 86_400_000))
    throw new Error('OTEL_METRIC_EXPORT_INTERVAL is a number of milliseconds, from 100')
  return {
    endpoint: given.replace(/\/+$/, ''),
    headers: headersFrom(env['OTEL_EXPORTER_OTLP_HEADERS'] ?? ''),
    serviceName: env['OTEL_SERVICE_NAME'] || 'gongjian',
    sampledShare,
    metricsEveryMilliseconds,
  }
}

/** `name=value,name=value`, values percent-encoded. */
function headersFrom(list: string): Record<string, string> {
  const pairs = list.split(',').filter((pair) => pair.trim() !== '')
  try {
    return Object.fromEntries(
      pairs.map((pair) => {
        const [, name, value] = /^\s*([\w-]+)\s*=(.*)$/.exec(pair) ?? []
        if (name === undefined || value === undefined) throw new Error('no pair')
        return [name.toLowerCase(), decodeURIComponent(value.trim())]
      }),
    )
  } catch {
    throw new Error('OTEL_EXPORTER_OTLP_HEADERS is written name=value,name=value')
  }
}
