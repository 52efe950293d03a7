import { Group, Stack, Text, Title } from '@mantine/core'
import { useEffect } from 'react'
import type { ReactNode } from 'react'
import { pageIsThere } from '../platform/page-there.ts'

/** The head of a page: its title is also the document's. */
export function PageHeader({
  title,
  subtitle,
  actions,
}: {
  title: string
  subtitle?: ReactNode
  actions?: ReactNode
}) {
  useEffect(() => {
    document.title = title
  }, [title])
  useEffect(pageIsThere, [])
  return (
    <Group justify="space-between" align="flex-end" gap="sm" mb="md">
      <Stack gap={2} style={{ minWidth: 0, flex: '1 1 240px' }}>
        <Title order={1} className="wrap">
          {title}
        </Title>
        {subtitle !== undefined && (
          <Text c="dimmed" size="sm" component="div">
            {subtitle}
          </Text>
        )}
      </Stack>
      {actions !== undefined && (
        <Group gap="sm" className="no-print">
          {actions}
        </Group>
      )}
    </Group>
  )
}
