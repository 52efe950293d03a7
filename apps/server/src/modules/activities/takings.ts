import { sideOfRole } from '@gongjian/domain/activity-actions'
import type { Taking } from '@gongjian/domain/taken-record'
import type { PairingSide } from '@gongjian/domain/vocabulary'
import type pg from 'pg'
import sql, { empty } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'
import { partsLoader } from './activity-parts.ts'

export type TakenRow = Taking & { activityId: string; takenByName: string }

const takingsOf = (
  { city, now }: Pick<RequestContext, 'city' | 'now'>,
  ids: readonly string[],
) => sql`SELECT activity_id AS "activityId", side, taken_by_id AS "takenById", taken_by_name AS "takenByName", until
    FROM taken_activity WHERE city_code = ${city.code} AND activity_id = ANY(${ids}::uuid[]) AND until > ${now}`

/** Who has which record open, for all records of a page in one statement. What has run out is left out. */
export const loadTakings = partsLoader<TakenRow>('takings', takingsOf)

/** The same of one record, in a transaction: who holds one connection and waits for another can wait for ever. */
export const readTakings = (
  client: pg.PoolClient,
  context: RequestContext,
  activityId: string,
): Promise<TakenRow[]> => rowsOf<TakenRow>(client, takingsOf(context, [activityId]))

/** Who has the record open for the reader's side; null for who is of neither, and where nobody has. */
export async function takenForReader(
  context: RequestContext,
  activityId: string,
): Promise<TakenRow | null> {
  const role = context.viewer?.assignment?.role
  const side = role === undefined ? null : sideOfRole(role)
  if (side === null) return null
  return (await loadTakings(context, activityId))?.find((one) => one.side === side) ?? null
}

/**
 * Nobody else has the record open for the side at this moment: a condition in the statement that moves it, so that of
 * one who takes and one who signs at the same moment the first in the database wins.
 */
export function notTakenByOther(
  context: RequestContext,
  activityId: string,
  side: PairingSide | null,
): Sql {
  if (side === null) return empty
  return sql`AND NOT EXISTS (SELECT FROM taken_activity k WHERE k.city_code = ${context.city.code} AND k.activity_id = ${activityId}::uuid
    AND k.side = ${side}::rollup_side AND k.until > ${context.now} AND k.taken_by_id <> ${actingViewer(context).userId}::uuid)`
}
