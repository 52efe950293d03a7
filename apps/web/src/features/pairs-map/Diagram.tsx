import { ActionIcon, Button, Group, Text } from '@mantine/core'
import { memo, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { KeyboardEvent, PointerEvent } from 'react'
import { useFormats } from '../../platform/locale.tsx'
import {
  keptInSight,
  layoutOf,
  pinched,
  valueOf,
  WHOLE_WIDTH,
  WIDTH,
  widthOf,
  zoomedAt,
} from './pairs-layout.ts'
import type { PlacedNode, Side, Tie, View, Weight } from './pairs-layout.ts'
import { savePicture } from './save-picture.ts'
import { usePairsMapText } from './text.ts'
import './diagram.css'

const WINDOW = 720

/** Agencies and streets facing each other; who is looked at shows its ties alone. Zoomed by wheel, two fingers, buttons and keys. */
export function Diagram({
  matrix,
  weight,
  chosen,
  onChoose,
  onLook,
  onOpen,
}: {
  matrix: { agencies: readonly Side[]; streets: readonly Side[]; cells: readonly Tie[] }
  weight: Weight
  chosen: string | null
  onChoose: (id: string | null) => void
  /** Who is pointed at or focused, before anything is chosen. */
  onLook: (id: string | null) => void
  onOpen: (tie: Tie) => void
}) {
  const text = usePairsMapText()
  const formats = useFormats()
  const drawing = useRef<SVGSVGElement>(null)
  const [view, setView] = useState<View>(WHOLE_WIDTH)
  const [looked, setLooked] = useState<string | null>(null)
  const drag = useRef<{ x: number; y: number; view: View } | null>(null)
  /** Where the fingers are that touch it, in its own units. */
  const fingers = useRef(new Map<number, { x: number; y: number }>())
  const layout = useMemo(() => layoutOf(matrix, weight), [matrix, weight])
  const { nodes, ties, height } = layout
  const active = looked ?? chosen
  const byId = useMemo(() => new Map(nodes.map((node) => [node.id, node])), [nodes])
  const near = useMemo(
    () =>
      active === null
        ? null
        : new Set([
            active,
            ...ties.flatMap(({ tie: { agencyId, streetId } }) =>
              agencyId === active ? [streetId] : streetId === active ? [agencyId] : [],
            ),
          ]),
    [active, ties],
  )
  const { words, most } = useMemo(
    () => ({
      words: new Map(
        nodes.map(({ id, name }) => {
          const own = ties.filter(({ tie }) => tie.agencyId === id || tie.streetId === id)
          return [
            id,
            text('nodeWords', {
              name,
              ties: formats.number(own.length),
              meetings: formats.number(own.reduce((sum, { tie }) => sum + tie.meetings, 0)),
            }),
          ]
        }),
      ),
      most: Math.max(0, ...ties.map(({ tie }) => valueOf(tie, weight))),
    }),
    [nodes, ties, weight, text, formats],
  )
  const opened = useRef(onOpen)
  useEffect(() => {
    opened.current = onOpen
  })
  const openTie = useCallback((tie: Tie) => opened.current(tie), [])
  const move = (change: (before: View) => View) =>
    setView((before) => keptInSight(change(before), { width: WIDTH, height }, WINDOW))
  const zoom = (factor: number, at = { x: WIDTH / 2, y: WINDOW / 2 }) =>
    move((before) => zoomedAt(before, factor, at))
  const look = (id: string | null) => {
    setLooked(id)
    onLook(id)
  }
  const placeOf = (event: { clientX: number; clientY: number }) => {
    const box = drawing.current?.getBoundingClientRect()
    if (box === undefined || box.width === 0) return { x: 0, y: 0 }
    const unit = WIDTH / box.width
    return { x: (event.clientX - box.left) * unit, y: (event.clientY - box.top) * unit }
  }

  // React's own listener is passive: it could not keep the page from scrolling too.
  useEffect(() => {
    const element = drawing.current
    const onWheel = (event: WheelEvent) => {
      const isOurs = event.ctrlKey || event.metaKey || element?.contains(document.activeElement)
      if (!isOurs) return
      event.preventDefault()
      zoom(Math.exp(-event.deltaY / 400), placeOf(event))
    }
    element?.addEventListener('wheel', onWheel, { passive: false })
    return () => element?.removeEventListener('wheel', onWheel)
  })

  const goTo = (node: PlacedNode | undefined) => {
    if (node === undefined) return
    const onScreen = node.y * view.scale + view.y
    if (onScreen < 20 || onScreen > WINDOW - 20)
      move((before) => ({ ...before, y: WINDOW / 2 - node.y * before.scale }))
    drawing.current?.querySelector<SVGGElement>(`[data-node="${node.id}"]`)?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const here = byId.get(looked ?? '')
    const own = nodes.filter(({ side }) => side === here?.side)
    const index = own.findIndex(({ id }) => id === here?.id)
    const opposite = ties.find(
      ({ tie }) => tie.agencyId === here?.id || tie.streetId === here?.id,
    )?.tie
    const actions: Record<string, () => void> = {
      '+': () => zoom(1.25),
      '=': () => zoom(1.25),
      '-': () => zoom(0.8),
      '0': () => setView(WHOLE_WIDTH),
      ArrowDown: () => goTo(own[index + 1]),
      ArrowUp: () => goTo(own[index - 1]),
      ArrowRight: () => goTo(here?.side === 'agency' ? byId.get(opposite?.streetId ?? '') : here),
      ArrowLeft: () => goTo(here?.side === 'street' ? byId.get(opposite?.agencyId ?? '') : here),
      Enter: () => onChoose(here?.id === chosen ? null : (here?.id ?? null)),
      ' ': () => onChoose(here?.id === chosen ? null : (here?.id ?? null)),
      Escape: () => onChoose(null),
    }
    const action = actions[event.key]
    if (action === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    action()
  }
  const onPointerMove = (event: PointerEvent) => {
    const at = placeOf(event)
    if (fingers.current.has(event.pointerId) && fingers.current.size === 2) {
      const before = [...fingers.current.values()]
      fingers.current.set(event.pointerId, at)
      const after = [...fingers.current.values()]
      move((view) => pinched(view, before, after))
      return
    }
    if (drag.current === null) return
    const { x, y, view: before } = drag.current
    setView(
      keptInSight(
        { ...before, x: before.x + at.x - x, y: before.y + at.y - y },
        { width: WIDTH, height },
        WINDOW,
      ),
    )
  }
  const lift = ({ pointerId }: PointerEvent) => {
    fingers.current.delete(pointerId)
    drag.current = null
  }
  const save = (format: 'svg' | 'png') => {
    if (drawing.current !== null)
      void savePicture(drawing.current, format, { width: WIDTH, height, title: text('title') })
  }
  const tabStop = chosen ?? nodes[0]?.id
  return (
    <>
      <Group justify="space-between" mb="xs" className="no-print">
        <Group gap="xs">
          <ActionIcon
            size="lg"
            variant="default"
            aria-label={text('larger')}
            onClick={() => zoom(1.25)}
          >
            +
          </ActionIcon>
          <ActionIcon
            size="lg"
            variant="default"
            aria-label={text('smaller')}
            onClick={() => zoom(0.8)}
          >
            −
          </ActionIcon>
          <Button
            variant="default"
            size="compact-md"
            onClick={() =>
              setView(
                view.scale === 1
                  ? { scale: WINDOW / height, x: (WIDTH - (WIDTH * WINDOW) / height) / 2, y: 0 }
                  : WHOLE_WIDTH,
              )
            }
          >
            {view.scale === 1 ? text('fitAll') : text('fitWidth')}
          </Button>
        </Group>
        <Group gap="xs">
          <Button variant="default" size="compact-md" onClick={() => save('svg')}>
            {text('saveSvg')}
          </Button>
          <Button variant="default" size="compact-md" onClick={() => save('png')}>
            {text('savePng')}
          </Button>
        </Group>
      </Group>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- its names are buttons; it hears for them all */}
      <svg
        ref={drawing}
        role="group"
        aria-label={text('diagramLabel')}
        className="pairs-diagram"
        viewBox={`0 0 ${WIDTH} ${WINDOW}`}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          const at = placeOf(event)
          if (event.pointerType === 'touch') fingers.current.set(event.pointerId, at)
          drag.current = fingers.current.size > 1 ? null : { ...at, view }
        }}
        onPointerMove={onPointerMove}
        onPointerUp={lift}
        onPointerCancel={lift}
        onPointerLeave={(event) => {
          lift(event)
          look(null)
        }}
      >
        <g transform={`translate(${view.x} ${view.y}) scale(${view.scale})`}>
          {ties.map(({ tie, path, width }) => (
            <TieLine
              key={`${tie.agencyId} ${tie.streetId}`}
              tie={tie}
              path={path}
              width={width}
              name={`${byId.get(tie.agencyId)?.name ?? ''} — ${byId.get(tie.streetId)?.name ?? ''} ${formats.number(tie.meetings)}`}
              state={
                active === null
                  ? 'all'
                  : tie.agencyId === active || tie.streetId === active
                    ? 'near'
                    : 'far'
              }
              onOpen={openTie}
            />
          ))}
          {nodes.map((node) => (
            <g
              key={node.id}
              role="button"
              tabIndex={node.id === tabStop ? 0 : -1}
              aria-pressed={node.id === chosen}
              aria-label={words.get(node.id)}
              data-node={node.id}
              transform={`translate(${node.x} ${node.y})`}
              opacity={near === null || near.has(node.id) ? 1 : 0.25}
              onPointerEnter={() => look(node.id)}
              onFocus={() => look(node.id)}
              onBlur={() => look(null)}
              onClick={() => onChoose(node.id === chosen ? null : node.id)}
            >
              <rect
                x={node.side === 'agency' ? -192 : -8}
                y={-10}
                width={200}
                height={20}
                fill={node.id === active ? '#fde7e5' : '#fff'}
                fillOpacity={node.id === active ? 1 : 0}
                rx={3}
              />
              <circle r={4} fill="#a61b1b" />
              <text
                x={node.side === 'agency' ? -10 : 10}
                dy="0.35em"
                fontSize={13}
                fill="#22262b"
                fontWeight={node.id === active ? 700 : 400}
                textAnchor={node.side === 'agency' ? 'end' : 'start'}
              >
                <title>{node.name}</title>
                {node.name.length > 14 ? `${node.name.slice(0, 13)}…` : node.name}
              </text>
            </g>
          ))}
        </g>
      </svg>
      <Text size="sm" mt={6} component="div">
        {most > 0 && <WidthKey most={most} weight={weight} />}
      </Text>
      <Text size="sm" c="dimmed" mt={6}>
        {text('diagramHint')}
      </Text>
    </>
  )
}

