import { communityChain } from '@gongjian/domain/audit-event'
import type { AuditAction } from '@gongjian/domain/audit-event'
import { cleanWords } from '@gongjian/domain/clean-text'
import { PLAN_LIFE, PLAN_LIMITS } from '@gongjian/domain/plans'
import sql from 'sql-template-tag'
import { appendAudit } from '../../platform/audit.ts'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { rowsOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { loadPlan, refusalOf } from './plan-row.ts'
import type { PlanRow } from './plan-row.ts'
import { settlePlan, tellOfPlan } from './tell-of-plan.ts'
import { planNow } from './write-plan.ts'

type Move = 'TAKE_BACK' | 'AGREE' | 'RETURN' | 'DISCARD'
type MoveInput = { id: string; version: number }

const audited = {
  TAKE_BACK: 'plan.takeBack',
  AGREE: 'plan.agree',
  RETURN: 'plan.return',
  DISCARD: 'plan.discard',
} as const satisfies Record<Move, AuditAction>

/** Agrees to a plan: it holds from now on, and what held before stays readable. Throws NotFound, Refused. */
export const agreePlan = (context: RequestContext, input: MoveInput): Promise<PlanRow> =>
  move(context, 'AGREE', input, '')

/** Returns a plan to the side that wrote it, with a reason. Throws InvalidInput, NotFound, Refused. */
export async function returnPlan(
  context: RequestContext,
  input: MoveInput & { reason: string },
): Promise<PlanRow> {
  const maximum = PLAN_LIMITS.reason
  const reason = cleanWords(input.reason, { maximum, required: true })
  if (!reason.ok)
    throw new InvalidInput([{ path: 'reason', code: reason.code, values: { maximum } }])
  if ([...reason.value].length < 2)
    throw new InvalidInput([{ path: 'reason', code: 'REASON_TOO_SHORT' }])
  return move(context, 'RETURN', input, reason.value)
}

/** Takes a proposal back while nobody has decided: it is a draft again. Throws NotFound, Refused. */
export const takeBackPlan = (context: RequestContext, input: MoveInput): Promise<PlanRow> =>
  move(context, 'TAKE_BACK', input, '')

/** Gives up what was being written. Throws NotFound, Refused. */
export const discardPlan = (context: RequestContext, input: MoveInput): Promise<PlanRow> =>
  move(context, 'DISCARD', input, '')

async function move(
  context: RequestContext,
  action: Move,
  { id, version }: MoveInput,
  reason: string,
): Promise<PlanRow> {
  const plan = await loadPlan(context, id)
  if (plan === null) throw new NotFound()
  const to = PLAN_LIFE[plan.state][action]
  const refusal = await refusalOf(context, action, plan)
  if (refusal !== null || to === null) throw new Refused(refusal ?? 'PLAN_IN_OTHER_STATE')
  if (plan.version !== version) throw new Refused('CHANGED_MEANWHILE')
  const { name } = actingViewer(context)
  const { city, now, today } = context
  const decides = action === 'AGREE' || action === 'RETURN'
  const writer = plan.side === 'AGENCY_SIDE' ? plan.agencySide : plan.communitySide
  await inTransaction(context.database.pool, async (client) => {
    if (action === 'AGREE')
      await rowsOf(
        client,
        sql`UPDATE plan SET state = 'SUPERSEDED', version = version + 1, updated_at = ${now}
            WHERE city_code = ${city.code} AND pairing_id = ${plan.pairingId}::uuid AND programme_year = ${plan.programmeYear} AND state = 'AGREED'`,
      )
    const moved = await rowsOf(
      client,
      sql`UPDATE plan SET state = ${to}::plan_state, version = version + 1, updated_at = ${now}, decision_words = ${reason}, decided_by_name = ${decides ? name : null}, decided_at = ${decides ? now : null}::timestamptz,
            agreed_on = ${action === 'AGREE' ? today : null}::date
          WHERE city_code = ${city.code} AND id = ${id}::uuid AND version = ${version} AND state = ${plan.state}::plan_state RETURNING id`,
    )
    if (moved.length !== 1) throw new Refused('CHANGED_MEANWHILE')
    await appendAudit(client, context, {
      chain: communityChain(plan.communitySide.code),
      action: audited[action],
      subjectKind: 'plan',
      subjectId: id,
      detail: {
        pairingId: plan.pairingId,
        year: plan.programmeYear,
        from: plan.state,
        to,
        ...(reason === '' ? {} : { reason }),
      },
    })
    await settlePlan(client, context, id)
    if (decides)
      await tellOfPlan(client, context, {
        kind: action === 'AGREE' ? 'PLAN_AGREED' : 'PLAN_RETURNED',
        planId: id,
        toSide: writer.id,
        side: plan.side,
        proposedById: plan.proposedById,
      })
  })
  if (action === 'DISCARD') return { ...plan, state: 'DISCARDED', version: version + 1 }
  return planNow(context, id)
}
