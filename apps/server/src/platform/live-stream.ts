import type { ServerResponse } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { GraphQLError, Kind, parse } from 'graphql'
import type { GraphQLSchema } from 'graphql'
import { createHandler } from 'graphql-sse/lib/use/fastify'
import type { RequestContext } from './context.ts'
import { watchedNow } from './watching/watch.ts'

type Options = {
  schema: GraphQLSchema
  contextOf(request: FastifyRequest, reply: FastifyReply): Promise<RequestContext>
}

const longestDocument = 2000
/** So often an open stream looks whether its reader is still signed in. */
const checkEveryMilliseconds = 60_000

/**
 * `POST /graphql/stream`: one subscription a connection, as server-sent events. Nothing but subscriptions is taken, in
 * production too by their text: the API's subscriptions have a few plain fields and no arguments to ask too much with.
 */
export function liveStream(app: FastifyInstance, options: Options): void {
  const { schema, contextOf } = options
  const badRequest = [null, { status: 400, statusText: 'Bad Request' }] as const
  const contexts = new WeakMap<FastifyRequest, RequestContext>()
  const open = new Set<ServerResponse>()

  const stream = createHandler<RequestContext>({
    schema,
    context: async ({ raw, context: { reply } }) => contexts.get(raw) ?? contextOf(raw, reply),
    onSubscribe: async ({ raw, context: { reply } }, { query }) => {
      if (!isSubscription(query)) return [...badRequest]
      const context = await contextOf(raw, reply)
      contexts.set(raw, context)
      if (context.viewer === null) return [null, { status: 401, statusText: 'Unauthorized' }]
      endWithSession(raw, reply, contextOf)
      countWhileOpen(reply)
      open.add(reply.raw)
      reply.raw.once('close', () => open.delete(reply.raw))
      return undefined
    },
  })

  // A stream never ends by itself: its page opens it again, at a process that stays.
  app.addHook('preClose', (done) => {
    for (const answer of open) answer.destroy()
    done()
  })
  app.post('/graphql/stream', async (request, reply) => {
    reply.hijack()
    await stream(request, reply)
  })
}

function isSubscription(query: string): boolean {
  if (query.length > longestDocument) return false
  try {
    const operations = parse(query).definitions.filter(
      (definition) => definition.kind === Kind.OPERATION_DEFINITION,
    )
    return operations.length === 1 && operations[0]?.operation === 'subscription'
  } catch (problem) {
    if (problem instanceof GraphQLError) return false
    throw problem
  }
}

function countWhileOpen({ raw }: FastifyReply): void {
  const streams = watchedNow()?.watch.metrics.streams
  streams?.add({}, 1)
  raw.once('close', () => streams?.add({}, -1))
}

/** Whoever signs out elsewhere, or is disabled, hears nothing more. */
function endWithSession(
  request: FastifyRequest,
  reply: FastifyReply,
  contextOf: Options['contextOf'],
): void {
  const check = setInterval(() => {
    contextOf(request, reply).then(
      ({ viewer }) => {
        if (viewer === null) reply.raw.destroy()
      },
      () => reply.raw.destroy(),
    )
  }, checkEveryMilliseconds)
  check.unref()
  reply.raw.once('close', () => clearInterval(check))
}
