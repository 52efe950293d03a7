import { randomUUID } from 'node:crypto'
import { openDatabase } from '@gongjian/database'
import cookie from '@fastify/cookie'
import Fastify, { LogController } from 'fastify'
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { pino } from 'pino'
import { evidenceRoutes } from './modules/evidence/evidence-routes.ts'
import { exportRoutes } from './modules/exports/export-routes.ts'
import {
  firstCity,
  SESSION_COOKIE,
  SESSION_DAYS,
  TOKEN_PREFIX,
  viewerOfSession,
  viewerOfToken,
} from './modules/accounts/sessions.ts'
import type { Config } from './platform/config.ts'
import { cityTime } from './platform/context.ts'
import type { RequestContext } from './platform/context.ts'
import { graphqlRoutes } from './platform/graphql-routes.ts'
import { startLiveFeed } from './platform/live.ts'
import { localeOf, textIn } from './platform/messages.ts'
import { staticRoutes } from './platform/static-routes.ts'

/** The product as one Fastify application on the database at `url`: the API, files, exports, and the web client. */
export async function createApp({
  url,
  config,
}: {
  url: string
  config: Config
}): Promise<FastifyInstance> {
  const log = pino({
    level: config.logLevel,
    redact: ['req.headers.cookie', 'req.headers.authorization'],
  })
  const database = await openDatabase(url)
  const live = startLiveFeed(database, url, log)
  const logger: FastifyBaseLogger = log
  const app = Fastify({
    loggerInstance: logger,
    genReqId: () => randomUUID(),
    bodyLimit: 1024 * 1024,
    trustProxy: 'loopback',
    forceCloseConnections: true,
    logController: new LogController({ disableRequestLogging: true }),
  })
  await app.register(cookie)
  app.addHook('onClose', async () => {
    await live.stop()
    await database.close()
  })

  // Personal data do not go into logs: the path without its query, the status, the time, the id.
  app.addHook('onResponse', async (request, reply) => {
    log.info(
      {
        requestId: request.id,
        method: request.method,
        path: request.url.split('?')[0],
        status: reply.statusCode,
        milliseconds: Math.round(reply.elapsedTime),
      },
      'request',
    )
  })
  app.setErrorHandler((problem: Error & { statusCode?: number; code?: string }, request, reply) => {
    const text = textIn(localeOf(request.headers['accept-language']))
    const status = problem.statusCode ?? 500
    if (status < 500) {
      const code = status === 413 ? 'TOO_LARGE' : 'BAD_REQUEST'
      return reply.status(status).send({ code, message: text(`failure.${code}`) })
    }
    log.error({ requestId: request.id, err: problem }, 'unexpected')
    return reply.status(500).send({
      code: 'UNEXPECTED',
      message: text('failure.UNEXPECTED', { id: request.id }),
      errorId: request.id,
    })
  })

  async function contextOf(request: FastifyRequest, reply: FastifyReply): Promise<RequestContext> {
    const authorization = request.headers.authorization
    const token = authorization?.startsWith('Bearer ') ? authorization.slice(7).trim() : null
    const session = token === null ? request.cookies[SESSION_COOKIE] : undefined
    const found =
      token !== null
        ? token.startsWith(TOKEN_PREFIX)
          ? await viewerOfToken(database, token)
          : null
        : session
          ? await viewerOfSession(database, session)
          : null
    const city = found?.city ?? (await firstCity(database))
    const locale = localeOf(request.headers['accept-language'])
    const cookieOptions = {
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
        void reply.setCookie(SESSION_COOKIE, secret, {
          ...cookieOptions,
          maxAge: SESSION_DAYS * 86_400,
        }),
      clearSessionCookie: () => void reply.clearCookie(SESSION_COOKIE, cookieOptions),
    }
  }

  app.get('/healthz', async () => ({ status: 'ok' }))
  app.get('/readyz', async (_request, reply) => {
    try {
      await database.pool.query('SELECT 1 FROM city LIMIT 1')
      return { status: 'ready' }
    } catch {
      return reply.status(503).send({ status: 'database unavailable' })
    }
  })
  await graphqlRoutes(app, { config, contextOf })
  await evidenceRoutes(app, contextOf)
  await exportRoutes(app, contextOf)
  await staticRoutes(app, config.webDir)
  return app
}
