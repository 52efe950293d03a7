import { Button, Group, Stack } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { useUiText } from './text.ts'

type Props = {
  /** What is asked for most, always in sight. */
  first: ReactNode
  /** How many of the others are set, so that a phone tells of what it does not show. */
  chosen: number
  /** The others. */
  children: ReactNode
  /** What stands under them, always in sight. */
  below?: ReactNode
}

/** What narrows a page. On a phone all but the first waits behind a button: what was come for stays in sight. */
export function Filters({ first, chosen, children, below }: Props) {
  const ui = useUiText()
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false })
  const [open, setOpen] = useState(false)
  return (
    <Stack
      className="paper no-print"
      gap="sm"
      mb="md"
      role="search"
      aria-label={ui('filters', { chosen: 0 })}
    >
      <Group align="flex-end" gap="sm">
        {first}
        {narrow && (
          <Button variant="default" aria-expanded={open} onClick={() => setOpen(!open)}>
            {ui('filters', { chosen })}
          </Button>
        )}
        {(!narrow || open) && children}
      </Group>
      {below && (
        <Group gap="md" className="unless-empty">
          {below}
        </Group>
      )}
    </Stack>
  )
}

/** How many of these are set. */
export function countSet(...values: unknown[]): number {
  return values.filter((value) => (value ?? false) !== false && value !== '').length
}
