import { cleanLine } from '@gongjian/domain/clean-text'
import { HOUSEHOLD_LIMITS } from '@gongjian/domain/household-content'
import { personalTraces } from '@gongjian/domain/personal-words'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, Refused } from '../../platform/failures.ts'
import type { HouseholdRow } from './household-row.ts'
import { openPersonal } from './personal-fields.ts'
import type { Personal } from './personal-fields.ts'

/** A reason that goes into the audit: it says nothing of who the family is. Throws InvalidInput. */
export function neutralReason(context: RequestContext, row: HouseholdRow, typed: string): string {
  const line = cleanLine(typed, { maximum: HOUSEHOLD_LIMITS.reason, required: true })
  if (!line.ok)
    throw new InvalidInput([{ path: 'reason', code: line.code, values: { maximum: line.maximum } }])
  if (personalTraces(line.value, whereOpen(context, row)).length > 0)
    throw new InvalidInput([{ path: 'reason', code: 'HOLDS_PERSONAL_DATA' }])
  return line.value
}

/** A case may be closed and erased also where its key is lost: then only what is shaped as a number is found. */
function whereOpen(context: RequestContext, row: HouseholdRow): Partial<Personal> {
  try {
    return openPersonal(context, row)
  } catch (problem) {
    if (problem instanceof Refused) return {}
    throw problem
  }
}
