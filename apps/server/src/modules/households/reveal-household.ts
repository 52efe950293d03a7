import { communityChain } from '@gongjian/domain/audit-event'
import { cleanLine } from '@gongjian/domain/clean-text'
import { HOUSEHOLD_LIMITS } from '@gongjian/domain/household-content'
import { personalTraces } from '@gongjian/domain/personal-words'
import { PERSONAL_FIELDS } from '@gongjian/domain/vocabulary'
import type { PersonalField } from '@gongjian/domain/vocabulary'
import { appendAudit } from '../../platform/audit.ts'
import { signedInViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput } from '../../platform/failures.ts'
import { countTry, limitsOf } from '../../platform/limits.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { tellOfLook } from '../notifications/tell-of-others.ts'
import { findHousehold } from './household-row.ts'
import { openPersonal } from './personal-fields.ts'
import type { Personal } from './personal-fields.ts'

/** For how long a page may show what was revealed. */
export const VISIBLE_FOR_SECONDS = 60

export type RevealedHousehold = Personal & { visibleForSeconds: number }

/**
 * Opens the fields that are asked for, for the reason that is given; the look is in the audit before anything is given
 * out. Throws InvalidInput, NotFound, Refused, Throttled.
 */
export async function revealHousehold(
  context: RequestContext,
  input: { id: string; reason: string; fields: readonly PersonalField[] },
): Promise<RevealedHousehold> {
  const row = await findHousehold(context, input.id, 'revealHousehold', 'REVEAL')
  const reason = cleanLine(input.reason, { maximum: HOUSEHOLD_LIMITS.reason, required: true })
  const fields = PERSONAL_FIELDS.filter((field) => input.fields.includes(field))
  const personal = openPersonal(context, row)
  const problems = [
    ...(reason.ok
      ? personalTraces(reason.value, personal).length > 0
        ? [{ path: 'reason', code: 'HOLDS_PERSONAL_DATA' }]
        : []
      : [{ path: 'reason', code: reason.code, values: { maximum: reason.maximum } }]),
    ...(fields.length === 0 ? [{ path: 'fields', code: 'REQUIRED' }] : []),
  ]
  if (!reason.ok || problems.length > 0) throw new InvalidInput(problems)
  await countTry(limitsOf(context.database).householdReveal, signedInViewer(context).userId)
  const said = reason.value
  await inTransaction(context.database.pool, async (client) => {
    await appendAudit(client, context, {
      chain: communityChain(row.keeper.code),
      action: 'household.reveal',
      subjectKind: 'household',
      subjectId: row.id,
      detail: { number: row.number, fields, reason: said },
    })
    await tellOfLook(client, context, row)
  })
  const given = (field: PersonalField) => (fields.includes(field) ? personal[field] : null)
  return {
    name: given('name'),
    address: given('address'),
    phone: given('phone'),
    identityNumber: given('identityNumber'),
    visibleForSeconds: VISIBLE_FOR_SECONDS,
  }
}
