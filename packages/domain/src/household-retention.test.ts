import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays } from './calendar-day.ts'
import { addMonths, isErasureDue } from './household-retention.ts'

test.each([
  ['2008-01-31', 1, '2008-02-29'],
  ['2007-01-31', 1, '2007-02-28'],
  ['2008-02-29', 12, '2009-02-28'],
  ['2008-11-30', 2, '2009-01-30'],
  ['2008-05-15', 0, '2008-05-15'],
  ['2008-12-01', 24, '2010-12-01'],
])('%s and %i months are %s', (day, months, expected) => {
  expect(addMonths(day, months)).toBe(expected)
})

test('a case is kept to the day and not a day longer, and never while it is open', () => {
  const days = fc.integer({ min: 0, max: 40_000 }).map((offset) => addDays('1950-01-01', offset))
  fc.assert(
    fc.property(days, fc.integer({ min: 0, max: 240 }), (closedOn, months) => {
      const due = addMonths(closedOn, months)
      expect(isErasureDue(closedOn, months, due)).toBe(true)
      expect(isErasureDue(closedOn, months, addDays(due, -1))).toBe(false)
      expect(isErasureDue(null, months, due)).toBe(false)
    }),
  )
})
