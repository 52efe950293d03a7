import { whenToSend } from '@gongjian/domain/notification-choice'
import type { SendingTimes } from '@gongjian/domain/notification-choice'
import type pg from 'pg'
import sql from 'sql-template-tag'
import { cityTime } from '../../platform/context.ts'
import type { City } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'

type Unsent = SendingTimes & { id: string; userId: string; madeAt: Date }

/**
 * Puts what people want by e-mail, and is due by their choice, on its way: one message to each, and none of what they
 * have read meanwhile. A notification goes into one message only, also with two servers. Gives how many messages.
 */
export async function gatherEmails(
  pool: pg.Pool,
  city: City,
  { now } = cityTime(city),
): Promise<number> {
  const unsent = await rowsOf<Unsent>(
    pool,
    sql`SELECT n.id, n.recipient_id AS "userId", n.made_at AS "madeAt", c.digest, c.daily_hour AS "dailyHour", c.quiet_from AS "quietFrom", c.quiet_to AS "quietTo"
        FROM notification_choice c JOIN user_account u ON u.id = c.user_id AND u.disabled_at IS NULL
          JOIN notification n ON n.city_code = c.city_code AND n.recipient_id = c.user_id AND n.read_at IS NULL AND n.emailed_at IS NULL
            AND n.kind = ANY(c.email_kinds) AND n.made_at >= c.email_since
        WHERE c.city_code = ${city.code} AND c.email_address IS NOT NULL`,
  )
  const due = unsent.filter((one) => whenToSend(one, one.madeAt, city.timeZone) <= now)
  if (due.length === 0) return 0
  const gathered = await rowsOf(
    pool,
    sql`WITH marked AS (
          UPDATE notification SET emailed_at = ${now} FROM unnest(${due.map(({ userId }) => userId)}::uuid[], ${due.map(({ id }) => id)}::uuid[]) due (user_id, id)
          WHERE notification.city_code = ${city.code} AND notification.recipient_id = due.user_id AND notification.id = due.id AND notification.emailed_at IS NULL AND notification.read_at IS NULL
          RETURNING notification.recipient_id, notification.kind, notification.count
        )
        INSERT INTO delivery (city_code, id, user_id, counts, state, tries, next_try_at, made_at)
        SELECT ${city.code}, gen_random_uuid(), recipient_id, json_object_agg(kind, total), 'PENDING', 0, ${now}, ${now}
        FROM (SELECT recipient_id, kind, sum(count)::int AS total FROM marked GROUP BY 1, 2) by_kind GROUP BY recipient_id RETURNING id`,
  )
  return gathered.length
}
