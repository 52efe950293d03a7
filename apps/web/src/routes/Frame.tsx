import { Badge, Burger, Group, NavLink, Text } from '@mantine/core'
import { useDisclosure, useWindowEvent } from '@mantine/hooks'
import { Link as RouterLink, useLocation } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { RoleSwitch } from '../features/accounts/RoleSwitch.tsx'
import { SuggestionEntry } from '../features/suggestions/SuggestionEntry.tsx'
import { paths } from '../paths.ts'
import { useFormats } from '../platform/locale.tsx'
import { useMay, useViewer } from '../platform/session.tsx'
import { useLiveQueries } from '../platform/live.ts'
import { useUiText } from '../ui/text.ts'
import { LanguageSwitch } from './LanguageSwitch.tsx'
import { UserMenu } from './UserMenu.tsx'

/** The frame of every page: who one is, where one can go, and a word to the administrator. */
export function Frame({ children }: { children: ReactNode }) {
  const [opened, { toggle, close }] = useDisclosure()
  const text = useUiText()
  const viewer = useViewer()
  const formats = useFormats()
  useLiveQueries(['Viewer'])
  useWindowEvent('keydown', ({ key }) => {
    if (key === 'Escape') close()
  })

  return (
    <div className="frame">
      <a className="skip" href="#main">
        {text('skip')}
      </a>
      <header className="frame-header">
        <Group gap="xs" wrap="nowrap" style={{ minWidth: 0 }}>
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
          <Text span c="dimmed" size="sm" visibleFrom="sm" truncate>
            {viewer.city.name}
          </Text>
        </Group>
        <Group gap="xs" wrap="nowrap">
          <RoleSwitch />
          <Group visibleFrom="sm">
            <LanguageSwitch signedIn />
          </Group>
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

function Navigation({ onGo }: { onGo: () => void }) {
  const text = useUiText()
  const may = useMay()
  const viewer = useViewer()
  const { pathname } = useLocation()
  const records = may('submitActivity')
  const signs = may('countersignActivity')
  const entries: { to: string; under?: string; label: string; show: boolean; count?: number }[] = [
    { to: paths.workbench(), label: text('nav_workbench'), show: records || signs },
    { to: paths.newRecord(), label: text('nav_newRecord'), show: records },
    { to: paths.inbox(), label: text('nav_inbox'), show: signs, count: viewer.waitingForMe },
    { to: paths.overview(), label: text('nav_overview'), show: may('citySummary') },
    { to: paths.records(), label: text('nav_records'), show: may('activities') },
    {
      to: paths.campaigns(),
      under: '/labour',
      label: text('nav_labour'),
      show: may('campaignPlans'),
    },
    { to: paths.pairings(), label: text('nav_pairings'), show: may('pairings') },
    { to: paths.households(), label: text('nav_households'), show: may('householdCounts') },
    { to: paths.organisations(), label: text('nav_organisations'), show: may('organisations') },
    { to: paths.zones(), label: text('nav_zones'), show: may('zones') },
    { to: paths.catalogue(), label: text('nav_catalogue'), show: may('saveIndicator') },
    { to: paths.userAccounts(), label: text('nav_userAccounts'), show: may('userAccounts') },
    { to: paths.apiTokens(), label: text('nav_apiTokens'), show: may('apiTokens') },
    { to: paths.suggestions(), label: text('nav_suggestions'), show: may('suggestions') },
    { to: paths.audit(), label: text('nav_audit'), show: may('auditEvents') },
  ]
  return (
    <>
      {entries
        .filter(({ show }) => show)
        .map(({ to, under = to, label, count }) => {
          const active = pathname === to || (to !== '/' && pathname.startsWith(`${under}/`))
          return (
            <NavLink
              key={to}
              component={RouterLink}
              to={to}
              label={label}
              active={active}
              aria-current={active ? 'page' : undefined}
              onClick={onGo}
              color="brand"
              style={{ borderRadius: 8, minHeight: 44 }}
              rightSection={
                count ? (
                  <Badge color="brand" size="lg" circle={count < 10}>
                    {count}
                  </Badge>
                ) : undefined
              }
            />
          )
        })}
    </>
  )
}
