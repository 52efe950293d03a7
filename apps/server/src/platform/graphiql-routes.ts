import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { dirname, join } from 'node:path'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { RequestContext } from './context.ts'

/**
 * A page to try the API by hand, for whoever is signed in, outside production. It needs nothing from another host:
 * GraphiQL 4's own single-file builds come with the product.
 */
export async function graphiqlRoutes(
  app: FastifyInstance,
  contextOf: (request: FastifyRequest, reply: FastifyReply) => Promise<RequestContext>,
): Promise<void> {
  // Found when asked for: the product starts also where these packages were left out of the installation.
  const ofPackage = (name: string, path: string) => () =>
    join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), path)
  const files: Record<string, { path: () => string; type: string }> = {
    'graphiql.js': { path: ofPackage('graphiql', 'graphiql.min.js'), type: 'text/javascript' },
    'graphiql.css': { path: ofPackage('graphiql', 'graphiql.min.css'), type: 'text/css' },
    'react.js': {
      path: ofPackage('react-for-graphiql', 'umd/react.production.min.js'),
      type: 'text/javascript',
    },
    'react-dom.js': {
      path: ofPackage('react-dom-for-graphiql', 'umd/react-dom.production.min.js'),
      type: 'text/javascript',
    },
    'start.js': {
      path: () => fileURLToPath(new URL('./graphiql-start.js', import.meta.url)),
      type: 'text/javascript',
    },
  }
  app.get('/graphiql', async (request, reply) => {
    const { viewer, text } = await contextOf(request, reply)
    if (viewer === null)
      return reply
        .status(401)
        .send({ code: 'UNAUTHENTICATED', message: text('failure.UNAUTHENTICATED') })
    return reply
      .type('text/html; charset=utf-8')
      .send(
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>GraphiQL</title><link rel="stylesheet" href="/graphiql/graphiql.css"><style>body,html,#graphiql{height:100%;margin:0}</style></head><body><div id="graphiql"></div><script src="/graphiql/react.js"></script><script src="/graphiql/react-dom.js"></script><script src="/graphiql/graphiql.js"></script><script src="/graphiql/start.js"></script></body></html>',
      )
  })
  app.get<{ Params: { file: string } }>('/graphiql/:file', async (request, reply) => {
    const file = Object.hasOwn(files, request.params.file) ? files[request.params.file] : undefined
    if (file === undefined)
      return reply.status(404).send({ code: 'NOT_FOUND', message: 'not found' })
    return reply.type(file.type).send(await readFile(file.path()))
  })
}
