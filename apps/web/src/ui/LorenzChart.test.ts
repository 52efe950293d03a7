import { describe, expect, test } from 'vitest'
import { shareOfLeast } from './LorenzChart.tsx'

const points = [
  { members: 0, amount: 0 },
  { members: 0.5, amount: 0.1 },
  { members: 1, amount: 1 },
]

describe('what the least so many have together', () => {
  test.each([
    [0, 0],
    [0.25, 0.05],
    [0.5, 0.1],
    [0.75, 0.55],
    [1, 1],
  ])('of %d of the members: %d', (members, share) => {
    expect(shareOfLeast(points, members)).toBeCloseTo(share, 10)
  })
  test('is not known of nobody', () => {
    expect(shareOfLeast([], 0.5)).toBeNull()
  })
})
