import { sideOfRole } from '@gongjian/domain/activity-actions'
import { communityChain } from '@gongjian/domain/audit-event'
import { checkCorrection } from '@gongjian/domain/correction-content'
import type { TypedCorrection } from '@gongjian/domain/correction-content'
import sql from 'sql-template-tag'
import { auditCall } from '../../platform/audit.ts'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { rowsOf } from '../../platform/statement.ts'
import { actorOf, isInSightOf, loadActivity, periodStatusOf } from '../activities/activity-row.ts'
import { countsNow } from './counts-now.ts'
import { findCorrection } from './correction-row.ts'
import type { CorrectionRow } from './correction-row.ts'

/**
 * Proposes what a countersigned record of a locked period should count with. The id is the client's: the same again is
 * the same correction. Nothing moves before the city committee approves it. Throws InvalidInput, NotFound, Refused.
 */
export async function proposeCorrection(
  context: RequestContext,
  input: { id: string; activityId: string } & TypedCorrection,
): Promise<CorrectionRow> {
  const known = await findCorrection(context, input.id)
  if (known !== null) return known
  const { userId, name, assignment } = actingViewer(context)
  const side = sideOfRole(assignment.role)
  const actor = actorOf(context)
  const record = await loadActivity(context, input.activityId)
  const now = await countsNow(context, input.activityId)
  if (record === null || actor === null || now === null || !isInSightOf(actor, record))
    throw new NotFound()
  if (side === null || record.status !== 'COUNTERSIGNED') throw new Refused('NOT_IN_THIS_STATE')
  if ((await periodStatusOf(context, record)) !== 'LOCKED') throw new Refused('PERIOD_NOT_LOCKED')
  const checked = checkCorrection(input, now)
  if (!checked.ok) throw new InvalidInput(checked.problems)

  const { reason, personTimes, hours, lines } = checked.content
  const organisation = side === 'AGENCY_SIDE' ? record.agencySide : record.communitySide
  const entry = auditCall(context, {
    chain: communityChain(record.communitySide.code),
    action: 'correction.propose',
    subjectKind: 'activity',
    subjectId: record.id,
    detail: { id: input.id, reason, personTimes, hours, lines },
  })
  await rowsOf(
    context.database.pool,
    sql`WITH proposed AS (
          INSERT INTO correction (city_code, id, activity_id, status, version, reason, person_times_before, person_times_after, hours_before, hours_after, side, proposed_by_id, proposed_by_name, proposed_for_name, proposed_at)
          VALUES (${context.city.code}, ${input.id}::uuid, ${record.id}::uuid, 'PROPOSED', 1, ${reason}, ${personTimes.before}::int, ${personTimes.after}::int, ${hours.before}::numeric, ${hours.after}::numeric, ${side}::rollup_side, ${userId}::uuid, ${name}, ${organisation.name}, ${context.now})
          RETURNING id
        ), lines AS (
          INSERT INTO correction_line (city_code, correction_id, indicator_code, position, before, after)
          SELECT ${context.city.code}, proposed.id, l.code, l.position, l.before, l.after FROM proposed, unnest(${lines.map((line) => line.indicatorCode)}::text[], ${lines.map((line) => line.before)}::numeric[], ${lines.map((line) => line.after)}::numeric[]) WITH ORDINALITY AS l (code, before, after, position)
        ) SELECT proposed.id, ${entry} AS seq FROM proposed`,
  ).catch((problem: unknown) => {
    // Another one was proposed at this very moment, or waits to be decided.
    if (problem instanceof Error && 'code' in problem && problem.code === '23505')
      throw new Refused('CORRECTION_WAITS')
    throw problem
  })
  const row = await findCorrection(context, input.id)
  if (row === null) throw new NotFound()
  return row
}
