import { useElementSize } from '@mantine/hooks'
import type { ExploreView } from '@gongjian/domain/explore-question'
import { useRef } from 'react'
import type { ReactNode, Ref } from 'react'
import type { ChartShape, Series } from './chart-shape.ts'
import { useExploreText } from './text.ts'
import { markAt, useChartReading } from './use-chart-reading.ts'

/** Told apart by who sees no red or green too (Okabe and Ito, 2008), and dark enough beside white. */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#a8557f', '#8a6d00', '#1f2430', '#7b828a']
const BEFORE = '#9aa1a9'
const INK = '#22262b'
const GRID = '#e3e5e8'
const FAMILY =
  "'Noto Sans SC Variable','Noto Sans SC','Noto Sans CJK SC','PingFang SC','Microsoft YaHei',SimSun,sans-serif"
const FONT = 14
const ROW = 30
const colourOf = (index: number) => COLOURS[index % COLOURS.length] ?? BEFORE

type Drawing = { height: number; width: number; content: ReactNode }

/** A picture of the answer, drawn to the width that there is: letters are never scaled. */
export function ExploreChart({
  view,
  shape,
  title,
  words,
  svgRef,
}: {
  view: Exclude<ExploreView, 'TABLE'>
  shape: ChartShape
  title: string
  words: string
  svgRef: Ref<SVGSVGElement>
}) {
  const text = useExploreText()
  const { ref, width: measured } = useElementSize()
  const holder = useRef<HTMLDivElement>(null)
  const { at, box, onKeyDown, onPointerMove, leave } = useChartReading(view, shape, holder)
  const width = Math.max(280, Math.round(measured) || 640)
  const drawing = { BARS: bars, LINES: lines, HEAT: heat, MULTIPLES: multiples }[view](shape, width)
  const series = at === null ? null : shape.series[at.series]
  const read =
    at === null || !series
      ? text('chartKeys')
      : text(shape.series.length > 1 ? 'readAt' : 'readOne', {
          place: shape.places[at.place],
          series: series.name,
          value: shape.write(series.values[at.place] ?? null),
        })
  return (
    <>
      {/* The arrow keys are the picture's own. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        ref={ref}
        style={{ overflowX: 'auto' }}
        tabIndex={0}
        role="application"
        aria-label={title}
        aria-describedby="chart-reading"
        onKeyDown={onKeyDown}
        onPointerMove={onPointerMove}
        onPointerLeave={leave}
        onBlur={leave}
      >
        <div ref={holder} className="explore-picture">
          <svg
            ref={svgRef}
            className="explore-chart"
            role="img"
            aria-label={`${title}: ${words}`}
            xmlns="http://www.w3.org/2000/svg"
            width={drawing.width}
            height={drawing.height}
            viewBox={`0 0 ${drawing.width} ${drawing.height}`}
            fontFamily={FAMILY}
            fontSize={FONT}
            fill={INK}
            style={{ display: 'block' }}
          >
            <rect width={drawing.width} height={drawing.height} fill="#ffffff" />
            {drawing.content}
          </svg>
          {box !== null && (
            <div
              className="no-print"
              style={{
                position: 'absolute',
                left: box.left - 4,
                top: box.top - 4,
                width: box.width + 8,
                height: box.height + 8,
                border: '2px solid #1f2430',
                borderRadius: 4,
                pointerEvents: 'none',
              }}
            />
          )}
        </div>
      </div>
      <p
        id="chart-reading"
        className="no-print"
        aria-live="polite"
        style={{
          margin: '4px 0 0',
          fontSize: '0.9rem',
          color: at === null ? '#5a6068' : INK,
          fontWeight: at === null ? 400 : 600,
        }}
      >
        {read}
      </p>
    </>
  )
}

/** About how wide a text is: a Chinese character is as wide as the letters are high, others a bit more than half. */
const widthOf = (text: string, size = FONT) =>
  [...text].reduce((sum, letter) => sum + (letter > '\u2e80' ? size : size * 0.58), 0)
function cut(text: string, room: number, size = FONT): string {
  if (widthOf(text, size) <= room) return text
  let kept = ''
  for (const letter of text) {
    if (widthOf(`${kept}${letter}…`, size) > room) break
    kept += letter
  }
  return `${kept}…`
}
const largestOf = (series: readonly Series[]) =>
  Math.max(0, ...series.flatMap(({ values }) => values.map((value) => value ?? 0)))

function legend(series: readonly Series[], width: number): { height: number; content: ReactNode } {
  if (series.length < 2) return { height: 8, content: null }
  let [x, y] = [0, 4]
  const entries = series.map((one, index) => {
    const name = cut(one.name, width - 24)
    const room = 22 + widthOf(name) + 14
    if (x > 0 && x + room > width) {
      x = 0
      y += 24
    }
    const at = { x, y }
    x += room
    return { ...at, name, colour: one.isBefore ? BEFORE : colourOf(index) }
  })
  return {
    height: y + 32,
    content: entries.map(({ x: left, y: top, name, colour }) => (
      <g key={name}>
        <rect x={left} y={top + 2} width={14} height={14} rx={2} fill={colour} />
        <text x={left + 20} y={top + 14}>
          {name}
        </text>
      </g>
    )),
  }
}

/** Lying bars: names of any length stand beside them. Parts of a sum stand on one another. */
function bars({ places, series, write, stacks }: ChartShape, width: number): Drawing {
  const head = legend(series, width)
  const isStacked = stacks && series.length > 1 && !series.some(({ isBefore }) => isBefore)
  const before = series.find(({ isBefore }) => isBefore)
  const now = series.filter(({ isBefore }) => !isBefore)
  const sums = places.map((_place, place) =>
    isStacked
      ? now.reduce((sum, { values }) => sum + (values[place] ?? 0), 0)
      : (now[0]?.values[place] ?? null),
  )
  const most = Math.max(largestOf(before ? [before] : []), ...sums.map((sum) => sum ?? 0)) || 1
  const left = Math.min(width * 0.36, Math.max(...places.map((place) => widthOf(place)), 40)) + 10
  const right = Math.max(...sums.map((sum) => widthOf(write(sum))), 20) + 10
  const room = Math.max(40, width - left - right)
  const thick = before ? 11 : 18
  return {
    width,
    height: head.height + places.length * ROW + 8,
    content: (
      <>
        {head.content}
        {places.map((place, index) => {
          const top = head.height + index * ROW
          let x = left
          return (
            // Two places may have one name: an agency and its branch.
            // oxlint-disable-next-line no-array-index-key
            <g key={index}>
              <title>{`${place}: ${write(sums[index] ?? null)}`}</title>
              <text x={left - 8} y={top + 19} textAnchor="end">
                {cut(place, left - 10)}
              </text>
              {(isStacked ? now : now.slice(0, 1)).map((one, nth) => {
                const length = ((one.values[index] ?? 0) / most) * room
                const from = x
                x += length
                return (
                  <rect
                    key={one.name}
                    {...markAt(index, series.indexOf(one))}
                    x={from}
                    y={top + 5}
                    width={Math.max(0, length)}
                    height={thick}
                    fill={colourOf(nth)}
                    stroke="#ffffff"
                    strokeWidth={isStacked ? 1 : 0}
                  />
                )
              })}
              {before && (
                <rect
                  {...markAt(index, series.indexOf(before))}
                  x={left}
                  y={top + 17}
                  width={Math.max(0, ((before.values[index] ?? 0) / most) * room)}
                  height={7}
                  fill={BEFORE}
                />
              )}
              <text x={x + 6} y={top + 19}>
                {write(sums[index] ?? null)}
              </text>
            </g>
          )
        })}
      </>
    ),
  }
}

/** Which places have their name under them, and around where: the first, the last, and as many between as do not touch. */
function labelsThatFit(
  places: readonly string[],
  x: (place: number) => number,
  from: number,
  to: number,
): Map<number, number> {
  const half = (place: number) => widthOf(places[place] ?? '', 12) / 2
  const middle = (place: number) =>
    Math.min(Math.max(x(place), from + half(place)), to - half(place))
  const last = places.length - 1
  const fits = new Map<number, number>()
  let end = Number.NEGATIVE_INFINITY
  for (const place of places.keys()) {
    const at = middle(place)
    const beforeLast = place === last || at + half(place) + 8 <= middle(last) - half(last)
    if (at - half(place) < end + 8 || !beforeLast) continue
    fits.set(place, at)
    end = at + half(place)
  }
  return fits
}

/** Lines over time, with marks that tell them apart without colour. */
function lines({ places, series, write }: ChartShape, width: number): Drawing {
  const head = legend(series, width)
  const most = largestOf(series) || 1
  const left = Math.max(widthOf(write(most)), 30) + 8
  const [top, high] = [head.height + 10, 260]
  const room = width - left - 14
  const x = (place: number) =>
    left + (places.length < 2 ? room / 2 : (place / (places.length - 1)) * room)
  const y = (value: number) => top + high - (value / most) * high
  const written = labelsThatFit(places, x, left, width - 8)
  return {
    width,
    height: top + high + 34,
    content: (
      <>
        {head.content}
        {[0, 0.5, 1].map((part) => (
          <g key={part}>
            <line x1={left} x2={width - 8} y1={y(most * part)} y2={y(most * part)} stroke={GRID} />
            <text x={left - 6} y={y(most * part) + 5} textAnchor="end">
              {write(most * part)}
            </text>
          </g>
        ))}
        {places.map((place, index) =>
          written.has(index) ? (
            <text
              // oxlint-disable-next-line no-array-index-key
              key={index}
              x={written.get(index)}
              y={top + high + 22}
              textAnchor="middle"
              fontSize={12}
            >
              {place}
            </text>
          ) : null,
        )}
        {series.map((one, nth) => {
          const colour = one.isBefore ? BEFORE : colourOf(nth)
          const points = one.values.flatMap((value, place) =>
            value === null ? [] : [{ left: x(place), top: y(value), value, place }],
          )
          return (
            <g key={one.name}>
              <polyline
                points={points.map((point) => `${point.left},${point.top}`).join(' ')}
                fill="none"
                stroke={colour}
                strokeWidth={2.5}
                {...(one.isBefore ? { strokeDasharray: '6 5' } : {})}
              />
              {points.map((point) => (
                <g key={point.place}>
                  <title>{`${one.name}, ${places[point.place] ?? ''}: ${write(point.value)}`}</title>
                  {nth % 2 === 0 ? (
                    <circle
                      {...markAt(point.place, nth)}
                      cx={point.left}
                      cy={point.top}
                      r={4}
                      fill={colour}
                    />
                  ) : (
                    <rect
                      {...markAt(point.place, nth)}
                      x={point.left - 4}
                      y={point.top - 4}
                      width={8}
                      height={8}
                      fill={colour}
                    />
                  )}
                </g>
              ))}
            </g>
          )
        })}
      </>
    ),
  }
}

/** From almost white to dark blue, one colour alone: it is read by its lightness. */
function heatColour(part: number): string {
  const [from, to] = [
    [239, 246, 251],
    [0, 82, 138],
  ]
  const mixed = from.map((value, index) =>
    Math.round(value + ((to[index] ?? value) - value) * part),
  )
  return `rgb(${mixed.join(',')})`
}

/** Rows by columns, each field with its number: nothing is told by colour alone. */
function heat({ places, series, write }: ChartShape, width: number): Drawing {
  const most = largestOf(series) || 1
  const left = Math.min(220, Math.max(...places.map((place) => widthOf(place)), 40)) + 12
  const widest = Math.max(
    40,
    ...series.flatMap(({ name, values }) => [
      Math.min(96, widthOf(name, 13)),
      ...values.map((value) => widthOf(write(value), 13)),
    ]),
  )
  const field = Math.max(widest + 12, Math.floor((width - left) / Math.max(1, series.length)))
  return {
    width: Math.max(width, left + field * series.length),
    height: 34 + places.length * 32 + 6,
    content: (
      <>
        {series.map((one, column) => (
          <text
            key={one.name}
            x={left + field * (column + 0.5)}
            y={20}
            textAnchor="middle"
            fontSize={13}
          >
            {cut(one.name, field - 6, 13)}
          </text>
        ))}
        {places.map((place, row) => (
          // oxlint-disable-next-line no-array-index-key
          <g key={row}>
            <text x={left - 8} y={34 + row * 32 + 21} textAnchor="end">
              {cut(place, left - 12)}
            </text>
            {series.map((one, column) => {
              const value = one.values[row] ?? null
              const part = value === null ? 0 : Math.max(0, value / most)
              return (
                <g key={one.name}>
                  <title>{`${place}, ${one.name}: ${write(value)}`}</title>
                  <rect
                    {...markAt(row, column)}
                    x={left + field * column + 1}
                    y={34 + row * 32 + 1}
                    width={field - 2}
                    height={30}
                    fill={value === null ? '#f4f5f6' : heatColour(part)}
                  />
                  <text
                    x={left + field * (column + 0.5)}
                    y={34 + row * 32 + 21}
                    textAnchor="middle"
                    fontSize={13}
                    fill={part > 0.5 ? '#ffffff' : INK}
                  >
                    {write(value)}
                  </text>
                </g>
              )
            })}
          </g>
        ))}
      </>
    ),
  }
}

/** A small picture for each row, all to one measure. Time runs to the right; other columns have a colour each. */
function multiples({ places, series, write, overTime }: ChartShape, width: number): Drawing {
  const most = largestOf(series) || 1
  const head = overTime ? { height: 0, content: null } : legend(series, width)
  const inRow = Math.max(1, Math.floor(width / 250))
  const [wide, high] = [Math.floor(width / inRow), 150]
  const room = (wide - 20) / Math.max(1, series.length)
  const pictures = places.map((place, index) => {
    const [left, top] = [
      (index % inRow) * wide,
      head.height + Math.floor(index / inRow) * (high + 16),
    ]
    const values = series.map((one) => one.values[index] ?? null)
    const best = Math.max(...values.map((value) => value ?? 0))
    return (
      // oxlint-disable-next-line no-array-index-key
      <g key={index} transform={`translate(${left} ${top})`}>
        <text x={4} y={18} fontWeight={600}>
          {cut(place, wide - 20)}
        </text>
        <line x1={4} x2={wide - 12} y1={high - 22} y2={high - 22} stroke={BEFORE} />
        {overTime && (
          <>
            <text x={4} y={high - 7} fontSize={11}>
              {series[0]?.name}
            </text>
            {series.length > 1 && (
              <text x={wide - 12} y={high - 7} textAnchor="end" fontSize={11}>
                {series.at(-1)?.name}
              </text>
            )}
          </>
        )}
        {series.map((one, column) => {
          const value = values[column] ?? null
          const tall = ((value ?? 0) / most) * (high - 66)
          return (
            <g key={one.name}>
              <title>{`${place}, ${one.name}: ${write(value)}`}</title>
              <rect
                {...markAt(index, column)}
                x={4 + column * room + room * 0.12}
                y={high - 22 - tall}
                width={room * 0.76}
                height={Math.max(0, tall)}
                fill={colourOf(overTime ? 0 : column)}
              />
              {value !== null && value === best && best > 0 && (
                <text
                  x={4 + (column + 0.5) * room}
                  y={high - 27 - tall}
                  textAnchor="middle"
                  fontSize={12}
                >
                  {write(value)}
                </text>
              )}
            </g>
          )
        })}
      </g>
    )
  })
  return {
    width,
    height: head.height + Math.ceil(places.length / inRow) * (high + 16),
    content: (
      <>
        {head.content}
        {pictures}
      </>
    ),
  }
}
