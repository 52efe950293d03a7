import type { ApolloServerPlugin } from '@apollo/server'
import { Kind } from 'graphql'
import type { OperationDefinitionNode } from 'graphql'
import type { RequestContext } from '../context.ts'
import type { TrustedDocuments } from '../trusted-documents.ts'
import { startSpan, watchedNow } from './watch.ts'

/** One of a bounded number of names: our own client's, or else a field of the schema. */
function nameOf({ name, selectionSet }: OperationDefinitionNode, isOurs: boolean): string {
  if (isOurs && name !== undefined) return name.value
  const [field] = selectionSet.selections
  return field?.kind === Kind.FIELD ? field.name.value : 'fragment'
}

/** Measures every operation, and counts errors by their code. To stand behind what gives errors their codes. */
export function watchOperations(documents: TrustedDocuments): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => {
      const request = watchedNow()
      if (request === undefined) return {}
      const { metrics } = request.watch
      const startedAt = performance.now()
      let kind = 'none'
      const around = request.span
      return {
        didResolveOperation: async ({ operation: asked, source }) => {
          if (asked === undefined) return
          request.operation = nameOf(asked, documents.isTrusted(source))
          kind = asked.operation
          request.span = startSpan(request, `${kind} ${request.operation}`, 'INTERNAL', {
            'graphql.operation.name': request.operation,
            'graphql.operation.type': kind,
          })
        },
        willSendResponse: async ({ response }) => {
          const errors =
            response.body.kind === 'single' ? (response.body.singleResult.errors ?? []) : []
          for (const { extensions } of errors)
            metrics.errors.add({ code: String(extensions?.['code'] ?? 'NONE').slice(0, 60) })
          metrics.operations.observe(
            {
              operation: request.operation ?? 'none',
              kind,
              outcome: errors.length === 0 ? 'ok' : 'error',
            },
            (performance.now() - startedAt) / 1000,
          )
          if (request.span !== around) request.span?.end(errors.length > 0)
          request.span = around
        },
      }
    },
  }
}
