import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { LookAround } from './look-around.ts'
import { PROMETHEUS_TEXT, prometheusText } from './prometheus-text.ts'
import type { Watch } from './watch.ts'

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** `/metrics` for Prometheus, to whoever has the token (METRICS_TOKEN); without one it is not there, from no address. */
export function metricsRoutes(
  app: FastifyInstance,
  token: string | null,
  { metrics }: Watch,
  around: LookAround | null,
): void {
  app.get('/metrics', async (request, reply) => {
    if (token === null || around === null)
      return reply.status(404).send({ code: 'NOT_FOUND', message: 'not found' })
    const given = request.headers.authorization ?? ''
    if (!timingSafeEqual(digest(given), digest(`Bearer ${token}`)))
      return reply
        .status(401)
        .header('www-authenticate', 'Bearer')
        .send({ code: 'UNAUTHENTICATED', message: 'a token is needed' })
    await around.look()
    return reply
      .header('content-type', PROMETHEUS_TEXT)
      .header('cache-control', 'no-store')
      .send(prometheusText(metrics.registry.families()))
  })
}
