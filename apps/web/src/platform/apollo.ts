import { ApolloClient, ApolloLink, InMemoryCache, Observable } from '@apollo/client'
import type { TypePolicies } from '@apollo/client'
import { CombinedGraphQLErrors } from '@apollo/client/errors'
import { print } from 'graphql'
import type { EarlyViewer } from './early-start.ts'
import { currentLocale } from './locale.tsx'
import { readerHeader, setReader } from './reader.ts'
import { announceSessionEnded } from './session-events.ts'

/** The server said that something unexpected happened, under this number. */
export class UnexpectedProblem extends Error {
  readonly errorId: string | null
  readonly code: string

  constructor(message: string, code: string, errorId: string | null) {
    super(message)
    this.code = code
    this.errorId = errorId
  }
}

/** The hash by which the server knows a document. */
export function documentIdOf(query: object): string | null {
  if (!('__meta__' in query)) return null
  const meta = query['__meta__']
  return typeof meta === 'object' &&
    meta !== null &&
    'hash' in meta &&
    typeof meta.hash === 'string'
    ? meta.hash
    : null
}

/** A network that has not answered after so long will not. What is worth keeping for later asks for less patience. */
const patienceMilliseconds = 60_000

/** What the page asked before the app was there (early-start.ts): once, since afterwards somebody else may be here. */
async function earlyAnswer(operation: string | undefined): Promise<Response | null> {
  if (operation !== 'Viewer' || window.earlyViewer === undefined) return null
  const asked: EarlyViewer = window.earlyViewer
  window.earlyViewer = undefined
  const response = await asked.catch(() => null)
  return response?.ok ? response : null
}

/** Sends documents by their id, as the server knows them; in development by their text. */
const http = new ApolloLink(
  (operation) =>
    new Observable((observer) => {
      const abort = new AbortController()
      const { patience = patienceMilliseconds, userId } = operation.getContext()
      const timer = setTimeout(() => {
        abort.abort()
        observer.error(new Error('no answer in time'))
      }, patience)
      const body = import.meta.env.DEV
        ? { query: print(operation.query) }
        : { documentId: documentIdOf(operation.query) }
      const ask = () =>
        fetch('/graphql', {
          method: 'POST',
          credentials: 'same-origin',
          signal: abort.signal,
          headers: {
            'content-type': 'application/json',
            'accept-language': currentLocale(),
            ...readerHeader(userId),
          },
          body: JSON.stringify({
            ...body,
            operationName: operation.operationName,
            variables: operation.variables,
          }),
        })
      earlyAnswer(operation.operationName)
        .then((answer) => answer ?? ask())
        .then(async (response) => {
          const result = await response.json()
          if (
            Array.isArray(result.errors) &&
            result.errors.some(
              (error: { extensions?: { code?: string } }) =>
                error.extensions?.code === 'UNAUTHENTICATED',
            )
          )
            announceSessionEnded()
          // A page whose session has ended is still its reader's: nobody else's answers come onto it.
          if (operation.operationName === 'Viewer' && result.data?.viewer)
            setReader(result.data.viewer.id)
          observer.next(result)
          observer.complete()
        })
        .catch((problem: unknown) => {
          if (!abort.signal.aborted) observer.error(problem)
        })
        .finally(() => clearTimeout(timer))
      return () => {
        clearTimeout(timer)
        abort.abort()
      }
    }),
)

/** The lists of the schema that come page by page, with the arguments that tell them apart (vite.config.ts). */
declare const CONNECTION_FIELDS: Record<string, Record<string, string[]>>

type Connection = { edges: unknown[]; pageInfo: unknown }
function mergePages(
  existing: Connection | undefined,
  incoming: Connection,
  { args }: { args: Record<string, unknown> | null },
): Connection {
  if (existing === undefined || !args?.['after']) return incoming
  return { ...incoming, edges: [...existing.edges, ...incoming.edges] }
}

/** The pages of a list are one list. */
const listPolicies: TypePolicies = Object.fromEntries(
  Object.entries(CONNECTION_FIELDS).map(([type, lists]) => [
    type,
    {
      fields: Object.fromEntries(
        Object.entries(lists).map(([list, keyArgs]) => [list, { keyArgs, merge: mergePages }]),
      ),
    },
  ]),
)

export function createClient(): ApolloClient {
  return new ApolloClient({
    link: http,
    cache: new InMemoryCache({
      typePolicies: {
        ...listPolicies,
        Indicator: { keyFields: ['code'] },
        City: { keyFields: ['code'] },
        Period: { keyFields: ['year'] },
        Output: { keyFields: false },
        NotificationSubject: { keyFields: false },
        NotificationChoice: { keyFields: false },
        // The same thing looks otherwise in another search.
        SearchHit: { keyFields: false },
        BreakdownRow: { keyFields: false },
        HouseholdDistrictCount: { keyFields: false },
        LabourHours: { keyFields: false },
        AuditEvent: { keyFields: ['chain', 'seq'] },
        CitySummary: { ...listPolicies['CitySummary'], keyFields: false },
      },
    }),
  })
}

/**
 * What to tell about an error that is no typed failure: in the server's words where it has some. Null: there was no answer,
 * or one that the system has no database for the moment; sending again is right, and safe.
 */
export function problemOf(error: unknown): UnexpectedProblem | null {
  if (!CombinedGraphQLErrors.is(error)) return null
  const [first] = error.errors
  const code = first?.extensions?.['code']
  if (code === 'DATABASE_AWAY') return null
  const errorId = first?.extensions?.['errorId']
  return new UnexpectedProblem(
    first?.message ?? '',
    typeof code === 'string' ? code : 'UNEXPECTED',
    typeof errorId === 'string' ? errorId : null,
  )
}
