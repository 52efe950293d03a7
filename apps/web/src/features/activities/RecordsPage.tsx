import { useQuery } from '@apollo/client/react'
import { Button, NativeSelect, Stack, Switch, TextInput } from '@mantine/core'
import {
  ACTIVITY_KINDS,
  ACTIVITY_STATUSES,
  DIRECTIONS,
  HELP_AREAS,
  OPEN_QUESTIONS,
} from '@gongjian/domain/vocabulary'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { graphql } from '../../generated/gql.ts'
import type { ActivityFilter, ActivityOrder, RecordsQuery } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useLiveQueries } from '../../platform/live.ts'
import { useMay } from '../../platform/session.tsx'
import type { RecordSearch } from '../../routes/address.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ExportMenu } from '../../ui/ExportMenu.tsx'
import { countSet, Filters } from '../../ui/Filters.tsx'
import { Link } from '../../ui/Link.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { SearchField } from '../../ui/SearchField.tsx'
import { StatusBadge } from '../../ui/StatusBadge.tsx'
import { useUiText } from '../../ui/text.ts'
import { useWords } from '../../ui/words.ts'
import { QuantityOfRecords } from './QuantityOfRecords.tsx'
import { useActivitiesText } from './text.ts'

export const RecordsDocument = graphql(`
  query Records(
    $first: Int
    $after: String
    $filter: ActivityFilter
    $order: ActivityOrder
    $organisationId: ID!
    $withOrganisation: Boolean!
    $pairingId: ID!
    $withPairing: Boolean!
    $partnerId: ID!
    $withPartner: Boolean!
    $waitsWithId: ID!
    $withWaitsWith: Boolean!
  ) {
    activities(first: $first, after: $after, filter: $filter, order: $order) {
      edges {
        cursor
        node {
          id
          title
          day
          status
          kind
          area
          personTimes
          hours
          usefulness
          openQuestions
          agencySide {
            id
            name
          }
          communitySide {
            id
            name
          }
          outputs {
            indicator {
              code
              name
              unit
            }
            claimed
            accepted
          }
          waiting {
            days
            overdue
            organisation {
              id
              name
            }
          }
          returned {
            reason
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
    organisation(id: $organisationId) @include(if: $withOrganisation) {
      id
      name
    }
    partner: organisation(id: $partnerId) @include(if: $withPartner) {
      id
      name
    }
    waitsWith: organisation(id: $waitsWithId) @include(if: $withWaitsWith) {
      id
      name
    }
    pairing(id: $pairingId) @include(if: $withPairing) {
      id
      agencySide {
        name
      }
      communitySide {
        name
      }
    }
    zones {
      id
      name
    }
    campaigns {
      id
      name
    }
    catalogue {
      code
      name
      unit
    }
  }
`)

type Row = RecordsQuery['activities']['edges'][number]['node']
const nobody = '00000000-0000-0000-0000-000000000000'
const split = <Word extends string>(
  words: readonly Word[],
  text: string | undefined,
): Word[] | undefined => {
  const found = (text ?? '').split(',').flatMap((one) => words.find((word) => word === one) ?? [])
  return found.length > 0 ? found : undefined
}

/** The filter of the API from the one in the address. */
export function filterOf(search: RecordSearch): ActivityFilter {
  const { statuses, kinds, areas, directions, openQuestion, order: _order, ...rest } = search
  const filter: ActivityFilter = Object.fromEntries(
    Object.entries(rest).filter(
      ([, value]) => value !== undefined && value !== '' && value !== false,
    ),
  )
  const [statusList, kindList, areaList, directionList, question] = [
    split(ACTIVITY_STATUSES, statuses),
    split(ACTIVITY_KINDS, kinds),
    split(HELP_AREAS, areas),
    split(DIRECTIONS, directions),
    split(OPEN_QUESTIONS, openQuestion)?.[0],
  ]
  if (statusList) filter.statuses = statusList
  if (kindList) filter.kinds = kindList
  if (areaList) filter.areas = areaList
  if (directionList) filter.directions = directionList
  if (question) filter.openQuestion = question
  return filter
}

const orders = ['NEWEST_DAY', 'OLDEST_DAY', 'OLDEST_SUBMISSION', 'NEWEST_CHANGE'] as const

