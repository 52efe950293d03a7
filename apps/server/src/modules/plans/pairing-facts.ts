import { AGREED_WITHIN_MONTHS, agreedInTimeUntil, FULL_SHARE } from '@gongjian/domain/plans'
import sql, { join, raw } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { pathConditions, yearsTree } from '../analysis/measures.ts'
import type { Question } from '../analysis/measures.ts'
import type { PeriodRow } from '../periods/period-rows.ts'
import { progressOf, standingOf } from './plan-standing.ts'

type Year = Pick<PeriodRow, 'year' | 'startsOn' | 'endsOn'>

/** The plans of a pairing (alias q) of the year, whatever their state (alias h). */
export const heldPlans = ({ year }: Year): Sql =>
  sql`h.city_code = q.city_code AND h.pairing_id = q.id AND h.programme_year = ${year}`

/**
 * A plan is expected of a pairing (alias q) as on the page of plans: of one that is in force today, in a year that is over
 * on its last day, or that has an agreed one (alias x).
 */
export function isPlanExpected({ startsOn, endsOn }: Year, today: string): Sql {
  const day = endsOn < today ? endsOn : startsOn > today ? startsOn : today
  return sql`((q.valid_from <= ${day}::date AND (q.valid_to IS NULL OR q.valid_to >= ${day}::date)) OR x.id IS NOT NULL)`
}

/** Whether the first plan of a pairing (alias q) that was agreed was so within so many months of the year. */
export const wasAgreedInTime = (period: Year, withinMonths: number): Sql =>
  sql`(SELECT min(h.agreed_on) FROM plan h WHERE ${heldPlans(period)}) <= ${agreedInTimeUntil(period.startsOn, withinMonths)}::date`

/** A pairing (alias q) that was in force on some day of the year. */
export const isPairedInYear = ({ startsOn, endsOn }: Year): Sql =>
  sql`(q.valid_from <= ${endsOn}::date AND (q.valid_to IS NULL OR q.valid_to >= ${startsOn}::date))`

/**
 * The pairings of a year with both of their paths, a row each, and what they have of plans as numbers that can be added
 * up, as a table expression: by the definitions that an assessment counts by. How far plans are is read from their records,
 * and only where it is asked.
 */
export function pairingFacts(
  context: RequestContext,
  question: Question,
  period: Year,
  needsProgress: boolean,
): Sql {
  const city = context.city.code
  const conditions = [
    sql`q.city_code = ${city}`,
    ...(question.nothing ? [sql`false`] : []),
    ...pathConditions(question, 'AGENCY_SIDE', sql`a.path`, context, sql`a.sight_path`),
    ...pathConditions(question, 'COMMUNITY_SIDE', sql`c.path`, context, sql`c.sight_path`),
  ]
  const tree = yearsTree(context, question)
  return sql`(WITH seen AS MATERIALIZED (SELECT q.*, a.path AS agency_path, c.path AS community_path FROM pairing q JOIN ${tree} a ON a.id = q.agency_side_id JOIN ${tree} c ON c.id = q.community_side_id WHERE ${join(conditions, ' AND ')}),
      chosen AS MATERIALIZED (SELECT h.id, h.pairing_id, h.programme_year FROM seen q JOIN plan h ON ${heldPlans(period)} AND h.state = 'AGREED'),
      ${needsProgress ? sql`${standingOf(city)}, ${progressOf(context.today)}` : sql`progress AS (SELECT NULL::uuid AS plan_id, 0 AS share WHERE false)`},
      told AS (SELECT q.agency_path, q.community_path, ${isPairedInYear(period)} AS is_paired, ${isPlanExpected(period, context.today)} AS is_expected, x.id, ${wasAgreedInTime(period, AGREED_WITHIN_MONTHS)} AS is_in_time, v.share
        FROM seen q LEFT JOIN chosen x ON x.pairing_id = q.id LEFT JOIN progress v ON v.plan_id = x.id)
    SELECT agency_path, community_path, is_paired::int AS pairings, is_expected::int AS plans_expected, (is_expected AND id IS NOT NULL)::int AS plans_agreed,
      coalesce(is_expected AND is_in_time, false)::int AS plans_in_time, CASE WHEN is_expected THEN coalesce(share, 0)::numeric / ${raw(String(FULL_SHARE))} ELSE 0 END AS plans_progress
    FROM told)`
}
