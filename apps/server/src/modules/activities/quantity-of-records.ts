import sql, { join, raw } from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { firstRowOf } from '../../platform/statement.ts'
import { quantityColumns, withQuantities } from '../analysis/measures.ts'
import { indicatorsOf } from '../catalogue/catalogue-rows.ts'
import type { IndicatorRow } from '../catalogue/catalogue-rows.ts'
import { visibleActivities } from './activity-row.ts'
import { activityConditions } from './list-activities.ts'
import type { ActivityFilter } from './list-activities.ts'

/** Of more records than these no sum is made: it would read as many as there are. */
export const MOST_SUMMED = 10_000

export type QuantitySums = {
  accepted: string
  acceptedRecords: number
  claimed: string
  claimedRecords: number
}
/** `sums`: null where there are more records than are summed. */
export type QuantityOfRecords = { indicator: IndicatorRow; sums: QuantitySums | null }

/**
 * What the records of a list come to in the indicator by which it is narrowed, by the definition of the analysis: what is
 * countersigned with what corrections add, and beside it what is submitted. Null where it is narrowed by none.
 */
export async function quantityOfRecords(
  context: RequestContext,
  filter: ActivityFilter,
  most = MOST_SUMMED,
): Promise<QuantityOfRecords | null> {
  const indicators = await indicatorsOf(context)
  const indicator = indicators.find(({ code }) => code === filter.indicatorCode)
  if (indicator === undefined) return null
  const { conditions } = await activityConditions(context, filter)
  const all = [
    sql`t.city_code = ${context.city.code} AND t.status IN ('SUBMITTED', 'COUNTERSIGNED')`,
    visibleActivities(context.viewer),
    ...conditions,
  ]
  const row = await firstRowOf<QuantitySums & { isWhole: boolean }>(
    context.database.pool,
    sql`WITH chosen AS MATERIALIZED (SELECT t.city_code, t.id, t.status FROM activity t WHERE ${join(all, ' AND ')} LIMIT ${raw(String(most + 1))})
        SELECT (SELECT count(*) FROM chosen) <= ${most} AS "isWhole",
          trim_scale(coalesce(sum(f.accepted), 0))::text AS accepted, coalesce(sum(f.accepted_lines), 0)::int AS "acceptedRecords",
          trim_scale(coalesce(sum(f.claimed), 0))::text AS claimed, coalesce(sum(f.claimed_lines), 0)::int AS "claimedRecords"
        FROM (SELECT ${quantityColumns} FROM chosen t ${withQuantities} WHERE u.city_code = ${context.city.code} AND u.indicator_code = ${indicator.code}) f`,
  )
  if (row === null) return null
  const { isWhole, ...sums } = row
  return { indicator, sums: isWhole ? sums : null }
}
