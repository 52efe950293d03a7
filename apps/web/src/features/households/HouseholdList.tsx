import { useQuery } from '@apollo/client/react'
import { Badge, NativeSelect, Switch } from '@mantine/core'
import { HARDSHIP_KINDS, HOUSEHOLD_STATUSES } from '@gongjian/domain/vocabulary'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { graphql } from '../../generated/gql.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useMay } from '../../platform/session.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ExportMenu } from '../../ui/ExportMenu.tsx'
import { countSet, Filters } from '../../ui/Filters.tsx'
import { Link } from '../../ui/Link.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { SearchField } from '../../ui/SearchField.tsx'
import { useUiText } from '../../ui/text.ts'
import { useHouseholdWords } from './household-words.ts'
import { useHouseholdsText } from './text.ts'

const HouseholdsDocument = graphql(`
  query Households($after: String, $filter: HouseholdFilter, $order: HouseholdOrder) {
    households(first: 30, after: $after, filter: $filter, order: $order) {
      edges {
        cursor
        node {
          id
          number
          status
          hardshipKind
          membersCount
          lastVisitDay
          visitCount
          openFollowUps
          keeper {
            id
            name
          }
          masked {
            isReadable
            name
          }
          pairings {
            id
            active
            branch {
              id
              name
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
`)
const ORDERS = ['NUMBER', 'NEWEST', 'LONGEST_UNVISITED', 'LAST_VISITED'] as const

type Search = {
  status?: string | undefined
  kind?: string | undefined
  order?: string | undefined
  notVisitedForDays?: number | undefined
  openFollowUp?: boolean | undefined
  unpaired?: boolean | undefined
  possibleDuplicate?: boolean | undefined
}

/** The list of cases, masked, with what narrows it in the address. */
export function HouseholdList() {
  const text = useHouseholdsText()
  const words = useHouseholdWords()
  const ui = useUiText()
  const formats = useFormats()
  const may = useMay()
  const navigate = useNavigate()
  const search: Search = useSearch({ strict: false })
  const status = HOUSEHOLD_STATUSES.find((one) => one === search.status) ?? null
  const kind = HARDSHIP_KINDS.find((one) => one === search.kind) ?? null
  const order = ORDERS.find((one) => one === search.order) ?? 'NUMBER'
  const keeps = may('saveHousehold')
  const filter = {
    statuses: status === null ? null : [status],
    hardshipKinds: kind === null ? null : [kind],
    notVisitedForDays: search.notVisitedForDays ?? null,
    openFollowUp: search.openFollowUp ?? null,
    unpaired: search.unpaired ?? null,
    possibleDuplicate: search.possibleDuplicate ?? null,
  }
  // Not in the address: somebody may type a name, and addresses are kept.
  const [typed, setTyped] = useState('')
  const { data, error, loading, refetch, fetchMore } = useQuery(HouseholdsDocument, {
    variables: { after: null, filter: { ...filter, search: typed || null }, order },
    fetchPolicy: 'cache-and-network',
    notifyOnNetworkStatusChange: true,
  })
  const set = (part: Partial<Search>) =>
    void navigate({ to: paths.households(), search: { ...search, ...part }, replace: true })
  const page = data?.households
  const flag = (name: 'openFollowUp' | 'unpaired' | 'possibleDuplicate') => (
    <Switch
      label={text(name)}
      checked={search[name] ?? false}
      onChange={(event) => set({ [name]: event.currentTarget.checked || undefined })}
    />
  )
  return (
    <>
      <Filters
        first={
          <SearchField
            label={text('search')}
            placeholder={text('searchHint')}
            value={typed}
            onSearch={setTyped}
          />
        }
        chosen={countSet(status, kind, search.notVisitedForDays)}
        below={
          <>
            {flag('openFollowUp')}
            {keeps && flag('unpaired')}
            {keeps && flag('possibleDuplicate')}
            <ExportMenu table="households" filter={{ ...filter, order }} />
          </>
        }
      >
        <NativeSelect
          size="md"
          label={text('status')}
          value={status ?? ''}
          onChange={(event) => set({ status: event.currentTarget.value || undefined })}
          data={[
            { value: '', label: ui('all') },
            ...HOUSEHOLD_STATUSES.map((one) => ({ value: one, label: words.status(one) })),
          ]}
        />
        <NativeSelect
          size="md"
          label={text('hardshipKind')}
          value={kind ?? ''}
          onChange={(event) => set({ kind: event.currentTarget.value || undefined })}
          data={[
            { value: '', label: ui('all') },
            ...HARDSHIP_KINDS.map((one) => ({ value: one, label: words.hardship(one) })),
          ]}
        />
        <NativeSelect
          size="md"
          label={text('notVisited')}
          value={String(search.notVisitedForDays ?? '')}
          onChange={(event) =>
            set({ notVisitedForDays: Number(event.currentTarget.value) || undefined })
          }
          data={[
            { value: '', label: ui('all') },
            ...[30, 60, 90, 180].map((days) => ({
              value: String(days),
              label: text('notVisitedForDays', { days }),
            })),
          ]}
        />
        <NativeSelect
          size="md"
          label={text('order')}
          value={order}
          onChange={(event) => set({ order: event.currentTarget.value })}
          data={ORDERS.map((one) => ({ value: one, label: words.order(one) }))}
        />
      </Filters>
      {error && page === undefined ? (
        <QueryProblem error={error} onRetry={() => void refetch()} />
      ) : page === undefined ? (
        <Loading />
      ) : page.edges.length === 0 ? (
        <EmptyState
          title={text('nothing')}
          hint={text(keeps ? 'nothingHintKeeper' : 'nothingHint')}
        />
      ) : (
        <div className="paper">
          <DataTable
            caption={text('title')}
            rows={page.edges.map(({ node }) => node)}
            keyOf={({ id }) => id}
            columns={[
              {
                key: 'number',
                head: text('number'),
                main: true,
                cell: ({ id, number, masked }) => (
                  <Link to={paths.household(id)}>
                    {number} {masked.name ?? ''}
                  </Link>
                ),
              },
              {
                key: 'keeper',
                head: text('keeper'),
                wideOnly: keeps,
                cell: ({ keeper }) => keeper.name,
              },
              {
                key: 'kind',
                head: text('hardshipKind'),
                cell: ({ hardshipKind }) => words.hardship(hardshipKind),
              },
              {
                key: 'branches',
                head: text('branches'),
                cell: ({ pairings }) =>
                  formats.names(
                    pairings.filter(({ active }) => active).map(({ branch }) => branch.name),
                  ) || text('noBranch'),
              },
              {
                key: 'last',
                head: text('lastVisit'),
                cell: ({ lastVisitDay }) =>
                  lastVisitDay === null ? text('neverVisited') : formats.day(lastVisitDay),
              },
              {
                key: 'open',
                head: text('openFollowUps'),
                number: true,
                cell: ({ openFollowUps }) => formats.number(openFollowUps),
              },
              {
                key: 'status',
                head: text('status'),
                cell: (row) => (
                  <Badge variant="outline" color="dark">
                    {words.status(row.status)}
                  </Badge>
                ),
              },
            ]}
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
