import { cleanWords } from '@gongjian/domain/clean-text'
import { CORRECTION_LIMITS } from '@gongjian/domain/correction-content'
import { communityChain } from '@gongjian/domain/audit-event'
import type { AuditAction } from '@gongjian/domain/audit-event'
import type { CorrectionStatus } from '@gongjian/domain/vocabulary'
import sql from 'sql-template-tag'
import { auditCall } from '../../platform/audit.ts'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { rowsOf } from '../../platform/statement.ts'
import { sideOfRole } from '@gongjian/domain/activity-actions'
import { findCorrection } from './correction-row.ts'
import type { CorrectionRow } from './correction-row.ts'

const actions = {
  APPROVED: 'correction.approve',
  REFUSED: 'correction.refuse',
  WITHDRAWN: 'correction.withdraw',
} as const satisfies Partial<Record<CorrectionStatus, AuditAction>>

/**
 * Approves a correction, or refuses it with a reason; approved, it is in the totals at once. Nobody decides on their own.
 * Throws InvalidInput, NotFound, Refused.
 */
export async function decideCorrection(
  context: RequestContext,
  input: { id: string; version: number; approve: boolean; words: string },
): Promise<CorrectionRow> {
  const maximum = CORRECTION_LIMITS.reason
  const words = cleanWords(input.words, { maximum, required: !input.approve })
  if (!words.ok) throw new InvalidInput([{ path: 'words', code: words.code, values: { maximum } }])
  const before = await findCorrection(context, input.id)
  if (before === null) throw new NotFound()
  if (before.proposedById === actingViewer(context).userId) throw new Refused('OWN_SUBMISSION')
  return move(context, before, input.version, input.approve ? 'APPROVED' : 'REFUSED', words.value)
}

/** Takes a correction back that is not decided yet: whoever acts for the side that proposed it. Throws NotFound, Refused. */
export async function withdrawCorrection(
  context: RequestContext,
  input: { id: string; version: number },
): Promise<CorrectionRow> {
  const before = await findCorrection(context, input.id)
  if (before === null) throw new NotFound()
  if (sideOfRole(actingViewer(context).assignment.role) !== before.side)
    throw new Refused('ROLE_MAY_NOT')
  return move(context, before, input.version, 'WITHDRAWN', '')
}

async function move(
  context: RequestContext,
  before: CorrectionRow,
  version: number,
  to: keyof typeof actions,
  words: string,
): Promise<CorrectionRow> {
  if (before.status !== 'PROPOSED') throw new Refused('NOT_IN_THIS_STATE')
  if (before.version !== version) throw new Refused('CHANGED_MEANWHILE')
  const { userId, name } = actingViewer(context)
  const entry = auditCall(context, {
    chain: communityChain(before.communityCode),
    action: actions[to],
    subjectKind: 'activity',
    subjectId: before.activity.id,
    detail: { id: before.id, words },
  })
  const rows = await rowsOf(
    context.database.pool,
    sql`WITH moved AS (
          UPDATE correction SET status = ${to}::correction_status, version = version + 1, decided_by_id = ${userId}::uuid, decided_by_name = ${name}, decided_at = ${context.now}, decision_words = ${words}
          WHERE city_code = ${context.city.code} AND id = ${before.id}::uuid AND status = 'PROPOSED' AND version = ${version} RETURNING id
        ) SELECT moved.id, ${entry} AS seq FROM moved`,
  )
  if (rows.length !== 1) throw new Refused('CHANGED_MEANWHILE')
  const row = await findCorrection(context, before.id)
  if (row === null) throw new NotFound()
  return row
}