/** The list of records behind every number, and one's own. What is chosen is in the address. */
export function RecordsPage() {
  const text = useActivitiesText()
  const ui = useUiText()
  const words = useWords()
  const formats = useFormats()
  const may = useMay()
  const navigate = useNavigate()
  const search: RecordSearch = useSearch({ strict: false })
  const order: ActivityOrder = orders.find((one) => one === search.order) ?? 'NEWEST_DAY'
  const filter = filterOf(search)
  const isNarrowed = countSet(...Object.values(filter)) > 0
  const { data, loading, error, refetch, fetchMore } = useQuery(RecordsDocument, {
    variables: {
      first: 30,
      after: null,
      filter,
      order,
      organisationId: search.organisationId ?? nobody,
      withOrganisation: search.organisationId !== undefined,
      pairingId: search.pairingId ?? nobody,
      withPairing: search.pairingId !== undefined,
      partnerId: search.partnerId ?? nobody,
      withPartner: search.partnerId !== undefined,
      waitsWithId: search.waitsWithId ?? nobody,
      withWaitsWith: search.waitsWithId !== undefined,
    },
    notifyOnNetworkStatusChange: true,
  })
  useLiveQueries(['Records', 'RecordsQuantity'])
  const set = (part: Partial<RecordSearch>) =>
    void navigate({ to: paths.records(), search: { ...search, ...part }, replace: true })
  const page = data?.activities

  const chips: { key: keyof RecordSearch; label: string }[] = [
    ...(search.organisationId && data?.organisation
      ? [{ key: 'organisationId' as const, label: data.organisation.name }]
      : []),
    ...(search.pairingId && data?.pairing
      ? [
          {
            key: 'pairingId' as const,
            label: `${data.pairing.agencySide.name} — ${data.pairing.communitySide.name}`,
          },
        ]
      : []),
    ...(search.zoneId
      ? [
          {
            key: 'zoneId' as const,
            label: data?.zones.find(({ id }) => id === search.zoneId)?.name ?? '',
          },
        ]
      : []),
    ...(search.campaignId
      ? [
          {
            key: 'campaignId' as const,
            label: data?.campaigns.find(({ id }) => id === search.campaignId)?.name ?? '',
          },
        ]
      : []),
    ...(search.indicatorCode
      ? [
          {
            key: 'indicatorCode' as const,
            label:
              data?.catalogue.find(({ code }) => code === search.indicatorCode)?.name ??
              search.indicatorCode,
          },
        ]
      : []),
    ...(search.partnerId && data?.partner
      ? [{ key: 'partnerId' as const, label: text('partnerChip', { name: data.partner.name }) }]
      : []),
    ...(search.waitsWithId && data?.waitsWith
      ? [
          {
            key: 'waitsWithId' as const,
            label: text('waitsWithChip', { name: data.waitsWith.name }),
          },
        ]
      : []),
    ...(search.waitedDaysFrom === undefined
      ? []
      : [
          {
            key: 'waitedDaysFrom' as const,
            label: text('waitedChip', { days: `≥ ${search.waitedDaysFrom}` }),
          },
        ]),
    ...(search.waitedDaysTo === undefined
      ? []
      : [
          {
            key: 'waitedDaysTo' as const,
            label: text('waitedChip', { days: `≤ ${search.waitedDaysTo}` }),
          },
        ]),
    ...(search.month ? [{ key: 'month' as const, label: formats.month(search.month) }] : []),
    ...(search.year
      ? [{ key: 'year' as const, label: text('yearChip', { year: String(search.year) }) }]
      : []),
    ...((split(DIRECTIONS, search.directions) ?? []).length > 0
      ? [
          {
            key: 'directions' as const,
            label: (split(DIRECTIONS, search.directions) ?? []).map(words.direction).join(' / '),
          },
        ]
      : []),
    ...(search.giftsOnly ? [{ key: 'giftsOnly' as const, label: text('giftsOnlyChip') }] : []),
    ...(search.signedWithinSeconds === undefined
      ? []
      : [
          {
            key: 'signedWithinSeconds' as const,
            label: text('signedWithinChip', { seconds: String(search.signedWithinSeconds) }),
          },
        ]),
    ...(search.openQuestion
      ? [{ key: 'openQuestion' as const, label: words.question(search.openQuestion) }]
      : []),
  ]

  const columns = [
    {
      key: 'title',
      head: text('title'),
      main: true,
      cell: (row: Row) => <Link to={paths.record(row.id)}>{row.title || text('untitled')}</Link>,
    },
    { key: 'status', head: text('status'), cell: (row: Row) => <RecordState row={row} /> },
    {
      key: 'day',
      head: text('day'),
      cell: (row: Row) => <span style={{ whiteSpace: 'nowrap' }}>{formats.day(row.day)}</span>,
    },
    {
      key: 'area',
      head: text('area'),
      cell: (row: Row) => (row.area ? words.area(row.area) : words.kind(row.kind)),
    },
    { key: 'agency', head: text('agencySide'), cell: (row: Row) => row.agencySide.name },
    { key: 'community', head: text('communitySide'), cell: (row: Row) => row.communitySide.name },
    {
      key: 'outputs',
      head: text('outputs'),
      cell: (row: Row) =>
        row.outputs.map(({ indicator, claimed, accepted }) => (
          <div key={indicator.code}>
            {indicator.name} {formats.number(accepted ?? claimed)} {indicator.unit}
          </div>
        )),
    },
    {
      key: 'people',
      head: text('personTimes'),
      number: true,
      cell: (row: Row) => formats.number(row.personTimes),
    },
  ]

  return (
    <>
      <PageHeader
        title={text('listTitle')}
        subtitle={text('listSubtitle')}
        actions={
          <>
            {may('submitActivity') && (
              <Button
                component="a"
                href={paths.newRecord()}
                onClick={(event) => {
                  event.preventDefault()
                  void navigate({ to: paths.newRecord() })
                }}
              >
                {text('newRecord')}
              </Button>
            )}
            <ExportMenu table="activities" filter={{ ...search, order }} />
          </>
        }
      />
      <Filters
        first={
          <SearchField
            label={text('search')}
            placeholder={text('searchHint')}
            value={search.search ?? ''}
            onSearch={(typed) => set({ search: typed || undefined })}
          />
        }
        chosen={countSet(search.statuses, search.kinds, search.areas, search.dayFrom, search.dayTo)}
        below={
          <>
            <Switch
              label={text('overdueOnly')}
              checked={search.overdue ?? false}
              onChange={(event) => set({ overdue: event.currentTarget.checked || undefined })}
            />
            {may('submitActivity') && (
              <Switch
                label={text('mineOnly')}
                checked={search.mine ?? false}
                onChange={(event) => set({ mine: event.currentTarget.checked || undefined })}
              />
            )}
            {chips.map(({ key, label }) => (
              <Button
                key={key}
                variant="light"
                size="compact-md"
                onClick={() => set({ [key]: undefined })}
                aria-label={text('removeFilter', { name: label })}
              >
                {label} ×
              </Button>
            ))}
            {Object.values(search).some((value) => value !== undefined) && (
              <Button
                variant="subtle"
                size="compact-md"
                onClick={() => void navigate({ to: paths.records(), search: {} })}
              >
                {text('clearFilters')}
              </Button>
            )}
          </>
        }
      >
        <NativeSelect
          size="md"
          label={text('status')}
          value={search.statuses ?? ''}
          onChange={(event) => set({ statuses: event.currentTarget.value || undefined })}
          data={[
            { value: '', label: ui('all') },
            ...ACTIVITY_STATUSES.map((status) => ({
              value: status,
              label: words.status(status),
            })),
            { value: 'SUBMITTED,COUNTERSIGNED', label: text('sentOrSigned') },
          ]}
        />
        <NativeSelect
          size="md"
          label={text('kind')}
          value={search.kinds ?? ''}
          onChange={(event) =>
            set({ kinds: event.currentTarget.value || undefined, areas: undefined })
          }
          data={[
            { value: '', label: ui('all') },
            ...ACTIVITY_KINDS.map((kind) => ({ value: kind, label: words.kind(kind) })),
          ]}
        />
        <NativeSelect
          size="md"
          label={text('area')}
          value={search.areas ?? ''}
          onChange={(event) => set({ areas: event.currentTarget.value || undefined })}
          data={[
            { value: '', label: ui('all') },
            ...HELP_AREAS.map((area) => ({ value: area, label: words.area(area) })),
          ]}
        />
        <TextInput
          type="date"
          label={text('dayFrom')}
          value={search.dayFrom ?? ''}
          onChange={(event) => set({ dayFrom: event.currentTarget.value || undefined })}
        />
        <TextInput
          type="date"
          label={text('dayTo')}
          value={search.dayTo ?? ''}
          onChange={(event) => set({ dayTo: event.currentTarget.value || undefined })}
        />
        <NativeSelect
          size="md"
          label={text('order')}
          value={order}
          onChange={(event) => set({ order: event.currentTarget.value })}
          data={orders.map((one) => ({ value: one, label: text(`order_${one}`) }))}
        />
      </Filters>
      {search.indicatorCode && <QuantityOfRecords filter={filter} />}
      {error && page === undefined ? (
        <QueryProblem error={error} onRetry={() => void refetch()} />
      ) : page === undefined ? (
        <Loading />
      ) : page.edges.length === 0 ? (
        isNarrowed ? (
          <EmptyState
            title={text('nothing')}
            hint={text(may('submitActivity') ? 'nothingHintRecorder' : 'nothingHint')}
          />
        ) : (
          <EmptyState
            title={text('nothingYet')}
            hint={text(may('submitActivity') ? 'nothingYetHintRecorder' : 'nothingYetHint')}
          />
        )
      ) : (
        <div className="paper">
          <DataTable
            caption={text('listTitle')}
            columns={columns}
            rows={page.edges.map(({ node }) => node)}
            keyOf={({ id }) => id}
          />
          <LoadMore
            hasNextPage={page.pageInfo.hasNextPage}
            loading={loading}
            onMore={() => void fetchMore({ variables: { after: page.pageInfo.endCursor } })}
          />
        </div>
      )}
    </>
  )
}

function RecordState({ row }: { row: Row }) {
  const text = useActivitiesText()
  return (
    <Stack gap={2}>
      <span>
        <StatusBadge status={row.status} />
      </span>
      {row.waiting && (
        <span style={{ fontSize: '0.85rem', color: row.waiting.overdue ? '#851713' : '#5a6068' }}>
          {text(row.waiting.overdue ? 'waitsOverdue' : 'waits', {
            who: row.waiting.organisation.name,
            days: row.waiting.days,
          })}
        </span>
      )}
      {row.returned?.reason && (
        <span style={{ fontSize: '0.85rem', color: '#851713' }} className="wrap">
          {row.returned.reason}
        </span>
      )}
    </Stack>
  )
}
