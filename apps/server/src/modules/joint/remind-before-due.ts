import { jointReminderDue } from '@gongjian/domain/joint-actions'
import type pg from 'pg'
import sql from 'sql-template-tag'
import { cityTime } from '../../platform/context.ts'
import type { City } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { tellBodies } from './tell-bodies.ts'

/**
 * Reminds who still marks, some days before the last day for it and on that day: each once, also with two servers at
 * once, since the row of the reminder is the claim. Who has delivered, or is done without, hears nothing. Gives how many
 * reminders were sent.
 */
export async function remindBeforeDue(
  pool: pg.Pool,
  city: City,
  { now, today } = cityTime(city),
): Promise<number> {
  const open = await rowsOf<{ id: string; openedOn: string; dueOn: string }>(
    pool,
    sql`SELECT j.id, (j.opened_at AT TIME ZONE ${city.timeZone})::date::text AS "openedOn", j.due_on::text AS "dueOn"
        FROM joint_assessment j
        WHERE j.city_code = ${city.code} AND j.state = 'SCORING' AND EXISTS (SELECT FROM joint_body b WHERE b.city_code = j.city_code AND b.joint_id = j.id AND b.state = 'MARKING')
        ORDER BY j.id`,
  )
  let reminded = 0
  for (const joint of open) {
    const days = jointReminderDue(joint, today)
    if (days === null) continue
    reminded += await inTransaction(pool, async (client) => {
      const claimed = await rowsOf(
        client,
        sql`INSERT INTO joint_reminder (city_code, joint_id, before_days, reminded_at) VALUES (${city.code}, ${joint.id}::uuid, ${days}::smallint, ${now})
            ON CONFLICT DO NOTHING RETURNING joint_id`,
      )
      if (claimed.length > 0)
        await tellBodies(client, { city, now, today, viewer: null }, joint.id, 'JOINT_MARKS_DUE')
      return claimed.length
    })
  }
  return reminded
}
