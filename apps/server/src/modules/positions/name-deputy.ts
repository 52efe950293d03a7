import { checkLeave, overlap } from '@gongjian/domain/positions'
import sql from 'sql-template-tag'
import { appendAudit } from '../../platform/audit.ts'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound } from '../../platform/failures.ts'
import { rowsOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { checkedReason } from '../periods/grant-exception.ts'
import { settleTelling, tellPerson } from './tell-of-change.ts'
import { administers, mayTakeOver, passableHolding } from './own-holding.ts'
import type { Holding } from './own-holding.ts'
import { deputationsWhere } from './position-rows.ts'
import type { DeputationRow } from './position-rows.ts'

type NameDeputyInput = {
  id: string
  assignmentId: string
  deputyId: string
  from: string
  to: string
  reason: string
}
type Problem = { path: string; code: string; values?: Record<string, string | number> }

/**
 * Names who acts for a holder on leave, from day to day. The id is the client's: the same again is the same leave.
 * Throws InvalidInput, NotFound, Refused.
 */
export async function nameDeputy(
  context: RequestContext,
  input: NameDeputyInput,
): Promise<DeputationRow> {
  const holding = await passableHolding(context, input.assignmentId)
  const known = await findDeputation(context, input.id)
  if (known !== null) return known
  const problems: Problem[] = []
  const reason = checkedReason(input.reason, problems)
  const leave = checkLeave(input, context.today)
  if (!leave.ok) problems.push(...leave.problems)
  if (input.deputyId === holding.userId)
    problems.push({ path: 'deputyId', code: 'NOT_ONESELF_AS_DEPUTY' })
  else if (!(await mayTakeOver(context, holding, input.deputyId)))
    problems.push({ path: 'deputyId', code: 'NOT_OF_THIS_UNIT' })
  if (problems.length > 0 || !leave.ok) throw new InvalidInput(problems)
  const { city, now } = context
  const { userId, name } = actingViewer(context)
  await inTransaction(context.database.pool, async (client) => {
    // Who is on leave is not named meanwhile, nor does one position have two deputies: they wait in line here.
    await rowsOf(
      client,
      sql`SELECT FROM user_account WHERE id = ANY(${[holding.userId, input.deputyId].toSorted()}::uuid[]) ORDER BY id FOR UPDATE`,
    )
    await refuseOtherLeaves(context, holding, input.deputyId, leave)
    await rowsOf(
      client,
      sql`INSERT INTO deputation (city_code, id, assignment_id, holder_id, deputy_id, valid_from, valid_to, reason, named_by_id, named_by_name, named_at)
          VALUES (${city.code}, ${input.id}::uuid, ${holding.id}::uuid, ${holding.userId}::uuid, ${input.deputyId}::uuid, ${leave.from}::date, ${leave.to}::date, ${reason}, ${userId}::uuid, ${name}, ${now})`,
    )
    await appendAudit(client, context, {
      action: 'position.nameDeputy',
      subjectKind: 'position',
      subjectId: holding.positionId,
      detail: {
        id: input.id,
        holderId: holding.userId,
        deputyId: input.deputyId,
        from: leave.from,
        to: leave.to,
        reason,
      },
    })
    await tellPerson(client, context, 'DEPUTY_NAMED', input.id, [input.deputyId])
  })
  return existing(context, input.id)
}

/** A leave that spans the same days: of the same position, or of the deputy from whatever they hold. */
async function refuseOtherLeaves(
  context: RequestContext,
  holding: Holding,
  deputyId: string,
  leave: { from: string; to: string },
): Promise<void> {
  const others = await deputationsWhere(
    context,
    sql`(d.assignment_id = ${holding.id}::uuid OR d.holder_id = ${deputyId}::uuid) AND d.ended_at IS NULL AND d.valid_to >= ${context.today}::date`,
  )
  const same = others.filter(({ validFrom, validTo }) =>
    overlap({ from: validFrom, to: validTo }, leave),
  )
  if (same.some(({ assignmentId }) => assignmentId === holding.id))
    throw new InvalidInput([{ path: 'from', code: 'HAS_DEPUTY_THEN' }])
  if (same.length > 0) throw new InvalidInput([{ path: 'deputyId', code: 'DEPUTY_ON_LEAVE' }])
}

/** Ends a leave before its last day: the holder, or the administrator. From then on the deputy is none. */
export async function endDeputation(context: RequestContext, id: string): Promise<DeputationRow> {
  const row = await findDeputation(context, id)
  const { userId } = actingViewer(context)
  if (row === null || (row.holderId !== userId && !administers(context))) throw new NotFound()
  await inTransaction(context.database.pool, async (client) => {
    const ended = await rowsOf(
      client,
      sql`UPDATE deputation SET ended_at = ${context.now} WHERE city_code = ${context.city.code} AND id = ${id}::uuid AND ended_at IS NULL AND valid_to >= ${context.today}::date RETURNING id`,
    )
    if (ended.length === 0) return
    await appendAudit(client, context, {
      action: 'position.endDeputation',
      subjectKind: 'position',
      subjectId: row.positionId,
      detail: { id, holderId: row.holderId, deputyId: row.deputyId },
    })
    await settleTelling(client, context, 'DEPUTY_NAMED', row.deputyId, id)
    await tellPerson(client, context, 'LEAVE_ENDED', id, [row.deputyId, row.holderId])
  })
  return existing(context, id)
}

async function findDeputation(context: RequestContext, id: string): Promise<DeputationRow | null> {
  const [row] = await deputationsWhere(context, sql`d.id = ${id}::uuid`)
  return row ?? null
}

async function existing(context: RequestContext, id: string): Promise<DeputationRow> {
  const row = await findDeputation(context, id)
  if (row === null) throw new NotFound()
  return row
}
