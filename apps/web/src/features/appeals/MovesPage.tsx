import { useQuery } from '@apollo/client/react'
import { Group, NativeSelect } from '@mantine/core'
import { isUnderWay } from '@gongjian/domain/run-actions'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { paths } from '../../paths.ts'
import { useAskAgain } from '../../platform/ask-again.ts'
import { currentLocale, useFormats } from '../../platform/locale.tsx'
import { useMay } from '../../platform/session.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ExportMenu } from '../../ui/ExportMenu.tsx'
import { Link } from '../../ui/Link.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { SearchField } from '../../ui/SearchField.tsx'
import { useUiText } from '../../ui/text.ts'
import { textIn } from '../assessment/text-in.ts'
import { MovesDocument } from './appeal-queries.ts'
import { useAppealText } from './text.ts'

type Search = {
  moved?: string | undefined
  order?: string | undefined
  search?: string | undefined
}
const movedIn = ['SCORE', 'RANK', 'GRADE'] as const
const orders = ['CHANGE', 'RANK', 'ORGANISATION'] as const
const askAgainMilliseconds = 1000

/** Who moved between a run and the one that it takes the place of, and in which part. */
export function MovesPage() {
  const text = useAppealText()
  const ui = useUiText()
  const formats = useFormats()
  const may = useMay()
  const navigate = useNavigate()
  const { id = '' } = useParams({ strict: false })
  const search: Search = useSearch({ strict: false })
  const moved = movedIn.find((one) => one === search.moved) ?? null
  const order = orders.find((one) => one === search.order) ?? 'CHANGE'
  const filter = { runId: id, movedIn: moved, search: search.search ?? null }
  const { previousData, error, loading, refetch, fetchMore, startPolling, stopPolling, ...answer } =
    useQuery(MovesDocument, {
      variables: { after: null, id, filter, order },
      skip: !may('assessmentMoves'),
      fetchPolicy: 'cache-and-network',
      notifyOnNetworkStatusChange: true,
    })
  // What is typed in the search stays where it is while its answer is on the way.
  const data = answer.data ?? (previousData?.assessmentRun?.id === id ? previousData : undefined)
  const state = data?.assessmentRun?.state
  const isWorking = state !== undefined && isUnderWay(state)
  useAskAgain(isWorking, { startPolling, stopPolling }, askAgainMilliseconds)
  const set = (part: Search) =>
    void navigate({ to: paths.runMoves(id), search: { ...search, ...part }, replace: true })
  if (!may('assessmentMoves')) return <EmptyState title={ui('mayNotSee')} />
  if (error && data === undefined)
    return <QueryProblem error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Loading />
  const { assessmentRun: run, assessmentMoves: page } = data
  if (!run) return <EmptyState title={text('notFound')} hint={text('notFoundHint')} />
  const change = (before: string | null, after: string) =>
    before === null || before === after ? after : `${before} → ${after}`
  const points = (value: string) => formats.decimals(Number(value), 2)
  return (
    <>
      <PageHeader
        title={text('moves')}
        subtitle={
          <>
            <Link to={paths.assessmentRun(id)}>{run.scheme?.title ?? ''}</Link>
            {run.previousRunId && (
              <>
                {' · '}
                <Link to={paths.assessmentRun(run.previousRunId)}>{text('previousRun')}</Link>
              </>
            )}
          </>
        }
        actions={
          <ExportMenu
            table="assessment-moves"
            filter={{ runId: id, movedIn: moved, order, search: search.search }}
          />
        }
      />
      <Group className="paper no-print" align="flex-end" mb="md">
        <SearchField
          label={text('searchOrganisations')}
          value={search.search ?? ''}
          onSearch={(value) => set({ search: value || undefined })}
        />
        <NativeSelect
          size="md"
          label={text('movedIn')}
          value={moved ?? ''}
          data={[
            { value: '', label: ui('all') },
            ...movedIn.map((value) => ({ value, label: text(`moved_${value}`) })),
          ]}
          onChange={({ currentTarget: { value } }) => set({ moved: value || undefined })}
        />
        <NativeSelect
          size="md"
          label={text('order')}
          value={order}
          data={orders.map((value) => ({ value, label: text(`order_${value}`) }))}
          onChange={({ currentTarget: { value } }) =>
            set({ order: value === 'CHANGE' ? undefined : value })
          }
        />
      </Group>
      {run.state !== 'DONE' ? (
        <EmptyState
          title={text(isWorking ? 'movesUnderWay' : 'movesNotDone')}
          hint={text(isWorking ? 'movesUnderWayHint' : 'movesNotDoneHint')}
        />
      ) : page.edges.length === 0 ? (
        <EmptyState title={text('noMoves')} hint={text('noMovesHint')} />
      ) : (
        <div className="paper">
          <DataTable
            caption={text('moves')}
            rows={page.edges.map(({ node }) => node)}
            keyOf={({ organisationId }) => organisationId}
            columns={[
              {
                key: 'organisation',
                head: text('organisation'),
                main: true,
                cell: ({ organisationId, organisationName }) => (
                  <Link to={paths.assessmentScore(id, organisationId)}>{organisationName}</Link>
                ),
              },
              {
                key: 'total',
                head: text('moved_SCORE'),
                number: true,
                cell: ({ totalBefore, total }) =>
                  change(
                    totalBefore === null || totalBefore === undefined ? null : points(totalBefore),
                    points(total),
                  ),
              },
              {
                key: 'rank',
                head: text('moved_RANK'),
                number: true,
                cell: ({ rankBefore, rank }) =>
                  change(
                    rankBefore === null || rankBefore === undefined ? null : String(rankBefore),
                    String(rank ?? '—'),
                  ),
              },
              {
                key: 'grade',
                head: text('moved_GRADE'),
                cell: ({ gradeBefore, grade }) =>
                  change(gradeBefore ? text(`grade_${gradeBefore}`) : null, text(`grade_${grade}`)),
              },
              {
                key: 'parts',
                head: text('why'),
                cell: ({ parts }) =>
                  parts.length === 0
                    ? text('onlyOthers')
                    : parts
                        .map(
                          ({ indicator, before, after }) =>
                            `${textIn(indicator.name, currentLocale())} ${points(before)} → ${points(after)}`,
                        )
                        .join(' · '),
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
