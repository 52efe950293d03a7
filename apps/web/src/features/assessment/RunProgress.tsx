import type { RunState } from '@gongjian/domain/run-actions'
import { percentOf, WorkProgress } from '../../ui/WorkProgress.tsx'
import { useAssessmentText } from './text.ts'

/** How far a run is, in words and as a bar, and the button that stops it. */
export function RunProgress({
  state,
  done,
  total,
  onStop,
}: {
  state: RunState
  done: number
  /** Null until it is known. */
  total: number | null
  onStop: (() => void) | null
}) {
  const text = useAssessmentText()
  const label =
    state === 'SCORING' && total !== null ? text('scoring', { done, total }) : text('gathering')
  return (
    <WorkProgress
      label={label}
      percent={percentOf(done, total)}
      stop={onStop && { label: text('stop'), onStop }}
    />
  )
}
