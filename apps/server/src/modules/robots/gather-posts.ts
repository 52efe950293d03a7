import { whenToSend } from '@gongjian/domain/notification-choice'
import type { SendingTimes } from '@gongjian/domain/notification-choice'
import { subjectOf } from '@gongjian/domain/notification-rules'
import { KINDS_FOR_ROBOTS, MINUTES_BETWEEN_POSTS } from '@gongjian/domain/robot-rules'
import type pg from 'pg'
import sql from 'sql-template-tag'
import { cityTime } from '../../platform/context.ts'
import type { City } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'
import { holdersOf } from '../notifications/tell.ts'

type Untold = SendingTimes & { robotId: string; id: string; subject: string; madeAt: Date }

/** What is older than this has been seen by now, or will not be for a line in a chat. */
const oldestDays = 2
const kindsOfRecords = KINDS_FOR_ROBOTS.filter((kind) => subjectOf[kind] === 'ACTIVITY')

/**
 * Puts what people of an organisation, and of those below it, were told and have not read on its way to the robots of
 * the organisation: a post to each that is due, and not sooner than some minutes after the last. A record of which three
 * officers were told counts once. A record is told only where the organisation is one of its sides, or above one. Each
 * notification goes into one post of a robot only, also with two servers. Gives how many posts.
 */
export async function gatherPosts(
  pool: pg.Pool,
  city: City,
  { now, today } = cityTime(city),
): Promise<number> {
  const untold = await rowsOf<Untold>(
    pool,
    sql`SELECT DISTINCT ON (r.id, n.id) r.id AS "robotId", n.id, n.made_at AS "madeAt", r.digest, r.daily_hour AS "dailyHour", r.quiet_from AS "quietFrom", r.quiet_to AS "quietTo",
          CASE WHEN n.kind = ANY(${kindsOfRecords}::notification_kind[]) AND n.subject_id IS NOT NULL THEN n.subject_id::text
            ELSE concat_ws(' ', o.id, coalesce(n.subject_id::text, n.made_at::text)) END AS subject
        FROM robot r JOIN organisation own ON own.city_code = r.city_code AND own.id = r.organisation_id
          JOIN organisation o ON o.city_code = own.city_code AND starts_with(o.path, own.path) ${holdersOf({ today })}
          JOIN notification n ON n.city_code = r.city_code AND n.recipient_id = a.user_id AND n.made_at >= greatest(r.told_since, ${now}::timestamptz - make_interval(days => ${oldestDays})) AND n.read_at IS NULL
            AND n.kind = ANY(${[...KINDS_FOR_ROBOTS]}::notification_kind[]) AND (n.kind <> 'WAITS_7_DAYS' OR a.role IN ('STREET_SECRETARY', 'AGENCY_SECRETARY'))
            AND (n.subject_id IS NULL OR n.kind <> ALL(${kindsOfRecords}::notification_kind[]) OR EXISTS (SELECT FROM activity t WHERE t.city_code = n.city_code AND t.id = n.subject_id
              AND (starts_with(t.agency_side_path, own.path) OR starts_with(t.community_side_path, own.path))))
        WHERE r.city_code = ${city.code} AND r.enabled
          AND NOT EXISTS (SELECT FROM robot_told x WHERE x.city_code = r.city_code AND x.robot_id = r.id AND x.notification_id = n.id)
          AND NOT EXISTS (SELECT FROM delivery d WHERE d.city_code = r.city_code AND d.robot_id = r.id AND d.made_at > ${now}::timestamptz - make_interval(mins => ${MINUTES_BETWEEN_POSTS}))
        ORDER BY r.id, n.id, o.path`,
  )
  const due = untold.filter((one) => whenToSend(one, one.madeAt, city.timeZone) <= now)
  if (due.length === 0) return 0
  const gathered = await rowsOf(
    pool,
    sql`WITH due AS (
          SELECT * FROM unnest(${due.map(({ robotId }) => robotId)}::uuid[], ${due.map(({ id }) => id)}::uuid[], ${due.map(({ subject }) => subject)}::text[]) AS due (robot_id, notification_id, subject)
        ), claimed AS (
          INSERT INTO robot_told (city_code, robot_id, notification_id, made_at) SELECT ${city.code}, robot_id, notification_id, ${now} FROM due ORDER BY robot_id, notification_id
          ON CONFLICT DO NOTHING RETURNING robot_id, notification_id
        ), by_subject AS (
          SELECT due.robot_id, n.kind, due.subject, max(n.count) AS count
          FROM claimed JOIN due USING (robot_id, notification_id) JOIN notification n ON n.city_code = ${city.code} AND n.id = due.notification_id GROUP BY 1, 2, 3
        )
        INSERT INTO delivery (city_code, id, robot_id, counts, state, tries, next_try_at, made_at)
        SELECT ${city.code}, gen_random_uuid(), robot_id, json_object_agg(kind, total), 'PENDING', 0, ${now}, ${now}
        FROM (SELECT robot_id, kind, sum(count)::int AS total FROM by_subject GROUP BY 1, 2) by_kind GROUP BY robot_id RETURNING id`,
  )
  await forget(pool, city, now)
  return gathered.length
}

/** What is too old to be told of need not be known as told. */
async function forget(pool: pg.Pool, city: City, now: Date): Promise<void> {
  await rowsOf(
    pool,
    sql`DELETE FROM robot_told WHERE city_code = ${city.code} AND made_at < ${now}::timestamptz - make_interval(days => ${2 * oldestDays})`,
  )
}
