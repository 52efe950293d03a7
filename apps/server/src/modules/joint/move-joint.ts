import { closeRefusal, sheetRefusal } from '@gongjian/domain/joint-actions'
import { cleanWords } from '@gongjian/domain/clean-text'
import { schemeRefusal } from '@gongjian/domain/scheme-actions'
import type { MarkingLevel } from '@gongjian/domain/scheme-content'
import sql from 'sql-template-tag'
import { appendAudit } from '../../platform/audit.ts'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { findRun } from '../assessment/run-row.ts'
import { schemeById } from '../assessment/scheme-row.ts'
import { beginRun, workOn } from '../assessment/start-run.ts'
import { periodsOf } from '../periods/period-rows.ts'
import { bodiesOf, findJoint } from './joint-row.ts'
import type { JointRow } from './joint-row.ts'
import { sheetsStatement } from './sheets-statement.ts'
import { tellBodies } from './tell-bodies.ts'

/** What the words of a decision may be long. */
const MOST_REASON = 300

export async function jointIn(context: RequestContext, id: string): Promise<JointRow> {
  const joint = await findJoint(context, id)
  if (joint === null) throw new NotFound()
  return joint
}

/** Opens the sheets of every level for the organisations of a run that is done; sent twice, it is the same. */
export async function openJoint(
  context: RequestContext,
  { id, runId, dueOn }: { id: string; runId: string; dueOn: string },
): Promise<JointRow> {
  const repeated = await findJoint(context, id)
  if (repeated !== null) return repeated
  const run = await findRun(context, runId)
  const scheme = run && (await schemeById(context, run.schemeId))
  if (run === null || scheme === null) throw new NotFound()
  const refusal =
    run.state === 'DONE' ? schemeRefusal('RUN', scheme.status) : ('RUN_NOT_DONE' as const)
  if (refusal !== null) throw new Refused(refusal)
  if (dueOn < context.today) throw new InvalidInput([{ path: 'dueOn', code: 'DAY_IN_THE_PAST' }])
  const period = (await periodsOf(context)).find(({ year }) => year === run.programmeYear)
  if (period === undefined) throw new NotFound()
  const { name } = actingViewer(context)
  const city = context.city.code
  await inTransaction(context.database.pool, async (client) => {
    const opened = await firstRowOf(
      client,
      sql`INSERT INTO joint_assessment (city_code, id, scheme_id, programme_year, state, version, due_on, opening_run_id, opened_by_name, opened_at)
          VALUES (${city}, ${id}::uuid, ${scheme.id}::uuid, ${run.programmeYear}, 'SCORING', 1, ${dueOn}::date, ${runId}::uuid, ${name}, ${context.now}::timestamptz)
          ON CONFLICT (city_code, scheme_id) DO NOTHING RETURNING id`,
    )
    if (opened === null) throw new Refused('JOINT_EXISTS')
    const { kind, content } = scheme
    await rowsOf(client, sheetsStatement({ city, jointId: id, runId, kind, content, period }))
    await appendAudit(client, context, {
      action: 'joint.open',
      subjectKind: 'jointAssessment',
      subjectId: id,
      detail: { runId, schemeId: scheme.id, dueOn },
    })
    await tellBodies(client, context, id)
  })
  return jointIn(context, id)
}

/** Reminds everybody who still marks. */
export async function remindBodies(
  context: RequestContext,
  { id }: { id: string },
): Promise<JointRow> {
  const joint = await jointIn(context, id)
  if (joint.state !== 'SCORING') throw new Refused('JOINT_SCORING_CLOSED')
  await inTransaction(context.database.pool, async (client) => {
    await tellBodies(client, context, id)
    await appendAudit(client, context, {
      action: 'joint.remind',
      subjectKind: 'jointAssessment',
      subjectId: id,
    })
  })
  return joint
}

