import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { pino, stdSerializers } from 'pino'
import type { DestinationStream, Logger } from 'pino'
import { operationOf, routeOf } from './watching/watch-requests.ts'

/** The log of the process: what happened, under which id, and no personal data. */
export function openLog(level: string, stream?: DestinationStream): Logger {
  return pino({ level, serializers: { err: withoutValues } }, stream)
}

/** PostgreSQL says in `detail` and `where` which values a statement met: they are what people typed. */
function withoutValues(error: Error): Record<string, unknown> {
  const { detail: _detail, where: _where, ...told } = stdSerializers.err(error)
  return told
}

/**
 * The id under which a request is known: what the server in front named it, where that is a UUID or 32 hexadecimal
 * digits (anything else could hold what is nobody's business), else a new one.
 */
export function requestIdOf({ headers }: IncomingMessage): string {
  const given = headers['x-request-id']
  const isId =
    typeof given === 'string' &&
    /^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i.test(given)
  return isId ? given.toLowerCase() : randomUUID()
}

/** One line a request: its route, its operation, the status, the time, the id. Every answer carries that id. */
export function logRequests(app: FastifyInstance, log: Logger): void {
  app.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id)
    // The stream writes its own head.
    reply.raw.setHeader('x-request-id', request.id)
    done()
  })
  app.addHook('onResponse', (request, reply, done) => {
    log.info(
      {
        requestId: request.id,
        method: request.method,
        route: routeOf(request),
        operation: operationOf(request) ?? undefined,
        status: reply.statusCode,
        milliseconds: Math.round(reply.elapsedTime),
      },
      'request',
    )
    done()
  })
}
