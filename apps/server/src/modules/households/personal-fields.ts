import { blindIndexes, seal } from '@gongjian/database/household-sealing'
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
function openedField(context: RequestContext, { id, sealed }: Sealed, field: PersonalField) {
  const text = sealed[field]
  return text === null
    ? null
    : opened(context, { city: context.city.code, caseId: id, field }, text)
}

/** What the case says of the family, opened. Throws Refused where the key is not there. */
export function openPersonal(context: RequestContext, row: Sealed): Personal {
  const [name = null, address = null, phone = null, identityNumber = null] = PERSONAL_FIELDS.map(
    (field) => openedField(context, row, field),
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
  for (const field of PERSONAL_FIELDS) {
    try {
      const text = openedField(context, row, field)
      masked[field] = text === null ? null : masks[field](text)
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem
      masked.isReadable = false
    }
  }
  return masked
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

/** All that is stored of the family, sealed anew with the newest key. */
export function sealPersonal(
  context: RequestContext,
  id: string,
  personal: Personal,
): SealedColumns {
  const keyring = keyringOf(context)
  const city = context.city.code
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
