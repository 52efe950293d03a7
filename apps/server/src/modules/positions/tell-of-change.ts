import type { NotificationKind } from '@gongjian/domain/vocabulary'
import type pg from 'pg'
import sql from 'sql-template-tag'
import { signedInViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'
import { tell } from '../notifications/tell.ts'

type PositionKind = Extract<
  NotificationKind,
  'HAND_OVER_WAITS' | 'HAND_OVER_CONFIRMED' | 'DEPUTY_NAMED' | 'LEAVE_ENDED'
>

/** Tells those whom a hand-over or a leave concerns, but not whoever is doing it now. */
export const tellPerson = (
  client: pg.ClientBase,
  context: RequestContext,
  kind: PositionKind,
  subjectId: string,
  userIds: readonly string[],
): Promise<void> =>
  tell(
    client,
    context,
    { kind, subjectId },
    sql`SELECT u.id AS user_id FROM user_account u WHERE u.id = ANY(${[...userIds]}::uuid[]) AND u.id <> ${signedInViewer(context).userId}::uuid AND u.disabled_at IS NULL`,
  )

/** What was told is done, or holds no more: it counts as read. */
export async function settleTelling(
  client: pg.ClientBase,
  { city, now }: RequestContext,
  kind: PositionKind,
  userId: string,
  subjectId: string,
): Promise<void> {
  await rowsOf(
    client,
    sql`UPDATE notification SET read_at = ${now} WHERE city_code = ${city.code} AND recipient_id = ${userId}::uuid AND subject_id = ${subjectId}::uuid AND kind = ${kind}::notification_kind AND read_at IS NULL`,
  )
}
