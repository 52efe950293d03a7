import { mayRemoveSavedView } from '@gongjian/domain/saved-view'
import sql from 'sql-template-tag'
import { appendAudit } from '../../platform/audit.ts'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { NotFound, Refused } from '../../platform/failures.ts'
import { rowsOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { findSavedView } from './saved-view-row.ts'

/** Forgets a view; the page and its figures are as they were. Throws NotFound, Refused. */
export async function removeView(
  context: RequestContext,
  { id, version }: { id: string; version: number },
): Promise<{ id: string }> {
  const { userId, assignment } = actingViewer(context)
  const view = await findSavedView(context, id)
  if (view === null || !mayRemoveSavedView(view, { userId, role: assignment.role }))
    throw new NotFound()
  await inTransaction(context.database.pool, async (client) => {
    const removed = await rowsOf(
      client,
      sql`DELETE FROM saved_view WHERE city_code = ${context.city.code} AND id = ${id}::uuid AND version = ${version} RETURNING id`,
    )
    if (removed.length === 0) throw new Refused('CHANGED_MEANWHILE')
    if (view.sharing !== 'PRIVATE')
      await appendAudit(client, context, {
        action: 'view.remove',
        subjectKind: 'savedView',
        subjectId: id,
        detail: { route: view.route, name: view.name, ownerName: view.ownerName },
      })
  })
  return { id }
}
