import { empty } from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import type { ActivityRow } from './activity-row.ts'
import { moveActivity } from './move-activity.ts'

/**
 * Takes a record back: one that waits becomes a draft again, as long as the other side has not acted; a draft or a
 * returned one is withdrawn for good.
 */
export function withdrawActivity(
  context: RequestContext,
  input: { id: string; version: number },
): Promise<ActivityRow> {
  return moveActivity(context, input, 'WITHDRAW', () => ({
    action: 'WITHDRAW',
    auditAction: 'activity.withdraw',
    detail: {},
    set: empty,
    parts: empty,
    changes: {},
  }))
}
