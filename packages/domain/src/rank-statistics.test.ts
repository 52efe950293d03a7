import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { correlationOfRanks, kendallTau, middleRanks, spreadOf } from './rank-statistics.ts'

const few = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 2, maxLength: 30 })
const twoOf = (least: number) =>
  fc
    .array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 })), {
      minLength: least,
      maxLength: 40,
    })
    .map((both): [number[], number[]] => [both.map(([a]) => a), both.map(([, b]) => b)])

describe('how numbers lie', () => {
  test('quartiles are those of a spreadsheet', () => {
    expect(spreadOf([1, 2, 3, 4])).toEqual({
      least: 1,
      firstQuartile: 1.75,
      median: 2.5,
      thirdQuartile: 3.25,
      most: 4,
      mean: 2.5,
    })
    expect(spreadOf([7])).toMatchObject({ least: 7, firstQuartile: 7, median: 7, most: 7 })
    expect(spreadOf([])).toBeNull()
  })
  test('the five numbers stand in order, whatever the order of what goes in', () => {
    fc.assert(
      fc.property(few, (numbers) => {
        const spread = spreadOf(numbers)
        expect(spreadOf(numbers.toReversed())).toEqual(spread)
        const five = [
          spread?.least,
          spread?.firstQuartile,
          spread?.median,
          spread?.thirdQuartile,
          spread?.most,
        ]
        expect(five).toEqual(five.toSorted((a, b) => Number(a) - Number(b)))
      }),
    )
  })
  test('equal numbers share the mean of their places', () => {
    expect([...middleRanks([10, 20, 20, 5])]).toEqual([2, 3.5, 3.5, 1])
  })
})

describe("Spearman's correlation", () => {
  const spearman = (a: number[], b: number[]) => correlationOfRanks(middleRanks(a), middleRanks(b))
  test('a worked example', () => {
    // Six d² / n(n² − 1) with d = 1, 1, 2, 1, 1: 1 − 48 / 120.
    expect(spearman([1, 2, 3, 4, 5], [2, 1, 5, 3, 4])).toBeCloseTo(0.6, 12)
  })
  test('goes by order alone, and is null where one is the same for all', () => {
    expect(spearman([1, 2, 3, 10], [1, 8, 27, 1000])).toBeCloseTo(1, 12)
    expect(spearman([1, 2, 3], [9, 5, 1])).toBeCloseTo(-1, 12)
    expect(spearman([1, 2, 3], [4, 4, 4])).toBeNull()
    expect(spearman([1, 2], [1, 2])).toBeNull()
  })
  test('is the same both ways round and turns its sign with one of the two', () => {
    fc.assert(
      fc.property(twoOf(3), ([a, b]) => {
        const one = spearman(a, b)
        expect(spearman(b, a)).toEqual(one)
        const turned = spearman(
          a.map((number) => -number),
          b,
        )
        expect(turned === null).toBe(one === null)
        expect(turned ?? 0).toBeCloseTo(-(one ?? 0), 10)
      }),
    )
  })
})

describe("Kendall's tau", () => {
  /** By its definition: every pair looked at. */
  function byDefinition(a: number[], b: number[]): number | null {
    let [agree, oppose, partedInA, partedInB] = [0, 0, 0, 0]
    for (let i = 0; i < a.length; i++)
      for (let j = 0; j < i; j++) {
        const left = Math.sign((a[i] ?? 0) - (a[j] ?? 0))
        const right = Math.sign((b[i] ?? 0) - (b[j] ?? 0))
        if (left !== 0) partedInA++
        if (right !== 0) partedInB++
        if (left * right > 0) agree++
        if (left * right < 0) oppose++
      }
    return partedInA === 0 || partedInB === 0
      ? null
      : (agree - oppose) / Math.sqrt(partedInA * partedInB)
  }
  test('is what its definition says, with equal places and without', () => {
    fc.assert(
      fc.property(twoOf(2), ([a, b]) => {
        const expected = byDefinition(a, b)
        const tau = kendallTau(a, b)
        expect(tau === null).toBe(expected === null)
        expect(tau ?? 0).toBeCloseTo(expected ?? 0, 10)
      }),
    )
  })
  test('one neighbouring pair of four swapped: 4 of 6', () => {
    expect(kendallTau([1, 2, 3, 4], [1, 3, 2, 4])).toBeCloseTo(4 / 6, 12)
    expect(kendallTau([1], [1])).toBeNull()
  })
})
