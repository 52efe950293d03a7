import { z } from 'zod'
import type { Actor } from './city-under-test.ts'
import { newId } from './recording.ts'

/** A family that nobody has: what may be found nowhere but in an answer that reveals it. */
export const family = {
  name: '慕容虚构',
  address: '示例街7号3单元501室',
  phone: '14000123456',
  identityNumber: '230199196002290011',
} as const

export function householdInput(changes: Record<string, unknown> = {}) {
  return {
    id: newId(),
    version: null,
    hardshipKind: 'SERIOUS_ILLNESS',
    situation: '主要劳动力患病,孩子读初中。',
    membersCount: '3',
    consentBy: 'HOUSEHOLDER',
    consentOn: '2008-09-01',
    consentPurposes: ['VISITS', 'DONATIONS'],
    personal: { ...family },
    ...changes,
  }
}

const outcome = z.looseObject({
  __typename: z.string(),
  id: z.string().optional(),
  number: z.string().optional(),
  version: z.number().optional(),
  status: z.string().optional(),
  code: z.string().optional(),
  message: z.string().optional(),
  fieldErrors: z.array(z.object({ path: z.string(), code: z.string() })).optional(),
})
type HouseholdOutcome = z.infer<typeof outcome>

export const householdFields = `id number version status situation membersCount openFollowUps visitCount
  masked { isReadable name address phone identityNumber }
  pairings { id active validTo branch { id name } }
  visits { id day visitors agreed nextStep nextStepDoneOn activityId }
  duplicates { householdId number keeperName matches decision }`

/** Calls an operation on a case through the API. */
export async function callHousehold(
  actor: Actor,
  operation: string,
  input: Record<string, unknown>,
): Promise<HouseholdOutcome> {
  const type = `${operation.charAt(0).toUpperCase()}${operation.slice(1)}Input`
  const gives =
    operation === 'revealHousehold'
      ? '... on RevealedHousehold { name address phone identityNumber visibleForSeconds }'
      : `... on Household { ${householdFields} }`
  const invalid =
    operation === 'decideHouseholdDuplicate' || operation === 'closeHouseholdFollowUp'
      ? ''
      : '... on InvalidInput { fieldErrors { path code } }'
  const data = await actor.ask(
    `mutation ($input: ${type}!) { ${operation}(input: $input) { __typename ${gives} ... on Failure { code message } ${invalid} } }`,
    { input },
  )
  return outcome.parse(data[operation])
}

/** What was refused, by field and code. */
export function wrongFields({ fieldErrors }: HouseholdOutcome): string[] {
  return (fieldErrors ?? []).map(({ path, code }) => `${path}: ${code}`)
}
