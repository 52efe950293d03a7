import { ActionIcon, Button, Group, Modal, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useState } from 'react'
import { useFormats } from '../../platform/locale.tsx'
import { MOST_ZOOM } from './photo-view.ts'
import { useActivitiesText } from './text.ts'
import { usePhotoView } from './use-photo-view.ts'

export type ShownPhoto = {
  id: string
  caption: string
  takenAt?: string | null
  url: string
}

const step = 1.4
const pixels = 80
const arrows: Readonly<Record<string, { x: number; y: number }>> = {
  ArrowLeft: { x: pixels, y: 0 },
  ArrowRight: { x: -pixels, y: 0 },
  ArrowUp: { x: 0, y: pixels },
  ArrowDown: { x: 0, y: -pixels },
}

/**
 * A photo as large as the screen: dragged, pinched, by wheel, double click and keys. The arrows go to the next one
 * while all of a photo is seen, and move it while it is larger.
 */
export function PhotoViewer({
  photos,
  start,
  onClose,
}: {
  photos: readonly ShownPhoto[]
  start: number
  /** With the one that was seen last. */
  onClose: (at: number) => void
}) {
  const text = useActivitiesText()
  const formats = useFormats()
  const isNarrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false })
  const [at, setAt] = useState(start)
  const [broken, setBroken] = useState<string | null>(null)
  const { view, zoom, move, showWhole, stageRef, handlers, onPhotoKnown } = usePhotoView(go)
  const photo = photos[at]
  function go(by: number) {
    showWhole()
    onPhotoKnown({ width: 0, height: 0 })
    setAt((now) => (now + by + photos.length) % photos.length)
  }
  if (photo === undefined) return null
  const name = photo.caption || text('photoNumber', { number: at + 1 })
  const isOnly = photos.length < 2
  const percent = Math.round(view.zoom * 100)
  const tool = (
    label: 'previousPhoto' | 'nextPhoto' | 'zoomIn' | 'zoomOut',
    shown: string,
    act: () => void,
    disabled = false,
  ) => (
    <ActionIcon
      variant="default"
      size={44}
      fz={22}
      aria-label={text(label)}
      disabled={disabled}
      onClick={act}
    >
      {shown}
    </ActionIcon>
  )
  return (
    <Modal
      opened
      onClose={() => onClose(at)}
      size="xl"
      padding={isNarrow ? 'sm' : 'md'}
      fullScreen={isNarrow}
      title={name}
      closeButtonProps={{ size: 44 }}
      onKeyDown={({ key }) => {
        const by = arrows[key]
        if (by !== undefined && view.zoom > 1) move(by)
        else if (key === 'ArrowRight' && !isOnly) go(1)
        else if (key === 'ArrowLeft' && !isOnly) go(-1)
        else if (key === '+' || key === '=') zoom(step)
        else if (key === '-') zoom(1 / step)
        else if (key === '0') showWhole()
      }}
    >
      <div
        ref={stageRef}
        className="photo-stage"
        data-larger={view.zoom > 1}
        tabIndex={0}
        data-autofocus
        role="region"
        aria-label={text('photoStage')}
        {...handlers}
      >
        <img
          key={photo.id}
          src={photo.url}
          alt={name}
          draggable={false}
          onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) => {
            setBroken(null)
            onPhotoKnown({ width, height })
          }}
          onError={() => setBroken(photo.id)}
          style={{ transform: `translate(${view.x}px, ${view.y}px) scale(${view.zoom})` }}
        />
      </div>
      {broken === photo.id && (
        <Text size="sm" c="red.9" role="alert" mt="xs">
          {text('photoNotLoaded')}
        </Text>
      )}
      <Group justify="center" gap="xs" mt="sm">
        {!isOnly && tool('previousPhoto', '‹', () => go(-1))}
        {tool('zoomOut', '−', () => zoom(1 / step), view.zoom <= 1)}
        <Button variant="default" px="xs" w={76} title={text('zoomReset')} onClick={showWhole}>
          {percent}%
        </Button>
        {tool('zoomIn', '+', () => zoom(step), view.zoom >= MOST_ZOOM)}
        {!isOnly && tool('nextPhoto', '›', () => go(1))}
      </Group>
      <Text size="sm" c="dimmed" ta="center" mt="xs">
        <span role="status">
          {isOnly ? '' : text('photoOf', { at: at + 1, count: photos.length })}
        </span>
        {photo.takenAt && ` ${text('takenAt', { when: formats.moment(photo.takenAt) })}`}
      </Text>
      <Text size="sm" c="dimmed" ta="center">
        {text('howToLook')}
      </Text>
    </Modal>
  )
}
