import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MOST_ZOOM, moved, pinched, WHOLE, zoomed } from './photo-view.ts'
import type { Point } from './photo-view.ts'

const stage = { width: 400, height: 300 }
const photo = { width: 1600, height: 800 }
const middle = { x: 0, y: 0 }

describe('a photo', () => {
  test('that is whole is not moved, and gets no smaller', () => {
    expect(moved(WHOLE, { x: 50, y: -50 }, stage, photo)).toEqual(WHOLE)
    expect(zoomed(WHOLE, 0.5, { x: 100, y: 20 }, stage, photo)).toEqual(WHOLE)
  })

  test('gets no larger than is of use', () => {
    expect(zoomed(WHOLE, 100, middle, stage, photo).zoom).toBe(MOST_ZOOM)
  })

  test('that is larger than the stage is moved to its edges and no further', () => {
    const large = zoomed(WHOLE, 2, middle, stage, photo)
    // Whole it is 400 by 200: twice as large it stands out by 200 to each side, and by 50 above and below.
    expect(moved(large, { x: 1000, y: 1000 }, stage, photo)).toEqual({ zoom: 2, x: 200, y: 50 })
    expect(moved(large, { x: -1000, y: -1000 }, stage, photo)).toEqual({ zoom: 2, x: -200, y: -50 })
    expect(moved(large, { x: 30, y: 10 }, stage, photo)).toEqual({ zoom: 2, x: 30, y: 10 })
  })

  test('keeps in its place what lies under the pointer', () => {
    const at = { x: 80, y: -20 }
    const { zoom, x, y } = zoomed(WHOLE, 4, at, stage, photo)
    expect({ x: x + at.x * zoom, y: y + at.y * zoom }).toEqual(at)
  })

  test('goes with two fingers, and grows as they go apart', () => {
    const before: [Point, Point] = [
      { x: -20, y: 0 },
      { x: 20, y: 0 },
    ]
    const after: [Point, Point] = [
      { x: -50, y: 10 },
      { x: 70, y: 10 },
    ]
    expect(pinched(WHOLE, before, after, stage, photo)).toEqual({ zoom: 3, x: 10, y: 10 })
    expect(pinched(WHOLE, [middle, middle], after, stage, photo).zoom).toBe(1)
  })

  test('that is not known yet fills the stage', () => {
    const unknown = { width: 0, height: 0 }
    expect(
      moved(zoomed(WHOLE, 2, middle, stage, unknown), { x: 999, y: 999 }, stage, unknown),
    ).toEqual({ zoom: 2, x: 200, y: 150 })
  })

  test('stays within its bounds whatever is done to it', () => {
    const number = fc.double({ min: -2000, max: 2000, noNaN: true })
    const point = fc.record({ x: number, y: number })
    const step = fc.oneof(
      fc.record({ factor: fc.double({ min: 0.01, max: 20, noNaN: true }), at: point }),
      fc.record({ by: point }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let view = WHOLE
        for (const one of steps)
          view =
            'by' in one
              ? moved(view, one.by, stage, photo)
              : zoomed(view, one.factor, one.at, stage, photo)
        expect(view.zoom).toBeGreaterThanOrEqual(1)
        expect(view.zoom).toBeLessThanOrEqual(MOST_ZOOM)
        expect(Math.abs(view.x)).toBeLessThanOrEqual(Math.max(0, 400 * view.zoom - 400) / 2)
        expect(Math.abs(view.y)).toBeLessThanOrEqual(Math.max(0, 200 * view.zoom - 300) / 2)
      }),
    )
  })
})
