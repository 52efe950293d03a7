import { communityChain } from '@gongjian/domain/audit-event'
import type { AuditAction, AuditEventContent } from '@gongjian/domain/audit-event'
import { addDays } from '@gongjian/domain/calendar-day'
import { nameAndAddress } from '@gongjian/domain/household-content'
import { identityCheckDigit } from '@gongjian/domain/identity-number'
import { blindIndexes, seal } from '../src/household-sealing.ts'
import type { HouseholdKeyring } from '../src/household-sealing.ts'
import type { DemoUser } from './accounts.ts'
import type { Cell } from './copy-rows.ts'
import type { DemoRecord } from './history.ts'
import {
  agreements,
  exampleFamilyNames,
  exampleGivenNames,
  exampleStreets,
  hardships,
  lookReasons,
  visitorWords,
} from './household-words.ts'
import { cityCode, demoId } from './organisations.ts'
import type { DemoPairing } from './organisations.ts'
import { seededRandom } from './random.ts'
import type { Random } from './random.ts'
import { loadedAt } from './year-plan.ts'

const today = loadedAt.toISOString().slice(0, 10)

type People = { recorderOf: Map<string, DemoUser>; officerOf: Map<string, DemoUser> }
type DemoHousehold = { id: string; number: string; pairing: DemoPairing; openedOn: string }

export const householdColumns = {
  household:
    'city_code id number keeper_id sequence version hardship_kind situation members_count consent_by consent_on consent_purposes consent_recorded_by_id name_sealed address_sealed phone_sealed identity_sealed identity_index phone_index name_address_index opened_on closed_on close_reason created_by_id created_at updated_at'.split(
      ' ',
    ),
  household_pairing: 'city_code id household_id branch_id valid_from valid_to end_reason'.split(
    ' ',
  ),
  household_visit:
    'city_code id household_id branch_id activity_id day visitors minutes agreed next_step next_step_due next_step_done_on next_step_done_by_id created_by_id created_at'.split(
      ' ',
    ),
}

/**
 * Families of the demonstration for a third of the published 1,217 pairs, under the open pairings of branches and
 * communities, and the contacts that the year's countersigned visits were. Names, numbers and streets are examples that
 * nobody has.
 */
export function demoHouseholds(
  pairings: readonly DemoPairing[],
  records: readonly DemoRecord[],
  { recorderOf, officerOf }: People,
  keyring: HouseholdKeyring,
) {
  const random = seededRandom(20_080_512)
  const rows = {
    household: [] as Cell[][],
    household_pairing: [] as Cell[][],
    household_visit: [] as Cell[][],
  }
  const events: AuditEventContent[] = []
  const under = new Map<string, DemoHousehold[]>()
  const sequences = new Map<string, number>()

  function event(
    household: DemoHousehold,
    action: AuditAction,
    at: Date,
    actor: DemoUser,
    detail: AuditEventContent['detail'],
  ) {
    const [role] = actor.roles
    events.push({
      city: cityCode,
      chain: communityChain(household.pairing.communitySide.code),
      at,
      actorId: actor.id,
      actorName: actor.name,
      actorRole: role?.role ?? null,
      organisationId: role?.organisation.id ?? null,
      action,
      subjectKind: 'household',
      subjectId: household.id,
      detail,
    })
  }

  const open = pairings.filter(
    ({ level, validTo }) => level === 'BRANCH_COMMUNITY' && validTo === null,
  )
  for (const pairing of open) {
    const officer = officerOf.get(pairing.communitySide.id)
    if (officer === undefined) continue
    const isTour = pairing.agencySide.code === 'A001-01'
    const count = isTour ? 6 : random.pickWeighted([0, 1, 2], (n) => [4, 5, 3][n] ?? 0)
    for (let index = 0; index < count; index += 1) {
      const sequence = (sequences.get(pairing.communitySide.id) ?? 0) + 1
      sequences.set(pairing.communitySide.id, sequence)
      const household: DemoHousehold = {
        id: demoId(`household ${pairing.communitySide.code} ${sequence}`),
        number: `${pairing.communitySide.code}-${String(sequence).padStart(4, '0')}`,
        pairing,
        openedOn: addDays(pairing.validFrom, random.between(10, 90)),
      }
      const isClosed = isTour ? index === 5 : random.chance(0.04)
      const outOfNeedOn = addDays(household.openedOn, 200)
      // Nothing is known of the days to come.
      const closedOn = isClosed && outOfNeedOn < today ? outOfNeedOn : null
      const createdAt = morningOf(random, household.openedOn)
      rows.household.push(
        householdRow(random, household, { sequence, officer, closedOn, createdAt, keyring }),
      )
      rows.household_pairing.push([
        cityCode,
        demoId(`household pairing ${household.id}`),
        household.id,
        pairing.agencySide.id,
        household.openedOn,
        closedOn,
        closedOn === null ? null : '困难已解除，结案',
      ])
      const { number } = household
      event(household, 'household.create', createdAt, officer, { number })
      if (closedOn !== null)
        event(household, 'household.close', morningOf(random, closedOn), officer, { number })
      else under.set(pairing.id, [...(under.get(pairing.id) ?? []), household])
    }
  }

  for (const record of records) {
    if (record.content.kind !== 'VISIT' || record.status !== 'COUNTERSIGNED') continue
    const recorder = recorderOf.get(record.pairing.agencySide.id)
    const known = (under.get(record.pairing.id) ?? []).filter(
      ({ openedOn }) => openedOn <= record.content.day,
    )
    const visited = Math.min(known.length, Number(record.accepted.get('visits.households') ?? '0'))
    if (recorder === undefined) continue
    for (const household of random.shuffled(known).slice(0, visited)) {
      const { agreed, next } = random.pick(agreements)
      const { day } = record.content
      const due = next === '' ? null : addDays(day, 30)
      const isDone = due !== null && random.chance(0.8)
      rows.household_visit.push([
        cityCode,
        demoId(`household visit ${record.id} ${household.id}`),
        household.id,
        record.pairing.agencySide.id,
        record.id,
        day,
        random.pick(visitorWords),
        random.pick([30, 40, 60, 90]),
        agreed,
        next,
        due,
        isDone ? addDays(day, 5) : null,
        isDone ? recorder.id : null,
        recorder.id,
        record.createdAt,
      ])
      if (random.chance(0.3))
        event(household, 'household.reveal', morningOf(random, addDays(day, -1)), recorder, {
          number: household.number,
          fields: ['name', 'address', 'phone'],
          reason: random.pick(lookReasons),
        })
    }
  }
  return { rows, events }
}

