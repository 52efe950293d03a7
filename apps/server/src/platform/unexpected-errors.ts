import type { ApolloServerPlugin } from '@apollo/server'
import { GraphQLError } from 'graphql'
import type { GraphQLFormattedError } from 'graphql'
import type { RequestContext } from './context.ts'

const INTERNAL = 'INTERNAL_SERVER_ERROR'

/** How PostgreSQL refuses text that it cannot hold: a NUL character. */
const unstorableText = new Set(['22021', '22P05'])

function codeOf(problem: unknown): unknown {
  return typeof problem === 'object' && problem !== null && 'code' in problem
    ? problem.code
    : undefined
}

function isUnstorableText(problem: unknown): boolean {
  const code = codeOf(problem)
  return typeof code === 'string' && unstorableText.has(code)
}

/** What of an error goes out: message, place and code, and nothing of what is inside. */
export function formatError(
  { message, locations, path, extensions }: GraphQLFormattedError,
  error: unknown,
): GraphQLFormattedError {
  const original = error instanceof GraphQLError ? error.originalError : error
  const code = isUnstorableText(original) ? 'BAD_TEXT' : (extensions?.['code'] ?? INTERNAL)
  return { message, ...(locations && { locations }), ...(path && { path }), extensions: { code } }
}

/**
 * Logs what nobody expected under the request's id, and tells the reader that id and nothing else. The log holds the
 * error and the field, never the variables: they are what people typed.
 */
export const unexpectedErrors: ApolloServerPlugin<RequestContext> = {
  requestDidStart: async () => ({
    didEncounterErrors: async ({ errors, contextValue, operationName }) => {
      for (const { originalError, path } of errors) {
        if (originalError === undefined || originalError instanceof GraphQLError) continue
        if (isUnstorableText(originalError)) continue
        const { log, requestId } = contextValue
        log.error(
          { requestId, operationName, path: path?.join('.'), err: originalError },
          'unexpected',
        )
      }
    },
    willSendResponse: async ({ response, contextValue: { text, requestId } }) => {
      if (response.body.kind !== 'single') return
      const { singleResult } = response.body
      if (singleResult.errors === undefined) return
      singleResult.errors = singleResult.errors.map((error) => {
        const code = error.extensions?.['code']
        if (code === 'BAD_TEXT') return { ...error, message: text('failure.BAD_TEXT') }
        if (code !== INTERNAL) return error
        return {
          message: text('failure.UNEXPECTED', { id: requestId }),
          ...(error.path && { path: error.path }),
          extensions: { code: 'UNEXPECTED', errorId: requestId },
        }
      })
    },
  }),
}
