import { useMutation, useQuery } from '@apollo/client/react'
import { Anchor, Group, NativeSelect, Text } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { graphql } from '../../generated/gql.ts'
import type { ArchivesQuery } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
import { useAskAgain } from '../../platform/ask-again.ts'
import { problemOf } from '../../platform/apollo.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useMay } from '../../platform/session.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ExportMenu } from '../../ui/ExportMenu.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Link } from '../../ui/Link.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { useUiText } from '../../ui/text.ts'
import { ArchiveProgress } from './ArchiveProgress.tsx'
import { MakeArchive } from './MakeArchive.tsx'
import { useArchivesText } from './text.ts'

const ArchivesDocument = graphql(`
  query Archives($after: String, $filter: ArchiveFilter) {
    periods {
      year
    }
    archives(first: 30, after: $after, filter: $filter) {
      edges {
        cursor
        node {
          id
          number
          programmeYear
          code
          format
          state
          doneRecords
          totalRecords
          signedRecords
          problemMessage
          fileBytes
          madeByName
          requestedAt
          url
          mayCancel
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
const Cancel = graphql(`
  mutation CancelArchive($input: CancelArchiveInput!) {
    cancelArchive(input: $input) {
      __typename
      ... on Archive {
        id
        state
        mayCancel
      }
      ... on Refused {
        message
      }
      ... on NotFound {
        message
      }
    }
  }
`)
type Row = ArchivesQuery['archives']['edges'][number]['node']
type Search = { year?: number | undefined; organisationId?: string | undefined }
const askAgainMilliseconds = 1500

/** The archives that have been made, the newest first; and the form that makes one. */
export function ArchivesPage() {
  const text = useArchivesText()
  const ui = useUiText()
  const formats = useFormats()
  const may = useMay()
  const navigate = useNavigate()
  const search: Search = useSearch({ strict: false })
  const [failure, setFailure] = useState<string | null>(null)
  const filter = {
    programmeYear: search.year ?? null,
    organisationId: search.organisationId ?? null,
  }
  const { data, error, loading, refetch, fetchMore, startPolling, stopPolling } = useQuery(
    ArchivesDocument,
    {
      variables: { after: null, filter },
      skip: !may('archives'),
      fetchPolicy: 'cache-and-network',
      notifyOnNetworkStatusChange: true,
    },
  )
  const [cancel] = useMutation(Cancel)
  const page = data?.archives
  const isMaking = page?.edges.some(({ node }) => node.state === 'MAKING') ?? false
  useAskAgain(isMaking, { startPolling, stopPolling }, askAgainMilliseconds)

  async function stop(id: string) {
    setFailure(null)
    try {
      const { data: given } = await cancel({ variables: { input: { id } } })
      const answer = given?.cancelArchive
      if (answer?.__typename !== 'Archive') setFailure(answer?.message ?? ui('noConnection'))
    } catch (problem) {
      setFailure(problemOf(problem)?.message ?? ui('noConnection'))
    }
    await refetch()
  }
  const set = (part: Partial<Search>) =>
    void navigate({ to: paths.archives(), search: { ...search, ...part }, replace: true })
  const organisations = new Map(
    page?.edges.map(({ node }) => [node.organisation.id, node.organisation.name]),
  )

  if (!may('archives')) return <EmptyState title={ui('mayNotSee')} />
  return (
    <>
      <PageHeader
        title={text('title')}
        subtitle={text('subtitle')}
        actions={<ExportMenu table="archives" filter={filter} />}
      />
      {data && (
        <MakeArchive years={data.periods.map(({ year }) => year)} onMade={() => void refetch()} />
      )}
      <Group className="paper no-print" align="flex-end" mb="md">
        <NativeSelect
          size="md"
          label={text('yearFilter')}
          value={search.year === undefined ? '' : String(search.year)}
          onChange={(event) =>
            set({ year: event.currentTarget.value ? Number(event.currentTarget.value) : undefined })
          }
          data={[
            { value: '', label: ui('all') },
            ...(data?.periods ?? []).map(({ year }) => String(year)),
          ]}
        />
        {(organisations.size > 1 || search.organisationId !== undefined) && (
          <NativeSelect
            size="md"
            label={text('organisationFilter')}
            value={search.organisationId ?? ''}
            onChange={(event) => set({ organisationId: event.currentTarget.value || undefined })}
            data={[
              { value: '', label: ui('all') },
              ...[...organisations].map(([value, label]) => ({ value, label })),
            ]}
          />
        )}
        <Link to={paths.verifyArchive('')}>{text('verifyLink')}</Link>
      </Group>
      <FailureNotice message={failure} />
      {error && page === undefined ? (
        <QueryProblem error={error} onRetry={() => void refetch()} />
      ) : page === undefined ? (
        <Loading />
      ) : page.edges.length === 0 ? (
        <EmptyState title={text('none')} hint={text('noneHint')} />
      ) : (
        <div className="paper">
          <DataTable
            caption={text('title')}
            rows={page.edges.map(({ node }) => node)}
            keyOf={({ id }) => id}
            columns={[
              { key: 'number', head: text('number'), main: true, cell: ({ number }) => number },
              {
                key: 'organisation',
                head: text('organisation'),
                cell: ({ organisation }) => organisation.name,
              },
              { key: 'year', head: text('year'), number: true, cell: (row) => row.programmeYear },
              { key: 'state', head: text('state'), cell: stateOf },
              { key: 'by', head: text('by'), wideOnly: true, cell: (row) => row.madeByName },
              {
                key: 'at',
                head: text('at'),
                cell: ({ requestedAt }) => formats.moment(requestedAt),
              },
              {
                key: 'code',
                head: text('code'),
                cell: ({ code, url }) =>
                  url ? <Link to={paths.verifyArchive(code)}>{code}</Link> : '—',
              },
            ]}
          />
          <LoadMore
            hasNextPage={page.pageInfo.hasNextPage}
            loading={loading && !isMaking}
            onMore={() => void fetchMore({ variables: { after: page.pageInfo.endCursor } })}
          />
        </div>
      )}
    </>
  )

  function stateOf(row: Row) {
    if (row.state === 'MAKING')
      return (
        <ArchiveProgress
          number={row.number}
          done={row.doneRecords}
          total={row.totalRecords}
          onStop={row.mayCancel ? () => void stop(row.id) : null}
        />
      )
    if (row.url === null)
      return (
        <>
          {text(`state_${row.state}`)}
          {row.problemMessage && (
            <Text size="sm" c="brand.8">
              {row.problemMessage}
            </Text>
          )}
        </>
      )
    return (
      <>
        <Anchor href={row.url} download>
          {text('download', {
            format: text(`format_${row.format}`),
            size: formats.number(Math.max(1, Math.round((row.fileBytes ?? 0) / 1024))),
          })}
          <span className="visually-hidden"> {row.number}</span>
        </Anchor>
        <Text size="sm" c="dimmed">
          {text('counts', {
            signed: formats.number(row.signedRecords ?? 0),
            unsigned: formats.number((row.totalRecords ?? 0) - (row.signedRecords ?? 0)),
          })}
        </Text>
      </>
    )
  }
}
