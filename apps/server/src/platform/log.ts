import type { FastifyInstance } from 'fastify'
import { pino, stdSerializers } from 'pino'
import type { DestinationStream, Logger } from 'pino'

/** The log of the process: what happened, under which id, and no personal data. */
export function openLog(level: string, stream?: DestinationStream): Logger {
  return pino({ level, serializers: { err: withoutValues } }, stream)
}

/** PostgreSQL says in `detail` and `where` which values a statement met: they are what people typed. */
function withoutValues(error: Error): Record<string, unknown> {
  const { detail: _detail, where: _where, ...told } = stdSerializers.err(error)
  return told
}

/** One line a request: the path without its query, the status, the time, the id. */
export function logRequests(app: FastifyInstance, log: Logger): void {
  app.addHook('onResponse', (request, reply, done) => {
    log.info(
      {
        requestId: request.id,
        method: request.method,
        path: request.url.split('?')[0],
        status: reply.statusCode,
        milliseconds: Math.round(reply.elapsedTime),
      },
      'request',
    )
    done()
  })
}
