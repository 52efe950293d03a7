import type pg from 'pg'
import sql, { empty } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'
import { partsLoader } from './activity-parts.ts'

/** For whom a deputy submitted, or signed, a record. */
export type ActedFor = { holderId: string; signs: boolean }

export const loadActedFor = partsLoader<ActedFor & { activityId: string }>(
  'acted for',
  ({ city }, ids) =>
    sql`SELECT activity_id AS "activityId", holder_id AS "holderId", signs FROM acted_for WHERE city_code = ${city.code} AND activity_id = ANY(${ids}::uuid[])`,
)

/** Keeps for whom a deputy acts, as a part of the statement that moves the record (CTE `moved`); empty for who is none. */
export function keepActedFor(context: RequestContext, signs: boolean): Sql {
  const { deputyFor } = actingViewer(context).assignment
  if (deputyFor === null) return empty
  return sql`, acted AS (INSERT INTO acted_for (city_code, activity_id, holder_id, signs)
    SELECT ${context.city.code}, moved.id, ${deputyFor.id}::uuid, ${signs}::boolean FROM moved ON CONFLICT DO NOTHING)`
}

/** The same of many that were submitted at once. */
export async function keepSubmittedFor(
  client: pg.ClientBase,
  context: RequestContext,
  activityIds: readonly string[],
): Promise<void> {
  const { deputyFor } = actingViewer(context).assignment
  if (deputyFor === null) return
  await rowsOf(
    client,
    sql`INSERT INTO acted_for (city_code, activity_id, holder_id, signs)
        SELECT ${context.city.code}, unnest(${[...activityIds]}::uuid[]), ${deputyFor.id}::uuid, false ON CONFLICT DO NOTHING`,
  )
}
