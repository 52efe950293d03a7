import type { ActivityContent } from '@gongjian/domain/activity-content'
import type { FieldProblem } from '@gongjian/domain/field-problem'
import { personalTraces } from '@gongjian/domain/personal-words'
import sql from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, Refused } from '../../platform/failures.ts'
import { rowsOf } from '../../platform/statement.ts'
import { householdColumns, householdTables } from '../households/household-row.ts'
import type { HouseholdRow } from '../households/household-row.ts'
import { openPersonal } from '../households/personal-fields.ts'
import type { PairingFacts } from '../activities/write-content.ts'

/**
 * Checks what the lines refer to: a receipt is a photo of this very record; a household is the community's, looked after by
 * the branch on the day (or named in this record before), and agreed to be given something. Nothing in the line says who
 * the family is. Throws InvalidInput.
 */
export async function checkDonationReferences(
  context: RequestContext,
  activityId: string,
  { donations, day }: Pick<ActivityContent, 'donations' | 'day'>,
  pairing: PairingFacts,
): Promise<void> {
  const photoIds = donations.flatMap(({ receiptEvidenceId }) => receiptEvidenceId ?? [])
  const householdIds = donations.flatMap(({ householdId }) => householdId ?? [])
  if (photoIds.length + householdIds.length === 0) return
  const { city, database } = context
  const [photos, households] = await Promise.all([
    photoIds.length === 0
      ? []
      : rowsOf<{ id: string }>(
          database.pool,
          sql`SELECT id FROM evidence WHERE city_code = ${city.code} AND activity_id = ${activityId}::uuid AND id = ANY(${photoIds}::uuid[]) AND removed_at IS NULL`,
        ),
    householdIds.length === 0
      ? []
      : rowsOf<HouseholdRow>(
          database.pool,
          sql`SELECT ${householdColumns} FROM ${householdTables} WHERE h.city_code = ${city.code} AND h.id = ANY(${householdIds}::uuid[]) AND h.keeper_id = ${pairing.communitySide.id}::uuid AND (
                EXISTS (SELECT FROM donation x WHERE x.city_code = h.city_code AND x.activity_id = ${activityId}::uuid AND x.household_id = h.id)
                OR ${isLookedAfter(sql`${pairing.agencySide.id}::uuid`, sql`${day}::date`)})`,
        ),
  ])
  const problems: FieldProblem[] = []
  for (const [index, line] of donations.entries()) {
    const at = `donations.${index}`
    const { householdId, receiptEvidenceId } = line
    if (receiptEvidenceId !== undefined && !photos.some(({ id }) => isSame(id, receiptEvidenceId)))
      problems.push({ path: `${at}.receiptEvidenceId`, code: 'NOT_A_PHOTO_OF_THIS_RECORD' })
    if (householdId === undefined) continue
    const household = households.find(({ id }) => isSame(id, householdId))
    if (household === undefined)
      problems.push({ path: `${at}.householdId`, code: 'NOT_YOUR_HOUSEHOLD' })
    else if (!household.consentPurposes.includes('DONATIONS'))
      problems.push({ path: `${at}.householdId`, code: 'NO_CONSENT_TO_DONATIONS' })
    else if (personalTraces(line.description, whereOpen(context, household)).length > 0)
      problems.push({ path: `${at}.description`, code: 'HOLDS_PERSONAL_DATA' })
  }
  if (problems.length > 0) throw new InvalidInput(problems)
}

/** The case (alias h) is open, and the branch looks after the family on the day. */
export function isLookedAfter(branchId: Sql, day: Sql): Sql {
  return sql`(h.closed_on IS NULL AND EXISTS (SELECT FROM household_pairing w WHERE w.city_code = h.city_code AND w.household_id = h.id AND w.branch_id = ${branchId}
    AND w.valid_from <= ${day} AND (w.valid_to IS NULL OR w.valid_to >= ${day})))`
}

const isSame = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

/** What is known of the family; where its key is lost, only what is shaped as a number is found. */
export function whereOpen(context: RequestContext, row: Pick<HouseholdRow, 'id' | 'sealed'>) {
  try {
    return openPersonal(context, row)
  } catch (problem) {
    if (problem instanceof Refused) return {}
    throw problem
  }
}
