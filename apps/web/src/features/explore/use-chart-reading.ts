import { useLayoutEffect, useState } from 'react'
import type { KeyboardEvent, PointerEvent, RefObject } from 'react'
import type { ExploreView } from '@gongjian/domain/explore-question'
import type { ChartShape } from './chart-shape.ts'

type At = { place: number; series: number }
type Box = { left: number; top: number; width: number; height: number }

/** Marks the part of a picture that stands for a value. */
export const markAt = (place: number, series: number): { 'data-at': string } => ({
  'data-at': `${place}:${series}`,
})

/** In which direction the places of a picture follow one another; across it stand the series. */
const placesGoDown: Record<Exclude<ExploreView, 'TABLE'>, boolean> = {
  BARS: true,
  LINES: false,
  HEAT: true,
  MULTIPLES: true,
}

/**
 * Reads a picture value by value: with the arrow keys from one to the next, or under the pointer. Gives which value it is,
 * and where in the picture it stands, in pixels from the upper left corner of the box that holds the picture.
 */
export function useChartReading(
  view: Exclude<ExploreView, 'TABLE'>,
  { places, series }: Pick<ChartShape, 'places' | 'series'>,
  holder: RefObject<HTMLElement | null>,
) {
  const [chosen, setChosen] = useState<At | null>(null)
  const [box, setBox] = useState<Box | null>(null)
  const at =
    chosen !== null && chosen.place < places.length && chosen.series < series.length ? chosen : null
  const name = at === null ? null : `${at.place}:${at.series}`

  useLayoutEffect(() => {
    const part = name === null ? null : holder.current?.querySelector(`[data-at="${name}"]`)
    const around = holder.current?.getBoundingClientRect()
    if (!part || !around) {
      setBox(null)
      return
    }
    const { left, top, width, height } = part.getBoundingClientRect()
    setBox({ left: left - around.left, top: top - around.top, width, height })
    part.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [name, holder, view, places.length, series.length])

  const onKeyDown = (event: KeyboardEvent) => {
    const [last, lastSeries] = [places.length - 1, series.length - 1]
    const down = placesGoDown[view]
    const step: Record<string, [number, number]> = {
      ArrowDown: down ? [1, 0] : [0, 1],
      ArrowUp: down ? [-1, 0] : [0, -1],
      ArrowRight: down ? [0, 1] : [1, 0],
      ArrowLeft: down ? [0, -1] : [-1, 0],
      Home: [-last, 0],
      End: [last, 0],
    }
    if (event.key === 'Escape') setChosen(null)
    const move = step[event.key]
    if (move === undefined || last < 0 || lastSeries < 0) return
    event.preventDefault()
    const within = (value: number, most: number) => Math.min(Math.max(value, 0), most)
    setChosen(
      at === null
        ? { place: event.key === 'End' ? last : 0, series: 0 }
        : {
            place: within(at.place + move[0], last),
            series: within(at.series + move[1], lastSeries),
          },
    )
  }
  const onPointerMove = ({ target }: PointerEvent) => {
    const part = target instanceof Element ? target.closest('[data-at]') : null
    const [place, of] = (part?.getAttribute('data-at') ?? '').split(':').map(Number)
    if (place !== undefined && of !== undefined) setChosen({ place, series: of })
  }
  return { at, box, onKeyDown, onPointerMove, leave: () => setChosen(null) }
}
