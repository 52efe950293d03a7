import { Button, Group, Progress, Text } from '@mantine/core'
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
    <div>
      <Text size="sm" role="status">
        {label}
      </Text>
      <Group wrap="nowrap">
        <Progress.Root size="lg" style={{ flex: 1, minWidth: 80 }}>
          <Progress.Section
            value={reading ? Math.floor((done / total) * 100) : 100}
            animated={!reading}
            striped={!reading}
            aria-label={`${number} ${label}`}
          />
        </Progress.Root>
        {onStop && (
          <Button
            variant="default"
            size="sm"
            aria-label={text('stopOne', { number })}
            onClick={onStop}
          >
            {text('stop')}
          </Button>
        )}
      </Group>
    </div>
  )
}