/** Drawn anew only where it comes near or goes: a glance at one name leaves a thousand others alone. */
const TieLine = memo(function TieLine({
  tie,
  path,
  width,
  name,
  state,
  onOpen,
}: {
  tie: Tie
  path: string
  width: number
  name: string
  state: 'near' | 'far' | 'all'
  onOpen: (tie: Tie) => void
}) {
  const nothing = tie.meetings === 0
  return (
    <path
      d={path}
      fill="none"
      stroke={nothing ? '#b3261e' : tie.isPaired ? '#1f5f9e' : '#8a5a00'}
      strokeDasharray={nothing ? '3 4' : tie.isPaired ? undefined : '8 4'}
      strokeWidth={nothing ? 1.6 : width}
      opacity={{ all: 0.42, near: 0.8, far: 0.06 }[state]}
      style={{ cursor: 'pointer' }}
      onClick={() => onOpen(tie)}
    >
      <title>{name}</title>
    </path>
  )
})

/** How thick a tie of a quarter, of half and of the whole of the greatest is. */
function WidthKey({ most, weight }: { most: number; weight: Weight }) {
  const text = usePairsMapText()
  const formats = useFormats()
  const steps = [...new Set([0.1, 0.4, 1].map((share) => Math.max(1, Math.round(most * share))))]
  return (
    <span className="pairs-key">
      {text('widthKey', { what: text(`weight_${weight}`) })}
      {steps.map((value) => (
        <span key={value}>
          <svg width={36} height={16} aria-hidden>
            <line
              x1={0}
              x2={36}
              y1={8}
              y2={8}
              stroke="#1f5f9e"
              opacity={0.6}
              strokeWidth={widthOf(value, most)}
            />
          </svg>{' '}
          {formats.number(value)}
        </span>
      ))}
    </span>
  )
}
