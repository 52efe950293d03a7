import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ExactColumn } from './exact-column.ts'

const edge = 2n ** 63n

test('gives back what was put in, null and what eight bytes do not hold too', () => {
  const value = fc.oneof(
    fc.bigInt(),
    fc.bigInt({ min: -edge - 2n, max: -edge + 2n }),
    fc.bigInt({ min: edge - 2n, max: edge + 2n }),
    fc.constant(null),
  )
  fc.assert(
    fc.property(fc.array(value, { maxLength: 3000 }), (values) => {
      const column = new ExactColumn()
      for (const one of values) column.push(one)
      expect(column.length).toBe(values.length)
      expect(values.map((_, index) => column.at(index))).toEqual(values)
      expect(column.at(values.length)).toBeNull()
    }),
  )
})
test('grows beyond where it began', () => {
  const column = new ExactColumn()
  for (let index = 0; index < 5000; index += 1) column.push(BigInt(index))
  expect([column.at(0), column.at(1023), column.at(1024), column.at(4999)]).toEqual([
    0n,
    1023n,
    1024n,
    4999n,
  ])
})
