import type { DeliveryState } from '@gongjian/domain/vocabulary'
import sql from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'
import type { Counts } from './message-text.ts'

export type DeliveryRow = {
  id: string
  counts: Counts
  state: DeliveryState
  tries: number
  problem: string | null
  madeAt: Date
  sentAt: Date | null
  nextTryAt: Date
}

/** The last messages that went out, or could not: the newest first (alias d). */
export function lastDeliveries(context: RequestContext, condition: Sql): Promise<DeliveryRow[]> {
  return rowsOf<DeliveryRow>(
    context.database.pool,
    sql`SELECT d.id, d.counts, d.state, d.tries, d.problem, d.made_at AS "madeAt", d.sent_at AS "sentAt", d.next_try_at AS "nextTryAt"
        FROM delivery d WHERE d.city_code = ${context.city.code} AND ${condition} ORDER BY d.made_at DESC, d.id DESC LIMIT 5`,
  )
}
