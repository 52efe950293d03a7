import { useMutation, useQuery } from '@apollo/client/react'
import { Badge, Group, NativeSelect } from '@mantine/core'
import { isUnderWay, RUN_STATES } from '@gongjian/domain/run-actions'
import type { AssessmentRunsQuery } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
import { useAskAgain } from '../../platform/ask-again.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useMay } from '../../platform/session.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ExportMenu } from '../../ui/ExportMenu.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Link } from '../../ui/Link.tsx'
import { ListHead } from '../../ui/ListHead.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { useSending } from '../../ui/use-sending.ts'
import { useWords } from '../../ui/words.ts'
import { CancelRunDocument, RunsDocument } from './assessment-queries.ts'
import type { AssessmentSearch, SharedFilter } from './assessment-search.ts'
import { RunProgress } from './RunProgress.tsx'
import { useAssessmentText } from './text.ts'

type RunRow = AssessmentRunsQuery['assessmentRuns']['edges'][number]['node']
const askAgainMilliseconds = 1500
const orders = ['NEWEST', 'OLDEST'] as const

/** The runs that were made, with how far those are that are under way. */
export function RunList({
  shared,
  search,
  set,
}: {
  shared: SharedFilter
  search: AssessmentSearch
  set: (part: AssessmentSearch) => void
}) {
  const text = useAssessmentText()
  const words = useWords()
  const formats = useFormats()
  const may = useMay()
  const state = RUN_STATES.find((one) => one === search.runs) ?? null
  const published = search.runs === 'PUBLISHED' ? true : null
  const order = orders.find((one) => one === search.runOrder) ?? 'NEWEST'
  const filter = { ...shared, states: state === null ? null : [state], published }
  const runs = useQuery(RunsDocument, {
    variables: { after: null, filter, order },
    skip: !may('assessmentRuns'),
    fetchPolicy: 'cache-and-network',
  })
  const [cancel] = useMutation(CancelRunDocument)
  const { send, failure } = useSending()
  const page = (runs.data ?? runs.previousData)?.assessmentRuns
  const isWorking = page?.edges.some(({ node }) => isUnderWay(node.state)) ?? false
  const isNarrowed = Object.values({ ...shared, state, published }).some((one) => one !== null)
  useAskAgain(isWorking, runs, askAgainMilliseconds)
  async function stop(id: string) {
    await send(
      async () => (await cancel({ variables: { input: { id } } })).data?.cancelAssessmentRun,
    )
    await runs.refetch()
  }
  return (
    <section className="paper" aria-labelledby="runs" style={{ marginBottom: 16 }}>
      <ListHead id="runs" title={text('runs')}>
        <NativeSelect
          aria-label={text('runState')}
          value={published === null ? (state ?? '') : 'PUBLISHED'}
          data={[
            { value: '', label: text('everyState') },
            { value: 'PUBLISHED', label: text('published') },
            ...RUN_STATES.map((value) => ({ value, label: text(`state_${value}`) })),
          ]}
          onChange={({ currentTarget: { value } }) => set({ runs: value || undefined })}
        />
        <NativeSelect
          aria-label={text('runOrder')}
          value={order}
          data={orders.map((value) => ({ value, label: text(`order_${value}`) }))}
          onChange={({ currentTarget: { value } }) =>
            set({ runOrder: value === 'NEWEST' ? undefined : value })
          }
        />
        <ExportMenu
          table="assessment-runs"
          filter={{ ...shared, states: state, published, order }}
        />
      </ListHead>
      <FailureNotice message={failure} />
      {runs.error && page === undefined ? (
        <QueryProblem error={runs.error} onRetry={() => void runs.refetch()} />
      ) : page === undefined ? (
        <Loading />
      ) : page.edges.length === 0 ? (
        isNarrowed ? (
          <EmptyState title={text('nothingFound')} hint={text('nothingFoundHint')} />
        ) : (
          <EmptyState
            title={text('noRuns')}
            hint={may('startAssessmentRun') ? text('noRunsHint') : text('noRunsWait')}
          />
        )
      ) : (
        <>
          <DataTable
            caption={text('runs')}
            rows={page.edges.map(({ node }) => node)}
            keyOf={({ id }) => id}
            columns={[
              {
                key: 'scheme',
                head: text('scheme'),
                main: true,
                cell: (row) => (
                  <Link to={paths.assessmentRun(row.id)}>{row.scheme?.title ?? row.id}</Link>
                ),
              },
              {
                key: 'kind',
                head: text('kind'),
                cell: ({ scheme }) => (scheme ? words.organisationKind(scheme.kind) : ''),
              },
              { key: 'state', head: text('state'), cell: stateOf },
              {
                key: 'by',
                head: text('startedBy'),
                wideOnly: true,
                cell: (row) => row.startedByName,
              },
              { key: 'at', head: text('startedAt'), cell: (row) => formats.moment(row.startedAt) },
            ]}
          />
          <LoadMore
            hasNextPage={page.pageInfo.hasNextPage}
            loading={runs.loading && !isWorking}
            onMore={() => void runs.fetchMore({ variables: { after: page.pageInfo.endCursor } })}
          />
        </>
      )}
    </section>
  )

  function stateOf(row: RunRow) {
    if (isUnderWay(row.state))
      return (
        <RunProgress
          state={row.state}
          done={row.doneOrganisations}
          total={row.totalOrganisations}
          onStop={row.mayCancel ? () => void stop(row.id) : null}
        />
      )
    return (
      <Group gap="xs">
        <span>{row.problemMessage ?? text(`state_${row.state}`)}</span>
        {row.isPublished && (
          <Badge variant="light" color="green" c="dark">
            {text('published')}
          </Badge>
        )}
        {row.previousRunId !== null && (
          <Badge variant="light" color="gray" c="dark">
            {text('rerun')}
          </Badge>
        )}
        {row.state === 'DONE' && row.isPreview && row.previousRunId === null && (
          <Badge variant="light" color="yellow" c="dark">
            {text('preview')}
          </Badge>
        )}
      </Group>
    )
  }
}
