import sql, { empty } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput } from '../../platform/failures.ts'
import { firstRowOf } from '../../platform/statement.ts'

/** The households that a record is to go to; null leaves them as they are. */
export type LinkedVisits = {
  householdIds: readonly string[]
  branchId: string
  communityId: string
  day: string
}

/**
 * Checks that the chosen cases are the community's and paired with the branch on the day, or were chosen before.
 * Throws InvalidInput.
 */
export async function checkLinkedVisits(
  { city, database }: RequestContext,
  activityId: string,
  { householdIds, branchId, communityId, day }: LinkedVisits,
): Promise<void> {
  if (householdIds.length === 0) return
  const ids = [...new Set(householdIds)]
  const found = await firstRowOf<{ count: number }>(
    database.pool,
    sql`SELECT count(*)::int AS count FROM household h WHERE h.city_code = ${city.code} AND h.id = ANY(${ids}::uuid[]) AND h.keeper_id = ${communityId}::uuid AND (
          EXISTS (SELECT FROM household_visit w WHERE w.city_code = h.city_code AND w.household_id = h.id AND w.activity_id = ${activityId}::uuid)
          OR (h.closed_on IS NULL AND EXISTS (SELECT FROM household_pairing p WHERE p.city_code = h.city_code AND p.household_id = h.id AND p.branch_id = ${branchId}::uuid
            AND p.valid_from <= ${day}::date AND (p.valid_to IS NULL OR p.valid_to >= ${day}::date))))`,
  )
  if (found?.count !== ids.length)
    throw new InvalidInput([{ path: 'householdIds', code: 'NOT_YOUR_HOUSEHOLD' }])
}

/**
 * The contacts as further parts of the statement that moves the record (CTE `moved`). What was written down of a
 * contact that is taken out stays as a contact of its own; one without words goes.
 */
export function writeLinkedVisits(
  city: string,
  visits: LinkedVisits | null,
  { isNew, userId, now }: { isNew: boolean; userId: string; now: Date },
): Sql {
  if (visits === null || (isNew && visits.householdIds.length === 0)) return empty
  const ids = [...new Set(visits.householdIds)]
  const left = sql`USING moved WHERE w.city_code = ${city} AND w.activity_id = moved.id AND w.household_id <> ALL(${ids}::uuid[])`
  const wordless = sql`w.visitors = '' AND w.agreed = '' AND w.next_step = ''`
  return sql`${
    isNew
      ? empty
      : sql`, visits_gone AS (DELETE FROM household_visit w ${left} AND ${wordless}),
        visits_parted AS (UPDATE household_visit w SET activity_id = NULL FROM moved WHERE w.city_code = ${city} AND w.activity_id = moved.id AND w.household_id <> ALL(${ids}::uuid[]) AND NOT (${wordless}))`
  }, visits AS (
      INSERT INTO household_visit (city_code, id, household_id, branch_id, activity_id, day, visitors, agreed, next_step, created_by_id, created_at)
      SELECT ${city}, gen_random_uuid(), chosen.id, ${visits.branchId}::uuid, moved.id, ${visits.day}::date, '', '', '', ${userId}::uuid, ${now} FROM moved, unnest(${ids}::uuid[]) AS chosen (id)
      ON CONFLICT (city_code, activity_id, household_id) DO UPDATE SET day = excluded.day, branch_id = excluded.branch_id)`
}

/** A contact (alias w) that is part of a record counts once the record has been sent. */
export const hasTakenPlace = sql`(w.activity_id IS NULL OR EXISTS (SELECT FROM activity t WHERE t.city_code = w.city_code AND t.id = w.activity_id AND t.status IN ('SUBMITTED', 'COUNTERSIGNED', 'RETURNED')))`
