import { Group, Title } from '@mantine/core'
import type { ReactNode } from 'react'

/** The head of one list among several on a page: its title, and beside it what narrows, orders and exports it. */
export function ListHead({
  id,
  title,
  children,
}: {
  /** By which the section around is named. */
  id: string
  title: string
  children: ReactNode
}) {
  return (
    <Group justify="space-between" align="flex-end" mb="sm">
      <Title order={2} size="h3" id={id}>
        {title}
      </Title>
      <Group align="flex-end" gap="sm" className="no-print">
        {children}
      </Group>
    </Group>
  )
}
