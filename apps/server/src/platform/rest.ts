import type { FastifyReply, FastifyRequest } from 'fastify'
import type { RequestContext } from './context.ts'
import { Failure, InvalidInput, NotFound, Throttled } from './failures.ts'
import { refusalToCall } from './schema-builder.ts'

type ContextOf = (request: FastifyRequest, reply: FastifyReply) => Promise<RequestContext>

function statusOf(failure: Failure): number {
  if (failure instanceof NotFound) return 404
  if (failure instanceof Throttled) return 429
  if (failure.code === 'FILE_TOO_LARGE') return 413
  return failure instanceof InvalidInput ? 400 : 409
}

/**
 * A route that asks the permission matrix as the API's fields do, and answers failures as JSON with `code` and
 * `message` in the reader's language.
 */
export function guarded(
  contextOf: ContextOf,
  operation: string | ((request: FastifyRequest) => string),
  handle: (
    context: RequestContext,
    request: FastifyRequest,
    reply: FastifyReply,
  ) => Promise<unknown>,
) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const context = await contextOf(request, reply)
    const code = refusalToCall(
      typeof operation === 'string' ? operation : operation(request),
      context,
    )
    if (code !== null) {
      return reply
        .status(code === 'UNAUTHENTICATED' ? 401 : 403)
        .send({ code, message: context.text(`failure.${code}`) })
    }
    // A page of another site can send a form with the reader's cookie; it cannot send this header.
    if (
      request.method !== 'GET' &&
      context.viewer?.sessionHash &&
      request.headers['x-requested-with'] === undefined
    ) {
      return reply
        .status(403)
        .send({ code: 'FORBIDDEN', message: context.text('failure.FORBIDDEN') })
    }
    try {
      return await handle(context, request, reply)
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure
      const fieldErrors =
        failure instanceof InvalidInput
          ? failure.problems.map(({ path, code: problem, values }) => ({
              path,
              code: problem,
              message: context.text(`field.${problem}`, values),
            }))
          : undefined
      return reply.status(statusOf(failure)).send({
        code: failure.code,
        message: context.text(`failure.${failure.code}`, failure.values),
        fieldErrors,
      })
    }
  }
}
