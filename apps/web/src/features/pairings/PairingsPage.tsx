import { useQuery } from '@apollo/client/react'
import { NativeSelect, NumberInput, Switch } from '@mantine/core'
import { PAIRING_LEVELS } from '@gongjian/domain/vocabulary'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { graphql } from '../../generated/gql.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
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
import { useUiText } from '../../ui/text.ts'
import { useWords } from '../../ui/words.ts'
import { usePairingsText } from './text.ts'

export const PairingsDocument = graphql(`
  query Pairings($after: String, $filter: PairingFilter) {
    zones {
      id
      name
    }
    pairings(first: 50, after: $after, filter: $filter) {
      edges {
        cursor
        node {
          id
          level
          active
          validFrom
          validTo
          endReason
          agencySide {
            id
            name
          }
          communitySide {
            id
            name
          }
          lastActivityDay
          daysSinceLastActivity
          countersigned
          submitted
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`)
type Search = {
  search?: string | undefined
  level?: string | undefined
  zoneId?: string | undefined
  organisationId?: string | undefined
  nothingForDays?: number | undefined
  ended?: boolean | undefined
}

/** Every pair, on both levels, with its last sign of life. */
export function PairingsPage() {
  const text = usePairingsText()
  const ui = useUiText()
  const words = useWords()
  const formats = useFormats()
  const navigate = useNavigate()
  const search: Search = useSearch({ strict: false })
  const level = PAIRING_LEVELS.find((one) => one === search.level) ?? null
  const filter = {
    level,
    active: !search.ended,
    search: search.search ?? null,
    zoneId: search.zoneId ?? null,
    organisationId: search.organisationId ?? null,
    nothingForDays: search.nothingForDays ?? null,
  }
  const { data, error, loading, refetch, fetchMore } = useQuery(PairingsDocument, {
    variables: { after: null, filter },
    notifyOnNetworkStatusChange: true,
  })
  const set = (part: Partial<Search>) =>
    void navigate({ to: paths.pairings(), search: { ...search, ...part }, replace: true })
  const page = data?.pairings
  const chosen = countSet(level, search.zoneId, search.nothingForDays, search.ended)
  const isNarrowed = chosen + countSet(search.search, search.organisationId) > 0
  return (
    <>
      <PageHeader
        title={text('title')}
        subtitle={text('subtitle')}
        actions={<ExportMenu table="pairings" filter={filter} />}
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
        chosen={chosen}
      >
        <NativeSelect
          size="md"
          label={text('level')}
          value={level ?? ''}
          onChange={(event) => set({ level: event.currentTarget.value || undefined })}
          data={[
            { value: '', label: ui('all') },
            ...PAIRING_LEVELS.map((one) => ({ value: one, label: words.level(one) })),
          ]}
        />
        <NativeSelect
          size="md"
          label={text('zone')}
          value={search.zoneId ?? ''}
          onChange={(event) => set({ zoneId: event.currentTarget.value || undefined })}
          data={[
            { value: '', label: ui('all') },
            ...(data?.zones ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <NumberInput
          size="md"
          label={text('nothingForDays')}
          min={0}
          max={3650}
          value={search.nothingForDays ?? ''}
          onChange={(value) =>
            set({
              nothingForDays: value === '' ? undefined : Math.max(0, Math.round(Number(value))),
            })
          }
        />
        <Switch
          label={text('ended')}
          checked={search.ended ?? false}
          onChange={(event) => set({ ended: event.currentTarget.checked || undefined })}
        />
      </Filters>
      {error && page === undefined ? (
        <QueryProblem error={error} onRetry={() => void refetch()} />
      ) : page === undefined ? (
        <Loading />
      ) : page.edges.length === 0 ? (
        isNarrowed ? (
          <EmptyState title={text('nothing')} hint={text('nothingHint')} />
        ) : (
          <EmptyState title={text('nothingYet')} hint={text('nothingYetHint')} />
        )
      ) : (
        <div className="paper">
          <DataTable
            caption={text('title')}
            rows={page.edges.map(({ node }) => node)}
            keyOf={({ id }) => id}
            columns={[
              {
                key: 'agency',
                head: text('agencySide'),
                main: true,
                cell: ({ id, agencySide, communitySide }) => (
                  <Link to={paths.pairing(id)}>
                    {agencySide.name} — {communitySide.name}
                  </Link>
                ),
              },
              { key: 'level', head: text('level'), cell: (row) => words.level(row.level) },
              {
                key: 'from',
                head: text('since'),
                cell: ({ validFrom, validTo }) =>
                  `${formats.day(validFrom)}${validTo ? ` — ${formats.day(validTo)}` : ''}`,
              },
              {
                key: 'last',
                head: text('last'),
                cell: ({ lastActivityDay, daysSinceLastActivity }) =>
                  lastActivityDay === null
                    ? text('never')
                    : text('lastDay', {
                        day: formats.day(lastActivityDay),
                        days: daysSinceLastActivity ?? 0,
                      }),
              },
              {
                key: 'signed',
                head: text('countersigned'),
                number: true,
                cell: ({ id, countersigned }) => (
                  <Link to={paths.records()} search={{ pairingId: id, statuses: 'COUNTERSIGNED' }}>
                    {formats.number(countersigned)}
                  </Link>
                ),
              },
              {
                key: 'waiting',
                head: text('submitted'),
                number: true,
                cell: ({ submitted }) => formats.number(submitted),
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
