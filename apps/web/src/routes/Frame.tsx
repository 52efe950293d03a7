import { Burger, Group, Text } from '@mantine/core'
import { useDisclosure, useWindowEvent } from '@mantine/hooks'
import { Link as RouterLink } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import type { ReactNode } from 'react'
import { RoleSwitch } from '../features/accounts/RoleSwitch.tsx'
import { Navigation } from './Navigation.tsx'
import { SuggestionEntry } from '../features/suggestions/SuggestionEntry.tsx'
import { paths } from '../paths.ts'
import { useFormats } from '../platform/locale.tsx'
import { afterPage } from '../platform/page-there.ts'
import { useMay, useViewer } from '../platform/session.tsx'
import { useUiText } from '../ui/text.ts'
import { LanguageSwitch } from './LanguageSwitch.tsx'
import { UserMenu } from './UserMenu.tsx'

// With all that listens to what others do: nothing on the page waits for it.
const Bell = lazy(async () => {
  await afterPage()
  return { default: (await import('../features/notifications/Bell.tsx')).Bell }
})

// Shows what waits on the device and sends it.
const OutboxMark = lazy(async () => {
  await afterPage()
  return { default: (await import('../features/recording/OutboxMark.tsx')).OutboxMark }
})

const SearchBox = lazy(async () => {
  await afterPage()
  return { default: (await import('../features/search/SearchBox.tsx')).SearchBox }
})

/** The frame of every page: who one is, where one can go, and a word to the administrator. */
export function Frame({ isOffline, children }: { isOffline: boolean; children: ReactNode }) {
  const [opened, { toggle, close }] = useDisclosure()
  const text = useUiText()
  const viewer = useViewer()
  const formats = useFormats()
  const may = useMay()
  useWindowEvent('keydown', ({ key }) => {
    if (key === 'Escape') close()
  })

  return (
    <div className="frame">
      <a className="skip" href="#main">
        {text('skip')}
      </a>
      <header className="frame-header">
        <Group gap="xs" wrap="nowrap" style={{ flexShrink: 0 }}>
          <Burger
            opened={opened}
            onClick={toggle}
            hiddenFrom="md"
            size="sm"
            aria-label={text('menu')}
            aria-expanded={opened}
          />
          <RouterLink
            to={paths.home()}
            className="link"
            style={{ textDecoration: 'none', whiteSpace: 'nowrap' }}
          >
            <Text span fw={700} size="lg">
              {text('product')}
            </Text>
          </RouterLink>
          <Text span c="dimmed" size="sm" visibleFrom="sm" truncate maw={160}>
            {viewer.city.name}
          </Text>
        </Group>
        <Group gap="xs" wrap="nowrap" style={{ minWidth: 0 }}>
          {!isOffline && (
            <Suspense fallback={<span className="search-space" />}>
              <SearchBox />
            </Suspense>
          )}
          {!isOffline && <RoleSwitch />}
          {may('submitActivity') && (
            <Suspense fallback={null}>
              <OutboxMark isOffline={isOffline} />
            </Suspense>
          )}
          <Group visibleFrom="sm">
            <LanguageSwitch signedIn />
          </Group>
          {!isOffline && (
            <Suspense fallback={<span className="bell" />}>
              <Bell />
            </Suspense>
          )}
          <UserMenu />
        </Group>
      </header>
      <nav className="frame-nav" data-opened={opened} aria-label={text('menu')}>
        <Navigation onGo={close} />
        <Group hiddenFrom="sm" mt="md" px="sm">
          <LanguageSwitch signedIn />
        </Group>
        <div style={{ marginTop: 'auto', padding: '12px 8px 4px' }}>
          <SuggestionEntry />
        </div>
      </nav>
      <main id="main" className="frame-main">
        {viewer.city.demonstration && (
          <Text size="sm" c="dimmed" mb="xs" className="no-print">
            {text('demonstrationDay', { day: formats.day(viewer.today) })}
          </Text>
        )}
        {children}
      </main>
    </div>
  )
}
