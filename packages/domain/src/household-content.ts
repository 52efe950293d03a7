import { parseDay } from './calendar-day.ts'
import type { CalendarDay } from './calendar-day.ts'
import { cleanLine, cleanWords } from './clean-text.ts'
import type { FieldProblem } from './field-problem.ts'
import { parseIdentityNumber } from './identity-number.ts'
import { parsePersonName } from './person-name.ts'
import { personalTraces } from './personal-words.ts'
import { parsePhoneNumber } from './phone-number.ts'
import type { ConsentGiver, ConsentPurpose, HardshipKind, PersonalField } from './vocabulary.ts'

export const HOUSEHOLD_LIMITS = { situation: 500, address: 200, members: 30, reason: 200 } as const

/** Of each personal field: undefined leaves it as it is, null takes it out, text is its canonical form. */
export type PersonalChanges = Partial<Record<PersonalField, string | null>>

/** A case as it was typed. Personal fields that are not there stay as they are; empty ones are taken out. */
export type HouseholdInput = {
  hardshipKind: HardshipKind
  situation: string
  membersCount: string
  consentBy: ConsentGiver
  consentOn: string
  consentPurposes: readonly ConsentPurpose[]
  personal: { [Field in PersonalField]?: string | null | undefined }
}

export type HouseholdContent = {
  hardshipKind: HardshipKind
  situation: string
  membersCount: number
  consentBy: ConsentGiver
  consentOn: CalendarDay
  consentPurposes: ConsentPurpose[]
  personal: PersonalChanges
}

/** Checks a case as typed and gives it in canonical form, or everything that is wrong with it at once. */
export function checkHousehold(
  input: HouseholdInput,
  { today, isNew }: { today: CalendarDay; isNew: boolean },
): { ok: true; content: HouseholdContent } | { ok: false; problems: FieldProblem[] } {
  const problems: FieldProblem[] = []
  const personal = checkPersonal(input.personal, { today, isNew }, problems)
  const situation = checkedWords('situation', input.situation, personal, problems)

  const members = input.membersCount.normalize('NFKC').trim()
  const membersCount = /^\d{1,4}$/.test(members) ? Number(members) : Number.NaN
  if (members === '') problems.push({ path: 'membersCount', code: 'REQUIRED' })
  else if (Number.isNaN(membersCount))
    problems.push({ path: 'membersCount', code: 'NOT_A_WHOLE_NUMBER' })
  else if (membersCount < 1) problems.push({ path: 'membersCount', code: 'MUST_BE_POSITIVE' })
  else if (membersCount > HOUSEHOLD_LIMITS.members)
    problems.push({ path: 'membersCount', code: 'TOO_LARGE' })

  const consentOn = parseDay(input.consentOn)
  if (consentOn === null) problems.push({ path: 'consentOn', code: 'NOT_A_DAY' })
  else if (consentOn > today)
    problems.push({ path: 'consentOn', code: 'DAY_IN_THE_FUTURE', values: { today } })
  const consentPurposes = [...new Set(input.consentPurposes)]
  if (consentPurposes.length === 0) problems.push({ path: 'consentPurposes', code: 'REQUIRED' })

  if (problems.length > 0 || consentOn === null || situation === null)
    return { ok: false, problems }
  const { hardshipKind, consentBy } = input
  return {
    ok: true,
    content: {
      hardshipKind,
      situation,
      membersCount,
      consentBy,
      consentOn,
      consentPurposes,
      personal,
    },
  }
}

/** Words that others read: cleaned, and without a trace of a person; null where something is wrong with them. */
export function checkedWords(
  path: string,
  typed: string,
  personal: PersonalChanges,
  problems: FieldProblem[],
  {
    maximum = HOUSEHOLD_LIMITS.situation,
    required = false,
  }: { maximum?: number; required?: boolean } = {},
): string | null {
  const words = cleanWords(typed, { maximum, required })
  if (!words.ok) {
    problems.push({ path, code: words.code, values: { maximum } })
    return null
  }
  if (personalTraces(words.value, personal).length > 0) {
    problems.push({ path, code: 'HOLDS_PERSONAL_DATA' })
    return null
  }
  return words.value
}

function checkPersonal(
  typed: HouseholdInput['personal'],
  { today, isNew }: { today: CalendarDay; isNew: boolean },
  problems: FieldProblem[],
): PersonalChanges {
  const changes: PersonalChanges = {}
  const wrong = (field: PersonalField, code: FieldProblem['code'], maximum?: number) =>
    void problems.push({
      path: `personal.${field}`,
      code,
      ...(maximum === undefined ? {} : { values: { maximum } }),
    })

  // The name is what a case is of: it may be replaced, never taken out.
  const { name, address, phone, identityNumber } = typed
  if (name !== undefined || isNew) {
    const parsed = parsePersonName(name ?? '')
    if (parsed.ok) changes.name = parsed.value
    else wrong('name', parsed.code, 50)
  }
  if (address !== undefined) {
    const line = cleanLine(address ?? '', { maximum: HOUSEHOLD_LIMITS.address })
    if (line.ok) changes.address = line.value === '' ? null : line.value
    else wrong('address', line.code, line.maximum)
  }
  if (phone !== undefined) {
    const parsed = isBlank(phone) ? null : parsePhoneNumber(phone ?? '')
    if (parsed === null) changes.phone = null
    else if (parsed.ok) changes.phone = parsed.value
    else wrong('phone', parsed.code)
  }
  if (identityNumber !== undefined) {
    const parsed = isBlank(identityNumber) ? null : parseIdentityNumber(identityNumber ?? '', today)
    if (parsed === null) changes.identityNumber = null
    else if (parsed.ok) changes.identityNumber = parsed.value
    else wrong('identityNumber', parsed.code)
  }
  return changes
}

function isBlank(typed: string | null | undefined): boolean {
  return (typed ?? '').trim() === ''
}

/** Name and address in one form for comparison: width, spaces and punctuation do not tell households apart. */
export function nameAndAddress(name: string | null, address: string | null): string | null {
  const bare = (text: string) =>
    text
      .normalize('NFKC')
      .toLowerCase()
      .replaceAll(/[\s\p{P}\p{S}]/gu, '')
  if (name === null || address === null || bare(address) === '') return null
  return `${bare(name)}\n${bare(address)}`
}
