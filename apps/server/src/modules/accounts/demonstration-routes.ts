import type { Database } from '@gongjian/database'
import { defaultDemonstrationPassword } from '@gongjian/database/open-city-database'
import type { FastifyInstance } from 'fastify'
import { firstCity } from './sessions.ts'

/** What the sign-in page offers in a demonstration city, and there alone: the password of its accounts. */
export async function demonstrationRoutes(app: FastifyInstance, database: Database): Promise<void> {
  app.get('/api/demonstration', async (_request, reply) => {
    const { demonstration } = await firstCity(database)
    if (!demonstration) return reply.status(204).send()
    return { password: process.env['DEMO_PASSWORD'] ?? defaultDemonstrationPassword }
  })
}
