import type { Database } from '@gongjian/database'
import type { FastifyReply, FastifyRequest } from 'fastify'
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
import type { Config } from './platform/config.ts'
import { cityTime } from './platform/context.ts'
import type { RequestContext } from './platform/context.ts'
import { localeOf, textIn } from './platform/messages.ts'

/** Who asks: by token where one is sent, else by the session's cookie. */
async function viewerOf(database: Database, request: FastifyRequest): Promise<Found | null> {
  const { authorization } = request.headers
  if (authorization?.startsWith('Bearer ')) {
    const token = authorization.slice('Bearer '.length).trim()
    return token.startsWith(TOKEN_PREFIX) ? viewerOfToken(database, token) : null
  }
  const session = request.cookies[SESSION_COOKIE]
  return session === undefined || session === '' ? null : viewerOfSession(database, session)
}

/** Gives what an operation knows of its request: who asks, in which city and at what time there, in which language. */
export function contextsOf(database: Database, config: Config, log: Logger) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<RequestContext> => {
    const found = await viewerOf(database, request)
    const city = found?.city ?? (await firstCity(database))
    const locale = localeOf(request.headers['accept-language'])
    const cookie = {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: config.secureCookies || request.protocol === 'https',
    } as const
    return {
      database,
      config,
      log,
      requestId: request.id,
      client: { ip: request.ip, userAgent: request.headers['user-agent'] ?? '' },
      locale,
      text: textIn(locale),
      city,
      viewer: found?.viewer ?? null,
      ...cityTime(city),
      loaders: new Map(),
      setSessionCookie: (secret) =>
        void reply.setCookie(SESSION_COOKIE, secret, { ...cookie, maxAge: SESSION_DAYS * 86_400 }),
      clearSessionCookie: () => void reply.clearCookie(SESSION_COOKIE, cookie),
    }
  }
}
