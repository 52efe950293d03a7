import { expect, test } from 'vitest'
import { HOUSEHOLD_ACTIONS, householdRefusal, householdStatus } from './household-actions.ts'
import { HOUSEHOLD_STATUSES } from './vocabulary.ts'

test.each([
  ['OPEN', 'CHANGE PAIR CLOSE ERASE REVEAL VISIT'],
  ['CLOSED', 'REOPEN ERASE REVEAL'],
  ['ERASED', ''],
] as const)('of a case that is %s: %s', (status, possible) => {
  const free = HOUSEHOLD_ACTIONS.filter((action) => householdRefusal(action, status) === null)
  expect(free.join(' ')).toBe(possible)
})

test('every refusal says the state', () => {
  for (const status of HOUSEHOLD_STATUSES)
    for (const action of HOUSEHOLD_ACTIONS)
      expect([null, `HOUSEHOLD_${status}`]).toContain(householdRefusal(action, status))
})

test.each([
  [null, false, 'OPEN'],
  ['2008-09-01', false, 'CLOSED'],
  ['2008-09-01', true, 'ERASED'],
] as const)('closed on %s, erased %s: %s', (closedOn, isErased, status) => {
  expect(householdStatus({ closedOn, isErased })).toBe(status)
})
