import { refusal, sideOfRole, statusAfter } from '@gongjian/domain/activity-actions'
import type { ActivityAction } from '@gongjian/domain/activity-actions'
import { communityChain } from '@gongjian/domain/audit-event'
import type { AuditAction } from '@gongjian/domain/audit-event'
import { canonicalJson } from '@gongjian/domain/canonical-json'
import type { JsonValue } from '@gongjian/domain/canonical-json'
import { tellingsOf } from '@gongjian/domain/notification-rules'
import sql, { empty } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import type { ActivityStatus, CountersigningDecision } from '@gongjian/domain/vocabulary'
import { z } from 'zod'
import { auditCall } from '../../platform/audit.ts'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { NotFound, Refused, StaleVersion } from '../../platform/failures.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { countDecision } from '../../platform/watching/watch.ts'
import { settledWith, toldWith } from '../notifications/tell.ts'
import { notTakenByOther } from './takings.ts'
import { keepActedFor } from './acted-for.ts'
import { actorOf, factsOf, isInSightOf } from './activity-row.ts'
import type { ActivityRow } from './activity-row.ts'
import { readStored } from './write-content.ts'
import type { Stored } from './write-content.ts'

export type StoredRecord = NonNullable<Stored['existing']>

export type Move = {
  action: Exclude<ActivityAction, 'SAVE' | 'SUBMIT'>
  /** How it was signed, where it was. */
  decision?: CountersigningDecision
  auditAction: AuditAction
  detail: Record<string, JsonValue>
  /** Further columns that the move sets, as 'column = value' with a leading comma, or empty. */
  set: Sql
  /** Further parts of the statement (CTEs on `moved`), each with a leading comma, or empty. */
  parts: Sql
  /** What the move changes in the row besides status and version. */
  changes: Partial<ActivityRow>
}

/**
 * Moves a record along its life: read, ask the rules, and one conditional statement that also writes the event; of two
 * at once one wins. `prepare` gives what this kind of move writes, or throws what is wrong with its input.
 * The same move sent again by the same person gives the record as it is.
 */
export async function moveActivity(
  context: RequestContext,
  input: { id: string; version: number },
  action: Move['action'],
  prepare: (record: StoredRecord, target: ActivityStatus) => Promise<Move> | Move,
): Promise<ActivityRow> {
  // Who lost against another reads once more, and finds either the very same move or a newer version.
  return (
    (await tryToMove(context, input, action, prepare)) ??
    (await tryToMove(context, input, action, prepare)) ??
    Promise.reject(new StaleVersion(input.id))
  )
}

async function tryToMove(
  context: RequestContext,
  input: { id: string; version: number },
  action: Move['action'],
  prepare: (record: StoredRecord, target: ActivityStatus) => Promise<Move> | Move,
): Promise<ActivityRow | null> {
  const actor = actorOf(context)
  const { existing, submitters, takings, actedFor, periodStatus } = await readStored(
    context,
    input.id,
    null,
  )
  if (existing === null || actor === null) throw new NotFound()
  const facts = await factsOf(context, existing, { submitters, takings, actedFor }, periodStatus)
  const reason = refusal(action, facts, actor)
  if (!isInSightOf(actor, existing)) throw new NotFound()

  const target = statusAfter(action, facts)
  if (existing.version !== input.version) {
    if (existing.version === input.version + 1 && (await isRepeated(context, existing, prepare)))
      return existing
    throw new StaleVersion(input.id)
  }
  if (reason !== null || target === null) throw new Refused(reason ?? 'NOT_IN_THIS_STATE')

  const move = await prepare(existing, target)
  const version = existing.version + 1
  // A first of two signatures stands beside the record only while it waits for the second.
  const signedSide =
    action === 'COUNTERSIGN' && target === 'SUBMITTED' ? sideOfRole(actor.role) : null
  const tellings = tellingsOf(
    { action, byId: actor.userId, signedSide, decision: move.decision ?? 'ACCEPTED' },
    existing,
  )
  const entry = auditCall(context, {
    chain: communityChain(existing.communitySide.code),
    action: move.auditAction,
    subjectKind: 'activity',
    subjectId: existing.id,
    detail: { from: existing.status, to: target, version, ...move.detail },
  })
  const rows = await rowsOf(
    context.database.pool,
    sql`WITH moved AS (
          UPDATE activity SET status = ${target}::activity_status, signed_side = ${signedSide}::rollup_side, version = version + 1, updated_at = ${context.now} ${move.set}
          WHERE city_code = ${context.city.code} AND id = ${existing.id}::uuid AND version = ${input.version} AND status = ${existing.status}::activity_status ${notTakenByOther(context, existing.id, action === 'WITHDRAW' ? null : sideOfRole(actor.role))}
          RETURNING id
        ) ${move.parts} ${action === 'COUNTERSIGN' ? keepActedFor(context, true) : empty} ${settledWith(context)} ${toldWith(context, tellings, existing)} SELECT moved.id, ${entry} AS seq FROM moved`,
  )
  if (rows.length !== 1) return null
  countDecision(action, move.decision)
  return {
    ...existing,
    ...move.changes,
    status: target,
    signedSide,
    version,
    updatedAt: context.now,
  }
}

/** The very same move by the same person is the newest event of the record: the answer to its first sending was lost. */
async function isRepeated(
  context: RequestContext,
  record: StoredRecord,
  prepare: (record: StoredRecord, target: ActivityStatus) => Promise<Move> | Move,
): Promise<boolean> {
  const last = await firstRowOf<{ event: string }>(
    context.database.pool,
    sql`SELECT event FROM audit_event WHERE city_code = ${context.city.code} AND subject_kind = 'activity' AND subject_id = ${record.id} AND action LIKE 'activity.%' ORDER BY occurred_at DESC, seq DESC LIMIT 1`,
  )
  const event = writtenEvent.safeParse(JSON.parse(last?.event ?? 'null'))
  if (!event.success || event.data.actorId !== actingViewer(context).userId) return false
  // What could not even be sent now was not sent before.
  const move = await Promise.resolve(prepare(record, record.status)).catch(() => null)
  const { detail, action } = event.data
  return (
    move !== null &&
    action === move.auditAction &&
    canonicalJson({ ...detail, ...move.detail }) === canonicalJson(detail)
  )
}

const writtenEvent = z.object({
  actorId: z.string().nullable(),
  action: z.string(),
  detail: z.record(z.string(), z.json()),
})
