import type { MarkingLevel } from '@gongjian/domain/scheme-content'
import type pg from 'pg'
import sql from 'sql-template-tag'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'

export type KeptMark = {
  schemeId: string
  organisationId: string
  indicatorCode: string
  level: MarkingLevel
  points: string
  reason: string
}

/** Keeps a mark that was checked; it takes the place of the one before. */
export async function keepMark(
  client: pg.ClientBase,
  context: RequestContext,
  { schemeId, organisationId, indicatorCode, level, points, reason }: KeptMark,
): Promise<void> {
  const { userId, name } = actingViewer(context)
  await rowsOf(
    client,
    sql`INSERT INTO assessment_mark (city_code, scheme_id, organisation_id, indicator_code, level, points, reason, marked_by_id, marked_by_name, marked_at)
        VALUES (${context.city.code}, ${schemeId}::uuid, ${organisationId}::uuid, ${indicatorCode}, ${level}::marking_level, ${points}::numeric, ${reason}, ${userId}::uuid, ${name}, ${context.now}::timestamptz)
        ON CONFLICT (city_code, scheme_id, organisation_id, indicator_code, level) DO UPDATE SET points = EXCLUDED.points, reason = EXCLUDED.reason, marked_by_id = EXCLUDED.marked_by_id, marked_by_name = EXCLUDED.marked_by_name, marked_at = EXCLUDED.marked_at`,
  )
}
