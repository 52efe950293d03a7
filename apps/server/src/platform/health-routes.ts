import type { Database } from '@gongjian/database'
import type { FastifyInstance } from 'fastify'

/** `/healthz`: the process lives. `/readyz`: the database answers, and holds a migrated city. */
export function healthRoutes(app: FastifyInstance, { pool }: Database): void {
  app.get('/healthz', async () => ({ status: 'ok' }))
  app.get('/readyz', async (_request, reply) => {
    try {
      const { rowCount } = await pool.query('SELECT FROM city LIMIT 1')
      if (rowCount === 1) return { status: 'ready' }
    } catch {
      // What is wrong with it, the requests that need it say in the log.
    }
    return reply.status(503).send({ status: 'database unavailable' })
  })
}
