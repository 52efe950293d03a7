import { useQuery } from '@apollo/client/react'
import {
  Button,
  Group,
  NativeSelect,
  NumberInput,
  SimpleGrid,
  Stack,
  Text,
  Title,
} from '@mantine/core'
import { ACTIVITY_KINDS, HELP_AREAS } from '@gongjian/domain/vocabulary'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { graphql } from '../../generated/gql.ts'
import type { SummaryFilter } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useLiveQueries } from '../../platform/live.ts'
import { useViewer } from '../../platform/session.tsx'
import type { OverviewSearch } from '../../routes/address.ts'
import { ExportMenu } from '../../ui/ExportMenu.tsx'
import { FiguresAsOf } from '../../ui/FiguresAsOf.tsx'
import { countSet, Filters } from '../../ui/Filters.tsx'
import { Link } from '../../ui/Link.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { OrganisationPicker } from '../../ui/OrganisationPicker.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { useUiText } from '../../ui/text.ts'
import { useWords } from '../../ui/words.ts'
import { Breakdown } from './Breakdown.tsx'
import { IndicatorTable } from './IndicatorTable.tsx'
import { MonthChart } from './MonthChart.tsx'
import { LongWaiting } from './LongWaiting.tsx'
import { SigningTable } from './SigningTable.tsx'
import { useAnalysisText } from './text.ts'

export const OverviewDocument = graphql(`
  query Overview(
    $year: Int!
    $filter: SummaryFilter
    $nothingForDays: Int!
    $organisationId: ID!
    $withOrganisation: Boolean!
  ) {
    periods {
      year
      startsOn
      endsOn
      status
    }
    zones {
      id
      name
    }
    organisation(id: $organisationId) @include(if: $withOrganisation) {
      id
      name
      code
    }
    figuresAsOf(of: "citySummary")
    citySummary(year: $year, filter: $filter) {
      year
      asOf
      period {
        year
        startsOn
        endsOn
        status
      }
      structure {
        agencies
        branches
        streets
        communities
        zones
        pairings
        branchPairings
      }
      total {
        countersigned
        submitted
        personTimes
        submittedPersonTimes
        hours
        averageUsefulness
        averageSigningDays
      }
      kinds {
        kind
        total {
          countersigned
          submitted
          personTimes
          submittedPersonTimes
          hours
        }
      }
      areas {
        area
        total {
          countersigned
          submitted
          personTimes
        }
      }
      months {
        month
        sixHelps
        labour
        visits
        total {
          countersigned
          submitted
        }
      }
      indicators {
        indicator {
          code
          name
          unit
          area
          kind
        }
        accepted
        claimed
        acceptedRecords
        claimedRecords
      }
      labour {
        campaigns
        agencies
        personTimes
        hours
      }
      coverage(nothingForDays: $nothingForDays) {
        pairings
        active
        nothingForDays
        withNothing
        neverAnything
        silentAgencies
        silentCommunities
      }
      signing {
        waiting
        overdue
        countersigned
        corrected
        returned
        averageDays
        medianDays
        withinSevenDays
        byOrganisation(first: 10) {
          organisation {
            id
            name
            kind
          }
          waiting
          overdue
          oldestDays
          averageSigningDays
        }
      }
    }
  }
`)
const FindOrganisations = graphql(`
  query FindOrganisations($filter: OrganisationFilter) {
    organisations(first: 12, filter: $filter) {
      edges {
        cursor
        node {
          id
          name
          code
          kind
        }
      }
    }
  }
`)
const nobody = '00000000-0000-0000-0000-000000000000'

