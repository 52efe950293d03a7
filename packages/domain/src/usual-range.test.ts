import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FEWEST_FOR_USUAL, isOutsideUsual, usualRange } from './usual-range.ts'

const hundred = Array.from({ length: 101 }, (_, index) => index + 100)

describe('what is usual', () => {
  test('is not said by too few quantities', () => {
    expect(usualRange([], 0)).toBeNull()
    expect(usualRange(hundred.slice(0, FEWEST_FOR_USUAL - 1), 0)).toBeNull()
    expect(usualRange(hundred.slice(0, FEWEST_FOR_USUAL), 0)).not.toBeNull()
  })

  test('is median ± 3.5 · MAD / 0.6745', () => {
    // 100 … 200: median 150, MAD 25, reach 129.7; twice the median is wider upwards.
    expect(usualRange(hundred, 0)).toEqual({ from: '20', to: '300' })
    // 1 … 9 thrice: median 5, MAD 2, reach 10.378.
    const small = [1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((one) => [one, one, one])
    expect(usualRange(small, 0)).toEqual({ from: '0', to: '16' })
    expect(usualRange(small, 2)).toEqual({ from: '0', to: '15.38' })
  })

  test('is not moved by a few that are far out, as a mean would be', () => {
    expect(usualRange([...hundred, 900_000], 0)).toEqual({ from: '18', to: '301' })
  })

  test('takes the mean deviation where more than half are the same', () => {
    const same = Array.from({ length: 20 }, () => 10)
    expect(usualRange([...same, ...Array.from({ length: 10 }, () => 40)], 0)).toEqual({
      from: '0',
      to: '54',
    })
  })

  test('is half to twice the median where all are the same', () => {
    const same = Array.from({ length: 20 }, () => 10)
    expect(usualRange(same, 0)).toEqual({ from: '5', to: '20' })
    expect(
      usualRange(
        same.map(() => 1),
        0,
      ),
    ).toEqual({ from: '0', to: '2' })
  })

  test('always holds the median and at least half of the quantities', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: FEWEST_FOR_USUAL }),
        fc.integer({ min: 0, max: 4 }),
        (accepted, decimals) => {
          const range = usualRange(accepted, decimals)
          const inside = accepted.filter((quantity) => !isOutsideUsual(`${quantity}`, range))
          expect(inside.length * 2).toBeGreaterThanOrEqual(accepted.length)
          expect(usualRange(accepted.toReversed(), decimals)).toEqual(range)
        },
      ),
    )
  })
})

test('the ends are inside; what is not a number yet is not outside', () => {
  const range = { from: '2', to: '16.5' }
  expect(['1', '16.51', '17', '0'].every((typed) => isOutsideUsual(typed, range))).toBe(true)
  expect(['2', '16.5', '', '-', '十', '1e9', ' 3 '].some((t) => isOutsideUsual(t, range))).toBe(
    false,
  )
  expect(isOutsideUsual('999', null)).toBe(false)
})
