import { Button, Group, Modal, Text } from '@mantine/core'
import { useState } from 'react'
import { useFormats } from '../../platform/locale.tsx'
import { useActivitiesText } from './text.ts'

type Photo = {
  id: string
  fileName: string
  caption: string
  takenAt: string | null
  url: string
  thumbnailUrl: string | null
}

/** The photos of a record: a tap or Enter opens one large; arrows go on, + and − zoom, 0 shows it whole. */
export function PhotoStrip({ photos }: { photos: readonly Photo[] }) {
  const text = useActivitiesText()
  const formats = useFormats()
  const [open, setOpen] = useState<number | null>(null)
  const [zoom, setZoom] = useState(1)
  const photo = open === null ? undefined : photos[open]
  const go = (step: number) => {
    setZoom(1)
    setOpen((at) => (at === null ? null : (at + step + photos.length) % photos.length))
  }
  if (photos.length === 0) return null
  const nameOf = (index: number) =>
    photos[index]?.caption || text('photoNumber', { number: index + 1 })
  return (
    <div>
      <div className="photo-grid">
        {photos.map(({ id, url, thumbnailUrl }, index) => (
          <button
            key={id}
            type="button"
            onClick={() => {
              setZoom(1)
              setOpen(index)
            }}
            style={{ padding: 0, border: 0, background: 'none', cursor: 'zoom-in' }}
            aria-label={text('openPhoto', { name: nameOf(index) })}
          >
            <img src={thumbnailUrl ?? url} alt={nameOf(index)} loading="lazy" />
          </button>
        ))}
      </div>
      <Modal
        opened={photo !== undefined}
        onClose={() => setOpen(null)}
        size="xl"
        title={open === null ? '' : nameOf(open)}
        onKeyDown={(event) => {
          if (event.key === 'ArrowRight') go(1)
          if (event.key === 'ArrowLeft') go(-1)
          if (event.key === '+' || event.key === '=') setZoom((now) => Math.min(4, now * 1.4))
          if (event.key === '-') setZoom((now) => Math.max(1, now / 1.4))
          if (event.key === '0') setZoom(1)
        }}
      >
        {photo && (
          <>
            <div
              style={{ overflow: 'auto', maxHeight: '70vh' }}
              tabIndex={0}
              role="region"
              aria-label={text('photos')}
            >
              <img
                src={photo.url}
                alt={open === null ? '' : nameOf(open)}
                style={{ width: `${zoom * 100}%` }}
              />
            </div>
            <Group justify="space-between" mt="sm">
              <Group gap="xs">
                <Button
                  variant="default"
                  size="sm"
                  onClick={() => go(-1)}
                  disabled={photos.length < 2}
                >
                  {text('previousPhoto')}
                </Button>
                <Button
                  variant="default"
                  size="sm"
                  onClick={() => go(1)}
                  disabled={photos.length < 2}
                >
                  {text('nextPhoto')}
                </Button>
                <Button
                  variant="default"
                  size="sm"
                  onClick={() => setZoom((now) => Math.min(4, now * 1.4))}
                >
                  {text('zoomIn')}
                </Button>
                <Button
                  variant="default"
                  size="sm"
                  onClick={() => setZoom((now) => Math.max(1, now / 1.4))}
                >
                  {text('zoomOut')}
                </Button>
              </Group>
              {photo.takenAt && (
                <Text size="sm" c="dimmed">
                  {text('takenAt', { when: formats.moment(photo.takenAt) })}
                </Text>
              )}
            </Group>
          </>
        )}
      </Modal>
    </div>
  )
}
