import sql from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { firstRowOf } from '../../platform/statement.ts'

export type AppealWindow = { jointId: string; until: string }

/** Where who is judged by a run may appeal today: the run was published last of its joint assessment, and days are left. */
export function appealWindow(context: RequestContext, runId: string): Promise<AppealWindow | null> {
  return firstRowOf<AppealWindow>(
    context.database.pool,
    sql`SELECT j.id AS "jointId", j.appeals_until::text AS until FROM run_publication p JOIN joint_assessment j ON j.city_code = p.city_code AND j.id = p.joint_id
        WHERE p.city_code = ${context.city.code} AND p.run_id = ${runId}::uuid AND j.state = 'APPEALS' AND j.appeals_until >= ${context.today}::date
          AND NOT EXISTS (SELECT FROM run_publication q WHERE q.city_code = p.city_code AND q.joint_id = p.joint_id AND q.published_at > p.published_at)`,
  )
}
