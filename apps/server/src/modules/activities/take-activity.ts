import { refusal, sideOfRole } from '@gongjian/domain/activity-actions'
import { communityChain } from '@gongjian/domain/audit-event'
import { takenFor, takenUntil } from '@gongjian/domain/taken-record'
import type { PairingSide } from '@gongjian/domain/vocabulary'
import sql from 'sql-template-tag'
import { auditCall } from '../../platform/audit.ts'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { NotFound, Refused } from '../../platform/failures.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { loadActedFor } from './acted-for.ts'
import { actorOf, factsOf, loadActivity, loadSubmitters } from './activity-row.ts'
import type { ActivityRow } from './activity-row.ts'

/**
 * Takes a record for one's side, or keeps it taken: others of the side see it and neither sign nor write it meanwhile.
 * Where somebody else has it, nothing happens but by `takeOver`. Throws NotFound, Refused.
 */
export async function takeActivity(
  context: RequestContext,
  { id, takeOver }: { id: string; takeOver: boolean },
): Promise<ActivityRow> {
  const [row, actor] = [await loadActivity(context, id), actorOf(context)]
  const side = actor === null ? null : sideOfRole(actor.role)
  if (row === null || actor === null || side === null) throw new NotFound()
  const action = takenFor(row.status)
  const submitters = (await loadSubmitters(context, id)) ?? []
  const actedFor = (await loadActedFor(context, id)) ?? []
  const facts = await factsOf(context, row, { submitters, takings: [], actedFor })
  const reason = action === null ? 'NOT_IN_THIS_STATE' : refusal(action, facts, actor)
  if (reason !== null) throw new Refused(reason)

  const { city, now } = context
  const { userId, name } = actingViewer(context)
  // Only where another had it, or had let go: who merely keeps it open wakes nobody.
  const taken = await firstRowOf<{ before: string | null; beforeName: string }>(
    context.database.pool,
    sql`WITH before AS (
          SELECT taken_by_id AS id, taken_by_name AS name FROM taken_activity WHERE city_code = ${city.code} AND activity_id = ${id}::uuid AND side = ${side}::rollup_side AND until > ${now}
        ), taken AS (
          INSERT INTO taken_activity AS k (city_code, activity_id, side, taken_by_id, taken_by_name, taken_at, until)
          VALUES (${city.code}, ${id}::uuid, ${side}::rollup_side, ${userId}::uuid, ${name}, ${now}, ${takenUntil(now)})
          ON CONFLICT (city_code, activity_id, side) DO UPDATE SET taken_by_id = excluded.taken_by_id, taken_by_name = excluded.taken_by_name, taken_at = excluded.taken_at, until = excluded.until
          WHERE k.taken_by_id = excluded.taken_by_id OR k.until <= ${now} OR ${takeOver}::boolean
          RETURNING 1
        ) SELECT before.id AS before, before.name AS "beforeName" FROM taken LEFT JOIN before ON true`,
  )
  // Who loses sees who has it; that is an answer, not a failure.
  if (taken === null || taken.before === userId) return row
  if (taken.before !== null)
    await rowsOf(
      context.database.pool,
      sql`SELECT ${auditCall(context, {
        chain: communityChain(row.communitySide.code),
        action: 'activity.takeOver',
        subjectKind: 'activity',
        subjectId: id,
        detail: { from: { id: taken.before, name: taken.beforeName } },
      })}`,
    )
  await tellPages(context, row, side)
  return row
}

/** Lets go of a record that one has taken; of another's nothing happens. */
export async function releaseActivity(context: RequestContext, id: string): Promise<ActivityRow> {
  const row = await loadActivity(context, id)
  if (row === null) throw new NotFound()
  const released = await rowsOf<{ side: PairingSide }>(
    context.database.pool,
    sql`DELETE FROM taken_activity WHERE city_code = ${context.city.code} AND activity_id = ${id}::uuid AND taken_by_id = ${actingViewer(context).userId}::uuid RETURNING side`,
  )
  for (const { side } of released) await tellPages(context, row, side)
  return row
}

/** The side's open pages hear of it as of a move that changed nothing: they read again who has the record. */
async function tellPages(
  { database, city }: RequestContext,
  row: ActivityRow,
  onlyFor: PairingSide,
): Promise<void> {
  const said = {
    city: city.code,
    id: row.id,
    status: row.status,
    version: row.version,
    agencySidePath: row.agencySide.path,
    communitySidePath: row.communitySide.path,
    zoneId: row.zoneId,
    recordingSide: row.recordingSide,
    wasSent: row.status !== 'DRAFT',
    onlyFor,
  }
  await rowsOf(database.pool, sql`SELECT pg_notify('activity_moved', ${JSON.stringify(said)})`)
}
