import { Button, Group, Text } from '@mantine/core'
import { TAKEN_FOR_MINUTES } from '@gongjian/domain/taken-record'
import { FailureNotice } from './FailureNotice.tsx'
import { useUiText } from './text.ts'

/** A colleague has the record open; whoever cannot wait takes it over, and the colleague is told. */
export function TakenNotice({ byName, onTakeOver }: { byName: string; onTakeOver?: () => void }) {
  const ui = useUiText()
  return (
    <FailureNotice color="yellow">
      <Text fw={600}>{ui('taken', { name: byName })}</Text>
      <Group justify="space-between" gap="sm">
        <Text size="sm">{ui('takenHint', { minutes: TAKEN_FOR_MINUTES })}</Text>
        {onTakeOver && (
          <Button variant="default" size="sm" onClick={onTakeOver}>
            {ui('takeOver')}
          </Button>
        )}
      </Group>
    </FailureNotice>
  )
}
