import type pg from 'pg'
import sql from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'

/** An appeal that is answered, or taken back, asks nobody for an answer any more: what was told of it counts as read. */
export async function settleAppeal(
  client: pg.ClientBase,
  { city, now }: Pick<RequestContext, 'city' | 'now'>,
  appealId: string,
): Promise<void> {
  await rowsOf(
    client,
    sql`UPDATE notification SET read_at = ${now} WHERE city_code = ${city.code} AND subject_id = ${appealId}::uuid AND kind = 'APPEAL_FILED' AND read_at IS NULL`,
  )
}
