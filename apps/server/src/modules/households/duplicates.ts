import { communityChain } from '@gongjian/domain/audit-event'
import { blindIndexes } from '@gongjian/database/household-sealing'
import { nameAndAddress } from '@gongjian/domain/household-content'
import type { DuplicateDecision } from '@gongjian/domain/vocabulary'
import sql from 'sql-template-tag'
import { auditCall } from '../../platform/audit.ts'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { NotFound, Refused } from '../../platform/failures.ts'
import { rowsOf } from '../../platform/statement.ts'
import { mayCall } from '@gongjian/domain/permission-matrix'
import { findHousehold, reread } from './household-row.ts'
import type { HouseholdRow } from './household-row.ts'
import { keyringOf } from './keyring.ts'
import { openPersonal } from './personal-fields.ts'

export const MATCHES = ['IDENTITY_NUMBER', 'PHONE', 'NAME_AND_ADDRESS'] as const
export type Match = (typeof MATCHES)[number]
export type DuplicateRow = {
  householdId: string
  number: string
  keeperName: string
  matches: Match[]
  decision: DuplicateDecision | null
}

/**
 * Cases of the city with an equal identity number, telephone, or name and address. Said to the keeper alone, by number
 * and community: who they are stays with their own keeper. Nothing where the keys are not there.
 */
export async function duplicatesOf(
  context: RequestContext,
  row: HouseholdRow,
): Promise<DuplicateRow[]> {
  const { assignment } = actingViewer(context)
  if (!mayCall('decideHouseholdDuplicate', assignment.role, true) || row.erasedAt !== null)
    return []
  const marks = marksOf(context, row)
  if (marks === null) return []
  return rowsOf<DuplicateRow>(
    context.database.pool,
    sql`SELECT d.id AS "householdId", d.number, o.name AS "keeperName", x.decision,
          array_remove(ARRAY[
            CASE WHEN d.identity_index = ANY(${marks.identity}::text[]) THEN 'IDENTITY_NUMBER' END,
            CASE WHEN d.phone_index = ANY(${marks.phone}::text[]) THEN 'PHONE' END,
            CASE WHEN d.name_address_index = ANY(${marks.nameAddress}::text[]) THEN 'NAME_AND_ADDRESS' END], NULL) AS matches
        FROM household d JOIN organisation o ON o.city_code = d.city_code AND o.id = d.keeper_id
          LEFT JOIN household_duplicate x ON x.city_code = d.city_code AND x.household_id = least(d.id, ${row.id}::uuid) AND x.other_id = greatest(d.id, ${row.id}::uuid)
        WHERE d.city_code = ${context.city.code} AND d.id <> ${row.id}::uuid
          AND (d.identity_index = ANY(${marks.identity}::text[]) OR d.phone_index = ANY(${marks.phone}::text[]) OR d.name_address_index = ANY(${marks.nameAddress}::text[]))
        ORDER BY d.number LIMIT 50`,
  )
}

/** The marks of the case under every key: during a rotation others may still stand under an older one. */
function marksOf(context: RequestContext, row: HouseholdRow) {
  try {
    const { name, address, phone, identityNumber } = openPersonal(context, row)
    const keyring = keyringOf(context)
    const under = (kind: 'identity' | 'phone' | 'nameAddress', value: string | null): string[] =>
      value === null ? [] : blindIndexes(keyring, { city: context.city.code, kind }, value)
    return {
      identity: under('identity', identityNumber),
      phone: under('phone', phone),
      nameAddress: under('nameAddress', nameAndAddress(name, address)),
    }
  } catch (problem) {
    if (problem instanceof Refused) return null
    throw problem
  }
}

/** Keeps what the keeper decided about two cases; it may be decided anew. Throws NotFound, Refused. */
export async function decideDuplicate(
  context: RequestContext,
  input: { householdId: string; otherId: string; decision: DuplicateDecision },
): Promise<HouseholdRow> {
  const row = await findHousehold(context, input.householdId, 'decideHouseholdDuplicate', 'CHANGE')
  const other = (await duplicatesOf(context, row)).find(
    ({ householdId }) => householdId === input.otherId,
  )
  if (other === undefined) throw new NotFound()
  const entry = auditCall(context, {
    chain: communityChain(row.keeper.code),
    action: 'household.decideDuplicate',
    subjectKind: 'household',
    subjectId: row.id,
    detail: { number: row.number, other: other.number, decision: input.decision },
  })
  await rowsOf(
    context.database.pool,
    sql`WITH decided AS (
          INSERT INTO household_duplicate (city_code, household_id, other_id, decision, decided_by_id, decided_at)
          VALUES (${context.city.code}, least(${row.id}::uuid, ${input.otherId}::uuid), greatest(${row.id}::uuid, ${input.otherId}::uuid), ${input.decision}::duplicate_decision, ${actingViewer(context).userId}::uuid, ${context.now})
          ON CONFLICT (city_code, household_id, other_id) DO UPDATE SET decision = excluded.decision, decided_by_id = excluded.decided_by_id, decided_at = excluded.decided_at RETURNING household_id
        ) SELECT household_id, ${entry} FROM decided`,
  )
  return reread(context, row.id)
}
