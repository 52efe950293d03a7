const [width, height] = [480, 120]
const edge = { left: 12, right: 12, top: 18, bottom: 20 } as const

/**
 * A few values as a line from 0 up, with the threshold of the whole as a dashed one; where a value is not known the line is
 * broken. An ornament of the table beside it, which has the same for who cannot see it.
 */
export function TrendChart({
  points,
  limit,
  limitName,
}: {
  points: readonly { name: string; value: number | null }[]
  limit: number | null
  limitName: string
}) {
  const most = Math.max(...points.map(({ value }) => value ?? 0), limit ?? 0, 1e-9)
  const x = (index: number) =>
    edge.left + ((index + 0.5) * (width - edge.left - edge.right)) / points.length
  const y = (value: number) =>
    height - edge.bottom - (value / most) * (height - edge.top - edge.bottom)
  const every = points.length > 6 ? 2 : 1
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      style={{ width: '100%', maxWidth: width * 1.4, display: 'block', marginBottom: 8 }}
      aria-hidden
    >
      <line
        x1={edge.left}
        x2={width - edge.right}
        y1={y(0)}
        y2={y(0)}
        stroke="#b9bec5"
        strokeWidth={1}
      />
      {limit !== null && (
        <line
          x1={edge.left}
          x2={width - edge.right}
          y1={y(limit)}
          y2={y(limit)}
          stroke="#8a4b00"
          strokeWidth={1.2}
          strokeDasharray="5 4"
        />
      )}
      {points.map(({ value }, index) => {
        const before = points[index - 1]?.value ?? null
        return value === null || before === null ? null : (
          <line
            key={index}
            x1={x(index - 1)}
            y1={y(before)}
            x2={x(index)}
            y2={y(value)}
            stroke="var(--mantine-color-brand-7)"
            strokeWidth={2}
          />
        )
      })}
      {points.map(({ name, value }, index) => (
        <g key={name}>
          {value !== null && (
            <circle cx={x(index)} cy={y(value)} r={3.5} fill="var(--mantine-color-brand-7)" />
          )}
          {(points.length - 1 - index) % every === 0 && (
            <text x={x(index)} y={height - 5} fontSize={11} textAnchor="middle" fill="#454b53">
              {name}
            </text>
          )}
        </g>
      ))}
      {limit !== null && (
        // Last and with an edge of its own, so that a line that runs along the threshold does not strike it out.
        <text
          x={edge.left}
          y={y(limit) + 13}
          fontSize={11}
          fill="#7a3e00"
          stroke="#fff"
          strokeWidth={4}
          paintOrder="stroke"
        >
          {limitName}
        </text>
      )}
    </svg>
  )
}
