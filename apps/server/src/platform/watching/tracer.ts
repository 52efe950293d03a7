export type SpanKind = 'INTERNAL' | 'SERVER' | 'CLIENT'

/** What a span may hang on: one of ours, or one that a caller named by `traceparent`. */
export type Parent = { traceId: string; spanId: string; isSampled: boolean }

export type Span = Parent & {
  set(attribute: string, value: string | number): void
  end(hasFailed: boolean): void
}

export type Tracer = {
  start(
    name: string,
    kind: SpanKind,
    attributes: Record<string, string | number>,
    parent: Parent | null,
  ): Span
}

/** The caller's span by W3C Trace Context, version 00; null where the header is none of that form. */
export function parentFrom(header: string | string[] | undefined): Parent | null {
  if (typeof header !== 'string') return null
  const [, traceId, spanId, flags] =
    /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(header) ?? []
  if (traceId === undefined || spanId === undefined || flags === undefined) return null
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return null
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 }
}
