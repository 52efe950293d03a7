import { useQuery } from '@apollo/client/react'
import { Group, NativeSelect, SimpleGrid, Text, Title } from '@mantine/core'
import { WAITING_BANDS } from '@gongjian/domain/report-coverage'
import type { WaitingBand } from '@gongjian/domain/report-coverage'
import { PAIRING_SIDES } from '@gongjian/domain/vocabulary'
import { graphql } from '../../generated/gql.ts'
import type { WaitingRecordsQuery } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useLiveQueries } from '../../platform/live.ts'
import { useMay } from '../../platform/session.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ExportMenu } from '../../ui/ExportMenu.tsx'
import { Link } from '../../ui/Link.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { SearchField } from '../../ui/SearchField.tsx'
import { useUiText } from '../../ui/text.ts'
import { useWords } from '../../ui/words.ts'
import type { CoverageView } from './CoveragePage.tsx'
import { useCoverageText } from './text.ts'

const WaitingDocument = graphql(`
  query WaitingRecords($filter: WaitingFilter, $order: WaitingOrder, $after: String) {
    waitingRecords(filter: $filter) {
      sides {
        side
        records
        oldestDays
        days0To3
        days4To7
        days8To14
        daysOver14
      }
      organisations(order: $order, first: 50, after: $after) {
        edges {
          cursor
          node {
            organisation {
              id
              name
            }
            signers {
              id
              role
              holders
              onLeave
            }
            counts {
              side
              records
              oldestDays
              days0To3
              days4To7
              days8To14
              daysOver14
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
const orders = ['LONGEST', 'MOST', 'ORGANISATION'] as const
type Row = WaitingRecordsQuery['waitingRecords']['organisations']['edges'][number]['node']
type Counts = Row['counts']
const countOf: Record<WaitingBand, (counts: Counts) => number> = {
  D0_3: ({ days0To3 }) => days0To3,
  D4_7: ({ days4To7 }) => days4To7,
  D8_14: ({ days8To14 }) => days8To14,
  OVER_14: ({ daysOver14 }) => daysOver14,
}

/** With whom records wait to be signed, and for how long; each number opens its records. */
export function Waiting({ filter: { zoneId, organisationId }, search, set }: CoverageView) {
  const text = useCoverageText()
  const ui = useUiText()
  const formats = useFormats()
  const words = useWords()
  const may = useMay()
  const side = PAIRING_SIDES.find((one) => one === search.side) ?? null
  const order = orders.find((one) => one === search.order) ?? 'LONGEST'
  const { data, previousData, loading, error, refetch, fetchMore } = useQuery(WaitingDocument, {
    variables: {
      filter: { zoneId, organisationId, side, search: search.search ?? null },
      order,
      after: null,
    },
    fetchPolicy: 'cache-and-network',
    notifyOnNetworkStatusChange: true,
  })
  useLiveQueries(['WaitingRecords'])
  const waiting = (data ?? previousData)?.waitingRecords
  if (error && waiting === undefined)
    return <QueryProblem error={error} onRetry={() => void refetch()} />
  if (waiting === undefined) return <Loading />
  const page = waiting.organisations
  const open = (id: string, from: number, to: number | null, value: number) =>
    value === 0 ? (
      '0'
    ) : (
      <Link
        to={paths.records()}
        search={{
          waitsWithId: id,
          waitedDaysFrom: from > 0 ? from : undefined,
          waitedDaysTo: to ?? undefined,
          zoneId: search.zoneId,
          organisationId: search.organisationId,
          order: 'OLDEST_SUBMISSION',
        }}
      >
        {formats.number(value)}
      </Link>
    )
  /** The positions that sign there; one that nobody holds is what is to be mended first. */
  const signersOf = ({ signers, organisation }: Row) =>
    signers.length === 0 ? (
      <b style={{ color: '#a61b1b' }}>{text('nobodySigns')}</b>
    ) : (
      signers.map(({ id, role, holders, onLeave }) => (
        <div key={id}>
          {may('positions') ? (
            <Link to={paths.positions()} search={{ search: organisation.name, role }}>
              {words.role(role)}
            </Link>
          ) : (
            words.role(role)
          )}{' '}
          {holders === 0 ? (
            <b style={{ color: '#a61b1b' }}>{text('vacant')}</b>
          ) : (
            <span style={{ color: '#454b53' }}>
              {text('holders', { count: formats.number(holders) })}
              {onLeave > 0 && ` ${text('onLeave')}`}
            </span>
          )}
        </div>
      ))
    )
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }} mb="md">
        {waiting.sides.map((counts) => (
          <section key={counts.side} className="paper" aria-labelledby={counts.side}>
            <Title order={2} id={counts.side} size="h4">
              {text(`side_${counts.side}`)}
            </Title>
            <Text mb="xs">
              {counts.records === 0
                ? text('nothingWaits')
                : text('sideWaits', {
                    records: formats.number(counts.records),
                    days: formats.number(counts.oldestDays),
                  })}
            </Text>
            {WAITING_BANDS.map(({ key }) => (
              <div key={key} style={{ display: 'flex', gap: 10, alignItems: 'center' }}>
                <span style={{ flex: '0 0 6.5em' }}>{text(`band_${key}`)}</span>
                <span style={{ flex: 1 }} aria-hidden>
                  <span
                    className="bar confirmed"
                    style={{
                      width: `${(countOf[key](counts) / Math.max(1, counts.records)) * 100}%`,
                      opacity: key === 'OVER_14' ? 1 : 0.55,
                    }}
                  />
                </span>
                <span className="num">{formats.number(countOf[key](counts))}</span>
              </div>
            ))}
          </section>
        ))}
      </SimpleGrid>
      <section className="paper" aria-labelledby="waits-with">
        <Group justify="space-between" mb="sm">
          <Title order={2} id="waits-with">
            {text('waitsWith')}
          </Title>
          <ExportMenu
            table="waiting"
            filter={{
              zoneId: search.zoneId,
              organisationId: search.organisationId,
              side,
              order,
              search: search.search,
            }}
          />
        </Group>
        <Group align="flex-end" gap="sm" mb="sm" className="no-print">
          <NativeSelect
            size="md"
            label={text('side')}
            value={side ?? ''}
            data={[
              { value: '', label: ui('all') },
              ...PAIRING_SIDES.map((value) => ({ value, label: text(`side_${value}`) })),
            ]}
            onChange={({ currentTarget: { value } }) => set({ side: value || undefined })}
          />
          <NativeSelect
            size="md"
            label={text('order')}
            value={order}
            data={orders.map((value) => ({ value, label: text(`order_${value}`) }))}
            onChange={({ currentTarget: { value } }) =>
              set({ order: value === 'LONGEST' ? undefined : value })
            }
          />
          <SearchField
            label={text('searchName')}
            value={search.search ?? ''}
            onSearch={(typed) => set({ search: typed || undefined })}
          />
        </Group>
        {page.edges.length === 0 ? (
          <EmptyState title={text('nothingWaits')} hint={text('nothingWaitsHint')} />
        ) : (
          <>
            <DataTable
              caption={text('waitsWith')}
              rows={page.edges.map(({ node }) => node)}
              keyOf={({ organisation, counts }) => organisation.id + counts.side}
              columns={[
                {
                  key: 'name',
                  main: true,
                  head: text('name'),
                  cell: ({ organisation }) => (
                    <Link to={paths.organisation(organisation.id)}>{organisation.name}</Link>
                  ),
                },
                {
                  key: 'side',
                  head: text('side'),
                  cell: ({ counts }) => text(`side_${counts.side}`),
                },
                { key: 'signers', head: text('signers'), cell: signersOf },
                {
                  key: 'records',
                  head: text('records'),
                  number: true,
                  cell: ({ organisation, counts }) =>
                    open(organisation.id, 0, null, counts.records),
                },
                ...WAITING_BANDS.map(({ key, from, to }) => ({
                  key,
                  head: text(`band_${key}`),
                  number: true,
                  cell: ({ organisation, counts }: Row) =>
                    open(organisation.id, from, to, countOf[key](counts)),
                })),
                {
                  key: 'oldest',
                  head: text('oldestDays'),
                  number: true,
                  cell: ({ counts }) =>
                    counts.oldestDays > 14 ? (
                      <b style={{ color: '#a61b1b' }}>{formats.number(counts.oldestDays)}</b>
                    ) : (
                      formats.number(counts.oldestDays)
                    ),
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
    </>
  )
}
