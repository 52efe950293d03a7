import { useQuery } from '@apollo/client/react'
import { Button, Group, Modal, NativeSelect, Stack, Switch, Text } from '@mantine/core'
import { ROLES } from '@gongjian/domain/vocabulary'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { graphql } from '../../generated/gql.ts'
import type { PositionsQuery } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useMay } from '../../platform/session.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ExportMenu } from '../../ui/ExportMenu.tsx'
import { countSet, Filters } from '../../ui/Filters.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { SearchField } from '../../ui/SearchField.tsx'
import { useUiText } from '../../ui/text.ts'
import { useWords } from '../../ui/words.ts'
import { PassOnForm } from './PassOnForm.tsx'
import { PositionHistory } from './PositionHistory.tsx'
import { useAccountsText } from './text.ts'

const PositionsDocument = graphql(`
  query Positions($after: String, $filter: PositionFilter, $order: PositionOrder) {
    positions(first: 50, after: $after, filter: $filter, order: $order) {
      edges {
        cursor
        node {
          id
          role
          organisation {
            id
            name
          }
          zone {
            id
            name
          }
          holders {
            id
            userName
            validFrom
          }
          deputies {
            id
            deputyName
            validTo
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
type Row = PositionsQuery['positions']['edges'][number]['node']
type Search = {
  search?: string | undefined
  role?: string | undefined
  vacant?: boolean | undefined
  deputised?: boolean | undefined
  order?: string | undefined
}

/** The positions of the city: who holds them, who acts in them now, and how they passed from one to the next. */
export function PositionsPage() {
  const text = useAccountsText()
  const ui = useUiText()
  const words = useWords()
  const formats = useFormats()
  const may = useMay()
  const navigate = useNavigate()
  const search: Search = useSearch({ strict: false })
  const role = ROLES.find((one) => one === search.role) ?? null
  const order = search.order === 'ROLE' ? 'ROLE' : 'ORGANISATION'
  const filter = {
    search: search.search ?? null,
    role,
    vacant: search.vacant ?? null,
    deputised: search.deputised ?? null,
  }
  const { data, error, loading, refetch, fetchMore } = useQuery(PositionsDocument, {
    variables: { after: null, filter, order },
    skip: !may('positions'),
    notifyOnNetworkStatusChange: true,
  })
  const [shown, setShown] = useState<Row | null>(null)
  const [form, setForm] = useState<{ kind: 'leave' | 'handOver'; id: string } | null>(null)
  const set = (part: Partial<Search>) =>
    void navigate({ to: paths.positions(), search: { ...search, ...part }, replace: true })
  if (!may('positions')) return <EmptyState title={ui('mayNotSee')} />
  const page = data?.positions
  const chosen = countSet(role, search.deputised, search.vacant)
  const isNarrowed = chosen + countSet(search.search) > 0
  const administers = may('userAccounts')

  return (
    <>
      <PageHeader
        title={text('positions')}
        subtitle={text('positionsSubtitle')}
        actions={<ExportMenu table="positions" filter={{ ...filter, order }} />}
      />
      <Filters
        first={
          <SearchField
            label={text('searchPositions')}
            value={search.search ?? ''}
            onSearch={(typed) => set({ search: typed || undefined })}
          />
        }
        chosen={chosen}
      >
        <NativeSelect
          size="md"
          label={text('role')}
          value={role ?? ''}
          onChange={(event) => set({ role: event.currentTarget.value || undefined })}
          data={[
            { value: '', label: ui('all') },
            ...ROLES.map((one) => ({ value: one, label: words.role(one) })),
          ]}
        />
        <NativeSelect
          size="md"
          label={text('positionOrder')}
          value={order}
          onChange={(event) => set({ order: event.currentTarget.value })}
          data={[
            { value: 'ORGANISATION', label: text('byOrganisation') },
            { value: 'ROLE', label: text('byRole') },
          ]}
        />
        <Switch
          label={text('deputisedOnly')}
          checked={search.deputised ?? false}
          onChange={(event) => set({ deputised: event.currentTarget.checked || undefined })}
        />
        <Switch
          label={text('vacantOnly')}
          checked={search.vacant ?? false}
          onChange={(event) => set({ vacant: event.currentTarget.checked || undefined })}
        />
      </Filters>
      {error && page === undefined ? (
        <QueryProblem error={error} onRetry={() => void refetch()} />
      ) : page === undefined ? (
        <Loading />
      ) : page.edges.length === 0 ? (
        isNarrowed ? (
          <EmptyState title={text('noPositions')} hint={text('noPositionsHint')} />
        ) : (
          <EmptyState title={text('nonePositions')} hint={text('nonePositionsHint')} />
        )
      ) : (
        <div className="paper">
          <DataTable
            caption={text('positions')}
            rows={page.edges.map(({ node }) => node)}
            keyOf={({ id }) => id}
            columns={[
              {
                key: 'position',
                head: text('position'),
                main: true,
                cell: (row: Row) =>
                  `${row.organisation.name} · ${words.role(row.role)}${row.zone ? ` · ${row.zone.name}` : ''}`,
              },
              {
                key: 'holders',
                head: text('holders'),
                cell: (row: Row) =>
                  row.holders.length === 0
                    ? text('vacant')
                    : formats.clauses(
                        row.holders.map(({ userName, validFrom }) =>
                          text('since', { name: userName, day: formats.day(validFrom) }),
                        ),
                      ),
              },
              {
                key: 'deputies',
                head: text('deputyNow'),
                cell: (row: Row) =>
                  formats.clauses(
                    row.deputies.map(({ deputyName, validTo }) =>
                      text('deputyUntil', { name: deputyName, day: formats.day(validTo) }),
                    ),
                  ) || '—',
              },
              {
                key: 'actions',
                head: text('actions'),
                cell: (row: Row) => (
                  <Button
                    size="compact-md"
                    variant="default"
                    aria-label={text('historyOf', {
                      what: `${row.organisation.name} ${words.role(row.role)}`,
                    })}
                    onClick={() => setShown(row)}
                  >
                    {text('history')}
                  </Button>
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
      <Modal
        size="lg"
        opened={shown !== null}
        onClose={() => {
          setShown(null)
          setForm(null)
        }}
        title={shown ? `${shown.organisation.name} · ${words.role(shown.role)}` : ''}
      >
        {shown && form === null && (
          <Stack>
            <PositionHistory id={shown.id} />
            {administers &&
              shown.holders.map(({ id, userName }) => (
                <Group key={id} gap="sm">
                  <Text>{userName}</Text>
                  <Button
                    size="sm"
                    variant="default"
                    onClick={() => setForm({ kind: 'handOver', id })}
                  >
                    {text('handOver')}
                  </Button>
                  <Button
                    size="sm"
                    variant="default"
                    onClick={() => setForm({ kind: 'leave', id })}
                  >
                    {text('takeLeave')}
                  </Button>
                </Group>
              ))}
          </Stack>
        )}
        {form && (
          <PassOnForm
            kind={form.kind}
            assignmentId={form.id}
            onDone={() => {
              setForm(null)
              setShown(null)
              void refetch()
            }}
          />
        )}
      </Modal>
    </>
  )
}
