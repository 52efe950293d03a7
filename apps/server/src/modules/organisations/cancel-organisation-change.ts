import sql from 'sql-template-tag'
import { appendAudit } from '../../platform/audit.ts'
import type { RequestContext } from '../../platform/context.ts'
import { NotFound, Refused } from '../../platform/failures.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { lockTree } from './carry-out-change.ts'
import { changeRow } from './list-changes.ts'
import type { ChangeRow } from './list-changes.ts'

/** Takes back a change before its day. Throws NotFound, and Refused where it has been carried out or cancelled. */
export async function cancelOrganisationChange(
  context: RequestContext,
  id: string,
): Promise<ChangeRow> {
  const here = sql`city_code = ${context.city.code} AND id = ${id}::uuid`
  await inTransaction(context.database.pool, async (client) => {
    await lockTree(client, context.city.code)
    const found = await firstRowOf<{ isOpen: boolean }>(
      client,
      sql`SELECT carried_out_at IS NULL AND cancelled_at IS NULL AS "isOpen" FROM organisation_change WHERE ${here}`,
    )
    if (found === null) throw new NotFound()
    if (!found.isOpen) throw new Refused('CHANGE_IS_DONE')
    await rowsOf(
      client,
      sql`UPDATE organisation_change SET cancelled_at = ${context.now} WHERE ${here}`,
    )
    await appendAudit(client, context, {
      action: 'organisation.cancelChange',
      subjectKind: 'organisationChange',
      subjectId: id,
    })
  })
  return changeRow(context, id)
}
