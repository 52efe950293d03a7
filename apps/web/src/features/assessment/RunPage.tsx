import { useMutation, useQuery } from '@apollo/client/react'
import { Badge, Group, NativeSelect, Text } from '@mantine/core'
import { isUnderWay } from '@gongjian/domain/run-actions'
import { GRADES } from '@gongjian/domain/scheme-content'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { paths } from '../../paths.ts'
import { useAskAgain } from '../../platform/ask-again.ts'
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
import { SearchField } from '../../ui/SearchField.tsx'
import { useUiText } from '../../ui/text.ts'
import { useSending } from '../../ui/use-sending.ts'
import { CancelRunDocument, RunDocument, ScoresDocument } from './assessment-queries.ts'
import { OwnScores } from './OwnScores.tsx'
import { RankingRules } from './RankingRules.tsx'
import { RunProgress } from './RunProgress.tsx'
import { useAssessmentText } from './text.ts'

type Search = {
  grade?: string | undefined
  order?: string | undefined
  search?: string | undefined
}
const orders = ['RANK', 'LOWEST', 'ORGANISATION'] as const
const askAgainMilliseconds = 1000

/** One run: how far it is, what it is frozen with, and the scores. */
export function RunPage() {
  const text = useAssessmentText()
  const ui = useUiText()
  const formats = useFormats()
  const may = useMay()
  const navigate = useNavigate()
  const { id = '' } = useParams({ strict: false })
  const search: Search = useSearch({ strict: false })
  const grade = GRADES.find((one) => one === search.grade) ?? null
  const order = orders.find((one) => one === search.order) ?? 'RANK'
  const { data, error, refetch, startPolling, stopPolling } = useQuery(RunDocument, {
    variables: { id },
    skip: !may('assessmentRun'),
    fetchPolicy: 'cache-and-network',
  })
  const run = data?.assessmentRun
  const isWorking = run ? isUnderWay(run.state) : false
  useAskAgain(isWorking, { startPolling, stopPolling }, askAgainMilliseconds)
  const filter = {
    runId: id,
    grades: grade === null ? null : [grade],
    search: search.search ?? null,
  }
  const scores = useQuery(ScoresDocument, {
    variables: { after: null, filter, order },
    skip: run?.state !== 'DONE',
    fetchPolicy: 'cache-and-network',
    notifyOnNetworkStatusChange: true,
  })
  const [cancel] = useMutation(CancelRunDocument)
  const { send, failure } = useSending()
  const set = (part: Search) =>
    void navigate({ to: paths.assessmentRun(id), search: { ...search, ...part }, replace: true })

  if (!may('assessmentRun')) return <EmptyState title={ui('mayNotSee')} />
  if (error && data === undefined)
    return <QueryProblem error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Loading />
  if (!run) return <EmptyState title={text('notFound')} hint={text('notFoundHint')} />
  const page = scores.data?.assessmentScores
  return (
    <>
      <PageHeader
        title={text('runTitle', { scheme: run.scheme?.title ?? '' })}
        subtitle={
          <>
            {text('begunBy', { name: run.startedByName, at: formats.moment(run.startedAt) })}
            {run.frozenAt && ` · ${text('frozenAt', { at: formats.moment(run.frozenAt) })}`}
            {run.scheme && (
              <>
                {' · '}
                <Link to={paths.assessmentScheme(run.scheme.id)}>{text('theScheme')}</Link>
              </>
            )}
          </>
        }
        actions={
          run.state === 'DONE' && (
            <ExportMenu
              table="assessment-scores"
              filter={{ runId: id, grades: grade, order, search: search.search }}
            />
          )
        }
      />
      <FailureNotice message={failure ?? run.problemMessage ?? null} />
      {isWorking ? (
        <div className="paper">
          <RunProgress
            state={run.state}
            done={run.doneOrganisations}
            total={run.totalOrganisations}
            onStop={
              run.mayCancel
                ? () =>
                    void send(
                      async () =>
                        (await cancel({ variables: { input: { id } } })).data?.cancelAssessmentRun,
                    ).then(() => refetch())
                : null
            }
          />
        </div>
      ) : run.state === 'DONE' ? (
        <>
          {run.isPreview && (
            <FailureNotice
              color="yellow"
              message={text(run.previousRunId === null ? 'previewHint' : 'rerunHint')}
            />
          )}
          <OwnScores runId={id} kind={run.scheme?.kind ?? null} />
          {run.scheme && (
            <details className="paper" style={{ marginBottom: 16 }}>
              <summary>{text('rankingRules')}</summary>
              <RankingRules scheme={run.scheme} />
            </details>
          )}
          <Group className="paper no-print" align="flex-end" mb="md">
            <SearchField
              label={text('searchScores')}
              value={search.search ?? ''}
              onSearch={(value) => set({ search: value || undefined })}
            />
            <NativeSelect
              size="md"
              label={text('grade')}
              value={grade ?? ''}
              data={[
                { value: '', label: ui('all') },
                ...GRADES.map((value) => ({ value, label: text(`grade_${value}`) })),
              ]}
              onChange={({ currentTarget: { value } }) => set({ grade: value || undefined })}
            />
            <NativeSelect
              size="md"
              label={text('order')}
              value={order}
              data={orders.map((value) => ({ value, label: text(`order_${value}`) }))}
              onChange={({ currentTarget: { value } }) =>
                set({ order: value === 'RANK' ? undefined : value })
              }
            />
          </Group>
          <Group mb="sm">
            {run.previousRunId && <Link to={paths.runMoves(id)}>{text('moves')}</Link>}
            {may('assessmentChanges') && <Link to={paths.runChanges(id)}>{text('changes')}</Link>}
          </Group>
          {page === undefined ? (
            <Loading />
          ) : page.edges.length === 0 ? (
            grade === null && !search.search ? (
              <EmptyState title={text('noneInSight')} hint={text('noneInSightHint')} />
            ) : (
              <EmptyState title={text('noScores')} hint={text('noScoresHint')} />
            )
          ) : (
            <div className="paper">
              <DataTable
                caption={text('scores')}
                rows={page.edges.map(({ node }) => node)}
                keyOf={({ organisation }) => organisation.id}
                columns={[
                  {
                    key: 'rank',
                    head: text('rank'),
                    number: true,
                    cell: ({ rank }) => rank ?? text('notRanked'),
                  },
                  {
                    key: 'organisation',
                    head: text('organisation'),
                    main: true,
                    // What others' scores are made of is theirs.
                    cell: ({ organisation, organisationName, mayOpen }) =>
                      mayOpen ? (
                        <Link to={paths.assessmentScore(id, organisation.id)}>
                          {organisationName}
                        </Link>
                      ) : (
                        organisationName
                      ),
                  },
                  {
                    key: 'total',
                    head: text('total'),
                    number: true,
                    cell: ({ total }) => formats.decimals(Number(total), 2),
                  },
                  {
                    key: 'grade',
                    head: text('grade'),
                    cell: ({ grade: reached, cappedAt }) => (
                      <Group gap="xs">
                        {text(`grade_${reached}`)}
                        {cappedAt !== null && (
                          <Badge variant="light" color="red" c="dark">
                            {text('capped', { at: cappedAt ?? '' })}
                          </Badge>
                        )}
                      </Group>
                    ),
                  },
                ]}
              />
              <LoadMore
                hasNextPage={page.pageInfo.hasNextPage}
                loading={scores.loading}
                onMore={() =>
                  void scores.fetchMore({ variables: { after: page.pageInfo.endCursor } })
                }
              />
            </div>
          )}
          <Text size="sm" c="dimmed" mt="md" className="wrap">
            {text('hashes', { inputs: run.inputsHash ?? '', result: run.resultHash ?? '' })}
          </Text>
        </>
      ) : (
        <EmptyState title={text(`state_${run.state}`)} hint={text('endedHint')} />
      )}
    </>
  )
}
