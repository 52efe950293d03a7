import { communityChain } from '@gongjian/domain/audit-event'
import { parseDay } from '@gongjian/domain/calendar-day'
import sql from 'sql-template-tag'
import { auditCall } from '../../platform/audit.ts'
import { loaderOf } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { organisationJson } from '../organisations/organisation-row.ts'
import type { OrganisationBrief } from '../organisations/organisation-row.ts'
import { findHousehold, reread } from './household-row.ts'
import type { HouseholdRow } from './household-row.ts'
import { neutralReason } from './neutral-reason.ts'

export type HouseholdPairingRow = {
  id: string
  householdId: string
  branch: OrganisationBrief
  validFrom: string
  validTo: string | null
  endReason: string | null
}

/** The branches of cases, for all cases of a page in one statement, the present ones first. */
export function loadHouseholdPairings(
  context: RequestContext,
  householdId: string,
): Promise<HouseholdPairingRow[] | null> {
  return loaderOf<string, HouseholdPairingRow[]>(context, 'pairings of households', async (ids) => {
    const rows = await rowsOf<HouseholdPairingRow>(
      context.database.pool,
      sql`SELECT p.id, p.household_id AS "householdId", ${organisationJson('b')} AS branch, p.valid_from AS "validFrom", p.valid_to AS "validTo", p.end_reason AS "endReason"
          FROM household_pairing p JOIN organisation b ON b.city_code = p.city_code AND b.id = p.branch_id
          WHERE p.city_code = ${context.city.code} AND p.household_id = ANY(${[...ids]}::uuid[]) ORDER BY p.valid_to DESC NULLS FIRST, p.valid_from DESC, p.id`,
    )
    return Map.groupBy(rows, (row) => row.householdId)
  }).load(householdId)
}

/**
 * Pairs a case with a branch from the day on. The branch is one that has a pairing with the keeper on that day.
 * The same again is the same pairing. Throws InvalidInput, NotFound, Refused.
 */
export async function pairHousehold(
  context: RequestContext,
  input: { id: string; householdId: string; branchId: string; validFrom: string },
): Promise<HouseholdRow> {
  const row = await findHousehold(context, input.householdId, 'pairHousehold', 'PAIR')
  const city = context.city.code
  const from = parseDay(input.validFrom)
  if (from === null) throw new InvalidInput([{ path: 'validFrom', code: 'NOT_A_DAY' }])
  const facts = await firstRowOf<{ isPaired: boolean; overlaps: boolean; exists: boolean }>(
    context.database.pool,
    sql`SELECT
          EXISTS (SELECT FROM pairing p WHERE p.city_code = ${city} AND p.level = 'BRANCH_COMMUNITY' AND p.community_side_id = ${row.keeper.id}::uuid AND p.agency_side_id = ${input.branchId}::uuid
            AND p.valid_from <= ${from}::date AND (p.valid_to IS NULL OR p.valid_to >= ${from}::date)) AS "isPaired",
          EXISTS (SELECT FROM household_pairing p WHERE p.city_code = ${city} AND p.household_id = ${row.id}::uuid AND p.branch_id = ${input.branchId}::uuid
            AND (p.valid_to IS NULL OR p.valid_to >= ${from}::date)) AS overlaps,
          EXISTS (SELECT FROM household_pairing p WHERE p.city_code = ${city} AND p.id = ${input.id}::uuid AND p.household_id = ${row.id}::uuid) AS exists`,
  )
  if (facts?.exists) return reread(context, row.id)
  if (!facts?.isPaired)
    throw new InvalidInput([{ path: 'branchId', code: 'BRANCH_NOT_PAIRED_WITH_COMMUNITY' }])
  if (facts.overlaps) throw new InvalidInput([{ path: 'branchId', code: 'ALREADY_PAIRED' }])
  const entry = auditCall(context, {
    chain: communityChain(row.keeper.code),
    action: 'household.pair',
    subjectKind: 'household',
    subjectId: row.id,
    detail: { number: row.number, branchId: input.branchId, validFrom: from },
  })
  await rowsOf(
    context.database.pool,
    sql`WITH made AS (
          INSERT INTO household_pairing (city_code, id, household_id, branch_id, valid_from)
          VALUES (${city}, ${input.id}::uuid, ${row.id}::uuid, ${input.branchId}::uuid, ${from}::date) ON CONFLICT DO NOTHING RETURNING id
        ) SELECT id, ${entry} FROM made`,
  )
  return reread(context, row.id)
}

/** Ends a pairing; the day is the last one on which it holds. Throws InvalidInput, NotFound, Refused. */
export async function endHouseholdPairing(
  context: RequestContext,
  input: { id: string; validTo: string; reason: string },
): Promise<HouseholdRow> {
  const pairing = await firstRowOf<{ householdId: string; validFrom: string }>(
    context.database.pool,
    sql`SELECT household_id AS "householdId", valid_from AS "validFrom" FROM household_pairing WHERE city_code = ${context.city.code} AND id = ${input.id}::uuid`,
  )
  if (pairing === null) throw new NotFound()
  const row = await findHousehold(context, pairing.householdId, 'endHouseholdPairing', 'PAIR')
  const last = parseDay(input.validTo)
  if (last === null) throw new InvalidInput([{ path: 'validTo', code: 'NOT_A_DAY' }])
  if (last < pairing.validFrom)
    throw new InvalidInput([
      { path: 'validTo', code: 'OUTSIDE_THE_PAIRING', values: { from: pairing.validFrom } },
    ])
  const reason = neutralReason(context, row, input.reason)
  const entry = auditCall(context, {
    chain: communityChain(row.keeper.code),
    action: 'household.endPairing',
    subjectKind: 'household',
    subjectId: row.id,
    detail: { number: row.number, pairingId: input.id, validTo: last },
  })
  const rows = await rowsOf(
    context.database.pool,
    sql`WITH ended AS (UPDATE household_pairing SET valid_to = ${last}::date, end_reason = ${reason} WHERE city_code = ${context.city.code} AND id = ${input.id}::uuid AND valid_to IS NULL RETURNING id)
        SELECT id, ${entry} FROM ended`,
  )
  if (rows.length === 0) throw new Refused('HOUSEHOLD_CHANGED')
  return reread(context, row.id)
}
