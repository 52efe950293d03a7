import sql from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { firstRowOf } from '../../platform/statement.ts'
import { visibleActivities } from '../activities/activity-row.ts'
import type { StoredEvidence } from './stored-files.ts'

/** A photo's or document's file for whoever has its record in sight; null for everybody else, and when it was removed. */
export function findVisibleEvidence(
  context: RequestContext,
  id: string,
): Promise<(StoredEvidence & { fileName: string }) | null> {
  return firstRowOf<StoredEvidence & { fileName: string }>(
    context.database.pool,
    sql`SELECT e.sha256, e.media_type AS "mediaType", e.file_name AS "fileName"
        FROM evidence e JOIN activity t ON t.city_code = e.city_code AND t.id = e.activity_id
        WHERE e.city_code = ${context.city.code} AND e.id = ${id}::uuid AND e.removed_at IS NULL
          AND ${visibleActivities(context.viewer)}`,
  )
}
