import type { ApolloServerPlugin } from '@apollo/server'
import { GraphQLError } from 'graphql'
import type { GraphQLFormattedError } from 'graphql'
import type { RequestContext } from './context.ts'

const INTERNAL = 'INTERNAL_SERVER_ERROR'

/**
 * What PostgreSQL refuses of what a reader sent, and no check before it did: a NUL character, an id that is no UUID
 * (GraphQL's own ID takes any text, and cannot be told otherwise).
 */
function badInputCode(problem: unknown): 'BAD_TEXT' | 'BAD_ID' | null {
  if (typeof problem !== 'object' || problem === null || !('code' in problem)) return null
  if (problem.code === '22021' || problem.code === '22P05') return 'BAD_TEXT'
  const isOfUuid = 'routine' in problem && problem.routine === 'string_to_uuid'
  return problem.code === '22P02' && isOfUuid ? 'BAD_ID' : null
}

/** Errors that somebody meant say so by a code: Apollo's own, and those of lists and permissions. */
function hasOwnCode(error: unknown): boolean {
  if (!(error instanceof GraphQLError)) return false
  const { code } = error.extensions
  return code !== undefined && code !== INTERNAL
}

/** What a resolver threw. */
export function thrown(error: unknown): unknown {
  const hasCause = typeof error === 'object' && error !== null && 'originalError' in error
  return hasCause && error.originalError !== undefined ? thrown(error.originalError) : error
}

/** GraphQL repeats in its message a variable that does not fit its type: it is what people typed. What stays is where. */
function withoutVariable(message: string): string {
  const [, variable] = /^Variable "\$(\w+)" got invalid value /.exec(message) ?? []
  if (variable === undefined) return message
  const places = message.matchAll(new RegExp(` at "(${variable}(?:\\.\\w+|\\[\\d+\\])+)"; `, 'g'))
  const place = [...places].at(-1)?.[1]
  const [expected] =
    /\b(?:Expected (?:non-nullable )?type [A-Za-z![\]]+|Field "\w+" is not defined by type "\w+"|Field "\w+" of required type "[\w![\]]+" was not provided)/.exec(
      message,
    ) ?? []
  return `Variable "$${variable}" got an invalid value${place === undefined ? '' : ` at "${place}"`}${expected === undefined ? '' : `; ${expected}`}.`
}

/** What of an error goes out: message, place and code, and nothing of what is inside. */
export function formatError(
  { message, locations, path, extensions }: GraphQLFormattedError,
  error: unknown,
): GraphQLFormattedError {
  const code = badInputCode(thrown(error)) ?? extensions?.['code'] ?? INTERNAL
  return {
    message: withoutVariable(message),
    ...(locations && { locations }),
    ...(path && { path }),
    extensions: { code },
  }
}

/**
 * Logs what nobody expected under the request's id, and tells the reader that id and nothing else. The log holds the
 * error and the field, never the variables: they are what people typed.
 */
export const unexpectedErrors: ApolloServerPlugin<RequestContext> = {
  requestDidStart: async () => ({
    didEncounterErrors: async ({ errors, contextValue, operationName }) => {
      const { log, requestId } = contextValue
      for (const error of errors) {
        const { path } = error
        const problem = thrown(error)
        if (hasOwnCode(problem) || hasOwnCode(error) || badInputCode(problem) !== null) continue
        log.error({ requestId, operationName, path: path?.join('.'), err: problem }, 'unexpected')
      }
    },
    willSendResponse: async ({ response, contextValue: { text, requestId } }) => {
      if (response.body.kind !== 'single') return
      const { singleResult } = response.body
      if (singleResult.errors === undefined) return
      singleResult.errors = singleResult.errors.map((error) => {
        const code = error.extensions?.['code']
        if (code === 'BAD_TEXT' || code === 'BAD_ID')
          return { ...error, message: text(`failure.${code}`) }
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
