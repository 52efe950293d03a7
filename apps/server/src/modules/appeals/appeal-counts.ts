import sql from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'
import { appealsInSight } from './appeal-row.ts'

export type AppealCounts = { filed: number; waiting: number }

/** How many appeals in sight there are to each joint assessment, and how many of them have no answer. */
export async function appealCounts(
  context: RequestContext,
  jointIds: readonly string[],
): Promise<Map<string, AppealCounts>> {
  const rows = await rowsOf<AppealCounts & { id: string }>(
    context.database.pool,
    sql`SELECT a.joint_id AS id, count(*)::int AS filed, count(*) FILTER (WHERE a.state = 'FILED')::int AS waiting
        FROM appeal a JOIN organisation o ON o.city_code = a.city_code AND o.id = a.organisation_id
        WHERE a.city_code = ${context.city.code} AND a.joint_id = ANY(${[...jointIds]}::uuid[]) AND a.state <> 'WITHDRAWN' AND ${appealsInSight(context, 'appeals')} GROUP BY 1`,
  )
  return new Map(rows.map(({ id, ...counts }) => [id, counts]))
}
