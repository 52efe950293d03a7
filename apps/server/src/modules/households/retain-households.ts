import { communityChain } from '@gongjian/domain/audit-event'
import { isErasureDue } from '@gongjian/domain/household-retention'
import type pg from 'pg'
import sql from 'sql-template-tag'
import { auditCall } from '../../platform/audit.ts'
import { cityTime } from '../../platform/context.ts'
import type { City } from '../../platform/context.ts'
import { textIn } from '../../platform/messages.ts'
import { rowsOf } from '../../platform/statement.ts'
import { erasure } from './close-household.ts'

export type Retention = { due: string[]; erased: string[] }

/**
 * Finds the cases that were closed so many months ago, by number; with `apply` erases them, each in a statement of its
 * own with its audit event, so that what is done stays done when it is stopped.
 */
export async function retainHouseholds(
  pool: pg.Pool,
  city: City,
  { months, apply }: { months: number; apply: boolean },
): Promise<Retention> {
  const { now, today } = cityTime(city)
  const closed = await rowsOf<{ id: string; number: string; keeper: string; closedOn: string }>(
    pool,
    sql`SELECT h.id, h.number, k.code AS keeper, h.closed_on AS "closedOn" FROM household h JOIN organisation k ON k.city_code = h.city_code AND k.id = h.keeper_id
        WHERE h.city_code = ${city.code} AND h.closed_on IS NOT NULL AND h.erased_at IS NULL ORDER BY h.number`,
  )
  const due = closed.filter(({ closedOn }) => isErasureDue(closedOn, months, today))
  const erased: string[] = []
  const reason = textIn('zh-CN')('phrase.retention', { months })
  for (const { id, number, keeper, closedOn } of apply ? due : []) {
    const entry = auditCall(
      { city, viewer: null, now },
      {
        chain: communityChain(keeper),
        action: 'household.erase',
        subjectKind: 'household',
        subjectId: id,
        detail: { number, closedOn, retentionMonths: months },
        actor: { id: null, name: 'households:retain' },
      },
    )
    // Opened again since it was read, a case stays.
    const which = sql`id = ${id}::uuid AND closed_on = ${closedOn}::date`
    const rows = await rowsOf(
      pool,
      sql`WITH ${erasure(city.code, which, now, today, reason)} SELECT erased.id, ${entry} FROM erased`,
    )
    if (rows.length === 1) erased.push(number)
  }
  return { due: due.map(({ number }) => number), erased }
}
