import { describe, expect, test } from 'vitest'
import { keptInSight, layoutOf, pinched, WHOLE_WIDTH, widthOf, zoomedAt } from './pairs-layout.ts'

const tie = (agencyId: string, streetId: string, meetings: number) => ({
  agencyId,
  streetId,
  isPaired: true,
  meetings,
  personTimes: meetings * 10,
  hours: `${meetings}.5`,
})
const names = (ids: string[]) => ids.map((id) => ({ id, name: id }))

describe('the layout', () => {
  const all = {
    agencies: names(['a', 'b', 'c', 'd']),
    streets: names(['x', 'y']),
    cells: [tie('a', 'x', 4), tie('b', 'y', 0), tie('c', 'x', 1)],
  }
  const { nodes, ties, height } = layoutOf(all, 'meetings')
  test('has every side once, in its order, none beyond the edge', () => {
    expect(nodes.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd', 'x', 'y'])
    for (const side of ['agency', 'street']) {
      const heights = nodes.filter((node) => node.side === side).map(({ y }) => y)
      expect(heights).toEqual(heights.toSorted((one, other) => one - other))
    }
    for (const { y } of nodes) expect(y > 0 && y < height).toBe(true)
  })
  test('has the strong ties first, a pair with nothing as the thinnest', () => {
    expect(ties.map(({ value }) => value)).toEqual([4, 1, 0])
    expect(ties.map(({ width }) => width)).toEqual([14, 7, 1])
  })
  test('weighs by what is asked, and leaves out a tie of which a side is not shown', () => {
    expect(layoutOf(all, 'hours').ties.map(({ value }) => value)).toEqual([4.5, 1.5, 0.5])
    expect(layoutOf({ ...all, streets: names(['y']) }, 'personTimes').ties).toHaveLength(1)
    expect(layoutOf({ agencies: [], streets: [], cells: [] }, 'meetings').ties).toEqual([])
  })
})

describe('the width of a tie', () => {
  test('grows with the root of the value, and never vanishes', () => {
    expect(widthOf(0, 10)).toBe(1)
    expect(widthOf(0, 0)).toBe(1)
    expect(widthOf(1, 10_000)).toBe(1.5)
    expect(widthOf(25, 100)).toBe(7)
    expect(widthOf(100, 100)).toBe(14)
  })
})

describe('zooming', () => {
  test('keeps the point under the pointer where it is', () => {
    const at = { x: 300, y: 200 }
    const view = zoomedAt({ scale: 1, x: 20, y: -40 }, 2, at)
    expect((at.x - view.x) / view.scale).toBeCloseTo(at.x - 20)
    expect((at.y - view.y) / view.scale).toBeCloseTo(at.y + 40)
  })
  test('ends somewhere in both directions', () => {
    let view = WHOLE_WIDTH
    for (let time = 0; time < 50; time++) view = zoomedAt(view, 1.5, { x: 0, y: 0 })
    expect(view.scale).toBe(6)
    for (let time = 0; time < 50; time++) view = zoomedAt(view, 0.5, { x: 0, y: 0 })
    expect(view.scale).toBe(0.25)
  })
  test('by two fingers keeps what is between them, and moves with them', () => {
    const [left, right] = [
      { x: 200, y: 300 },
      { x: 300, y: 300 },
    ]
    const wider = pinched(WHOLE_WIDTH, [left, right], [left, { x: 400, y: 300 }])
    expect(wider.scale).toBe(2)
    // The middle was at 250 and is at 300 now.
    expect((300 - wider.x) / wider.scale).toBeCloseTo(250)
    const along = pinched(
      WHOLE_WIDTH,
      [left, right],
      [
        { x: 210, y: 340 },
        { x: 310, y: 340 },
      ],
    )
    expect(along).toEqual({ scale: 1, x: 10, y: 40 })
    expect(pinched(WHOLE_WIDTH, [left, left], [left, right])).toMatchObject({ scale: 1 })
    expect(pinched(WHOLE_WIDTH, [left], [right])).toEqual(WHOLE_WIDTH)
  })
  test('never loses the diagram', () => {
    const kept = keptInSight({ scale: 1, x: 99_999, y: -99_999 }, { width: 1000, height: 800 }, 600)
    expect(kept).toEqual({ scale: 1, x: 900, y: -700 })
  })
})
