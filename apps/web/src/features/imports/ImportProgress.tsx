import { percentOf, WorkProgress } from '../../ui/WorkProgress.tsx'
import { useImportsText } from './text.ts'

/** How far it is, in words and as a bar; and the button that stops it. */
export function ImportProgress({
  label,
  done,
  total,
  onStop,
}: {
  label: string
  done: number
  /** Null until it is known. */
  total: number | null
  onStop: () => void
}) {
  const text = useImportsText()
  const percent = percentOf(done, total)
  return (
    <WorkProgress
      label={percent === null ? label : `${label} ${text('percent', { percent })}`}
      name={label}
      percent={percent}
      stop={{ label: text('stop'), onStop }}
    />
  )
}
