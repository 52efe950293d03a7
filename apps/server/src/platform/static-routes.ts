import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

const policy = [
  "default-src 'self'",
  "img-src 'self' blob: data:",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "frame-ancestors 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "object-src 'none'",
].join('; ')

/** The built web client: hashed files for a year, the page itself never kept; every unknown path is a page of the client. */
export async function staticRoutes(app: FastifyInstance, webDir: string): Promise<void> {
  app.addHook('onSend', async (_request, reply) => {
    void reply
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'same-origin')
      .header('cross-origin-opener-policy', 'same-origin')
      .header('permissions-policy', 'geolocation=(), microphone=(), camera=(self)')
    if (!reply.hasHeader('content-security-policy'))
      void reply.header('content-security-policy', policy)
  })
  if (!existsSync(join(webDir, 'index.html'))) {
    app.setNotFoundHandler((_request, reply) =>
      reply.status(404).send({
        code: 'NOT_FOUND',
        message: 'The web client has not been built: npm run build -w apps/web',
      }),
    )
    return
  }
  await app.register(fastifyStatic, {
    root: webDir,
    preCompressed: true,
    wildcard: false,
    globIgnore: ['**/*.br', '**/*.gz', 'trusted-documents.json'],
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
    const isPage =
      request.method === 'GET' &&
      !request.url.startsWith('/api/') &&
      !request.url.startsWith('/files/') &&
      !request.url.startsWith('/assets/')
    if (!isPage) return reply.status(404).send({ code: 'NOT_FOUND', message: 'not found' })
    return reply.header('cache-control', 'no-cache').sendFile('index.html')
  })
}
