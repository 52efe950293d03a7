import sql from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'

/**
 * Whether a score stands in a bulletin that was published: then everybody may see who reached what (name, total, grade,
 * rank), also the judged of each other. What it is made of stays with whose score it is.
 */
export function isPublishedScore(score: { cityCode: Sql; runId: Sql; grade: Sql }): Sql {
  return sql`EXISTS (SELECT FROM bulletin b WHERE b.city_code = ${score.cityCode} AND b.run_id = ${score.runId} AND b.state = 'PUBLISHED' AND ${score.grade} = ANY(b.grades))`
}
