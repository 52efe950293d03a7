import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import { LOCALES } from '@gongjian/domain/vocabulary'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { SESSION_COOKIE } from '../modules/accounts/sessions.ts'
import { localeOf } from './messages.ts'
import { contentSecurityPolicy } from './security-headers.ts'

/** Shown to whoever comes, without signing in (paths.ts of the client). */
const openToAll = /^\/(verify|check-in)([/?]|$)/

/**
 * Whether a browser opens a page for somebody who has no session: they get the page with the form in it. What the
 * service worker keeps is the page without: it is nobody's navigation.
 */
function opensSignIn({ headers, cookies, url }: FastifyRequest): boolean {
  return (
    headers['sec-fetch-mode'] === 'navigate' &&
    (cookies[SESSION_COOKIE] ?? '') === '' &&
    !openToAll.test(url)
  )
}

const notPages = /^\/(api|assets|files|graphql|graphiql)(\/|$)/

/** The built web client: hashed files for a year, the page itself never kept; every unknown path is a page of the client. */
export async function staticRoutes(app: FastifyInstance, webDir: string): Promise<void> {
  if (!existsSync(join(webDir, 'index.html'))) {
    app.setNotFoundHandler((_request, reply) =>
      reply.status(404).send({
        code: 'NOT_FOUND',
        message: 'The web client has not been built: npm run build -w apps/web',
      }),
    )
    return
  }
  const policy = contentSecurityPolicy(readFileSync(join(webDir, 'index.html'), 'utf8'))
  const hasEarlyPages = LOCALES.every((locale) =>
    existsSync(join(webDir, `sign-in.${locale}.html`)),
  )
  await app.register(fastifyStatic, {
    root: webDir,
    preCompressed: true,
    wildcard: false,
    globIgnore: ['**/*.br', '**/*.gz', 'trusted-documents.json', 'sign-in.*.html'],
    index: false,
    setHeaders: (response, path) => {
      void response.header(
        'cache-control',
        path.includes(`${join(webDir, 'assets')}`)
          ? 'public, max-age=31536000, immutable'
          : 'no-cache',
      )
    },
  })
  app.setNotFoundHandler((request, reply) => {
    const isPage = request.method === 'GET' && !notPages.test(request.url)
    if (!isPage) return reply.status(404).send({ code: 'NOT_FOUND', message: 'not found' })
    const early = `sign-in.${localeOf(request.headers['accept-language'])}.html`
    return reply
      .header('cache-control', 'no-cache')
      .header('vary', 'cookie, accept-language, sec-fetch-mode')
      .header('content-security-policy', policy)
      .sendFile(hasEarlyPages && opensSignIn(request) ? early : 'index.html')
  })
}
