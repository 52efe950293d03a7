import type { Database } from '@gongjian/database'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import {
  firstCity,
  SESSION_COOKIE,
  SESSION_DAYS,
  TOKEN_PREFIX,
  viewerOfSession,
  viewerOfToken,
} from './modules/accounts/sessions.ts'
import type { Found } from './modules/accounts/sessions.ts'
import { settleChanges } from './modules/organisations/settle-changes.ts'
import type { Config } from './platform/config.ts'
import { cityTime } from './platform/context.ts'
import type { RequestContext } from './platform/context.ts'
import type { ReadCopy } from './platform/read-copy.ts'
import { localeOf, textIn } from './platform/messages.ts'

/** The user for whom the page was opened. */
const READER_HEADER = 'x-reader'

/** Who asks: by token where one is sent, else by the session's cookie. */
async function viewerOf(database: Database, request: FastifyRequest): Promise<Found | null> {
  const { authorization } = request.headers
  if (authorization?.startsWith('Bearer ')) {
    const token = authorization.slice('Bearer '.length).trim()
    return token.startsWith(TOKEN_PREFIX) ? viewerOfToken(database, token) : null
  }
  const session = request.cookies[SESSION_COOKIE]
  if (session === undefined || session === '') return null
  const found = await viewerOfSession(database, session)
  return isMeantFor(request, found) ? found : null
}

/**
 * All pages of a browser share one cookie. A page that names its reader is answered as that reader or as nobody: what
 * one person typed is never sent in the name of the next who signed in beside it.
 */
function isMeantFor(request: FastifyRequest, found: Found | null): boolean {
  const reader = request.headers[READER_HEADER]
  return reader === undefined || reader === found?.viewer.userId
}

const cookieOf = ({ protocol }: FastifyRequest, { secureCookies }: Config) =>
  ({
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: secureCookies || protocol === 'https',
  }) as const

const CHANGED_COOKIE = 'gongjian_changed'

/**
 * When a browser last changed something is kept by the browser itself, as it moves from process to process: no statement
 * more, and who makes it up is only answered by the primary. It ends when every copy that may be read has the change.
 */
function changesOf(copy: ReadCopy, config: Config, request: FastifyRequest, reply: FastifyReply) {
  const known = Number(request.cookies[CHANGED_COOKIE])
  return {
    lastAt: Number.isFinite(known) && known > 0 ? known : null,
    note: () =>
      void reply.setCookie(CHANGED_COOKIE, String(Math.ceil(copy.now())), {
        ...cookieOf(request, config),
        maxAge: config.replicaMaxStalenessSeconds + 60,
      }),
  }
}

/** Notes what routes for files change, as the API notes its own changes: before the cookies are written. */
export function noteChangesByFiles(app: FastifyInstance, copy: ReadCopy, config: Config): void {
  app.addHook('onSend', (request, reply, payload, done) => {
    const changes = request.method !== 'GET' && !request.url.startsWith('/graphql')
    if (changes) changesOf(copy, config, request, reply).note()
    done(null, payload)
  })
}

/** Gives what an operation knows of its request: who asks, in which city and at what time there, in which language. */
export function contextsOf(database: Database, config: Config, log: Logger, copy: ReadCopy | null) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<RequestContext> => {
    const before = await viewerOf(database, request)
    const city = before?.city ?? (await firstCity(database))
    // A change of this day may have moved who asks.
    const found = (await settleChanges(database, city, log))
      ? await viewerOf(database, request)
      : before
    const locale = localeOf(request.headers['accept-language'])
    return {
      database,
      config,
      log,
      requestId: request.id,
      // Found out through what stands between, and hardly ever asked.
      get client() {
        return {
          ip: request.ip,
          userAgent: request.headers['user-agent'] ?? '',
          origin: `${request.protocol}://${request.host}`,
        }
      },
      locale,
      text: textIn(locale),
      city,
      viewer: found?.viewer ?? null,
      ...cityTime(city),
      loaders: new Map(),
      ...(copy && { changes: changesOf(copy, config, request, reply) }),
      setSessionCookie: (secret) =>
        void reply.setCookie(SESSION_COOKIE, secret, {
          ...cookieOf(request, config),
          maxAge: SESSION_DAYS * 86_400,
        }),
      clearSessionCookie: () => void reply.clearCookie(SESSION_COOKIE, cookieOf(request, config)),
    }
  }
}
