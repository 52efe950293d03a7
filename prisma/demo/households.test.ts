import { parseIdentityNumber } from '@gongjian/domain/identity-number'
import { expect, test } from 'vitest'
import { parseHouseholdKeys, unseal } from '../src/household-sealing.ts'
import { testHouseholdKeys } from '../src/testing.ts'
import { demoUsers } from './accounts.ts'
import { generateYear } from './generate-year.ts'
import { exampleGivenNames } from './household-words.ts'
import { demoHouseholds, householdColumns } from './households.ts'
import { demoOrganisations } from './organisations.ts'
import { loadedAt } from './year-plan.ts'

const keyring = parseHouseholdKeys(testHouseholdKeys)
const { organisations, zones, pairings } = demoOrganisations()
const { records } = generateYear(pairings)
const holderOf = (role: string) =>
  new Map(
    demoUsers(organisations, zones).flatMap((user) =>
      user.roles.flatMap((held) =>
        held.role === role && user.roles[0] === held ? [[held.organisation.id, user] as const] : [],
      ),
    ),
  )
const people = {
  recorderOf: holderOf('BRANCH_RECORDER'),
  officerOf: holderOf('COMMUNITY_OFFICER'),
}
const { rows, events } = demoHouseholds(pairings, records, people, keyring)
type Table = keyof typeof householdColumns
const column = (table: Table, name: string) =>
  rows[table].map((row) => row[householdColumns[table].indexOf(name)] ?? null)
const opened = (name: string, field: string) =>
  column('household', name).flatMap((sealed, index) =>
    typeof sealed === 'string'
      ? [
          unseal(
            keyring,
            { city: '2301', caseId: String(column('household', 'id')[index]), field },
            sealed,
          ),
        ]
      : [],
  )

test('a third of the published 1,217 pairs has a case, each with a number of its own', () => {
  const numbers = column('household', 'number')
  expect(numbers.length).toBeGreaterThan(1217 / 4)
  expect(numbers.length).toBeLessThan(1217 / 2)
  expect(new Set(numbers).size).toBe(numbers.length)
})

test('every name says that it is an example, every number is one that nobody has', () => {
  const names = opened('name_sealed', 'name')
  expect(names.filter((name) => !exampleGivenNames.includes(name.slice(1)))).toEqual([])
  const numbers = opened('identity_sealed', 'identityNumber')
  expect(numbers.length).toBeGreaterThan(200)
  expect(numbers.filter((number) => !number.startsWith('230199'))).toEqual([])
  expect(numbers.filter((number) => !parseIdentityNumber(number, '2008-09-26').ok)).toEqual([])
  expect(opened('phone_sealed', 'phone').filter((phone) => !/^140\d{8}$/.test(phone))).toEqual([])
})

test('nothing is told of the days to come', () => {
  expect(events.filter(({ at }) => at > loadedAt)).toEqual([])
  expect(
    column('household', 'closed_on').filter((day) => String(day ?? '') > '2008-09-26'),
  ).toEqual([])
})

test('no record went to more households than it says', () => {
  const linked = Map.groupBy(column('household_visit', 'activity_id'), (id) => id)
  expect(linked.size).toBeGreaterThan(100)
  for (const { id, accepted } of records)
    expect(linked.get(id)?.length ?? 0).toBeLessThanOrEqual(
      Number(accepted.get('visits.households') ?? '0'),
    )
})

test('the same seed gives the same families, sealed anew', () => {
  const again = demoHouseholds(pairings, records, people, keyring).rows
  expect(again.household_visit).toEqual(rows.household_visit)
  const place = householdColumns.household.indexOf('identity_index')
  expect(again.household.map((row) => row[place])).toEqual(column('household', 'identity_index'))
})
