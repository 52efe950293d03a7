import { communityChain } from '@gongjian/domain/audit-event'
import type { AuditAction } from '@gongjian/domain/audit-event'
import type { HouseholdAction } from '@gongjian/domain/household-actions'
import sql from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { auditCall } from '../../platform/audit.ts'
import type { RequestContext } from '../../platform/context.ts'
import { Refused } from '../../platform/failures.ts'
import { rowsOf } from '../../platform/statement.ts'
import { findHousehold, reread } from './household-row.ts'
import type { HouseholdRow } from './household-row.ts'
import { neutralReason } from './neutral-reason.ts'

type Input = { id: string; version: number; reason: string }

/** What becomes null or empty when a case is erased, in one place for the keeper's request and for the retention rule. */
export function erasure(city: string, which: Sql, now: Date, today: string, reason: string): Sql {
  return sql`erased AS (
      UPDATE household SET version = version + 1, name_sealed = NULL, address_sealed = NULL, phone_sealed = NULL, identity_sealed = NULL, identity_index = NULL, phone_index = NULL, name_address_index = NULL,
        situation = '', closed_on = coalesce(closed_on, ${today}::date), close_reason = NULL, erased_at = ${now}, erase_reason = ${reason}, updated_at = ${now}
      WHERE city_code = ${city} AND ${which} AND erased_at IS NULL RETURNING id, number
    ), words_gone AS (
      UPDATE household_visit SET visitors = '', agreed = '', next_step = '' FROM erased WHERE household_visit.city_code = ${city} AND household_visit.household_id = erased.id
    ), pairings_ended AS (
      UPDATE household_pairing SET valid_to = greatest(valid_from, ${today}::date), end_reason = NULL FROM erased WHERE household_pairing.city_code = ${city} AND household_pairing.household_id = erased.id AND household_pairing.valid_to IS NULL
    )`
}

async function move(
  context: RequestContext,
  input: Input,
  {
    operation,
    action,
    audit,
  }: {
    operation: 'closeHousehold' | 'reopenHousehold' | 'eraseHousehold'
    action: HouseholdAction
    audit: AuditAction
  },
  statement: (row: HouseholdRow, reason: string) => Sql,
): Promise<HouseholdRow> {
  const row = await findHousehold(context, input.id, operation, action)
  if (row.version !== input.version) throw new Refused('HOUSEHOLD_CHANGED')
  const reason = neutralReason(context, row, input.reason)
  const entry = auditCall(context, {
    chain: communityChain(row.keeper.code),
    action: audit,
    subjectKind: 'household',
    subjectId: row.id,
    detail: { number: row.number, reason },
  })
  const rows = await rowsOf(
    context.database.pool,
    sql`WITH ${statement(row, reason)}
        SELECT moved.id, ${entry} FROM moved`,
  )
  if (rows.length === 0) throw new Refused('HOUSEHOLD_CHANGED')
  return reread(context, row.id)
}

/** Closes a case today; its pairings end with it. Throws InvalidInput, NotFound, Refused. */
export function closeHousehold(context: RequestContext, input: Input): Promise<HouseholdRow> {
  const { city, now, today } = context
  return move(
    context,
    input,
    { operation: 'closeHousehold', action: 'CLOSE', audit: 'household.close' },
    (_row, reason) => sql`moved AS (
        UPDATE household SET version = version + 1, closed_on = ${today}::date, close_reason = ${reason}, updated_at = ${now}
        WHERE city_code = ${city.code} AND id = ${input.id}::uuid AND version = ${input.version}::int AND closed_on IS NULL RETURNING id
      ), pairings_ended AS (
        UPDATE household_pairing SET valid_to = greatest(valid_from, ${today}::date), end_reason = ${reason} FROM moved WHERE household_pairing.city_code = ${city.code} AND household_pairing.household_id = moved.id AND valid_to IS NULL
      )`,
  )
}

/** Opens a closed case again; pairings are made anew. Throws InvalidInput, NotFound, Refused. */
export function reopenHousehold(context: RequestContext, input: Input): Promise<HouseholdRow> {
  const { city, now } = context
  return move(
    context,
    input,
    { operation: 'reopenHousehold', action: 'REOPEN', audit: 'household.reopen' },
    () => sql`moved AS (
        UPDATE household SET version = version + 1, closed_on = NULL, close_reason = NULL, updated_at = ${now}
        WHERE city_code = ${city.code} AND id = ${input.id}::uuid AND version = ${input.version}::int AND closed_on IS NOT NULL AND erased_at IS NULL RETURNING id
      )`,
  )
}

/**
 * Erases on request what says who the family is and what was said of it: overwritten with nothing, for ever. Number,
 * kind of hardship, days and counts stay. Throws InvalidInput, NotFound, Refused.
 */
export function eraseHousehold(context: RequestContext, input: Input): Promise<HouseholdRow> {
  const { city, now, today } = context
  return move(
    context,
    input,
    { operation: 'eraseHousehold', action: 'ERASE', audit: 'household.erase' },
    (row, reason) =>
      sql`${erasure(city.code, sql`id = ${row.id}::uuid AND version = ${input.version}::int`, now, today, reason)}, moved AS (SELECT id FROM erased)`,
  )
}
