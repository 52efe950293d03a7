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
import { compiledExecution } from './compiled-execution.ts'
import type { Config } from './config.ts'
import type { RequestContext } from './context.ts'
import { documentGuard } from './document-guard.ts'
import { graphiqlRoutes } from './graphiql-routes.ts'
import { liveStream } from './live-stream.ts'
import { limitRules, MOST_TOKENS } from './query-limits.ts'
import { trustedDocuments, withDocument } from './trusted-documents.ts'
import { formatError, unexpectedErrors } from './unexpected-errors.ts'

type Options = {
  config: Config
  contextOf(request: FastifyRequest, reply: FastifyReply): Promise<RequestContext>
}

/** The API over HTTP: one route for queries and mutations, one for the stream of what moves. */
export async function graphqlRoutes(
  app: FastifyInstance,
  { config, contextOf }: Options,
): Promise<void> {
  const documents = trustedDocuments(config.webDir)
  const server = new ApolloServer<RequestContext>({
    gateway: compiledGateway(),
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

/** Apollo hands every operation to its gateway: here, to our own compiled execution of our own schema. */
function compiledGateway(): GatewayInterface {
  const execute = compiledExecution(schema)
  return {
    load: async () => ({
      executor: async ({ document, operationName, request, context, queryHash }) => {
        const result = await execute(queryHash, {
          document,
          operationName,
          variables: { ...request.variables },
          context,
        })
        return { ...result, data: result.data ?? null }
      },
    }),
    onSchemaLoadOrUpdate: (tell) => {
      tell({ apiSchema: schema, coreSupergraphSdl: '' })
      return () => undefined
    },
    stop: async () => undefined,
  }
}
