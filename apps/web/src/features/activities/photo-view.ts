/** How a photo is looked at: how many times larger than whole, and how far its middle is from the middle of the stage. */
export type PhotoView = { zoom: number; x: number; y: number }
export type Size = { width: number; height: number }
export type Point = { x: number; y: number }

export const MOST_ZOOM = 8
export const WHOLE: PhotoView = { zoom: 1, x: 0, y: 0 }

/** The size of the photo where all of it is seen; of one that is not known yet, that of the stage. */
function wholeSize(stage: Size, photo: Size): Size {
  if (photo.width <= 0 || photo.height <= 0) return stage
  const scale = Math.min(stage.width / photo.width, stage.height / photo.height)
  return { width: photo.width * scale, height: photo.height * scale }
}

/** No larger than is of use, and never moved so far that there is nothing to be seen beside its edge. */
function settled({ zoom, x, y }: PhotoView, stage: Size, photo: Size): PhotoView {
  const whole = wholeSize(stage, photo)
  const to = Math.min(MOST_ZOOM, Math.max(1, zoom))
  const within = (at: number, room: number) => Math.min(room, Math.max(-room, at)) || 0
  return {
    zoom: to,
    x: within(x, Math.max(0, whole.width * to - stage.width) / 2),
    y: within(y, Math.max(0, whole.height * to - stage.height) / 2),
  }
}

/** Larger or smaller by the factor; what lies under the point (from the middle of the stage) stays there. */
export function zoomed(
  view: PhotoView,
  factor: number,
  at: Point,
  stage: Size,
  photo: Size,
): PhotoView {
  const zoom = Math.min(MOST_ZOOM, Math.max(1, view.zoom * factor))
  const by = zoom / view.zoom
  return settled(
    { zoom, x: at.x - (at.x - view.x) * by, y: at.y - (at.y - view.y) * by },
    stage,
    photo,
  )
}

export function moved(view: PhotoView, by: Point, stage: Size, photo: Size): PhotoView {
  return settled({ ...view, x: view.x + by.x, y: view.y + by.y }, stage, photo)
}

/** Two fingers: as far as they go apart it grows, and it goes with their middle. */
export function pinched(
  view: PhotoView,
  before: readonly [Point, Point],
  after: readonly [Point, Point],
  stage: Size,
  photo: Size,
): PhotoView {
  const middle = ([one, other]: readonly [Point, Point]) => ({
    x: (one.x + other.x) / 2,
    y: (one.y + other.y) / 2,
  })
  const apart = ([one, other]: readonly [Point, Point]) =>
    Math.hypot(one.x - other.x, one.y - other.y)
  const [from, to] = [middle(before), middle(after)]
  const factor = apart(before) < 1 ? 1 : apart(after) / apart(before)
  const grown = zoomed(view, factor, from, stage, photo)
  return moved(grown, { x: to.x - from.x, y: to.y - from.y }, stage, photo)
}
