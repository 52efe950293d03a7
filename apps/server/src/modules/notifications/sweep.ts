import { ESCALATION_STEPS, signingRoles, waitingBefore } from '@gongjian/domain/notification-rules'
import type { EscalationStep } from '@gongjian/domain/notification-rules'
import type pg from 'pg'
import sql from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { cityTime } from '../../platform/context.ts'
import type { City } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'
import { holdersOf, nearestSigners, woken } from './tell.ts'
import { recordsWaiting } from './waiting-records.ts'

export type Swept = { afterDays: number; records: number; told: number }

/**
 * Takes what waits too long up the ladder, a statement a step: the officer after 3 days, the street or the agency's
 * secretary after 7, noted for the committee's page after 14. Each record and step once, also with two servers at once:
 * the row of the step is the claim. Signs nothing. Who has several to be told of is told once, with their number.
 */
export async function sweep(
  pool: pg.Pool,
  city: City,
  { now, today } = cityTime(city),
): Promise<Swept[]> {
  const swept: Swept[] = []
  for (const step of ESCALATION_STEPS) {
    const before = waitingBefore(step.afterDays, today, city.timeZone)
    const [row] = await rowsOf<{ records: number; told: number }>(
      pool,
      sql`WITH due AS (${recordsWaiting(city.code, before, sql`NOT EXISTS (SELECT FROM escalation e WHERE e.city_code = t.city_code AND e.activity_id = t.id AND e.version = t.version AND e.after_days = ${step.afterDays}::smallint)`)}),
        taken AS (
          INSERT INTO escalation (city_code, activity_id, version, after_days, escalated_at)
          SELECT ${city.code}, due.id, due.version, ${step.afterDays}::smallint, ${now} FROM due ORDER BY due.id
          ON CONFLICT DO NOTHING RETURNING activity_id
        ), people AS (${peopleOf(step, { city, now, today })}),
        told AS (
          INSERT INTO notification (city_code, recipient_id, made_at, id, kind, subject_id, count)
          SELECT ${city.code}, user_id, ${now}, gen_random_uuid(), ${step.kind ?? 'WAITS_7_DAYS'}::notification_kind,
            CASE WHEN count(*) = 1 THEN min(activity_id::text)::uuid END, count(*)::int
          FROM people GROUP BY user_id RETURNING recipient_id
        ), woken AS (${woken(city.code)})
        SELECT (SELECT count(*)::int FROM taken) AS records, (SELECT count(*)::int FROM told) AS told, (SELECT count(*) FROM woken) AS pages`,
    )
    swept.push({
      afterDays: step.afterDays,
      records: row?.records ?? 0,
      told: row?.told ?? 0,
    })
  }
  return swept
}

/** Who is told of the records just taken: a select of user_id and activity_id. */
function peopleOf(
  { tells }: EscalationStep,
  moment: { city: City; now: Date; today: string },
): Sql {
  const taken = sql`taken JOIN due ON due.id = taken.activity_id`
  const roles = sql`(CASE due.side WHEN 'AGENCY_SIDE' THEN ${signingRoles('AGENCY_SIDE')}::role[] ELSE ${signingRoles('COMMUNITY_SIDE')}::role[] END)`
  // Never who wrote it, sent it, or has signed for the other side: none of them may sign.
  const butNot = sql`ARRAY[due.created_by_id, due.submitted_by_id, CASE WHEN due.signed_side IS NOT NULL THEN due.decided_by_id ELSE due.created_by_id END]`
  switch (tells) {
    case 'OFFICER':
      return sql`SELECT who.user_id, taken.activity_id FROM ${taken}, LATERAL (${nearestSigners(moment, { organisationId: sql`due.organisation_id`, roles, butNot })}) who`
    case 'ABOVE':
      return sql`SELECT DISTINCT a.user_id, taken.activity_id FROM ${taken}
        JOIN organisation own ON own.city_code = ${moment.city.code} AND own.id = due.organisation_id
        JOIN organisation o ON o.city_code = own.city_code AND o.id = own.parent_id ${holdersOf(moment)}
        WHERE a.role = ANY(${roles}) AND a.user_id <> ALL(${butNot})`
    case 'COMMITTEE':
      return sql`SELECT NULL::uuid AS user_id, NULL::uuid AS activity_id WHERE false`
  }
}
