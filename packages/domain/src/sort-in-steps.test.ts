import fc from 'fast-check'
import { expect, test } from 'vitest'
import { allSteps, sortInSteps } from './sort-in-steps.ts'

type Item = { key: number; place: number }
const byKey = (a: Item, b: Item) => a.key - b.key
const itemsOf = (keys: readonly number[]): Item[] => keys.map((key, place) => ({ key, place }))

test('gives what toSorted gives, equal ones in the order in which they came', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 50 }), (keys) => {
      const items = itemsOf(keys)
      expect(allSteps(sortInSteps(items, byKey))).toEqual(items.toSorted(byKey))
    }),
  )
})

test.each([0, 1, 1999, 2000, 2001, 4000, 9001])('also of %i items', (length) => {
  const items = itemsOf(Array.from({ length }, (_, index) => (index * 7919) % 613))
  expect(allSteps(sortInSteps(items, byKey))).toEqual(items.toSorted(byKey))
})

test('lets others have a turn more often the more there is to sort', () => {
  let turns = 0
  for (const _ of sortInSteps(itemsOf(Array.from({ length: 20_000 }, (_, n) => -n)), byKey))
    turns += 1
  expect(turns).toBeGreaterThan(40)
})
