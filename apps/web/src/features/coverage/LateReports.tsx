import { useQuery } from '@apollo/client/react'
import { Button, Group, NativeSelect, Switch, Text } from '@mantine/core'
import { graphql } from '../../generated/gql.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ExportMenu } from '../../ui/ExportMenu.tsx'
import { Link } from '../../ui/Link.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import type { CoverageView } from './CoveragePage.tsx'
import { useCoverageText } from './text.ts'

const LateReportsDocument = graphql(`
  query LateReports(
    $year: Int!
    $filter: CoverageFilter
    $states: [ReportState!]
    $planned: Boolean
    $order: ExpectedReportOrder
    $after: String
    $organisationId: ID!
    $withOrganisation: Boolean!
  ) {
    organisation(id: $organisationId) @include(if: $withOrganisation) {
      id
      name
    }
    reportCoverage(year: $year, filter: $filter) {
      reports(states: $states, planned: $planned, order: $order, first: 50, after: $after) {
        edges {
          cursor
          node {
            id
            pairingId
            month
            dueOn
            sentOn
            state
            isPlanned
            daysLate
            agencySide {
              id
              name
            }
            communitySide {
              id
              name
            }
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`)
const orders = ['OLDEST_MONTH', 'NEWEST_MONTH', 'ORGANISATION'] as const
const states = ['MISSING', 'LATE', 'ON_TIME', 'NOT_DUE'] as const
const nobody = '00000000-0000-0000-0000-000000000000'

/** Who is late with what: the reports that came late or did not come, each with its pairing. */
export function LateReports({ year, filter, search, set }: CoverageView) {
  const text = useCoverageText()
  const formats = useFormats()
  const state = states.find((one) => one === search.state)
  const order = orders.find((one) => one === search.order) ?? 'OLDEST_MONTH'
  const { data, previousData, loading, error, refetch, fetchMore } = useQuery(LateReportsDocument, {
    variables: {
      year,
      filter,
      states: state ? [state] : null,
      planned: search.planned ?? null,
      order,
      after: null,
      organisationId: search.organisationId ?? nobody,
      withOrganisation: search.organisationId !== undefined,
    },
    fetchPolicy: 'cache-and-network',
    notifyOnNetworkStatusChange: true,
  })
  const shown = data ?? previousData
  const page = shown?.reportCoverage.reports
  if (error && page === undefined)
    return <QueryProblem error={error} onRetry={() => void refetch()} />
  if (page === undefined) return <Loading />
  return (
    <section className="paper" aria-label={text('view_late')}>
      <Group justify="space-between" align="flex-end" mb="sm">
        <Group align="flex-end" gap="sm" className="no-print">
          <NativeSelect
            size="md"
            label={text('state')}
            value={state ?? ''}
            data={[
              { value: '', label: text('lateOrMissing') },
              ...states.map((value) => ({ value, label: text(`state_${value}`) })),
            ]}
            onChange={({ currentTarget: { value } }) => set({ state: value || undefined })}
          />
          <NativeSelect
            size="md"
            label={text('order')}
            value={order}
            data={orders.map((value) => ({ value, label: text(`order_${value}`) }))}
            onChange={({ currentTarget: { value } }) =>
              set({ order: value === 'OLDEST_MONTH' ? undefined : value })
            }
          />
          <Switch
            label={text('onlyPlanned')}
            checked={search.planned === true}
            onChange={({ currentTarget: { checked } }) => set({ planned: checked || undefined })}
            mb={10}
          />
          {search.organisationId && shown?.organisation && (
            <Button
              variant="light"
              onClick={() => set({ organisationId: undefined })}
              aria-label={text('removeFilter', { name: shown.organisation.name })}
            >
              {shown.organisation.name} ×
            </Button>
          )}
        </Group>
        <ExportMenu
          table="expected-reports"
          filter={{
            year,
            states: state,
            planned: search.planned ? 'true' : undefined,
            order,
            zoneId: search.zoneId,
            organisationId: search.organisationId,
            monthFrom: search.monthFrom,
            monthTo: search.monthTo,
          }}
        />
      </Group>
      {page.edges.length === 0 ? (
        <EmptyState
          title={text('nobodyLate')}
          hint={text(search.planned ? 'nobodyLatePlannedHint' : 'nobodyLateHint')}
        />
      ) : (
        <>
          <DataTable
            caption={text('view_late')}
            rows={page.edges.map(({ node }) => node)}
            keyOf={({ id }) => id}
            columns={[
              {
                key: 'pairing',
                main: true,
                head: text('pairing'),
                cell: ({ agencySide, communitySide, pairingId }) => (
                  <Link to={paths.pairing(pairingId)}>
                    {agencySide.name} — {communitySide.name}
                  </Link>
                ),
              },
              {
                key: 'month',
                head: text('month'),
                cell: ({ month, pairingId, state: its, isPlanned }) => (
                  <>
                    {its === 'LATE' || its === 'ON_TIME' ? (
                      <Link
                        to={paths.records()}
                        search={{ pairingId, month, statuses: 'SUBMITTED,COUNTERSIGNED' }}
                      >
                        {formats.month(month)}
                      </Link>
                    ) : (
                      formats.month(month)
                    )}
                    {isPlanned && (
                      <Text size="xs" component="div" c="#7a3e00">
                        {text('planDue')}
                      </Text>
                    )}
                  </>
                ),
              },
              {
                key: 'state',
                head: text('state'),
                cell: ({ state: its }) =>
                  its === 'MISSING' ? (
                    <b style={{ color: '#a61b1b' }}>{text('state_MISSING')}</b>
                  ) : (
                    text(`state_${its}`)
                  ),
              },
              { key: 'due', head: text('dueOn'), cell: ({ dueOn }) => formats.day(dueOn) },
              {
                key: 'sent',
                head: text('sentOn'),
                cell: ({ sentOn }) => (sentOn === null ? '—' : formats.day(sentOn)),
              },
              {
                key: 'days',
                head: text('daysLate'),
                number: true,
                cell: ({ daysLate }) => (daysLate === 0 ? '—' : formats.number(daysLate)),
              },
            ]}
          />
          <LoadMore
            hasNextPage={page.pageInfo.hasNextPage}
            loading={loading}
            onMore={() => void fetchMore({ variables: { after: page.pageInfo.endCursor } })}
          />
        </>
      )}
    </section>
  )
}
