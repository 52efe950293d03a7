import { blindIndexes, seal } from '@gongjian/database/household-sealing'
import type { HouseholdKeyring } from '@gongjian/database/household-sealing'
import { nameAndAddress } from '@gongjian/domain/household-content'
import type { PersonalChanges } from '@gongjian/domain/household-content'
import { maskAddress, maskName, maskNumber } from '@gongjian/domain/masking'
import { PERSONAL_FIELDS } from '@gongjian/domain/vocabulary'
import type { PersonalField } from '@gongjian/domain/vocabulary'
import type { RequestContext } from '../../platform/context.ts'
import { Refused } from '../../platform/failures.ts'
import type { HouseholdRow } from './household-row.ts'
import { keyringOf, opened } from './keyring.ts'

type Sealed = Pick<HouseholdRow, 'id' | 'sealed'>
export type Personal = Record<PersonalField, string | null>
export type Masked = { isReadable: boolean } & Personal

const masks = {
  name: maskName,
  address: maskAddress,
  phone: maskNumber,
  identityNumber: maskNumber,
} as const satisfies Record<PersonalField, (text: string) => string>

/** What one field says, opened. Throws Refused where the key is not there. */
function openedField(
  keyring: HouseholdKeyring,
  city: string,
  { id, sealed }: Sealed,
  field: PersonalField,
): string | null {
  const text = sealed[field]
  return text === null ? null : opened(keyring, { city, caseId: id, field }, text)
}

/** What the case says of the family, opened. Throws Refused where the key is not there. */
export function openPersonal(context: RequestContext, row: Sealed): Personal {
  return openPersonalWith(keyringOf(context), context.city.code, row)
}

export function openPersonalWith(keyring: HouseholdKeyring, city: string, row: Sealed): Personal {
  const [name = null, address = null, phone = null, identityNumber = null] = PERSONAL_FIELDS.map(
    (field) => openedField(keyring, city, row, field),
  )
  return { name, address, phone, identityNumber }
}

/** As it is shown everywhere: each field masked, null where there is none, or where the key is not there. */
export function maskedPersonal(context: RequestContext, row: Sealed): Masked {
  const masked: Masked = {
    isReadable: true,
    name: null,
    address: null,
    phone: null,
    identityNumber: null,
  }
  if (PERSONAL_FIELDS.every((field) => row.sealed[field] === null)) return masked
  try {
    const personal = openPersonal(context, row)
    for (const field of PERSONAL_FIELDS) {
      const text = personal[field]
      masked[field] = text === null ? null : masks[field](text)
    }
    return masked
  } catch (problem) {
    if (problem instanceof Refused) return { ...masked, isReadable: false }
    throw problem
  }
}

export type SealedColumns = {
  name: string | null
  address: string | null
  phone: string | null
  identityNumber: string | null
  identityIndex: string | null
  phoneIndex: string | null
  nameAddressIndex: string | null
}

/** All that is stored of the family, sealed with the newest key. Throws Refused where there is none. */
export function sealPersonal(
  context: RequestContext,
  id: string,
  personal: Personal,
): SealedColumns {
  return sealPersonalWith(keyringOf(context), context.city.code, id, personal)
}

export function sealPersonalWith(
  keyring: HouseholdKeyring,
  city: string,
  id: string,
  personal: Personal,
): SealedColumns {
  const sealed = (field: PersonalField) => {
    const text = personal[field]
    return text === null ? null : seal(keyring, { city, caseId: id, field }, text)
  }
  const mark = (kind: 'identity' | 'phone' | 'nameAddress', value: string | null) =>
    value === null ? null : blindIndexes(keyring, { city, kind }, value)[0]
  return {
    name: sealed('name'),
    address: sealed('address'),
    phone: sealed('phone'),
    identityNumber: sealed('identityNumber'),
    identityIndex: mark('identity', personal.identityNumber),
    phoneIndex: mark('phone', personal.phone),
    nameAddressIndex: mark('nameAddress', nameAndAddress(personal.name, personal.address)),
  }
}

/** What was there, with the changes. */
export function withChanges(before: Personal, changes: PersonalChanges): Personal {
  const after = { ...before }
  for (const field of PERSONAL_FIELDS) {
    const change = changes[field]
    if (change !== undefined) after[field] = change
  }
  return after
}
