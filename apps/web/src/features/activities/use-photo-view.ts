import { useEffect, useRef, useState } from 'react'
import type { PointerEvent } from 'react'
import { moved, pinched, WHOLE, zoomed } from './photo-view.ts'
import type { PhotoView, Point, Size } from './photo-view.ts'

/** A finger that went so far over a whole photo meant the next one. */
const swipePixels = 60

/** Looks closer at a photo by wheel, one or two fingers, and pointer; `onSwipe` where a whole one is pushed aside. */
export function usePhotoView(onSwipe: (step: 1 | -1) => void) {
  const [stage, setStage] = useState<HTMLElement | null>(null)
  const [photo, setPhoto] = useState<Size>({ width: 0, height: 0 })
  const [view, setView] = useState<PhotoView>(WHOLE)
  const fingers = useRef(new Map<number, Point>())
  const swipe = useRef<{ start: Point; isPinch: boolean } | null>(null)

  const size = (): Size => ({ width: stage?.clientWidth ?? 0, height: stage?.clientHeight ?? 0 })
  /** From the middle of the stage. */
  const pointOf = ({ clientX, clientY }: { clientX: number; clientY: number }): Point => {
    const box = stage?.getBoundingClientRect() ?? new DOMRect()
    return { x: clientX - box.left - box.width / 2, y: clientY - box.top - box.height / 2 }
  }
  const zoom = (factor: number, at: Point = { x: 0, y: 0 }) =>
    setView((now) => zoomed(now, factor, at, size(), photo))
  const move = (by: Point) => setView((now) => moved(now, by, size(), photo))

  // By hand: what React listens to cannot keep the page from being scrolled.
  useEffect(() => {
    if (stage === null) return undefined
    function wheel(event: WheelEvent) {
      if (stage === null) return
      event.preventDefault()
      const box = stage.getBoundingClientRect()
      const at = {
        x: event.clientX - box.left - box.width / 2,
        y: event.clientY - box.top - box.height / 2,
      }
      // A mouse says lines or a hundred pixels a notch, a touchpad a few pixels at a time.
      const pixels =
        event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 33 : event.deltaY
      const factor = Math.exp(-Math.max(-200, Math.min(200, pixels)) / 400)
      const { clientWidth: width, clientHeight: height } = stage
      setView((now) => zoomed(now, factor, at, { width, height }, photo))
    }
    stage.addEventListener('wheel', wheel, { passive: false })
    return () => stage.removeEventListener('wheel', wheel)
  }, [stage, photo])

  const handlers = {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      if (event.button !== 0) return
      event.currentTarget.setPointerCapture(event.pointerId)
      const at = pointOf(event)
      fingers.current.set(event.pointerId, at)
      swipe.current =
        fingers.current.size === 1
          ? { start: at, isPinch: false }
          : swipe.current && { ...swipe.current, isPinch: true }
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      const before = fingers.current.get(event.pointerId)
      if (before === undefined) return
      const after = pointOf(event)
      const other = [...fingers.current].find(([id]) => id !== event.pointerId)?.[1]
      fingers.current.set(event.pointerId, after)
      if (other === undefined) move({ x: after.x - before.x, y: after.y - before.y })
      else setView((now) => pinched(now, [before, other], [after, other], size(), photo))
    },
    onPointerUp(event: PointerEvent<HTMLElement>) {
      const began = swipe.current
      fingers.current.delete(event.pointerId)
      if (fingers.current.size > 0) return
      swipe.current = null
      if (began === null || began.isPinch || event.pointerType !== 'touch' || view.zoom > 1) return
      const { x, y } = pointOf(event)
      const [aside, down] = [x - began.start.x, y - began.start.y]
      if (Math.abs(aside) > swipePixels && Math.abs(aside) > 2 * Math.abs(down))
        onSwipe(aside < 0 ? 1 : -1)
    },
    onPointerCancel(event: PointerEvent<HTMLElement>) {
      fingers.current.delete(event.pointerId)
      swipe.current = null
    },
    onDoubleClick(event: { clientX: number; clientY: number }) {
      if (view.zoom > 1) setView(WHOLE)
      else zoom(2.5, pointOf(event))
    },
  }
  return {
    view,
    zoom,
    move,
    showWhole: () => setView(WHOLE),
    stageRef: setStage,
    handlers,
    onPhotoKnown: setPhoto,
  }
}
