import type { Database } from '@gongjian/database'
import { migrationNames } from '@gongjian/database/migration-names'
import type { FastifyInstance } from 'fastify'
import sql from 'sql-template-tag'
import { isDraining } from './stop-gently.ts'
import { firstRowOf } from './statement.ts'
import { lateWork } from './watching/watch.ts'
import type { Watch } from './watching/watch.ts'

/**
 * `/healthz`: the process lives. `/readyz`: the database answers, holds a city, and has every migration of this version
 * (newer ones do not matter: while a newer version takes over, this one still serves), and it is not about to stop. Whether the work in the background
 * is late is told there and takes nobody out of service.
 */
export function healthRoutes(app: FastifyInstance, { pool }: Database, watch: Watch): void {
  app.get('/healthz', async () => ({ status: 'ok' }))
  app.get('/readyz', async (_request, reply) => {
    const work = watch.regularWork.size === 0 ? 'none' : lateWork(watch).length > 0 ? 'late' : 'ok'
    if (isDraining(app)) return reply.status(503).send({ status: 'stopping', work })
    try {
      const own = await migrationNames()
      const found = await firstRowOf<{ hasCity: boolean; applied: number }>(
        pool,
        sql`SELECT EXISTS (SELECT FROM city) AS "hasCity", (SELECT count(DISTINCT migration_name)::int FROM _prisma_migrations WHERE finished_at IS NOT NULL AND migration_name = ANY (${own}::text[])) AS applied`,
      )
      if (found?.hasCity === true && found.applied === own.length) return { status: 'ready', work }
      const status = found?.hasCity === true ? 'migrations missing' : 'no city'
      return await reply.status(503).send({ status, work })
    } catch {
      // What is wrong with it, the requests that need it say in the log.
      return reply.status(503).send({ status: 'database unavailable', work })
    }
  })
}
