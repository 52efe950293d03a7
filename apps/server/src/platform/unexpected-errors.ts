import type { ApolloServerPlugin } from '@apollo/server'
import { GraphQLError } from 'graphql'
import type { GraphQLFormattedError } from 'graphql'
import { z } from 'zod'
import type { RequestContext } from './context.ts'
import { isDatabaseAway, sayDatabaseAway } from './database-away.ts'
import { Failure } from './failures.ts'

const INTERNAL = 'INTERNAL_SERVER_ERROR'

const AWAY = 'DATABASE_AWAY'

type BadInputCode = 'BAD_TEXT' | 'BAD_ID' | 'BAD_VALUE'

/** What PostgreSQL said, as Prisma hands it on. */
const fromPrisma = z
  .object({
    meta: z.object({
      driverAdapterError: z.object({
        cause: z.object({ originalCode: z.string(), originalMessage: z.string() }),
      }),
    }),
  })
  .transform(({ meta: { driverAdapterError } }) => ({
    code: driverAdapterError.cause.originalCode,
    isOfUuid: driverAdapterError.cause.originalMessage.includes('type uuid'),
  }))
const fromPostgres = z
  .object({ code: z.string(), routine: z.string().optional() })
  .transform(({ code, routine }) => ({ code, isOfUuid: routine === 'string_to_uuid' }))
const databaseProblem = z.union([fromPrisma, fromPostgres])

/**
 * What PostgreSQL refuses of what a reader sent, and no check before it did: a NUL character, an id that is no UUID
 * (GraphQL's own ID takes any text, and cannot be told otherwise), a day that is none, a number beyond its column.
 */
function badInputCode(problem: unknown): BadInputCode | null {
  const said = databaseProblem.safeParse(problem)
  switch (said.data?.code) {
    case '22021':
    case '22P05':
      return 'BAD_TEXT'
    case '22P02':
      return said.data?.isOfUuid === true ? 'BAD_ID' : null
    case '22003':
    case '22007':
    case '22008':
      return 'BAD_VALUE'
    default:
      return null
  }
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
  const problem = thrown(error)
  const isExpected = problem instanceof Failure
  const code = isExpected
    ? problem.code
    : (badInputCode(problem) ??
      (isDatabaseAway(problem) ? AWAY : (extensions?.['code'] ?? INTERNAL)))
  return {
    message: withoutVariable(message),
    ...(locations && { locations }),
    ...(path && { path }),
    // Said in the reader's language, and left out, where the reader is known.
    extensions: { code, ...(isExpected && { values: problem.values }) },
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
        if (problem instanceof Failure || hasOwnCode(problem) || hasOwnCode(error)) continue
        if (isDatabaseAway(problem)) {
          sayDatabaseAway(log, requestId, problem)
          continue
        }
        const code = badInputCode(problem)
        // A check that is missing is seen there, though the reader is told what to do.
        if (code === 'BAD_VALUE')
          log.warn(
            { requestId, operationName, path: path?.join('.'), code },
            'value refused by the database',
          )
        if (code !== null) continue
        log.error({ requestId, operationName, path: path?.join('.'), err: problem }, 'unexpected')
      }
    },
    willSendResponse: async ({ response, contextValue: { text, requestId } }) => {
      if (response.body.kind !== 'single') return
      const { singleResult } = response.body
      if (singleResult.errors === undefined) return
      singleResult.errors = singleResult.errors.map((error) => {
        const { code, values } = error.extensions ?? {}
        if (typeof values === 'object' && values !== null)
          return { ...error, message: text(`failure.${code}`, { ...values }), extensions: { code } }
        if (code === 'BAD_TEXT' || code === 'BAD_ID' || code === 'BAD_VALUE')
          return { ...error, message: text(`failure.${code}`) }
        if (code === AWAY) return { message: text(`failure.${AWAY}`), extensions: { code } }
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
