import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  directionBalance,
  evenness,
  FEWEST_FOR_LIMIT,
  gini,
  histogram,
  lorenzCurve,
  robustLimit,
  thinned,
} from './diagnosis-measures.ts'

const amounts = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 60 })
const someAmounts = amounts.filter((all) => all.some((amount) => amount > 0))

describe('the Gini coefficient', () => {
  test.each([
    [[1, 1, 1, 1], 0],
    [[0, 0, 0, 1], 0.75],
    [[1, 2, 3, 4, 5], 4 / 15],
    [[1, 3], 0.25],
    [[7], 0],
    [[0, 10], 0.5],
  ])('of %j is %d', (all, expected) => {
    expect(gini(all)).toBeCloseTo(expected, 12)
  })
  test('is not known of nobody, nor where nobody has anything', () => {
    expect(gini([])).toBeNull()
    expect(gini([0, 0, 0])).toBeNull()
  })
  test('lies from 0 to (n − 1)/n', () => {
    fc.assert(
      fc.property(someAmounts, (all) => {
        const found = gini(all) ?? Number.NaN
        expect(found).toBeGreaterThanOrEqual(0)
        expect(found).toBeLessThanOrEqual((all.length - 1) / all.length + 1e-9)
      }),
    )
  })
  test('goes neither by the unit, nor by the order, nor by how often the whole is there', () => {
    fc.assert(
      fc.property(someAmounts, fc.integer({ min: 1, max: 50 }), (all, factor) => {
        const found = gini(all) ?? Number.NaN
        expect(gini(all.map((amount) => amount * factor))).toBeCloseTo(found, 9)
        expect(gini(all.toReversed())).toBeCloseTo(found, 12)
        expect(gini([...all, ...all])).toBeCloseTo(found, 9)
      }),
    )
  })
  test('never grows where somebody with more gives to somebody with less (Pigou and Dalton)', () => {
    fc.assert(
      fc.property(someAmounts, fc.nat(), fc.nat(), (all, a, b) => {
        const [rich, poor] = [a % all.length, b % all.length]
        const gap = (all[rich] ?? 0) - (all[poor] ?? 0)
        fc.pre(gap >= 2)
        const after = all.map((amount, index) =>
          index === rich ? amount - 1 : index === poor ? amount + 1 : amount,
        )
        expect(gini(after)).toBeLessThan((gini(all) ?? 0) + 1e-12)
      }),
    )
  })
  test('is twice the area between the curve and the line of equal shares', () => {
    fc.assert(
      fc.property(someAmounts, (all) => {
        const points = lorenzCurve(all)
        const area = points.slice(1).reduce((sum, { members, amount }, index) => {
          const before = points[index] ?? { members: 0, amount: 0 }
          return sum + ((members - before.members) * (amount + before.amount)) / 2
        }, 0)
        expect(1 - 2 * area).toBeCloseTo(gini(all) ?? Number.NaN, 9)
      }),
    )
  })
})

describe('the Lorenz curve', () => {
  test('of known amounts', () => {
    expect(lorenzCurve([3, 0, 1])).toEqual([
      { members: 0, amount: 0 },
      { members: 1 / 3, amount: 0 },
      { members: 2 / 3, amount: 1 / 4 },
      { members: 1, amount: 1 },
    ])
    expect(lorenzCurve([0, 0])).toEqual([])
  })
  test('rises from nothing to all, never above the line of equal shares', () => {
    fc.assert(
      fc.property(someAmounts, (all) => {
        const points = lorenzCurve(all)
        expect(points).toHaveLength(all.length + 1)
        for (const { members, amount } of points) expect(amount).toBeLessThanOrEqual(members + 1e-9)
        expect(points.at(-1)).toEqual({ members: 1, amount: 1 })
      }),
    )
  })
  test('is thinned to its ends and what lies between', () => {
    fc.assert(
      fc.property(someAmounts, fc.integer({ min: 2, max: 20 }), (all, most) => {
        const points = lorenzCurve(all)
        const fewer = thinned(points, most)
        expect(fewer.length).toBe(Math.min(most, points.length))
        expect([fewer[0], fewer.at(-1)]).toEqual([points[0], points.at(-1)])
      }),
    )
  })
})

