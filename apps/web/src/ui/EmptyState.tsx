import { Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'

/** A list without rows: says so, and what to do next. */
export function EmptyState({
  title,
  hint,
  action,
}: {
  title: string
  hint?: string
  action?: ReactNode
}) {
  return (
    <Stack align="center" gap="xs" py="xl" px="md" role="status">
      <Text fw={600}>{title}</Text>
      {hint !== undefined && (
        <Text c="dimmed" size="sm" ta="center">
          {hint}
        </Text>
      )}
      {action}
    </Stack>
  )
}
