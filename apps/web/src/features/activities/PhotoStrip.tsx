import { useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { PhotoViewer } from './PhotoViewer.tsx'
import type { ShownPhoto } from './PhotoViewer.tsx'
import { useActivitiesText } from './text.ts'

/** The photos of a record: a tap or Enter opens one large; below each what may be done with it. */
export function PhotoStrip({
  photos,
  below,
}: {
  photos: readonly (ShownPhoto & { thumbnailUrl: string | null })[]
  below?: (id: string, index: number) => ReactNode
}) {
  const text = useActivitiesText()
  const [open, setOpen] = useState<number | null>(null)
  const openers = useRef(new Map<number, HTMLButtonElement>())
  if (photos.length === 0) return null
  return (
    <div className="photo-grid">
      {photos.map(({ id, caption, url, thumbnailUrl }, index) => {
        const name = caption || text('photoNumber', { number: index + 1 })
        return (
          <figure key={id} style={{ margin: 0 }}>
            <button
              ref={(button) => {
                if (button) openers.current.set(index, button)
              }}
              type="button"
              className="photo-opener"
              onClick={() => setOpen(index)}
              aria-label={text('openPhoto', { name })}
            >
              <img src={thumbnailUrl ?? url} alt={name} loading="lazy" />
            </button>
            {below?.(id, index)}
          </figure>
        )
      })}
      {open !== null && (
        <PhotoViewer
          photos={photos}
          start={open}
          onClose={(seen) => {
            setOpen(null)
            // Back to the photo that was seen last, once the large one is gone.
            setTimeout(() => openers.current.get(seen)?.focus(), 0)
          }}
        />
      )}
    </div>
  )
}
