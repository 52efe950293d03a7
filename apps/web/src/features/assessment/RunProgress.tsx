import { Button, Group, Progress, Text } from '@mantine/core'
import type { RunState } from '@gongjian/domain/run-actions'
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
    <div>
      <Text size="sm" role="status">
        {label}
      </Text>
      <Group wrap="nowrap">
        <Progress.Root size="lg" style={{ flex: 1, minWidth: 80 }}>
          <Progress.Section
            value={total ? Math.floor((done / total) * 100) : 100}
            animated={!total}
            striped={!total}
            aria-label={label}
          />
        </Progress.Root>
        {onStop && (
          <Button variant="default" size="sm" onClick={onStop}>
            {text('stop')}
          </Button>
        )}
      </Group>
    </div>
  )
}
