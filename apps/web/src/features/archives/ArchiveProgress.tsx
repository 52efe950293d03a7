import { percentOf, WorkProgress } from '../../ui/WorkProgress.tsx'
import { useArchivesText } from './text.ts'

/** How far an archive is, in words and as a bar; and the button that stops it, for who began it. */
export function ArchiveProgress({
  number,
  done,
  total,
  onStop,
}: {
  number: string
  done: number
  /** Null until it is known. */
  total: number | null
  onStop: (() => void) | null
}) {
  const text = useArchivesText()
  const reading = total !== null && done < total
  const label = reading ? text('reading', { done, total }) : text('setting')
  return (
    <WorkProgress
      label={label}
      name={`${number} ${label}`}
      percent={reading ? percentOf(done, total) : null}
      stop={onStop && { label: text('stop'), name: text('stopOne', { number }), onStop }}
    />
  )
}
