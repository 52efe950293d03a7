import { Button, Group, Progress, Text } from '@mantine/core'
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
  const percent = total === null || total === 0 ? null : Math.floor((done / total) * 100)
  return (
    <div>
      <Text role="status" mb="xs">
        {label}
        {percent !== null && ` ${text('percent', { percent })}`}
      </Text>
      <Group wrap="nowrap">
        <Progress.Root size="lg" style={{ flex: 1 }}>
          <Progress.Section
            value={percent ?? 100}
            animated={percent === null}
            striped={percent === null}
            aria-label={label}
          />
        </Progress.Root>
        <Button variant="default" size="md" onClick={onStop}>
          {text('stop')}
        </Button>
      </Group>
    </div>
  )
}
