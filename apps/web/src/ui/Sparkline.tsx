const [width, height, edge] = [120, 36, 5]

/**
 * A few values in a row as a small line, from 0 to the greatest; where a value is not known, the line is broken. It is an
 * ornament of figures that stand in words or in a table beside it.
 */
export function Sparkline({ values }: { values: readonly (number | null)[] }) {
  const most = Math.max(...values.map((value) => value ?? 0), 1e-9)
  const spots = values.flatMap((value, index) =>
    value === null
      ? []
      : [
          {
            index,
            x: edge + (index * (width - 2 * edge)) / Math.max(1, values.length - 1),
            y: height - edge - (value / most) * (height - 2 * edge),
          },
        ],
  )
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      aria-hidden
      style={{ flexShrink: 0 }}
    >
      {spots.map((spot, place) => {
        const before = spots[place - 1]
        return before?.index === spot.index - 1 ? (
          <line
            key={spot.index}
            x1={before.x}
            y1={before.y}
            x2={spot.x}
            y2={spot.y}
            stroke="var(--mantine-color-brand-7)"
            strokeWidth={2}
          />
        ) : null
      })}
      {spots.map(({ index, x, y }) => (
        <circle key={index} cx={x} cy={y} r={3} fill="var(--mantine-color-brand-7)" />
      ))}
    </svg>
  )
}
