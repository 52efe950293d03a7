import { refusal } from '@gongjian/domain/activity-actions'
import type pg from 'pg'
import sql from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { NotFound, Refused } from '../../platform/failures.ts'
import { firstRowOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { exceptionsOf, periodsOf } from '../periods/period-rows.ts'
import {
  activityColumns,
  activityTables,
  actorOf,
  factsOf,
  isInSightOf,
} from '../activities/activity-row.ts'
import { readTakings } from '../activities/takings.ts'
import type { ActivityRow } from '../activities/activity-row.ts'

/** A transaction in which a record is locked for its photos and documents. */
export async function inRecordTransaction<Result>(
  context: RequestContext,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  // What the rules ask of periods is read before: who holds one connection and waits for another can wait for ever.
  await Promise.all([periodsOf(context), exceptionsOf(context)])
  return inTransaction(context.database.pool, work)
}

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
  const takings = await readTakings(client, context, record.id)
  const reason = refusal(
    'SAVE',
    await factsOf(context, record, { submitters: [], takings, actedFor: [] }),
    actor,
  )
  if (reason !== null) throw new Refused(reason)
  return record
}
