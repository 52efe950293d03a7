import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fewestFives, tinyAtMost, titleWithoutCount } from './gaming-signs.ts'

test('tiny is a quarter of the median, and nothing where that is nobody', () => {
  expect(tinyAtMost(20)).toBe(5)
  expect(tinyAtMost(7)).toBe(1)
  expect(tinyAtMost(3.5)).toBeNull()
  expect(tinyAtMost(0)).toBeNull()
  expect(tinyAtMost(null)).toBeNull()
})

describe('how many fives are worth a look', () => {
  test('few where they are rare, many where all give them', () => {
    expect(fewestFives(0.1)).toBe(6)
    // 0.5^10 = 1/1024, 0.5^9 = 1/512.
    expect(fewestFives(0.5)).toBe(10)
    expect(fewestFives(0.9)).toBe(66)
    for (const share of [null, 0, 1]) expect(fewestFives(share)).toBeNull()
  })
  test('by chance less often than once in a thousand, and one fewer would not be enough', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.4, max: 0.999, noNaN: true }), (share) => {
        const few = fewestFives(share) ?? 0
        expect(share ** few).toBeLessThan(1 / 1000)
        expect(share ** (few - 1)).toBeGreaterThanOrEqual(1 / 1000 - 1e-12)
      }),
    )
  })
})

test('parts of one thing have the same title without their count', () => {
  const same = ['清雪（一）', '清雪（二）', '清雪 第3次', '清雪，上午', '10月5日清雪']
  expect(new Set(same.map(titleWithoutCount))).toEqual(new Set(['清雪']))
  expect(titleWithoutCount('送图书')).not.toBe(titleWithoutCount('送药品'))
  fc.assert(
    fc.property(fc.string(), (title) => {
      const key = titleWithoutCount(title)
      expect(titleWithoutCount(key)).toBe(key)
    }),
  )
})