function morningOf(random: Random, day: string): Date {
  return new Date(Date.parse(`${day}T00:30:00.000Z`) + random.between(0, 180) * 60_000)
}

function householdRow(
  random: Random,
  { id, number, pairing, openedOn }: DemoHousehold,
  {
    sequence,
    officer,
    closedOn,
    createdAt,
    keyring,
  }: {
    sequence: number
    officer: DemoUser
    closedOn: string | null
    createdAt: Date
    keyring: HouseholdKeyring
  },
): Cell[] {
  const name = `${random.pick([...exampleFamilyNames])}${random.pick(exampleGivenNames)}`
  const address = `${random.pick(exampleStreets)}${random.between(1, 99)}号${random.between(1, 6)}单元${random.between(101, 708)}室`
  // 140 is the prefix of machines, 230199 an area that was never given out.
  const phone = random.chance(0.85)
    ? `140${String(random.between(0, 99_999_999)).padStart(8, '0')}`
    : null
  const born = `${random.between(1925, 1980)}${String(random.between(1, 12)).padStart(2, '0')}${String(random.between(1, 28)).padStart(2, '0')}`
  const seventeen = `230199${born}${String(random.between(0, 995)).padStart(3, '0')}`
  const identity = random.chance(0.9) ? `${seventeen}${identityCheckDigit(seventeen)}` : null
  const { kind, words } = random.pickWeighted(hardships, ({ weight }) => weight)

  const sealed = (field: string, value: string | null) =>
    value === null ? null : seal(keyring, { city: cityCode, caseId: id, field }, value)
  const mark = (of: 'identity' | 'phone' | 'nameAddress', value: string | null) =>
    value === null ? null : blindIndexes(keyring, { city: cityCode, kind: of }, value)[0]
  return [
    cityCode,
    id,
    number,
    pairing.communitySide.id,
    sequence,
    closedOn === null ? 1 : 2,
    kind,
    random.pick(words),
    random.pickWeighted([1, 2, 3, 4, 5], (n) => [3, 4, 5, 2, 1][n - 1] ?? 1),
    random.chance(0.85) ? 'HOUSEHOLDER' : 'ADULT_MEMBER',
    openedOn,
    random.chance(0.7) ? ['VISITS', 'DONATIONS'] : ['VISITS'],
    officer.id,
    sealed('name', name),
    sealed('address', address),
    sealed('phone', phone),
    sealed('identityNumber', identity),
    mark('identity', identity),
    mark('phone', phone),
    mark('nameAddress', nameAndAddress(name, address)),
    openedOn,
    closedOn,
    closedOn === null ? null : '困难已解除，结案',
    officer.id,
    createdAt,
    createdAt,
  ]
}
