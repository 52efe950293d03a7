import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

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
    const isPage = request.method === 'GET' && !notPages.test(request.url)
    if (!isPage) return reply.status(404).send({ code: 'NOT_FOUND', message: 'not found' })
    return reply.header('cache-control', 'no-cache').sendFile('index.html')
  })
}
