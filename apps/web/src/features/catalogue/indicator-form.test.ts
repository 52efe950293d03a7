import { expect, test } from 'vitest'
import { inForceOn } from './indicator-form.ts'

test.each([
  ['2008-09-25', null, 'IN_FORCE'],
  ['2008-09-26', null, 'IN_FORCE'],
  ['2008-09-27', null, 'UPCOMING'],
  ['2008-01-01', '2008-09-26', 'IN_FORCE'],
  ['2008-01-01', '2008-09-25', 'RETIRED'],
])('from %s until %s: on 26 September it is %s', (validFrom, validTo, expected) => {
  expect(inForceOn('2008-09-26', { validFrom, validTo })).toBe(expected)
})
