import { appealRefusal, checkAppeal, filingRefusal } from '@gongjian/domain/appeal-actions'
import type { JointState } from '@gongjian/domain/joint-actions'
import { holdersOfOperation } from '@gongjian/domain/notification-rules'
import type pg from 'pg'
import sql from 'sql-template-tag'
import { appendAudit } from '../../platform/audit.ts'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { isBelow } from '../activities/activity-row.ts'
import { schemeById } from '../assessment/scheme-row.ts'
import { findJoint } from '../joint/joint-row.ts'
import { holdersOf, tell } from '../notifications/tell.ts'
import { findAppeal } from './appeal-row.ts'
import type { AppealRow } from './appeal-row.ts'
import { settleAppeal } from './settle-appeal.ts'

export type FileAppealInput = {
  id: string
  jointId: string
  organisationId: string
  /** Empty: the whole score. */
  indicatorCode: string
  reason: string
}

/** The run of a joint assessment that was published last, and the organisation's place in it; null of others' organisations. */
async function judgedIn(
  context: RequestContext,
  { jointId, organisationId }: Pick<FileAppealInput, 'jointId' | 'organisationId'>,
): Promise<{ runId: string } | null> {
  const { assignment } = actingViewer(context)
  return firstRowOf<{ runId: string }>(
    context.database.pool,
    sql`SELECT p.run_id AS "runId" FROM run_publication p
        JOIN assessment_input i ON i.city_code = p.city_code AND i.run_id = p.run_id AND i.organisation_id = ${organisationId}::uuid
        JOIN organisation o ON o.city_code = i.city_code AND o.id = i.organisation_id
        WHERE p.city_code = ${context.city.code} AND p.joint_id = ${jointId}::uuid AND ${isBelow(sql`o.path`, assignment.path)}
        ORDER BY p.published_at DESC, p.run_id LIMIT 1`,
  )
}

/**
 * Appeals against a part of a score, or the whole, while the days for it last; sent twice, it is the same appeal. Of one
 * part once. Throws InvalidInput, NotFound, Refused.
 */
export async function fileAppeal(
  context: RequestContext,
  input: FileAppealInput,
): Promise<AppealRow> {
  const repeated = await findAppeal(context, 'fileAppeal', input.id)
  if (repeated !== null) return repeated
  const joint = await findJoint(context, input.jointId)
  const scheme = joint && (await schemeById(context, joint.schemeId))
  if (joint === null || scheme === null) throw new NotFound()
  const refusal = filingRefusal(joint, context.today)
  if (refusal !== null) throw new Refused(refusal)
  const judged = await judgedIn(context, input)
  if (judged === null) throw new NotFound()
  const checked = checkAppeal(input)
  const { indicatorCode } = input
  const isPart = scheme.content.indicators.some(({ code }) => code === indicatorCode)
  const problems = [
    ...(indicatorCode === '' || isPart
      ? []
      : [{ path: 'indicatorCode', code: 'UNKNOWN_INDICATOR' as const }]),
    ...(checked.ok ? [] : checked.problems),
  ]
  if (problems.length > 0 || !checked.ok) throw new InvalidInput(problems)
  const { reason } = checked.content
  const { userId, name } = actingViewer(context)
  await inTransaction(context.database.pool, async (client) => {
    await requireOpen(client, context, joint.id)
    const filed = await firstRowOf(
      client,
      sql`INSERT INTO appeal (city_code, id, joint_id, run_id, organisation_id, indicator_code, reason, state, version, filed_by_id, filed_by_name, filed_at)
          VALUES (${context.city.code}, ${input.id}::uuid, ${joint.id}::uuid, ${judged.runId}::uuid, ${input.organisationId}::uuid, ${indicatorCode}, ${reason}, 'FILED', 1, ${userId}::uuid, ${name}, ${context.now}::timestamptz)
          ON CONFLICT DO NOTHING RETURNING id`,
    )
    if (filed === null) throw new Refused('APPEAL_EXISTS')
    await appendAudit(client, context, {
      action: 'appeal.file',
      subjectKind: 'appeal',
      subjectId: input.id,
      detail: {
        jointId: joint.id,
        runId: judged.runId,
        organisationId: input.organisationId,
        indicatorCode,
        reason,
      },
    })
    await tell(
      client,
      context,
      { kind: 'APPEAL_FILED', subjectId: input.id },
      sql`SELECT DISTINCT a.user_id FROM organisation o ${holdersOf(context)} WHERE o.city_code = ${context.city.code} AND a.role = ANY(${holdersOfOperation('answerAppeal')}::role[]) AND a.user_id <> ${userId}::uuid`,
    )
  })
  return filedNow(context, input.id)
}

/** Held while an appeal is written, so that none slips in beside the decision. */
async function requireOpen(
  client: pg.ClientBase,
  context: RequestContext,
  jointId: string,
): Promise<void> {
  const row = await firstRowOf<{ state: JointState; appealsUntil: string | null }>(
    client,
    sql`SELECT state, appeals_until::text AS "appealsUntil" FROM joint_assessment WHERE city_code = ${context.city.code} AND id = ${jointId}::uuid FOR SHARE`,
  )
  const refusal = row === null ? 'APPEALS_NOT_OPEN' : filingRefusal(row, context.today)
  if (refusal !== null) throw new Refused(refusal)
}

export async function filedNow(context: RequestContext, id: string): Promise<AppealRow> {
  const row = await findAppeal(context, 'appeal', id)
  if (row === null) throw new NotFound()
  return row
}

/** Takes back an appeal that has no answer yet. Throws NotFound, Refused. */
export async function withdrawAppeal(
  context: RequestContext,
  { id, version }: { id: string; version: number },
): Promise<AppealRow> {
  const appeal = await findAppeal(context, 'withdrawAppeal', id)
  if (appeal === null) throw new NotFound()
  const refusal = appealRefusal('WITHDRAW', appeal, actingViewer(context))
  if (refusal !== null) throw new Refused(refusal)
  await inTransaction(context.database.pool, async (client) => {
    const moved = await rowsOf(
      client,
      sql`UPDATE appeal SET state = 'WITHDRAWN', version = version + 1 WHERE city_code = ${context.city.code} AND id = ${id}::uuid AND state = 'FILED' AND version = ${version} RETURNING id`,
    )
    if (moved.length !== 1) throw new Refused('CHANGED_MEANWHILE')
    await settleAppeal(client, context, id)
    await appendAudit(client, context, {
      action: 'appeal.withdraw',
      subjectKind: 'appeal',
      subjectId: id,
    })
  })
  return filedNow(context, id)
}
