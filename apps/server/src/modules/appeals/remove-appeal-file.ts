import sql from 'sql-template-tag'
import { appendAudit } from '../../platform/audit.ts'
import type { RequestContext } from '../../platform/context.ts'
import { NotFound } from '../../platform/failures.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { lockAppealForFiles } from './appeal-files.ts'
import type { AppealRow } from './appeal-row.ts'
import { filedNow } from './file-appeal.ts'

/**
 * Takes a file off the own part of an appeal that has no answer; once more is the same as once. The file stays, and
 * nobody can read it any more. Throws NotFound, Refused.
 */
export async function removeAppealFile(context: RequestContext, id: string): Promise<AppealRow> {
  const city = context.city.code
  const file = await firstRowOf<{ appealId: string; part: string; sha256: string }>(
    context.database.pool,
    sql`SELECT appeal_id AS "appealId", appeal_part AS part, sha256 FROM evidence WHERE city_code = ${city} AND id = ${id}::uuid AND appeal_id IS NOT NULL`,
  )
  if (file === null) throw new NotFound()
  await inTransaction(context.database.pool, async (client) => {
    const part = await lockAppealForFiles(client, context, 'removeAppealFile', file.appealId)
    if (part !== file.part) throw new NotFound()
    const removed = await rowsOf(
      client,
      sql`UPDATE evidence SET removed_at = ${context.now} WHERE city_code = ${city} AND id = ${id}::uuid AND removed_at IS NULL RETURNING id`,
    )
    if (removed.length === 0) return
    await appendAudit(client, context, {
      action: 'evidence.remove',
      subjectKind: 'appeal',
      subjectId: file.appealId,
      detail: { evidenceId: id, sha256: file.sha256 },
    })
  })
  return filedNow(context, file.appealId)
}
