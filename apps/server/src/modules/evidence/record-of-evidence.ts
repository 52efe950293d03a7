import { refusal } from '@gongjian/domain/activity-actions'
import type pg from 'pg'
import sql from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { NotFound, Refused } from '../../platform/failures.ts'
import { firstRowOf } from '../../platform/statement.ts'
import {
  activityColumns,
  activityTables,
  actorOf,
  factsOf,
  isInSightOf,
} from '../activities/activity-row.ts'
import type { ActivityRow } from '../activities/activity-row.ts'

/**
 * Locks the record and asks the rules whether its photos may be changed: exactly while it may be saved.
 * The lock makes a photo and a submission at the same moment come one after the other.
 */
export async function lockRecordForEvidence(
  client: pg.PoolClient,
  context: RequestContext,
  activityId: string,
): Promise<ActivityRow> {
  const record = await firstRowOf<ActivityRow>(
    client,
    sql`SELECT ${activityColumns} FROM ${activityTables}
        WHERE t.city_code = ${context.city.code} AND t.id = ${activityId}::uuid FOR UPDATE OF t`,
  )
  const actor = actorOf(context)
  if (record === null || actor === null || !isInSightOf(actor, record)) throw new NotFound()
  const reason = refusal('SAVE', await factsOf(context, record, []), actor)
  if (reason !== null) throw new Refused(reason)
  return record
}
