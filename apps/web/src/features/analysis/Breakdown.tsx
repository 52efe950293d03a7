import { useQuery } from '@apollo/client/react'
import { Group, SegmentedControl, Switch, Title } from '@mantine/core'
import { HELP_AREAS } from '@gongjian/domain/vocabulary'
import { graphql } from '../../generated/gql.ts'
import type { BreakdownQuery, SummaryFilter } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import type { OverviewSearch } from '../../routes/address.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ExportMenu } from '../../ui/ExportMenu.tsx'
import { Link } from '../../ui/Link.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { SearchField } from '../../ui/SearchField.tsx'
import { useWords } from '../../ui/words.ts'
import { useAnalysisText } from './text.ts'

export const BreakdownDocument = graphql(`
  query Breakdown(
    $year: Int!
    $filter: SummaryFilter
    $by: BreakdownBy!
    $order: TableOrder
    $after: String
    $search: String
  ) {
    figuresAsOf(of: "citySummary")
    citySummary(year: $year, filter: $filter) {
      breakdown(by: $by, order: $order, first: 100, after: $after, search: $search) {
        edges {
          cursor
          node {
            id
            code
            name
            sixHelps
            labour
            visits
            total {
              countersigned
              submitted
              personTimes
              hours
              averageUsefulness
              averageSigningDays
            }
            areas {
              area
              total {
                countersigned
              }
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
const levels = ['ZONE', 'AGENCY', 'BRANCH', 'DISTRICT', 'STREET', 'COMMUNITY'] as const
type Row = BreakdownQuery['citySummary']['breakdown']['edges'][number]['node']

/** The totals by zone, agency, street …: in the fixed order or by value; those that reported nothing are there too. */
export function Breakdown({
  year,
  filter,
  search,
  set,
  linkOf,
}: {
  year: number
  filter: SummaryFilter
  search: OverviewSearch
  set: (part: Partial<OverviewSearch>) => void
  linkOf: (more: Record<string, unknown>) => Record<string, unknown>
}) {
  const text = useAnalysisText()
  const words = useWords()
  const formats = useFormats()
  const by = levels.find((level) => level === search.by) ?? 'ZONE'
  const order = search.order === 'VALUE' ? 'VALUE' : 'ORGANISATION'
  const { data, previousData, loading, fetchMore } = useQuery(BreakdownDocument, {
    variables: { year, filter, by, order, after: null, search: search.search ?? null },
    fetchPolicy: 'cache-and-network',
    notifyOnNetworkStatusChange: true,
  })
  const page = (data ?? previousData)?.citySummary.breakdown
  const all = page?.edges.map(({ node }) => node) ?? []
  const rows = search.onlySilent ? all.filter(({ total }) => total.countersigned === 0) : all
  const link = (row: Row, more: Record<string, unknown>, value: number) => (
    <Link
      to={paths.records()}
      search={linkOf({
        ...(by === 'ZONE' ? { zoneId: row.id } : { organisationId: row.id }),
        ...more,
      })}
    >
      {formats.number(value)}
    </Link>
  )
  return (
    <section className="paper" aria-labelledby="breakdown" style={{ marginBottom: 16 }}>
      <Group justify="space-between" mb="sm">
        <Title order={2} id="breakdown">
          {text('breakdown')}
        </Title>
        <ExportMenu
          table="breakdown"
          filter={{
            year,
            by,
            order,
            search: search.search,
            organisationId: filter.organisationId,
            zoneId: filter.zoneId,
            month: filter.month,
            area: filter.area,
            kind: filter.kind,
          }}
        />
      </Group>
      <Group align="flex-end" gap="sm" mb="sm" className="no-print">
        <div style={{ overflowX: 'auto', maxWidth: '100%' }}>
          <SegmentedControl
            aria-label={text('breakdownBy')}
            value={by}
            onChange={(value) => set({ by: value, search: undefined })}
            data={levels.map((level) => ({ value: level, label: text(`by_${level}`) }))}
          />
        </div>
        <SegmentedControl
          aria-label={text('order')}
          value={order}
          onChange={(value) => set({ order: value === 'VALUE' ? 'VALUE' : undefined })}
          data={[
            { value: 'ORGANISATION', label: text('fixedOrder') },
            { value: 'VALUE', label: text('byValue') },
          ]}
        />
        {by !== 'ZONE' && (
          <SearchField
            label={text('searchName')}
            value={search.search ?? ''}
            onSearch={(typed) => set({ search: typed || undefined })}
          />
        )}
        <Switch
          label={text('onlySilent')}
          checked={search.onlySilent ?? false}
          onChange={(event) => set({ onlySilent: event.currentTarget.checked || undefined })}
        />
      </Group>
      {page === undefined ? (
        <Loading />
      ) : rows.length === 0 ? (
        <EmptyState title={text('nothingHere')} hint={text('nothingHereHint')} />
      ) : (
        <>
          <DataTable
            caption={text('breakdown')}
            rows={rows}
            keyOf={({ id }) => id}
            columns={[
              {
                key: 'name',
                head: text('name'),
                main: true,
                cell: (row) =>
                  by === 'ZONE' ? (
                    row.name
                  ) : (
                    <Link to={paths.organisation(row.id)}>{row.name}</Link>
                  ),
              },
              {
                key: 'total',
                head: text('confirmed'),
                number: true,
                cell: (row) => link(row, {}, row.total.countersigned),
              },
              {
                key: 'waiting',
                head: text('claimedOnly'),
                number: true,
                cell: (row) => link(row, { statuses: 'SUBMITTED' }, row.total.submitted),
              },
              ...HELP_AREAS.map((area) => ({
                key: area,
                head: words.area(area),
                number: true,
                wideOnly: true,
                cell: (row: Row) =>
                  formats.number(
                    row.areas.find((one) => one.area === area)?.total.countersigned ?? 0,
                  ),
              })),
              {
                key: 'labour',
                head: words.kind('LABOUR'),
                number: true,
                cell: (row) => formats.number(row.labour),
              },
              {
                key: 'visits',
                head: words.kind('VISIT'),
                number: true,
                cell: (row) => formats.number(row.visits),
              },
              {
                key: 'people',
                head: text('personTimes'),
                number: true,
                cell: (row) => formats.number(row.total.personTimes),
              },
              {
                key: 'useful',
                head: text('averageUsefulness'),
                number: true,
                wideOnly: true,
                cell: (row) =>
                  row.total.averageUsefulness === null
                    ? '—'
                    : formats.decimals(row.total.averageUsefulness, 1),
              },
              {
                key: 'days',
                head: text('averageDays'),
                number: true,
                cell: (row) =>
                  row.total.averageSigningDays === null
                    ? '—'
                    : formats.decimals(row.total.averageSigningDays, 1),
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
