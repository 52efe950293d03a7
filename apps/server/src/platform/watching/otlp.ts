import { randomBytes } from 'node:crypto'
import type { Logger } from 'pino'
import type { Family, Labels, MetricRegistry } from './metric-registry.ts'
import type { Span, SpanKind, Tracer } from './tracer.ts'
import type { OtlpSettings } from './watching-settings.ts'

/** What goes out by OpenTelemetry's protocol, OTLP 1.x over HTTP as JSON (opentelemetry.io/docs/specs/otlp). */
export type Sender = {
  tracer: Tracer
  /** Sends all metrics every so often; `look` fills in what is measured only when asked for. */
  sendMetrics(registry: MetricRegistry, look: () => Promise<void>): void
  /** Sends what is left, and stops. */
  stop(): Promise<void>
}

type Attribute = { key: string; value: { stringValue: string } | { intValue: string } }
type EndedSpan = Record<string, unknown>

/** What is not sent by then is thrown away: a collector that is down costs traces, never memory. */
const MOST_SPANS = 2048
const SEND_AT = 512
const SPANS_EVERY_MILLISECONDS = 2000
const PATIENCE_MILLISECONDS = 5000
const kinds: Record<SpanKind, number> = { INTERNAL: 1, SERVER: 2, CLIENT: 3 }

const attributesOf = (values: Record<string, string | number>): Attribute[] =>
  Object.entries(values).map(([key, value]) => ({
    key,
    value:
      typeof value === 'number' ? { intValue: String(Math.round(value)) } : { stringValue: value },
  }))

const nanoseconds = (milliseconds: number): string => `${Math.round(milliseconds * 1000)}000`
const clock = (): number => performance.timeOrigin + performance.now()

export function startSending(settings: OtlpSettings, log: Logger): Sender {
  let spans: EndedSpan[] = []
  let dropped = 0
  let isFailing = false
  let sending: Promise<void> = Promise.resolve()
  const startedAt = nanoseconds(clock())
  const resource = {
    attributes: attributesOf({ 'service.name': settings.serviceName, 'process.pid': process.pid }),
  }
  const scope = { name: 'gongjian' }

  async function post(path: string, body: unknown): Promise<void> {
    try {
      const response = await fetch(`${settings.endpoint}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...settings.headers },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(PATIENCE_MILLISECONDS),
      })
      await response.arrayBuffer()
      trouble(response.ok ? null : `status ${response.status}`)
    } catch (problem) {
      const reason = problem instanceof Error ? (problem.cause ?? problem) : problem
      // Its words may hold the address: what it is called says enough.
      const isCoded = reason instanceof Error && 'code' in reason
      trouble(isCoded ? String(reason.code) : reason instanceof Error ? reason.name : 'unknown')
    }
  }

  /** Told once, until it works again. */
  function trouble(reason: string | null): void {
    if (reason !== null && !isFailing) log.warn({ reason }, 'telemetry could not be sent')
    isFailing = reason !== null
  }

  function sendSpans(): Promise<void> {
    if (spans.length === 0) return sending
    const batch = spans
    spans = []
    if (dropped > 0) log.warn({ dropped }, 'spans were thrown away')
    dropped = 0
    const body = { resourceSpans: [{ resource, scopeSpans: [{ scope, spans: batch }] }] }
    sending = sending.then(() => post('/v1/traces', body))
    return sending
  }

  function keep(span: EndedSpan): void {
    if (spans.length >= MOST_SPANS) dropped += 1
    else spans.push(span)
    if (spans.length === SEND_AT) void sendSpans()
  }

  const tracer: Tracer = {
    start: (name, kind, attributes, parent): Span => {
      const traceId = parent?.traceId ?? randomBytes(16).toString('hex')
      const spanId = randomBytes(8).toString('hex')
      const isSampled = parent?.isSampled ?? Math.random() < settings.sampledShare
      const known = { ...attributes }
      const from = clock()
      let hasEnded = false
      return {
        traceId,
        spanId,
        isSampled,
        set: (attribute, value) => void (known[attribute] = value),
        end: (hasFailed) => {
          if (hasEnded || !isSampled) return
          hasEnded = true
          keep({
            traceId,
            spanId,
            ...(parent !== null && { parentSpanId: parent.spanId }),
            name,
            kind: kinds[kind],
            startTimeUnixNano: nanoseconds(from),
            endTimeUnixNano: nanoseconds(clock()),
            attributes: attributesOf(known),
            status: hasFailed ? { code: 2 } : {},
          })
        },
      }
    },
  }

  const timers = [setInterval(() => void sendSpans(), SPANS_EVERY_MILLISECONDS)]
  let sendAllMetrics = async (): Promise<void> => undefined
  for (const timer of timers) timer.unref()
  return {
    tracer,
    sendMetrics: (registry, look) => {
      sendAllMetrics = async () => {
        await look()
        const metrics = metricsOf(registry.families(), startedAt, nanoseconds(clock()))
        await post('/v1/metrics', {
          resourceMetrics: [{ resource, scopeMetrics: [{ scope, metrics }] }],
        })
      }
      const timer = setInterval(() => void sendAllMetrics(), settings.metricsEveryMilliseconds)
      timer.unref()
      timers.push(timer)
    },
    stop: async () => {
      for (const timer of timers) clearInterval(timer)
      await sendSpans()
      await sendAllMetrics()
    },
  }
}

/** The numbers as OTLP has them: counters and histograms cumulative since the process started. */
function metricsOf(families: readonly Family[], startTimeUnixNano: string, timeUnixNano: string) {
  const point = (labels: Labels) => ({
    attributes: attributesOf(labels),
    startTimeUnixNano,
    timeUnixNano,
  })
  return families
    .filter(({ series }) => series.length > 0)
    .map((family) => {
      const { name, help: description } = family
      if (family.kind === 'histogram') {
        const dataPoints = family.series.map(({ labels, buckets, sum, count }) => ({
          ...point(labels),
          count: String(count),
          sum,
          bucketCounts: buckets.map(String),
          explicitBounds: family.bounds,
        }))
        return {
          name,
          description,
          unit: 's',
          histogram: { dataPoints, aggregationTemporality: 2 },
        }
      }
      const dataPoints = family.series.map(({ labels, value }) => ({
        ...point(labels),
        asDouble: value,
      }))
      return family.kind === 'gauge'
        ? { name, description, gauge: { dataPoints } }
        : { name, description, sum: { dataPoints, aggregationTemporality: 2, isMonotonic: true } }
    })
}
