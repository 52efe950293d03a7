import { canonical } from '@gongjian/domain/decimal-text'
import type { CountsNow } from '@gongjian/domain/correction-content'
import sql from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { firstRowOf } from '../../platform/statement.ts'

type Line = { indicatorCode: string; decimals: number; quantity: string }

/** What a record counts with now: the accepted quantities, with what approved corrections added. Null: no such record. */
export async function countsNow(
  { database, city }: RequestContext,
  activityId: string,
): Promise<CountsNow | null> {
  const row = await firstRowOf<{ personTimes: string; hours: string; outputs: Line[] }>(
    database.pool,
    sql`SELECT (t.person_times + coalesce(s.person_times, 0))::text AS "personTimes", (t.hours + coalesce(s.hours, 0))::text AS hours,
          (SELECT coalesce(json_agg(json_build_object('indicatorCode', o.indicator_code, 'decimals', i.decimals, 'quantity', (coalesce(o.accepted, 0) + coalesce(c.quantity, 0))::text) ORDER BY o.position), '[]')
            FROM output o JOIN indicator i ON i.city_code = o.city_code AND i.code = o.indicator_code
            LEFT JOIN output_correction_sum c ON c.city_code = o.city_code AND c.activity_id = o.activity_id AND c.indicator_code = o.indicator_code
            WHERE o.city_code = t.city_code AND o.activity_id = t.id) AS outputs
        FROM activity t LEFT JOIN activity_correction_sum s ON s.city_code = t.city_code AND s.activity_id = t.id
        WHERE t.city_code = ${city.code} AND t.id = ${activityId}::uuid`,
  )
  return row === null
    ? null
    : {
        personTimes: canonical(row.personTimes),
        hours: canonical(row.hours),
        outputs: row.outputs.map((line) => ({ ...line, quantity: canonical(line.quantity) })),
      }
}
