import sql from 'sql-template-tag'
import { signedInViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput } from '../../platform/failures.ts'
import { rowsOf } from '../../platform/statement.ts'
import { unreadNotifications } from './list-notifications.ts'

/** So many may be named at once. */
const MOST_AT_ONCE = 100

/** Marks the named ones of one's own as read, or all of them; gives how many are still unread. Throws InvalidInput. */
export async function readNotifications(
  context: RequestContext,
  input: { ids?: readonly string[] | null | undefined; all?: boolean | null | undefined },
): Promise<{ unread: number }> {
  const ids = input.ids ?? []
  if (ids.length > MOST_AT_ONCE)
    throw new InvalidInput([
      { path: 'ids', code: 'TOO_MANY_LINES', values: { maximum: MOST_AT_ONCE } },
    ])
  const named = input.all === true ? sql`true` : sql`id = ANY(${[...ids]}::uuid[])`
  await rowsOf(
    context.database.pool,
    sql`UPDATE notification SET read_at = ${context.now} WHERE city_code = ${context.city.code} AND recipient_id = ${signedInViewer(context).userId}::uuid AND read_at IS NULL AND ${named}`,
  )
  return { unread: await unreadNotifications(context) }
}
