import type { FastifyInstance, FastifyRequest } from 'fastify'
import { parentFrom } from './tracer.ts'
import { startSpan, withWatched } from './watch.ts'
import type { Watch, Watched } from './watch.ts'

const STREAM = '/graphql/stream'
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** The route's pattern, one of a bounded number: never what stands in the address in place of a parameter. */
export function routeOf({ routeOptions: { url } }: FastifyRequest): string {
  if (url === undefined) return 'page'
  return /\.[a-z0-9]+$|^\/assets\//i.test(url) ? 'static' : url
}

const watchedRequests = new WeakMap<FastifyRequest, Watched>()

/** The operation that a request turned out to be, once it is known. */
export const operationOf = (request: FastifyRequest): string | null =>
  watchedRequests.get(request)?.operation ?? null

/** Measures every request, and lets all that is done for it know which one it is. To stand before all other hooks. */
export function watchRequests(app: FastifyInstance, watch: Watch): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const watched: Watched = { watch, requestId: request.id, operation: null, span: null }
    const route = routeOf(request)
    if (watch.tracer !== null && route !== STREAM)
      watched.span = startSpan(
        watched,
        `${request.method} ${route}`,
        'SERVER',
        {
          'http.request.method': request.method,
          'http.route': route,
          'gongjian.request': request.id,
        },
        parentFrom(request.headers['traceparent']),
      )
    watchedRequests.set(request, watched)
    withWatched(watched, done)
  })
  // A body is read in the course of its connection, not of its request.
  app.addHook('preValidation', (request, _reply, done) => {
    const watched = watchedRequests.get(request)
    if (watched === undefined) done()
    else withWatched(watched, done)
  })
  app.addHook('onResponse', (request, reply, done) => {
    const span = watchedRequests.get(request)?.span
    const route = routeOf(request)
    span?.set('http.response.status_code', reply.statusCode)
    span?.end(reply.statusCode >= 500)
    if (route !== STREAM)
      watch.metrics.requests.observe(
        {
          route,
          method: METHODS.has(request.method) ? request.method : 'other',
          status: `${Math.floor(reply.statusCode / 100)}xx`,
        },
        reply.elapsedTime / 1000,
      )
    done()
  })
}
