import { NavLink, Text } from '@mantine/core'
import { Link as RouterLink, useLocation } from '@tanstack/react-router'
import { useId } from 'react'
import { paths } from '../paths.ts'
import { useMay, useViewer } from '../platform/session.tsx'
import { useUiText } from '../ui/text.ts'

type Entry = { to: string; under?: string; label: string; show: boolean; count?: number }

/** Where one can go, in the order of the work: one's own, what is recorded, the year's judgement, who is who, the keeping. */
export function Navigation({ onGo }: { onGo: () => void }) {
  const text = useUiText()
  const may = useMay()
  const viewer = useViewer()
  const records = may('submitActivity')
  const signs = may('countersignActivity')
  const groups: { heading: string | null; entries: Entry[] }[] = [
    {
      heading: null,
      entries: [
        { to: paths.workbench(), label: text('nav_workbench'), show: records || signs },
        { to: paths.newRecord(), label: text('nav_newRecord'), show: records },
        { to: paths.outbox(), label: text('nav_outbox'), show: records },
        { to: paths.inbox(), label: text('nav_inbox'), show: signs, count: viewer.waitingForMe },
        { to: paths.overview(), label: text('nav_overview'), show: may('citySummary') },
      ],
    },
    {
      heading: text('navGroup_records'),
      entries: [
        { to: paths.records(), label: text('nav_records'), show: may('activities') },
        {
          to: paths.campaigns(),
          under: '/labour',
          label: text('nav_labour'),
          show: may('campaignPlans'),
        },
        { to: paths.plans(), label: text('nav_plans'), show: may('plans') },
        { to: paths.donations(), label: text('nav_donations'), show: may('donations') },
        { to: paths.households(), label: text('nav_households'), show: may('householdCounts') },
        { to: paths.archives(), label: text('nav_archives'), show: may('archives') },
        { to: paths.imports(), label: text('nav_imports'), show: may('sendImport') },
      ],
    },
    {
      heading: text('navGroup_analysis'),
      entries: [
        { to: paths.explore(), label: text('nav_explore'), show: may('explore') },
        { to: paths.diagnosis(), label: text('nav_diagnosis'), show: may('diagnosis') },
        { to: paths.coverage(), label: text('nav_coverage'), show: may('reportCoverage') },
        { to: paths.yearReport(), label: text('nav_yearReport'), show: may('yearReport') },
        {
          to: paths.cockpit(),
          label: text('nav_cockpit'),
          show: may('citySummary') && may('activities') && !records && !signs,
        },
      ],
    },
    {
      heading: text('navGroup_assessment'),
      entries: [
        { to: paths.assessment(), label: text('nav_assessment'), show: may('assessmentSchemes') },
        { to: paths.jointAssessments(), label: text('nav_joint'), show: may('jointAssessments') },
        { to: paths.appeals(), label: text('nav_appeals'), show: may('appeals') },
        { to: paths.bulletins(), label: text('nav_bulletins'), show: may('bulletins') },
        { to: paths.corrections(), label: text('nav_corrections'), show: may('decideCorrection') },
        {
          to: paths.periods(),
          label: text('nav_periods'),
          show: may('movePeriod') || may('openProgrammeYear'),
        },
        { to: paths.catalogue(), label: text('nav_catalogue'), show: may('saveIndicator') },
      ],
    },
    {
      heading: text('navGroup_organisations'),
      entries: [
        { to: paths.pairings(), label: text('nav_pairings'), show: may('pairings') },
        { to: paths.pairsMap(), label: text('nav_pairsMap'), show: may('pairingMatrix') },
        { to: paths.organisations(), label: text('nav_organisations'), show: may('organisations') },
        { to: paths.zones(), label: text('nav_zones'), show: may('zones') },
      ],
    },
    {
      heading: text('navGroup_keeping'),
      entries: [
        { to: paths.userAccounts(), label: text('nav_userAccounts'), show: may('userAccounts') },
        { to: paths.positions(), label: text('nav_positions'), show: may('positions') },
        { to: paths.robots(), label: text('nav_robots'), show: may('robots') },
        { to: paths.apiTokens(), label: text('nav_apiTokens'), show: may('apiTokens') },
        { to: paths.suggestions(), label: text('nav_suggestions'), show: may('suggestions') },
        { to: paths.audit(), label: text('nav_audit'), show: may('auditEvents') },
      ],
    },
  ]
  return groups.map(({ heading, entries }) => (
    <NavigationGroup
      key={heading ?? ''}
      heading={heading}
      entries={entries.filter(({ show }) => show)}
      onGo={onGo}
    />
  ))
}

function NavigationGroup({
  heading,
  entries,
  onGo,
}: {
  heading: string | null
  entries: readonly Entry[]
  onGo: () => void
}) {
  const { pathname } = useLocation()
  const headingId = useId()
  if (entries.length === 0) return null
  return (
    <div role="group" aria-labelledby={heading === null ? undefined : headingId}>
      {heading !== null && (
        <Text id={headingId} size="xs" c="dimmed" px="sm" pt="sm" pb={4}>
          {heading}
        </Text>
      )}
      {entries.map(({ to, under = to, label, count }) => {
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
            style={{ borderRadius: 8, minHeight: 40 }}
            rightSection={count ? <span className="count">{count}</span> : undefined}
          />
        )
      })}
    </div>
  )
}