describe('evenness', () => {
  test.each([
    [[1, 1, 1, 1, 1, 1], 1],
    [[5, 0, 0, 0, 0, 0], 0],
    [[1, 1, 0, 0, 0, 0], Math.log(2) / Math.log(6)],
    [[3, 1], 0.8112781244591328],
  ])('of %j is %d', (counts, expected) => {
    expect(evenness(counts)).toBeCloseTo(expected, 12)
  })
  test('is not known of nothing, nor of one kind', () => {
    expect(evenness([0, 0, 0])).toBeNull()
    expect(evenness([4])).toBeNull()
  })
  test('lies from 0 to 1, and goes neither by the order nor by the unit', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 6, maxLength: 6 }),
        fc.integer({ min: 1, max: 20 }),
        (counts, factor) => {
          const found = evenness(counts)
          if (found === null) return
          expect(found).toBeGreaterThanOrEqual(0)
          expect(found).toBeLessThanOrEqual(1)
          expect(evenness(counts.toReversed())).toBeCloseTo(found, 9)
          expect(evenness(counts.map((count) => count * factor))).toBeCloseTo(found, 9)
        },
      ),
    )
  })
})

describe('the balance of directions', () => {
  test.each([
    [4, 0, 0, 1],
    [0, 4, 0, -1],
    [3, 3, 0, 0],
    [3, 1, 4, 0.25],
    [0, 0, 5, 0],
  ])('of %d given, %d received and %d together is %d', (given, received, together, expected) => {
    expect(directionBalance(given, received, together)).toBeCloseTo(expected, 12)
  })
  test('is not known of nothing', () => {
    expect(directionBalance(0, 0, 0)).toBeNull()
  })
  test('turns its sign where the sides are exchanged', () => {
    const count = fc.integer({ min: 0, max: 99 })
    fc.assert(
      fc.property(count, count, count, (given, received, together) => {
        const [one, other] = [
          directionBalance(given, received, together),
          directionBalance(received, given, together),
        ]
        expect((one ?? 0) + (other ?? 0)).toBeCloseTo(0, 12)
      }),
    )
  })
})

describe('from where a number stands out', () => {
  test('by the median and the scaled MAD', () => {
    // Median 3, distances 2 1 0 1 97: MAD 1.
    expect(robustLimit([1, 2, 3, 4, 100], 3)).toBeCloseTo(3 + 3 / 0.6745, 9)
  })
  test('is not known of few, nor where all are the same', () => {
    expect(robustLimit([1, 2, 3, 90], 3)).toBeNull()
    expect(robustLimit([5, 5, 5, 5, 5, 5], 3)).toBeNull()
    expect(FEWEST_FOR_LIMIT).toBe(5)
  })
  test('where most are the same, by the mean distance', () => {
    expect(robustLimit([1, 1, 1, 1, 6], 2)).toBeCloseTo(1 + 2 * 1.253314, 9)
  })
  test('is hardly moved by one far away', () => {
    expect(robustLimit([1, 2, 3, 4, 1e9], 3)).toBe(robustLimit([1, 2, 3, 4, 100], 3))
  })
})

describe('a histogram', () => {
  test('puts each number into one step, the ends into the outer ones', () => {
    const bars = histogram([0, 0.1, 0.3, 0.95, 1], { from: 0, to: 1, steps: 10 })
    expect(bars.map(({ count }) => count)).toEqual([1, 1, 0, 1, 0, 0, 0, 0, 0, 2])
    expect(bars.at(-1)?.to).toBe(1)
  })
  test('loses none', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -2, max: 3, noNaN: true })), (numbers) => {
        const bars = histogram(numbers, { from: 0, to: 1, steps: 7 })
        expect(bars.reduce((sum, { count }) => sum + count, 0)).toBe(numbers.length)
      }),
    )
  })
})
