import { readHouseholdKeys } from '@gongjian/database/household-keys'
import {
  HouseholdKeyProblem,
  parseHouseholdKeys,
  unseal,
} from '@gongjian/database/household-sealing'
import type { HouseholdKeyring, SealedPlace } from '@gongjian/database/household-sealing'
import type { RequestContext } from '../../platform/context.ts'
import { Refused } from '../../platform/failures.ts'

const parsed = new Map<string, HouseholdKeyring>()

/** The keys of households. Throws Refused, in one clear sentence, where there are none or they are malformed. */
export function keyringOf({ config }: Pick<RequestContext, 'config'>): HouseholdKeyring {
  const text = readHouseholdKeys(config.householdKeys)
  if (text === null) throw new Refused('HOUSEHOLD_KEYS_MISSING')
  const known = parsed.get(text)
  if (known !== undefined) return known
  try {
    const keyring = parseHouseholdKeys(text)
    parsed.clear()
    parsed.set(text, keyring)
    return keyring
  } catch {
    throw new Refused('HOUSEHOLD_KEYS_MALFORMED')
  }
}

/** What was sealed at the place. Throws Refused where the key that sealed it is not among those that are here. */
export function opened(keyring: HouseholdKeyring, place: SealedPlace, sealed: string): string {
  try {
    return unseal(keyring, place, sealed)
  } catch (problem) {
    if (problem instanceof HouseholdKeyProblem) throw new Refused('HOUSEHOLD_KEY_DOES_NOT_OPEN')
    throw problem
  }
}
