import sql from 'sql-template-tag'
import { auditCall } from '../../platform/audit.ts'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { rowsOf } from '../../platform/statement.ts'
import { findException, stateOf } from './exceptions.ts'
import type { ExceptionRow } from './exceptions.ts'
import { checkedReason } from './grant-exception.ts'
import { forgetPeriods } from './period-rows.ts'

/** Ends an exception before its day, with a reason. Of two at once one does. Throws InvalidInput, NotFound, Refused. */
export async function revokeException(
  context: RequestContext,
  input: { id: string; reason: string },
): Promise<ExceptionRow> {
  const problems: { path: string; code: string }[] = []
  const reason = checkedReason(input.reason, problems)
  if (problems.length > 0) throw new InvalidInput(problems)
  const before = await findException(context, input.id)
  if (before === null) throw new NotFound()
  if (stateOf(before, context.today) !== 'IN_FORCE') throw new Refused('EXCEPTION_OVER')
  const { userId, name } = actingViewer(context)
  const entry = auditCall(context, {
    action: 'period.revokeException',
    subjectKind: before.activity === null ? 'organisation' : 'activity',
    subjectId: before.activity?.id ?? before.organisation?.id ?? '',
    detail: { id: before.id, reason },
  })
  const rows = await rowsOf(
    context.database.pool,
    sql`WITH revoked AS (
          UPDATE period_exception SET revoked_by_id = ${userId}::uuid, revoked_by_name = ${name}, revoked_at = ${context.now}, revoke_reason = ${reason}
          WHERE city_code = ${context.city.code} AND id = ${input.id}::uuid AND revoked_at IS NULL RETURNING id
        ) SELECT revoked.id, ${entry} AS seq FROM revoked`,
  )
  if (rows.length !== 1) throw new Refused('EXCEPTION_OVER')
  forgetPeriods(context)
  const row = await findException(context, input.id)
  if (row === null) throw new NotFound()
  return row
}
