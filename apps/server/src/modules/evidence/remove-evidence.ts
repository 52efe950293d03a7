import { communityChain } from '@gongjian/domain/audit-event'
import sql from 'sql-template-tag'
import { appendAudit } from '../../platform/audit.ts'
import type { RequestContext } from '../../platform/context.ts'
import { NotFound } from '../../platform/failures.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import type { ActivityRow } from '../activities/activity-row.ts'
import { inRecordTransaction, lockRecordForEvidence } from './record-of-evidence.ts'

/**
 * Takes a photo or document off its record, while the record may be saved; once more is the same as once. Gives the record.
 * The file stays, since what was submitted with it earlier must stay provable; nobody can read it any more.
 */
export function removeEvidence(context: RequestContext, id: string): Promise<ActivityRow> {
  const city = context.city.code
  return inRecordTransaction(context, async (client) => {
    const photo = await firstRowOf<{ activityId: string; sha256: string }>(
      client,
      sql`SELECT activity_id AS "activityId", sha256 FROM evidence WHERE city_code = ${city} AND id = ${id}::uuid AND activity_id IS NOT NULL`,
    )
    if (photo === null) throw new NotFound()
    const record = await lockRecordForEvidence(client, context, photo.activityId)
    const removed = await rowsOf(
      client,
      sql`UPDATE evidence SET removed_at = ${context.now} WHERE city_code = ${city} AND id = ${id}::uuid AND removed_at IS NULL RETURNING id`,
    )
    if (removed.length === 1) {
      await appendAudit(client, context, {
        chain: communityChain(record.communitySide.code),
        action: 'evidence.remove',
        subjectKind: 'activity',
        subjectId: record.id,
        detail: { evidenceId: id, sha256: photo.sha256 },
      })
    }
    return record
  })
}