/** Does without the marks of one body, or of all at a level that still mark, for a reason: the others' shares grow. */
export async function leaveOutBodies(
  context: RequestContext,
  input: { id: string; level: MarkingLevel; bodyId: string | null; reason: string },
): Promise<JointRow> {
  const joint = await jointIn(context, input.id)
  const reason = cleanWords(input.reason, { maximum: MOST_REASON, required: true })
  if (!reason.ok)
    throw new InvalidInput([
      { path: 'reason', code: reason.code, values: { maximum: MOST_REASON } },
    ])
  const { id, level, bodyId } = input
  await inTransaction(context.database.pool, async (client) => {
    const state = await lockedState(client, context, id)
    const refusal = sheetRefusal('LEAVE_OUT', { state, bodyState: 'MARKING', missing: 0 })
    if (refusal !== null) throw new Refused(refusal)
    const left = await rowsOf<{ bodyId: string }>(
      client,
      sql`UPDATE joint_body SET state = 'LEFT_OUT', left_out_reason = ${reason.value} WHERE city_code = ${context.city.code} AND joint_id = ${id}::uuid AND level = ${level}::marking_level
            AND (${bodyId}::uuid IS NULL OR body_id = ${bodyId}::uuid) AND state = 'MARKING' RETURNING body_id AS "bodyId"`,
    )
    if (left.length === 0) throw new Refused('NOBODY_MARKS_THERE')
    await appendAudit(client, context, {
      action: 'joint.leaveOut',
      subjectKind: 'jointAssessment',
      subjectId: id,
      detail: { level, bodyIds: left.map((one) => one.bodyId), reason: reason.value },
    })
  })
  return joint
}

/** Of two at once one waits for the other: what was read of the whole holds until the move is done. */
export async function lockedState(
  client: Parameters<typeof rowsOf>[0],
  { city }: RequestContext,
  id: string,
): Promise<JointRow['state']> {
  const row = await firstRowOf<{ state: JointRow['state'] }>(
    client,
    sql`SELECT state FROM joint_assessment WHERE city_code = ${city.code} AND id = ${id}::uuid FOR UPDATE`,
  )
  if (row === null) throw new NotFound()
  return row.state
}

/**
 * Closes the scoring: of each level the mean of its bodies' marks enters the scheme's marks, and the joint run is begun,
 * which weighs the levels that have marked by their shares.
 */
export async function closeJoint(
  context: RequestContext,
  { id, runId }: { id: string; runId: string },
): Promise<JointRow> {
  const joint = await jointIn(context, id)
  if (joint.resultRunId === runId) return joint
  const scheme = await schemeById(context, joint.schemeId)
  if (scheme === null) throw new NotFound()
  const { userId, name } = actingViewer(context)
  const city = context.city.code
  await inTransaction(context.database.pool, async (client) => {
    const state = await lockedState(client, context, id)
    const bodies = (await bodiesOf(context, [id])).get(id) ?? []
    const refusal = closeRefusal(state, bodies)
    if (refusal !== null) throw new Refused(refusal)
    await rowsOf(
      client,
      sql`DELETE FROM assessment_mark WHERE city_code = ${city} AND scheme_id = ${scheme.id}::uuid`,
    )
    await rowsOf(
      client,
      sql`INSERT INTO assessment_mark (city_code, scheme_id, organisation_id, indicator_code, level, points, reason, marked_by_id, marked_by_name, marked_at)
          SELECT ${city}, ${scheme.id}::uuid, k.organisation_id, k.indicator_code, k.level, avg(k.points), string_agg(b.body_name, ', ' ORDER BY b.body_name), ${userId}::uuid, ${name}, ${context.now}::timestamptz
          FROM joint_mark k JOIN joint_body b ON b.city_code = k.city_code AND b.joint_id = k.joint_id AND b.level = k.level AND b.body_id = k.body_id AND b.state = 'DELIVERED'
          WHERE k.city_code = ${city} AND k.joint_id = ${id}::uuid AND k.points IS NOT NULL GROUP BY k.organisation_id, k.indicator_code, k.level`,
    )
    await beginRun(client, context, { id: runId, scheme })
    await rowsOf(
      client,
      sql`UPDATE joint_assessment SET state = 'CLOSED', version = version + 1, closed_at = ${context.now}::timestamptz, result_run_id = ${runId}::uuid WHERE city_code = ${city} AND id = ${id}::uuid`,
    )
    await appendAudit(client, context, {
      action: 'joint.close',
      subjectKind: 'jointAssessment',
      subjectId: id,
      detail: {
        runId,
        bodies: bodies.map(({ level, bodyId, state: was }) => ({ level, bodyId, was })),
      },
    })
  })
  await workOn(context, runId, scheme)
  return jointIn(context, id)
}
