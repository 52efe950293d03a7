/** The two-sided diagram as numbers: agencies in a column on the left, streets on the right, a tie as a curve between. */

export const WEIGHTS = ['meetings', 'personTimes', 'hours'] as const
export type Weight = (typeof WEIGHTS)[number]
export type Side = { id: string; name: string }
export type Tie = {
  agencyId: string
  streetId: string
  isPaired: boolean
  pairingId?: string | null | undefined
  meetings: number
  personTimes: number
  hours: string
}

export const WIDTH = 720
const NAME_WIDTH = 200
const TOP = 12
const ROW = 20
const MOST_WIDE = 14

export type PlacedNode = Side & { x: number; y: number; side: 'agency' | 'street' }
export type PlacedTie = { tie: Tie; path: string; width: number; value: number }
export type Layout = { height: number; nodes: PlacedNode[]; ties: PlacedTie[] }

export function valueOf(tie: Tie, weight: Weight): number {
  return weight === 'hours' ? Number(tie.hours) : tie[weight]
}

/** The width of a tie: its area grows with the value, so that a strong pair does not cover the others; nothing is 1. */
export function widthOf(value: number, most: number): number {
  return value <= 0 || most <= 0 ? 1 : Math.max(1.5, Math.sqrt(value / most) * MOST_WIDE)
}

function column(all: readonly Side[], side: 'agency' | 'street', height: number): PlacedNode[] {
  const step = (height - 2 * TOP) / Math.max(1, all.length)
  return all.map((one, index) => ({
    ...one,
    side,
    x: side === 'agency' ? NAME_WIDTH : WIDTH - NAME_WIDTH,
    y: Math.round((TOP + step * (index + 0.5)) * 10) / 10,
  }))
}

/** Where everything stands. The longer side gives the height, the shorter one is spread over it. */
export function layoutOf(
  {
    agencies,
    streets,
    cells,
  }: { agencies: readonly Side[]; streets: readonly Side[]; cells: readonly Tie[] },
  weight: Weight,
): Layout {
  const height = 2 * TOP + ROW * Math.max(1, agencies.length, streets.length)
  const nodes = [...column(agencies, 'agency', height), ...column(streets, 'street', height)]
  const at = new Map(nodes.map((node) => [node.id, node]))
  const most = Math.max(0, ...cells.map((tie) => valueOf(tie, weight)))
  const ties = cells.flatMap((tie) => {
    const [from, to] = [at.get(tie.agencyId), at.get(tie.streetId)]
    if (from === undefined || to === undefined) return []
    const value = valueOf(tie, weight)
    const [x1, x2] = [from.x + 8, to.x - 8]
    const middle = (x1 + x2) / 2
    const path = `M${x1},${from.y} C${middle},${from.y} ${middle},${to.y} ${x2},${to.y}`
    return [{ tie, path, value, width: Math.round(widthOf(value, most) * 10) / 10 }]
  })
  // The strong ones first, so that the thin ones lie over them and can be reached.
  return { height, nodes, ties: ties.toSorted((a, b) => b.value - a.value) }
}

export type View = { scale: number; x: number; y: number }
export const WHOLE_WIDTH: View = { scale: 1, x: 0, y: 0 }
const [LEAST, MOST] = [0.25, 6]

/** Larger or smaller by the factor about a point of the diagram's window, which stays where it is. */
export function zoomedAt(view: View, factor: number, at: { x: number; y: number }): View {
  const scale = Math.min(MOST, Math.max(LEAST, view.scale * factor))
  const by = scale / view.scale
  return { scale, x: at.x - (at.x - view.x) * by, y: at.y - (at.y - view.y) * by }
}

type Place = { x: number; y: number }

/** As two fingers have it: what was under the middle between them stays there, larger as they part. */
export function pinched(view: View, before: readonly Place[], after: readonly Place[]): View {
  const [a, b] = before
  const [c, d] = after
  if (a === undefined || b === undefined || c === undefined || d === undefined) return view
  const apart = Math.hypot(a.x - b.x, a.y - b.y)
  const from = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }
  const to = { x: (c.x + d.x) / 2, y: (c.y + d.y) / 2 }
  const zoomed = apart < 1 ? view : zoomedAt(view, Math.hypot(c.x - d.x, c.y - d.y) / apart, from)
  return { ...zoomed, x: zoomed.x + to.x - from.x, y: zoomed.y + to.y - from.y }
}

/** Moved so that some of the diagram always stays in the window. */
export function keptInSight(
  { scale, x, y }: View,
  { width, height }: { width: number; height: number },
  windowHeight: number,
): View {
  const clamp = (value: number, from: number, to: number) => Math.min(to, Math.max(from, value))
  return {
    scale,
    x: clamp(x, -width * scale + 100, width - 100),
    y: clamp(y, -height * scale + 100, windowHeight - 100),
  }
}
