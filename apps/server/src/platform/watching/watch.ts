import { AsyncLocalStorage } from 'node:async_hooks'
import type { Logger } from 'pino'
import { productMetrics } from './product-metrics.ts'
import type { ProductMetrics } from './product-metrics.ts'
import type { Parent, Span, SpanKind, Tracer } from './tracer.ts'

/** What watches one running application. */
export type Watch = {
  metrics: ProductMetrics
  /** Null where no traces are sent: then no span is ever made. */
  tracer: Tracer | null
  log: Logger
  /** The work that is done every so often, for /readyz. */
  regularWork: Map<string, { everySeconds: number; lastHeardAt: number }>
}

/** What is being done: all that is awaited in it belongs to it. */
export type Watched = {
  watch: Watch
  requestId: string | null
  /** The operation's name, once it is known. */
  operation: string | null
  span: Span | null
}

const storage = new AsyncLocalStorage<Watched>()

export function openWatch(log: Logger, tracer: Tracer | null): Watch {
  return { metrics: productMetrics(), tracer, log, regularWork: new Map() }
}

/** What this line of code is part of, if it is watched. */
export const watchedNow = (): Watched | undefined => storage.getStore()

export function withWatched<Result>(watched: Watched, work: () => Result): Result {
  return storage.run(watched, work)
}

/** Starts what goes on by itself, so that it is watched. */
export function inWatch<Result>(watch: Watch, work: () => Result): Result {
  return storage.run({ watch, requestId: null, operation: null, span: null }, work)
}

export function startSpan(
  { watch, span }: Watched,
  name: string,
  kind: SpanKind,
  attributes: Record<string, string | number> = {},
  parent: Parent | null = span,
): Span | null {
  return watch.tracer?.start(name, kind, attributes, parent) ?? null
}

/** Does one work in the background: measured, and a span of its own. Throws what the work throws. */
export async function watchWork<Result>(
  name: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const around = storage.getStore()
  if (around === undefined) return work()
  const { watch } = around
  const span = startSpan(around, name, 'INTERNAL', { 'gongjian.work': name })
  const startedAt = performance.now()
  const ended = (outcome: 'ok' | 'error') => {
    watch.metrics.work.observe({ work: name, outcome }, (performance.now() - startedAt) / 1000)
    span?.end(outcome === 'error')
  }
  try {
    const result = await storage.run({ ...around, operation: name, span }, work)
    ended('ok')
    watch.metrics.workSucceeded.set({ work: name }, Date.now() / 1000)
    const regular = watch.regularWork.get(name)
    if (regular !== undefined) regular.lastHeardAt = Date.now()
    return result
  } catch (problem) {
    ended('error')
    throw problem
  }
}

/** Counts what one side decided on a record. */
export function countDecision(action: string, decision: string | undefined): void {
  const names: Readonly<Record<string, string>> = { RETURN: 'RETURNED', REOPEN: 'REOPENED' }
  const name = action === 'COUNTERSIGN' ? (decision ?? 'ACCEPTED') : names[action]
  if (name !== undefined) storage.getStore()?.watch.metrics.decisions.add({ decision: name })
}

/** Tells that this process does the work every so many seconds. */
export function expectWork(name: string, everySeconds: number): void {
  storage.getStore()?.watch.regularWork.set(name, { everySeconds, lastHeardAt: Date.now() })
}

/** The names of work that has not ended well for three turns and a minute. */
export function lateWork({ regularWork }: Watch, now = Date.now()): string[] {
  return [...regularWork]
    .filter(([, work]) => now - work.lastHeardAt > (3 * work.everySeconds + 60) * 1000)
    .map(([name]) => name)
}
