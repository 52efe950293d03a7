import type { Database } from '@gongjian/database'
import type { CalendarDay } from '@gongjian/domain/calendar-day'
import type { Logger } from 'pino'
import sql from 'sql-template-tag'
import { auditCall } from '../../platform/audit.ts'
import type { City } from '../../platform/context.ts'
import { cityTime } from '../../platform/context.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { carryOutChange, lockTree } from './carry-out-change.ts'
import { storedChange } from './parse-change.ts'

/** Up to which day each city's changes are known to be carried out, by database. */
const settledTo = new WeakMap<Database, Map<string, CalendarDay>>()

/**
 * Carries out what was decided for a day that has come, in the order of the days: asked with every request, looked up
 * once a day and process. No clockwork is needed: nobody sees a day before its changes. Gives whether something changed.
 */
export async function settleChanges(
  database: Database,
  city: City,
  log: Pick<Logger, 'error'>,
  { today, now } = cityTime(city),
): Promise<boolean> {
  const days = settledTo.get(database) ?? new Map<string, CalendarDay>()
  settledTo.set(database, days)
  if ((days.get(city.code) ?? '') >= today) return false
  let changed = false
  try {
    while (await settleNext(database, city, { today, now })) changed = true
  } catch (problem) {
    // The city works on with the tree as it is; the change waits, and the log says so.
    log.error({ err: problem }, 'a change of organisations could not be carried out')
  }
  days.set(city.code, today)
  return changed
}

type Due = {
  id: string
  content: unknown
  reason: string
  actorId: string
  actorName: string
}

function settleNext(
  { pool }: Database,
  city: City,
  { today, now }: { today: CalendarDay; now: Date },
): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    const next = sql`SELECT c.id, c.content, c.reason, u.id AS "actorId", u.name AS "actorName"
      FROM organisation_change c JOIN user_account u ON u.id = c.registered_by_id
      WHERE c.city_code = ${city.code} AND c.day <= ${today}::date AND c.carried_out_at IS NULL AND c.cancelled_at IS NULL ORDER BY c.day, c.registered_at, c.id LIMIT 1`
    if ((await firstRowOf<Due>(client, next)) === null) return false
    await lockTree(client, city.code)
    const due = await firstRowOf<Due>(client, next)
    if (due === null) return false
    const change = storedChange(due.content)
    await carryOutChange(client, { city: city.code, today, reason: due.reason }, change)
    const entry = auditCall(
      { city, viewer: null, now },
      {
        action: 'organisation.change',
        subjectKind: 'organisationChange',
        subjectId: due.id,
        detail: { kind: change.kind, day: change.day },
        actor: { id: due.actorId, name: due.actorName },
      },
    )
    await rowsOf(
      client,
      sql`WITH done AS (UPDATE organisation_change SET carried_out_at = ${now} WHERE city_code = ${city.code} AND id = ${due.id}::uuid RETURNING id) SELECT ${entry} FROM done`,
    )
    return true
  })
}
