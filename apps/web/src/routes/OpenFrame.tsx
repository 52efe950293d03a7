import { Container, Group, Text } from '@mantine/core'
import { useEffect } from 'react'
import type { ReactNode } from 'react'
import { SuggestionEntry } from '../features/suggestions/SuggestionEntry.tsx'
import { pageIsThere } from '../platform/page-there.ts'
import { useUiText } from '../ui/text.ts'
import { LanguageSwitch } from './LanguageSwitch.tsx'

/** The frame before signing in. */
export function OpenFrame({ children }: { children: ReactNode }) {
  const text = useUiText()
  useEffect(pageIsThere, [])
  return (
    <>
      <header
        style={{ background: '#fff', borderBottom: '3px solid var(--mantine-color-brand-7)' }}
      >
        <Container size="lg" py="sm">
          <Group justify="space-between">
            <Text fw={700} size="lg">
              {text('product')}
            </Text>
            <LanguageSwitch signedIn={false} />
          </Group>
        </Container>
      </header>
      <Container size="lg" py="lg" component="main" id="main">
        {children}
      </Container>
      <Container size="lg" py="md" component="footer">
        <SuggestionEntry />
      </Container>
    </>
  )
}
