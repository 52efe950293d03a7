type Point = { members: number; amount: number }

const size = 220
const edge = 10
const place = (share: number) => edge + share * (size - 2 * edge)

/**
 * A Lorenz curve in its square, with the line of equal shares. The picture says in words what it shows; whoever uses it puts
 * the figures in a table beside it.
 */
export function LorenzChart({ points, label }: { points: readonly Point[]; label: string }) {
  const line = points
    .map(
      ({ members, amount }) => `${place(members).toFixed(1)},${(size - place(amount)).toFixed(1)}`,
    )
    .join(' ')
  return (
    <svg
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      style={{ width: '100%', maxWidth: 260, display: 'block' }}
    >
      <rect
        x={edge}
        y={edge}
        width={size - 2 * edge}
        height={size - 2 * edge}
        fill="#fafbfb"
        stroke="#d9dce0"
      />
      <line
        x1={edge}
        y1={size - edge}
        x2={size - edge}
        y2={edge}
        stroke="#5a6068"
        strokeDasharray="4 4"
      />
      <polygon
        points={`${edge},${size - edge} ${line} ${size - edge},${edge}`}
        fill="var(--mantine-color-brand-7)"
        opacity={0.12}
      />
      <polyline
        points={line}
        fill="none"
        stroke="var(--mantine-color-brand-7)"
        strokeWidth={2.5}
        strokeLinejoin="round"
      />
    </svg>
  )
}

/** What share of the whole the least so many have together, between the points of the curve in a straight line. */
export function shareOfLeast(points: readonly Point[], members: number): number | null {
  const after = points.findIndex((point) => point.members >= members - 1e-9)
  const [high, low] = [points[after], points[after - 1]]
  if (high === undefined) return null
  if (low === undefined || high.members === low.members) return high.amount
  const way = (members - low.members) / (high.members - low.members)
  return low.amount + (high.amount - low.amount) * Math.min(1, way)
}
