import { Button, Group, Progress, Text } from '@mantine/core'

/** How far a long job is, in words and as a bar, and the button that stops it for who may. */
export function WorkProgress({
  label,
  name = label,
  percent,
  stop,
}: {
  label: string
  /** What the bar is called, where several stand on a page. */
  name?: string
  /** Null while it is not known how much there is. */
  percent: number | null
  stop: { label: string; name?: string; onStop: () => void } | null
}) {
  return (
    <div>
      <Text size="sm" role="status">
        {label}
      </Text>
      <Group wrap="nowrap">
        <Progress.Root size="lg" style={{ flex: 1, minWidth: 80 }}>
          <Progress.Section
            value={percent ?? 100}
            animated={percent === null}
            striped={percent === null}
            aria-label={name}
          />
        </Progress.Root>
        {stop && (
          <Button variant="default" size="sm" aria-label={stop.name} onClick={stop.onStop}>
            {stop.label}
          </Button>
        )}
      </Group>
    </div>
  )
}

/** How much of it is done, in whole per cent; null where it is not known, or nothing is to be done. */
export function percentOf(done: number, total: number | null): number | null {
  return total === null || total === 0 ? null : Math.floor((done / total) * 100)
}
