import { RESULT_LIFE, resultRefusal } from '@gongjian/domain/appeal-actions'
import type { ResultFacts, ResultMove } from '@gongjian/domain/appeal-actions'
import { holdersOfOperation } from '@gongjian/domain/notification-rules'
import type pg from 'pg'
import sql from 'sql-template-tag'
import { appendAudit } from '../../platform/audit.ts'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { schemeById } from '../assessment/scheme-row.ts'
import { beginRun, workOn } from '../assessment/start-run.ts'
import { holdersOf, tell } from '../notifications/tell.ts'
import type { JointRow } from './joint-row.ts'
import { jointIn } from './move-joint.ts'

/** What the rules ask of the results of several joint assessments, in one statement. */
export async function resultFacts(
  { database, city }: Pick<RequestContext, 'database' | 'city'>,
  jointIds: readonly string[],
  client: pg.Pool | pg.ClientBase = database.pool,
): Promise<Map<string, ResultFacts>> {
  const rows = await rowsOf<ResultFacts & { id: string }>(
    client,
    sql`SELECT j.id, j.state, coalesce(r.state = 'DONE', false) AS "isDone", j.appeals_until::text AS "appealsUntil",
          (SELECT count(*)::int FROM appeal a WHERE a.city_code = j.city_code AND a.joint_id = j.id AND a.state = 'FILED') AS waiting,
          EXISTS (SELECT FROM appeal a WHERE a.city_code = j.city_code AND a.joint_id = j.id AND a.state IN ('UPHELD', 'PARTLY_UPHELD') AND a.answered_at > r.started_at) AS "isOutdated"
        FROM joint_assessment j LEFT JOIN assessment_run r ON r.city_code = j.city_code AND r.id = j.result_run_id
        WHERE j.city_code = ${city.code} AND j.id = ANY(${[...jointIds]}::uuid[])`,
  )
  return new Map(rows.map(({ id, ...facts }) => [id, facts]))
}

/** The joint assessment, as it was read, is held until the move is done: of two at once the second is told. */
async function requireMove(
  client: pg.ClientBase,
  context: RequestContext,
  { id, version }: JointRow,
  move: ResultMove,
): Promise<void> {
  const held = await firstRowOf<{ version: number }>(
    client,
    sql`SELECT version FROM joint_assessment WHERE city_code = ${context.city.code} AND id = ${id}::uuid FOR UPDATE`,
  )
  const facts = (await resultFacts(context, [id], client)).get(id)
  if (held === null || facts === undefined) throw new NotFound()
  const refusal = resultRefusal(move, facts, context.today)
  if (refusal !== null) throw new Refused(refusal)
  if (held.version !== version) throw new Refused('CHANGED_MEANWHILE')
}

/** Publishes a run to those whom it judges, once, and tells them. */
async function publishRun(
  client: pg.ClientBase,
  context: RequestContext,
  { jointId, runId }: { jointId: string; runId: string | null },
): Promise<void> {
  const { userId, name } = actingViewer(context)
  const city = context.city.code
  const published = await firstRowOf(
    client,
    sql`INSERT INTO run_publication (city_code, run_id, joint_id, published_by_name, published_at) VALUES (${city}, ${runId}::uuid, ${jointId}::uuid, ${name}, ${context.now}::timestamptz)
        ON CONFLICT (city_code, run_id) DO NOTHING RETURNING run_id`,
  )
  if (published === null) return
  await tell(
    client,
    context,
    { kind: 'RESULT_PUBLISHED', subjectId: jointId },
    sql`SELECT DISTINCT a.user_id FROM assessment_input i JOIN organisation o ON o.city_code = i.city_code AND o.id = i.organisation_id ${holdersOf(context)}
        WHERE i.city_code = ${city} AND i.run_id = ${runId}::uuid AND a.role = ANY(${holdersOfOperation('fileAppeal')}::role[]) AND a.user_id <> ${userId}::uuid`,
  )
}

/** Publishes the joint result to the judged, who may appeal through a day. */
export async function publishResult(
  context: RequestContext,
  { id, appealsUntil }: { id: string; appealsUntil: string },
): Promise<JointRow> {
  const joint = await jointIn(context, id)
  if (appealsUntil < context.today)
    throw new InvalidInput([{ path: 'appealsUntil', code: 'DAY_IN_THE_PAST' }])
  await inTransaction(context.database.pool, async (client) => {
    await requireMove(client, context, joint, 'PUBLISH')
    await rowsOf(
      client,
      sql`UPDATE joint_assessment SET state = ${RESULT_LIFE.PUBLISH.to}::joint_state, version = version + 1, appeals_until = ${appealsUntil}::date WHERE city_code = ${context.city.code} AND id = ${id}::uuid`,
    )
    await publishRun(client, context, { jointId: id, runId: joint.resultRunId })
    await appendAudit(client, context, {
      action: 'joint.publish',
      subjectKind: 'jointAssessment',
      subjectId: id,
      detail: { runId: joint.resultRunId, appealsUntil },
    })
  })
  return jointIn(context, id)
}

/**
 * Runs the same scheme again, with what the appeals corrected: a new run that names the one before it, and takes its
 * place. The judged see it when it is decided; sent twice, it is the same run.
 */
export async function rerunJoint(
  context: RequestContext,
  { id, runId }: { id: string; runId: string },
): Promise<JointRow> {
  const joint = await jointIn(context, id)
  if (joint.resultRunId === runId) return joint
  const scheme = await schemeById(context, joint.schemeId)
  if (scheme === null) throw new NotFound()
  await inTransaction(context.database.pool, async (client) => {
    await requireMove(client, context, joint, 'RERUN')
    await beginRun(client, context, { id: runId, scheme, previousRunId: joint.resultRunId })
    await rowsOf(
      client,
      sql`UPDATE joint_assessment SET version = version + 1, result_run_id = ${runId}::uuid WHERE city_code = ${context.city.code} AND id = ${id}::uuid`,
    )
    await appendAudit(client, context, {
      action: 'joint.rerun',
      subjectKind: 'jointAssessment',
      subjectId: id,
      detail: { runId, previousRunId: joint.resultRunId },
    })
  })
  await workOn(context, runId, scheme)
  return jointIn(context, id)
}

/** Decides the result, after every appeal is answered: it is final, and published where it was run anew. */
export async function decideJoint(
  context: RequestContext,
  { id }: { id: string },
): Promise<JointRow> {
  const joint = await jointIn(context, id)
  const { name } = actingViewer(context)
  await inTransaction(context.database.pool, async (client) => {
    await requireMove(client, context, joint, 'DECIDE')
    await rowsOf(
      client,
      sql`UPDATE joint_assessment SET state = ${RESULT_LIFE.DECIDE.to}::joint_state, version = version + 1, decided_at = ${context.now}::timestamptz, decided_by_name = ${name} WHERE city_code = ${context.city.code} AND id = ${id}::uuid`,
    )
    await publishRun(client, context, { jointId: id, runId: joint.resultRunId })
    await appendAudit(client, context, {
      action: 'joint.decide',
      subjectKind: 'jointAssessment',
      subjectId: id,
      detail: { runId: joint.resultRunId },
    })
  })
  return jointIn(context, id)
}
