import { monthOf } from '@gongjian/domain/calendar-day'
import { planReminder, REMINDED_WITHIN_DAYS } from '@gongjian/domain/plans'
import type { PairingSide } from '@gongjian/domain/vocabulary'
import type pg from 'pg'
import sql from 'sql-template-tag'
import { cityTime } from '../../platform/context.ts'
import type { City } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { nearestSigners, rolesOf, tell } from '../notifications/tell.ts'
import { standingOf } from './plan-standing.ts'

type Open = {
  planId: string
  position: number
  side: PairingSide
  organisationId: string
  dueOn: string
  share: number
  told: string[]
}

/**
 * Reminds the responsible side of lines of agreed plans that are due within some days, or are newly over their day: each
 * once of each, also with two servers at once, since the row of the reminder is the claim; lines of one plan and side are
 * told of together. Gives how many lines were told of.
 */
export async function remindOfLines(
  pool: pg.Pool,
  city: City,
  { now, today } = cityTime(city),
): Promise<number> {
  const rows = await rowsOf<Open>(
    pool,
    sql`WITH near AS MATERIALIZED (
          SELECT l.plan_id, l.position, l.side FROM plan_line l
          WHERE l.city_code = ${city.code} AND l.due_on BETWEEN ${today}::date - ${REMINDED_WITHIN_DAYS}::int AND ${today}::date + ${REMINDED_WITHIN_DAYS}::int),
        chosen AS (SELECT h.id, h.pairing_id, h.programme_year FROM plan h WHERE h.city_code = ${city.code} AND h.state = 'AGREED' AND h.id IN (SELECT plan_id FROM near)),
        ${standingOf(city.code)}
        SELECT n.plan_id AS "planId", n.position, n.side, CASE n.side WHEN 'AGENCY_SIDE' THEN p.agency_side_id ELSE p.community_side_id END AS "organisationId", g.due_on::text AS "dueOn", g.share,
          (SELECT coalesce(json_agg(r.kind), '[]') FROM plan_reminder r WHERE r.city_code = ${city.code} AND r.plan_id = n.plan_id AND r.position = n.position) AS told
        FROM near n JOIN standing g ON g.plan_id = n.plan_id AND g.position = n.position JOIN chosen h ON h.id = n.plan_id JOIN pairing p ON p.city_code = ${city.code} AND p.id = h.pairing_id
        WHERE p.valid_to IS NULL OR p.valid_to >= ${today}::date
        ORDER BY n.plan_id, n.position`,
  )
  const tellings = new Map<string, { kind: 'PLAN_LINE_DUE' | 'PLAN_LINE_OVERDUE'; lines: Open[] }>()
  for (const row of rows) {
    const kind = planReminder({ dueMonth: monthOf(row.dueOn), share: row.share }, today)
    if (kind === null || row.told.includes(kind)) continue
    const key = `${row.planId} ${row.side} ${kind}`
    const telling = tellings.get(key) ?? { kind, lines: [] }
    telling.lines.push(row)
    tellings.set(key, telling)
  }
  let reminded = 0
  for (const { kind, lines } of tellings.values())
    reminded += await inTransaction(pool, async (client) => {
      const [first] = lines
      if (first === undefined) return 0
      const claimed = await rowsOf(
        client,
        sql`INSERT INTO plan_reminder (city_code, plan_id, position, kind, reminded_at)
            SELECT ${city.code}, ${first.planId}::uuid, x, ${kind}::notification_kind, ${now} FROM unnest(${lines.map(({ position }) => position)}::smallint[]) x
            ON CONFLICT DO NOTHING RETURNING position`,
      )
      if (claimed.length > 0)
        await tell(
          client,
          { city, now },
          { kind, subjectId: first.planId, count: claimed.length },
          nearestSigners(
            { city, now, today },
            {
              organisationId: sql`${first.organisationId}::uuid`,
              roles: rolesOf(first.side),
              butNot: sql`'{}'::uuid[]`,
            },
          ),
        )
      return claimed.length
    })
  return reminded
}