/** The whole city at a glance, or what of it is in sight: every number opens the records behind it. */
export function OverviewPage() {
  const text = useAnalysisText()
  const ui = useUiText()
  const words = useWords()
  const formats = useFormats()
  const viewer = useViewer()
  const navigate = useNavigate()
  const search: OverviewSearch = useSearch({ strict: false })
  const year = search.year ?? viewer.programmeYear
  const nothingForDays = search.nothingForDays ?? 60
  const [looking, setLooking] = useState('')
  const area = HELP_AREAS.find((one) => one === search.area) ?? null
  const kind = ACTIVITY_KINDS.find((one) => one === search.kind) ?? null
  const filter: SummaryFilter = {
    organisationId: search.organisationId ?? null,
    zoneId: search.zoneId ?? null,
    month: search.month ?? null,
    area,
    kind,
  }
  const { data, previousData, error, refetch } = useQuery(OverviewDocument, {
    variables: {
      year,
      filter,
      nothingForDays,
      organisationId: search.organisationId ?? nobody,
      withOrganisation: search.organisationId !== undefined,
    },
    fetchPolicy: 'cache-and-network',
  })
  const found = useQuery(FindOrganisations, {
    variables: {
      filter: { search: looking, kinds: ['AGENCY', 'BRANCH', 'DISTRICT', 'STREET', 'COMMUNITY'] },
    },
    skip: looking.trim() === '',
  })
  useLiveQueries(['Overview', 'Breakdown', 'LongWaiting'])
  const set = (part: Partial<OverviewSearch>) =>
    void navigate({ to: paths.overview(), search: { ...search, ...part }, replace: true })
  const shown = data ?? previousData
  if (error && shown === undefined)
    return <QueryProblem error={error} onRetry={() => void refetch()} />
  if (shown === undefined) return <Loading />
  const summary = shown.citySummary
  const plain = {
    year,
    ...Object.fromEntries(
      Object.entries({
        organisationId: search.organisationId,
        zoneId: search.zoneId,
        month: search.month,
      }).filter(([, value]) => value !== undefined),
    ),
  }
  const signed = (more: Record<string, unknown>) => ({
    ...plain,
    ...(area ? { areas: area } : {}),
    ...(kind ? { kinds: kind } : {}),
    statuses: 'COUNTERSIGNED',
    ...more,
  })
  const waiting = (more: Record<string, unknown>) => ({ ...signed(more), statuses: 'SUBMITTED' })
  const exportFilter = { ...plain, area, kind }
  const kindTotal = (name: string) => summary.kinds.find((one) => one.kind === name)?.total
  const sixHelps = kindTotal('SIX_HELPS')
  const visits = kindTotal('VISIT')
  const most = Math.max(
    1,
    ...summary.areas.map(({ total }) => total.countersigned + total.submitted),
  )

  return (
    <>
      <PageHeader
        title={text('overview')}
        subtitle={text('overviewWords', {
          countersigned: formats.number(sixHelps?.countersigned ?? 0),
          labour: formats.number(summary.labour.personTimes),
          campaigns: summary.labour.campaigns,
          visits: formats.number(visits?.countersigned ?? 0),
          visitors: formats.number(visits?.personTimes ?? 0),
          waiting: formats.number(summary.total.submitted),
          silent: formats.number(summary.coverage.withNothing),
          days: nothingForDays,
        })}
      />
      <FiguresAsOf moment={shown.figuresAsOf} />
      <Filters
        first={
          <NativeSelect
            size="md"
            label={text('year')}
            value={String(year)}
            onChange={(event) => set({ year: Number(event.currentTarget.value), month: undefined })}
            data={shown.periods.map((period) => ({
              value: String(period.year),
              label: String(period.year),
            }))}
          />
        }
        chosen={countSet(
          search.zoneId,
          search.organisationId,
          search.month,
          search.kind,
          search.area,
        )}
      >
        <NativeSelect
          size="md"
          label={text('zone')}
          value={search.zoneId ?? ''}
          onChange={(event) => set({ zoneId: event.currentTarget.value || undefined })}
          data={[
            { value: '', label: ui('all') },
            ...shown.zones.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <OrganisationPicker
          label={text('organisation')}
          value={shown.organisation ?? null}
          options={found.data?.organisations.edges.map(({ node }) => node) ?? []}
          onSearch={setLooking}
          onPick={(organisation) => set({ organisationId: organisation?.id })}
          nothingFound={text('typeToFind')}
        />
        <NativeSelect
          size="md"
          label={text('month')}
          value={search.month ?? ''}
          onChange={(event) => set({ month: event.currentTarget.value || undefined })}
          data={[
            { value: '', label: ui('all') },
            ...summary.months.map(({ month }) => ({ value: month, label: formats.month(month) })),
          ]}
        />
        <NativeSelect
          size="md"
          label={text('kind')}
          value={kind ?? ''}
          onChange={(event) =>
            set({ kind: event.currentTarget.value || undefined, area: undefined })
          }
          data={[
            { value: '', label: ui('all') },
            ...ACTIVITY_KINDS.map((one) => ({ value: one, label: words.kind(one) })),
          ]}
        />
        <NativeSelect
          size="md"
          label={text('area')}
          value={area ?? ''}
          onChange={(event) => set({ area: event.currentTarget.value || undefined })}
          data={[
            { value: '', label: ui('all') },
            ...HELP_AREAS.map((one) => ({ value: one, label: words.area(one) })),
          ]}
        />
        {Object.values({ ...search, by: undefined, order: undefined }).some(
          (value) => value !== undefined,
        ) && (
          <Button
            variant="subtle"
            onClick={() => void navigate({ to: paths.overview(), search: {} })}
          >
            {text('clear')}
          </Button>
        )}
      </Filters>

      <SimpleGrid cols={{ base: 1, xs: 2, lg: 4 }} spacing="md" mb="md">
        <Figure
          label={words.kind('SIX_HELPS')}
          value={formats.number(sixHelps?.countersigned ?? 0)}
          unit={text('times')}
          to={signed({ kinds: 'SIX_HELPS' })}
          claimed={sixHelps?.submitted ?? 0}
          claimedTo={waiting({ kinds: 'SIX_HELPS' })}
        />
        <Figure
          label={text('labourPersonTimes', {
            campaigns: summary.labour.campaigns,
            agencies: summary.labour.agencies,
          })}
          value={formats.number(summary.labour.personTimes)}
          unit={text('personTimes')}
          to={signed({ kinds: 'LABOUR', areas: undefined })}
          claimed={kindTotal('LABOUR')?.submitted ?? 0}
          claimedTo={waiting({ kinds: 'LABOUR', areas: undefined })}
        />
        <Figure
          label={text('visitsOf', { personTimes: formats.number(visits?.personTimes ?? 0) })}
          value={formats.number(visits?.countersigned ?? 0)}
          unit={text('batches')}
          to={signed({ kinds: 'VISIT', areas: undefined })}
          claimed={visits?.submitted ?? 0}
          claimedTo={waiting({ kinds: 'VISIT', areas: undefined })}
        />
        <div className="paper">
          <Text size="sm" c="dimmed">
            {text('structure')}
          </Text>
          <Text>
            {text('structureWords', {
              agencies: summary.structure.agencies,
              streets: summary.structure.streets,
              zones: summary.structure.zones,
              communities: summary.structure.communities,
            })}
          </Text>
          <Link to={paths.pairings()}>
            {text('pairingsCount', {
              pairings: formats.number(summary.structure.pairings),
              branchPairings: formats.number(summary.structure.branchPairings),
            })}
          </Link>
        </div>
      </SimpleGrid>

      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md" mb="md" style={{ alignItems: 'start' }}>
        <section className="paper" aria-labelledby="areas">
          <Title order={2} mb="xs" id="areas">
            {text('sixAreas')}
          </Title>
          <Group gap="md" mb="sm">
            <Legend className="confirmed" label={text('confirmed')} />
            <Legend className="claimed" label={text('claimedOnly')} />
          </Group>
          <table className="data-table">
            <thead>
              <tr>
                <th scope="col">{text('area')}</th>
                <th scope="col">{text('share')}</th>
                <th scope="col" className="num">
                  {text('confirmed')}
                </th>
                <th scope="col" className="num">
                  {text('claimedOnly')}
                </th>
              </tr>
            </thead>
            <tbody>
              {summary.areas.map((one) => (
                <tr key={one.area}>
                  <th scope="row" style={{ border: 0, borderBottom: '1px solid #eceef0' }}>
                    {words.area(one.area)}
                  </th>
                  <td style={{ minWidth: 90 }} aria-hidden>
                    <span
                      className="bar confirmed"
                      style={{ width: `${(one.total.countersigned / most) * 88}%` }}
                    />
                    <span
                      className="bar claimed"
                      style={{ width: `${(one.total.submitted / most) * 88}%` }}
                    />
                  </td>
                  <td className="num">
                    <Link
                      to={paths.records()}
                      search={signed({ areas: one.area, kinds: 'SIX_HELPS' })}
                    >
                      {formats.number(one.total.countersigned)}
                    </Link>
                  </td>
                  <td className="num">
                    <Link
                      to={paths.records()}
                      search={waiting({ areas: one.area, kinds: 'SIX_HELPS' })}
                    >
                      {formats.number(one.total.submitted)}
                    </Link>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
        <MonthChart
          months={summary.months}
          linkOf={(month) => signed({ month })}
          exportFilter={exportFilter}
        />
      </SimpleGrid>

      <section className="paper" aria-labelledby="indicators" style={{ marginBottom: 16 }}>
        <Group justify="space-between" mb="sm">
          <Title order={2} id="indicators">
            {text('indicators')}
          </Title>
          <ExportMenu table="indicators" filter={exportFilter} />
        </Group>
        <IndicatorTable
          rows={summary.indicators}
          searchOf={(code, status) => ({
            ...plain,
            ...(area ? { areas: area } : {}),
            indicatorCode: code,
            statuses: status,
          })}
        />
      </section>

      <Breakdown year={year} filter={filter} search={search} set={set} linkOf={signed} />

      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md" style={{ alignItems: 'start' }}>
        <section className="paper" aria-labelledby="coverage">
          <Title order={2} mb="sm" id="coverage">
            {text('coverage')}
          </Title>
          <Group align="flex-end" mb="sm">
            <NumberInput
              size="md"
              label={text('nothingForDays')}
              min={1}
              max={3650}
              value={nothingForDays}
              onChange={(value) => {
                const days = Number(value)
                if (days >= 1) set({ nothingForDays: days === 60 ? undefined : Math.round(days) })
              }}
              maw={220}
            />
          </Group>
          <Stack gap="xs">
            <Text>
              {text('coverageWords', {
                pairings: formats.number(summary.coverage.pairings),
                active: formats.number(summary.coverage.active),
              })}
            </Text>
            <Link
              to={paths.pairings()}
              search={{
                level: 'BRANCH_COMMUNITY',
                nothingForDays,
                ...(search.zoneId ? { zoneId: search.zoneId } : {}),
                ...(search.organisationId ? { organisationId: search.organisationId } : {}),
              }}
            >
              {text('withNothing', {
                count: formats.number(summary.coverage.withNothing),
                days: nothingForDays,
                never: formats.number(summary.coverage.neverAnything),
              })}
            </Link>
            <Text>
              {text('silent', {
                agencies: formats.number(summary.coverage.silentAgencies),
                communities: formats.number(summary.coverage.silentCommunities),
              })}
            </Text>
            <ExportMenu
              table="pairings"
              filter={{
                level: 'BRANCH_COMMUNITY',
                active: true,
                nothingForDays,
                zoneId: search.zoneId,
                organisationId: search.organisationId,
              }}
            />
          </Stack>
        </section>
        <SigningTable
          signing={summary.signing}
          waitingSearch={waiting({})}
          overdueSearch={{ ...waiting({}), overdue: true }}
          exportFilter={exportFilter}
        />
      </SimpleGrid>
      <LongWaiting organisationId={search.organisationId} zoneId={search.zoneId} />
    </>
  )
}

function Legend({ className, label }: { className: string; label: string }) {
  return (
    <Group gap={6}>
      <span className={`bar ${className}`} style={{ width: 18 }} aria-hidden />
      <Text size="sm">{label}</Text>
    </Group>
  )
}

function Figure({
  label,
  value,
  unit,
  to,
  claimed,
  claimedTo,
}: {
  label: string
  value: string
  unit: string
  to: Record<string, unknown>
  claimed: number
  claimedTo: Record<string, unknown>
}) {
  const text = useAnalysisText()
  const formats = useFormats()
  return (
    <div className="paper">
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text
        component="div"
        className="figure-number"
        style={{ fontSize: '1.9rem', lineHeight: 1.2 }}
      >
        <Link to={paths.records()} search={to}>
          {value}
        </Link>{' '}
        <Text span size="sm" fw={400}>
          {unit}
        </Text>
      </Text>
      <Link to={paths.records()} search={claimedTo}>
        {text('stillClaimed', { count: formats.number(claimed) })}
      </Link>
    </div>
  )
}
