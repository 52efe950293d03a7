import fc from 'fast-check'
import { expect, test } from 'vitest'
import { allSteps, orderInSteps } from './sort-in-steps.ts'

const orderOf = (keys: readonly number[]) =>
  orderInSteps(keys.length, (a, b) => (keys[a] ?? 0) - (keys[b] ?? 0))
const expectedOf = (keys: readonly number[]) =>
  keys.map((_, place) => place).toSorted((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0))

test('gives what toSorted gives, equal ones in the order in which they came', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 50 }), (keys) => {
      expect([...allSteps(orderOf(keys))]).toEqual(expectedOf(keys))
    }),
  )
})

test.each([0, 1, 1999, 2000, 2001, 4000, 4001, 9001])('also of %i items', (length) => {
  const keys = Array.from({ length }, (_, index) => (index * 7919) % 613)
  expect([...allSteps(orderOf(keys))]).toEqual(expectedOf(keys))
})

test('lets others have a turn more often the more there is to sort', () => {
  let turns = 0
  for (const _ of orderOf(Array.from({ length: 20_000 }, (_, n) => -n))) turns += 1
  expect(turns).toBeGreaterThan(40)
})
