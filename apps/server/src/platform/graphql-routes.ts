import { ApolloServer } from '@apollo/server'
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled'
import type { GatewayInterface } from '@apollo/server-gateway-interface'
import { fastifyApolloHandler } from '@as-integrations/fastify'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { schema } from '../schema.ts'
import { kindOfReading } from './analysis-reads.ts'
import { compiledExecution } from './compiled-execution.ts'
import { compressed } from './compressed.ts'
import type { Config } from './config.ts'
import type { RequestContext } from './context.ts'
import { documentGuard } from './document-guard.ts'
import { graphiqlRoutes } from './graphiql-routes.ts'
import { liveStream } from './live-stream.ts'
import { isOfServer, readingFrom } from './read-copy.ts'
import type { ReadCopy } from './read-copy.ts'
import { limitRules, MOST_TOKENS } from './query-limits.ts'
import { trustedDocuments, withDocument } from './trusted-documents.ts'
import { formatError, thrown, unexpectedErrors } from './unexpected-errors.ts'
import { watchOperations } from './watching/watch-operations.ts'

type Options = {
  config: Config
  contextOf(request: FastifyRequest, reply: FastifyReply): Promise<RequestContext>
  /** A copy of the database for analysis, where there is one. */
  copy: ReadCopy | null
}

/** The API over HTTP: one route for queries and mutations, one for the stream of what moves. */
export async function graphqlRoutes(
  app: FastifyInstance,
  { config, contextOf, copy }: Options,
): Promise<void> {
  const documents = trustedDocuments(config.webDir)
  const server = new ApolloServer<RequestContext>({
    gateway: compiledGateway(copy),
    introspection: !config.production,
    allowBatchedHttpRequests: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    hideSchemaDetailsFromClientErrors: config.production,
    parseOptions: { maxTokens: MOST_TOKENS },
    validationRules: limitRules(config),
    formatError,
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      documentGuard(config, documents),
      unexpectedErrors,
      watchOperations(documents),
    ],
  })
  await server.start()
  app.addHook('onClose', () => server.stop())

  const contexts = new WeakMap<FastifyRequest, RequestContext>()
  app.addHook('preHandler', async (request, reply) => {
    if (!request.url.startsWith('/graphql')) return undefined
    // An answer is its reader's alone: no browser and nothing between keeps it.
    void reply.header('cache-control', 'no-store')
    const context = await contextOf(request, reply)
    contexts.set(request, context)
    const body = withDocument(documents, request.body)
    if (body !== null || request.body === null) {
      request.body = body
      return undefined
    }
    const error = {
      message: context.text('failure.UNKNOWN_DOCUMENT'),
      extensions: { code: 'UNKNOWN_DOCUMENT' },
    }
    return reply.status(400).send({ errors: [error] })
  })
  app.addHook('onSend', async (request, reply, payload) =>
    request.url.startsWith('/graphql') ? compressed(request, reply, payload) : payload,
  )
  const knownContext = async (request: FastifyRequest, reply: FastifyReply) =>
    contexts.get(request) ?? contextOf(request, reply)
  app.post('/graphql', fastifyApolloHandler(server, { context: knownContext }))
  app.get('/graphql', async (request, reply) => {
    const { text } = await knownContext(request, reply)
    const error = { message: text('failure.BAD_REQUEST'), extensions: { code: 'BAD_REQUEST' } }
    return reply
      .status(405)
      .header('allow', 'POST')
      .send({ errors: [error] })
  })
  liveStream(app, { schema, contextOf })
  if (!config.production) await graphiqlRoutes(app, contextOf)
}

/**
 * Apollo hands every operation to its gateway: here, to our own compiled execution of our own schema. Analysis is read
 * from the copy, where that is fresh enough for who asks; what goes wrong there is asked of the primary.
 */
function compiledGateway(copy: ReadCopy | null): GatewayInterface {
  const execute = compiledExecution(schema)
  return {
    load: async () => ({
      executor: async ({ document, operationName, request, context: asking, queryHash }) => {
        if (!isRequestContext(asking)) throw new Error('an operation without its context')
        const answer = async (context: RequestContext) => {
          const variables = { ...request.variables }
          const result = await execute(queryHash, { document, operationName, variables, context })
          return { ...result, data: result.data ?? null }
        }
        if (copy === null) return answer(asking)
        const kind = kindOfReading(document, operationName)
        const reading = kind === 'ANALYSIS' ? copy.reading(asking.changes?.lastAt ?? null) : null
        if (reading !== null) {
          const result = await answer(readingFrom(reading, asking))
          const problem = result.errors?.map(thrown).find((error) => isOfServer(error))
          if (problem === undefined) return result
          copy.suspect(problem)
        }
        const result = await answer(asking)
        if (kind === 'CHANGE') asking.changes?.note()
        return result
      },
    }),
    onSchemaLoadOrUpdate: (tell) => {
      tell({ apiSchema: schema, coreSupergraphSdl: '' })
      return () => undefined
    },
    stop: async () => undefined,
  }
}

/** Apollo's gateway knows of no types; it is given what `knownContext` gives. */
function isRequestContext(context: Record<string, unknown>): context is RequestContext {
  return 'database' in context && 'viewer' in context
}
