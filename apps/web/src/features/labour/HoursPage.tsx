import { useQuery } from '@apollo/client/react'
import { NativeSelect, Text, TextInput } from '@mantine/core'
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
import { LabourTabs } from './LabourTabs.tsx'
import { useLabourText } from './text.ts'

const HoursDocument = graphql(`
  query LabourHours($after: String, $filter: LabourHoursFilter) {
    campaigns {
      id
      name
      day
    }
    labourHours(first: 50, after: $after, filter: $filter) {
      edges {
        cursor
        node {
          volunteers
          services
          recordedHours
          addedHours
          volunteer {
            id
            shownName
          }
          organisation {
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
`)
const groups = ['PERSON', 'BRANCH', 'AGENCY'] as const
type Search = {
  group?: string | undefined
  search?: string | undefined
  campaignId?: string | undefined
  dayFrom?: string | undefined
  dayTo?: string | undefined
}

/** The ledger of hours, by organisation and name. Persons are not ranked: there is no order by hours. */
export function HoursPage() {
  const text = useLabourText()
  const ui = useUiText()
  const formats = useFormats()
  const navigate = useNavigate()
  const search: Search = useSearch({ strict: false })
  const group = groups.find((one) => one === search.group) ?? 'PERSON'
  const filter = {
    group,
    search: search.search ?? null,
    campaignId: search.campaignId ?? null,
    dayFrom: search.dayFrom ?? null,
    dayTo: search.dayTo ?? null,
  }
  const { data, error, loading, refetch, fetchMore } = useQuery(HoursDocument, {
    variables: { after: null, filter },
    notifyOnNetworkStatusChange: true,
    fetchPolicy: 'cache-and-network',
  })
  const set = (part: Partial<Search>) =>
    void navigate({ to: paths.labourHours(), search: { ...search, ...part }, replace: true })
  const page = data?.labourHours
  const chosen = countSet(search.search, search.campaignId, search.dayFrom, search.dayTo)
  const isNarrowed = chosen > 0
  return (
    <>
      <PageHeader
        title={text('hours')}
        subtitle={text('hoursSubtitle')}
        actions={<ExportMenu table="labour-hours" filter={filter} />}
      />
      <LabourTabs here="hours" />
      <Filters
        first={
          <NativeSelect
            size="md"
            label={text('group')}
            value={group}
            onChange={(event) => set({ group: event.currentTarget.value })}
            data={groups.map((one) => ({ value: one, label: text(`group_${one}`) }))}
          />
        }
        chosen={chosen}
      >
        <SearchField
          label={text('search')}
          placeholder={text('volunteerSearchHint')}
          value={search.search ?? ''}
          onSearch={(typed) => set({ search: typed || undefined })}
        />
        <NativeSelect
          size="md"
          label={text('campaign')}
          value={search.campaignId ?? ''}
          onChange={(event) => set({ campaignId: event.currentTarget.value || undefined })}
          data={[
            { value: '', label: ui('all') },
            ...(data?.campaigns ?? []).map((one) => ({ value: one.id, label: one.name })),
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
      </Filters>
      {error && page === undefined ? (
        <QueryProblem error={error} onRetry={() => void refetch()} />
      ) : page === undefined ? (
        <Loading />
      ) : page.edges.length === 0 ? (
        isNarrowed ? (
          <EmptyState title={text('noHours')} hint={text('noHoursHint')} />
        ) : (
          <EmptyState title={text('noneHours')} hint={text('noneHoursHint')} />
        )
      ) : (
        <div className="paper">
          <Text size="sm" c="dimmed" mb="xs">
            {text('hoursApart')}
          </Text>
          <DataTable
            caption={text('hours')}
            rows={page.edges.map(({ node }) => node)}
            keyOf={({ volunteer, organisation }) => volunteer?.id ?? organisation.id}
            columns={[
              {
                key: 'who',
                head: text(group === 'PERSON' ? 'volunteer' : 'organisation'),
                main: true,
                cell: ({ volunteer, organisation }) =>
                  volunteer ? (
                    <Link to={paths.volunteer(volunteer.id)}>{volunteer.shownName}</Link>
                  ) : (
                    organisation.name
                  ),
              },
              ...(group === 'PERSON'
                ? [
                    {
                      key: 'organisation',
                      head: text('organisation'),
                      cell: (row: Row) => row.organisation.name,
                    },
                  ]
                : [
                    {
                      key: 'volunteers',
                      head: text('volunteerCount'),
                      number: true,
                      cell: (row: Row) => formats.number(row.volunteers),
                    },
                  ]),
              {
                key: 'services',
                head: text('services'),
                number: true,
                cell: ({ services }) => formats.number(services),
              },
              {
                key: 'recorded',
                head: text('recordedHours'),
                number: true,
                cell: ({ recordedHours }) => formats.number(recordedHours),
              },
              {
                key: 'added',
                head: text('addedHours'),
                number: true,
                cell: ({ addedHours }) => formats.number(addedHours),
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
type Row = { organisation: { name: string }; volunteers: number }
