import sql from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'

type Of = { cityCode: Sql; runId: Sql }

/** Whether a run was published to the judged: by the committee after the joint scoring, or in a bulletin. */
export function isPublishedRun({ cityCode, runId }: Of): Sql {
  return sql`(EXISTS (SELECT FROM run_publication y WHERE y.city_code = ${cityCode} AND y.run_id = ${runId})
    OR EXISTS (SELECT FROM bulletin y WHERE y.city_code = ${cityCode} AND y.run_id = ${runId} AND y.state IN ('PUBLISHED', 'SUPERSEDED')))`
}

/**
 * Whether the judged may see their own in it: once it is published, or before where its scheme says so. A run that
 * follows appeals is no preview: until it is decided, what was published holds, and is all that the judged see.
 */
export function isShownRun(of: Of): Sql {
  return sql`(${isPublishedRun(of)} OR EXISTS (SELECT FROM assessment_run z JOIN assessment_scheme k ON k.city_code = z.city_code AND k.id = z.scheme_id
    WHERE z.city_code = ${of.cityCode} AND z.id = ${of.runId} AND z.previous_run_id IS NULL AND coalesce((k.content ->> 'previews')::boolean, false)))`
}
