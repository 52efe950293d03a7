import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { isDatabaseAway, sayDatabaseAway } from './database-away.ts'
import { localeOf, textIn } from './messages.ts'
import { watchedNow } from './watching/watch.ts'

/**
 * Answers what went wrong outside the API's own answers: a request that is not well formed by its code, everything else
 * by an id under which the log holds it, in the reader's language, and for the API in GraphQL's form as well.
 */
export function answerErrors(app: FastifyInstance, log: Logger): void {
  app.setErrorHandler((problem: Error & { statusCode?: number }, request, reply) => {
    const text = textIn(localeOf(request.headers['accept-language']))
    const isAway = isDatabaseAway(problem)
    const status = isAway ? 503 : (problem.statusCode ?? 500)
    const isOurs = status >= 500 && !isAway
    const code = isAway
      ? 'DATABASE_AWAY'
      : isOurs
        ? 'UNEXPECTED'
        : status === 413
          ? 'TOO_LARGE'
          : 'BAD_REQUEST'
    watchedNow()?.watch.metrics.errors.add({ code })
    if (isAway) {
      sayDatabaseAway(log, request.id, problem)
      void reply.header('retry-after', '5')
    }
    if (isOurs) log.error({ requestId: request.id, err: problem }, 'unexpected')
    const message = text(`failure.${code}`, { id: request.id })
    const extensions = { code, ...(isOurs && { errorId: request.id }) }
    const asGraphql = request.url.startsWith('/graphql') && { errors: [{ message, extensions }] }
    return reply.status(status).send({ message, ...extensions, ...asGraphql })
  })
}

/** An address that cannot even be read, as `/records/%E0`, is told so in the reader's language too. */
export function answerBadAddress(
  problem: { statusCode?: number },
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const text = textIn(localeOf(request.headers['accept-language']))
  void reply
    .status(problem.statusCode ?? 400)
    .send({ code: 'BAD_REQUEST', message: text('failure.BAD_REQUEST') })
}
