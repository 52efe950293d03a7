import { useQuery } from '@apollo/client/react'
import { Group, NativeSelect, SimpleGrid, Switch, Text, Title } from '@mantine/core'
import { graphql } from '../../generated/gql.ts'
import type { ReportRatesQuery } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useLiveQueries } from '../../platform/live.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ExportMenu } from '../../ui/ExportMenu.tsx'
import { Link } from '../../ui/Link.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { FiguresAsOf } from '../../ui/FiguresAsOf.tsx'
import { SearchField } from '../../ui/SearchField.tsx'
import type { CoverageView } from './CoveragePage.tsx'
import { useCoverageText } from './text.ts'

const ReportRatesDocument = graphql(`
  query ReportRates(
    $year: Int!
    $filter: CoverageFilter
    $by: BreakdownBy!
    $order: ReportOrder
    $search: String
    $after: String
  ) {
    figuresAsOf(of: "reportCoverage")
    reportCoverage(year: $year, filter: $filter) {
      rules {
        fromMonth
        dueDay
        expects
      }
      expectedFromDays
      countedMonths
      total {
        expected
        reported
        onTime
        late
        missing
        reportingRate
        timeliness
      }
      months {
        month
        dueOn
        isDue
        figures {
          expected
          reported
          onTime
          late
          missing
          reportingRate
          timeliness
        }
      }
      organisations(by: $by, order: $order, search: $search, first: 50, after: $after) {
        edges {
          cursor
          node {
            id
            name
            figures {
              expected
              reported
              onTime
              late
              missing
              reportingRate
              timeliness
            }
            months {
              month
              figures {
                expected
                reported
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
const orders = ['ORGANISATION', 'LOWEST_RATE', 'MOST_MISSING'] as const
type Row = ReportRatesQuery['reportCoverage']['organisations']['edges'][number]['node']
type Figures = Row['figures']

/** Expected, actual and timely reports: of all, by month, and by organisation. */
export function ReportRates({ year, filter, search, set }: CoverageView) {
  const text = useCoverageText()
  const formats = useFormats()
  const by = levels.find((one) => one === search.by) ?? 'AGENCY'
  const order = orders.find((one) => one === search.order) ?? 'ORGANISATION'
  const byMonth = search.at === 'months'
  const { data, previousData, loading, error, refetch, fetchMore } = useQuery(ReportRatesDocument, {
    variables: { year, filter, by, order, search: search.search ?? null, after: null },
    fetchPolicy: 'cache-and-network',
    notifyOnNetworkStatusChange: true,
  })
  useLiveQueries(['ReportRates'])
  const coverage = (data ?? previousData)?.reportCoverage
  if (error && coverage === undefined)
    return <QueryProblem error={error} onRetry={() => void refetch()} />
  if (coverage === undefined) return <Loading />
  const { total, months, countedMonths } = coverage
  const percent = (share: number | null) =>
    share === null ? '—' : `${formats.decimals(share * 100, 1)}%`
  const now = coverage.rules.at(-1)
  const earlier = coverage.rules.slice(0, -1)
  const rules = [
    text('rules', { days: coverage.expectedFromDays }),
    now ? text('rulesDue', { day: now.dueDay, expects: text(`expects_${now.expects}`) }) : '',
    ...earlier.map(({ dueDay, expects }, index) =>
      text('rulesBefore', {
        month: formats.month(coverage.rules[index + 1]?.fromMonth ?? ''),
        day: dueDay,
        expects: text(`expects_${expects}`),
      }),
    ),
  ].join(' ')
  const [first, last] = [countedMonths[0], countedMonths.at(-1)]
  const lateSearch = (more: Record<string, unknown>) => ({
    view: 'late',
    year: search.year,
    zoneId: search.zoneId,
    organisationId: search.organisationId,
    monthFrom: search.monthFrom,
    monthTo: search.monthTo,
    ...more,
  })
  const rateColumns = [
    {
      key: 'expected',
      head: text('expected'),
      number: true,
      cell: ({ figures }: { figures: Figures }) => formats.number(figures.expected),
    },
    {
      key: 'reported',
      head: text('reported'),
      number: true,
      cell: ({ figures }: { figures: Figures }) => formats.number(figures.reported),
    },
    {
      key: 'onTime',
      head: text('onTime'),
      number: true,
      cell: ({ figures }: { figures: Figures }) => formats.number(figures.onTime),
    },
    {
      key: 'late',
      head: text('late'),
      number: true,
      cell: ({ figures }: { figures: Figures }) => formats.number(figures.late),
    },
  ]
  const shares = [
    {
      key: 'rate',
      head: text('reportingRate'),
      number: true,
      cell: ({ figures }: { figures: Figures }) => <Share share={figures.reportingRate} />,
    },
    {
      key: 'timeliness',
      head: text('timeliness'),
      number: true,
      cell: ({ figures }: { figures: Figures }) => percent(figures.timeliness),
    },
  ]

  function Share({ share }: { share: number | null }) {
    if (share === null) return <>—</>
    return (
      <>
        <span
          aria-hidden
          style={{
            display: 'inline-block',
            width: 64,
            marginRight: 8,
            background: '#eceef0',
            borderRadius: 2,
            textAlign: 'left',
          }}
        >
          <span className="bar confirmed" style={{ width: `${share * 100}%`, display: 'block' }} />
        </span>
        {percent(share)}
      </>
    )
  }

  return (
    <>
      <FiguresAsOf moment={(data ?? previousData)?.figuresAsOf} />
      <SimpleGrid cols={{ base: 2, sm: 5 }} mb="md">
        {(
          [
            ['expected', formats.number(total.expected)],
            ['reported', formats.number(total.reported)],
            ['missing', formats.number(total.missing)],
            ['reportingRate', percent(total.reportingRate)],
            ['timeliness', percent(total.timeliness)],
          ] as const
        ).map(([key, value]) => (
          <div key={key} className="paper">
            <Text size="sm" c="dimmed">
              {text(key)}
            </Text>
            <div className="figure-number" style={{ fontSize: '1.6rem' }}>
              {value}
            </div>
          </div>
        ))}
      </SimpleGrid>
      <Text size="sm" mb="md">
        {first === undefined || last === undefined
          ? text('nothingDue')
          : text('counted', { from: formats.month(first), to: formats.month(last) })}{' '}
        {rules}
      </Text>
      {months.length > 0 && (
        <section className="paper" aria-labelledby="by-month" style={{ marginBottom: 16 }}>
          <Title order={2} id="by-month" mb="xs">
            {text('byMonth')}
          </Title>
          <DataTable
            caption={text('byMonth')}
            rows={months}
            keyOf={({ month }) => month}
            columns={[
              {
                key: 'month',
                main: true,
                head: text('month'),
                cell: ({ month, isDue }) => (
                  <span style={{ whiteSpace: 'nowrap' }}>
                    {formats.month(month)}
                    {!isDue && <Text span size="sm" c="dimmed">{` ${text('notDue')}`}</Text>}
                  </span>
                ),
              },
              {
                key: 'due',
                head: text('dueOn'),
                cell: ({ dueOn }) => (
                  <span style={{ whiteSpace: 'nowrap' }}>{formats.day(dueOn)}</span>
                ),
              },
              ...rateColumns,
              {
                key: 'missing',
                head: text('missing'),
                number: true,
                cell: ({ month, isDue, figures: { missing } }) =>
                  isDue && missing > 0 ? (
                    <Link
                      to={paths.coverage()}
                      search={lateSearch({ monthFrom: month, monthTo: month, state: 'MISSING' })}
                    >
                      {formats.number(missing)}
                    </Link>
                  ) : (
                    formats.number(missing)
                  ),
              },
              ...shares,
            ]}
          />
        </section>
      )}
      <section className="paper" aria-labelledby="by-organisation">
        <Group justify="space-between" mb="sm">
          <Title order={2} id="by-organisation">
            {text('byOrganisation')}
          </Title>
          <ExportMenu
            table="report-coverage"
            filter={{
              year,
              by,
              order,
              search: search.search,
              zoneId: search.zoneId,
              organisationId: search.organisationId,
              monthFrom: search.monthFrom,
              monthTo: search.monthTo,
            }}
          />
        </Group>
        <Group align="flex-end" gap="sm" mb="sm" className="no-print">
          <NativeSelect
            size="md"
            label={text('by')}
            value={by}
            data={levels.map((value) => ({ value, label: text(`by_${value}`) }))}
            onChange={({ currentTarget: { value } }) =>
              set({ by: value === 'AGENCY' ? undefined : value, search: undefined })
            }
          />
          <NativeSelect
            size="md"
            label={text('order')}
            value={order}
            data={orders.map((value) => ({ value, label: text(`order_${value}`) }))}
            onChange={({ currentTarget: { value } }) =>
              set({ order: value === 'ORGANISATION' ? undefined : value })
            }
          />
          {by !== 'ZONE' && (
            <SearchField
              label={text('searchName')}
              value={search.search ?? ''}
              onSearch={(typed) => set({ search: typed || undefined })}
            />
          )}
          <Switch
            label={text('monthByMonth')}
            checked={byMonth}
            onChange={(event) => set({ at: event.currentTarget.checked ? 'months' : undefined })}
            mb={10}
          />
        </Group>
        {coverage.organisations.edges.length === 0 ? (
          <EmptyState title={text('nothingFound')} hint={text('nothingFoundHint')} />
        ) : (
          <>
            {byMonth && (
              <Text size="sm" c="dimmed" mb="xs">
                {text('monthCellHint')}
              </Text>
            )}
            <DataTable
              caption={text('byOrganisation')}
              rows={coverage.organisations.edges.map(({ node }) => node)}
              keyOf={({ id }) => id}
              columns={[
                {
                  key: 'name',
                  head: text('name'),
                  main: true,
                  cell: ({ id, name }) =>
                    by === 'ZONE' ? name : <Link to={paths.organisation(id)}>{name}</Link>,
                },
                ...(byMonth ? [] : rateColumns),
                ...(byMonth
                  ? months.map(({ month }) => ({
                      key: month,
                      head: formats.shortMonth(month),
                      number: true,
                      cell: (row: Row) => monthCell(row, month),
                    }))
                  : [
                      {
                        key: 'missing',
                        head: text('missing'),
                        number: true,
                        cell: ({ id, figures: { missing } }: Row) =>
                          missing > 0 ? (
                            <Link
                              to={paths.coverage()}
                              search={lateSearch({
                                state: 'MISSING',
                                ...(by === 'ZONE' ? { zoneId: id } : { organisationId: id }),
                              })}
                            >
                              {formats.number(missing)}
                            </Link>
                          ) : (
                            '0'
                          ),
                      },
                    ]),
                ...shares.slice(0, byMonth ? 1 : 2),
              ]}
            />
            <LoadMore
              hasNextPage={coverage.organisations.pageInfo.hasNextPage}
              loading={loading}
              onMore={() =>
                void fetchMore({ variables: { after: coverage.organisations.pageInfo.endCursor } })
              }
            />
          </>
        )}
      </section>
    </>
  )

  function monthCell(row: Row, month: string) {
    const figures = row.months.find((one) => one.month === month)?.figures
    if (figures === undefined || figures.expected === 0) return '—'
    const full = `${figures.reported}/${figures.expected}`
    return figures.reported === 0 ? <b style={{ color: '#a61b1b' }}>{full}</b> : full
  }
}
