import { useMutation, useQuery } from '@apollo/client/react'
import { Badge, Button, Group, Title } from '@mantine/core'
import { isUnderWay } from '@gongjian/domain/run-actions'
import { Link as RouterLink, useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { v7 as newId } from 'uuid'
import type { AssessmentRunsQuery } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
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
import { useSending } from '../../ui/use-sending.ts'
import { useWords } from '../../ui/words.ts'
import {
  CancelRunDocument,
  RunsDocument,
  SchemesDocument,
  StartRunDocument,
} from './assessment-queries.ts'
import { NewScheme } from './NewScheme.tsx'
import { RunProgress } from './RunProgress.tsx'
import { useAssessmentText } from './text.ts'

type RunRow = AssessmentRunsQuery['assessmentRuns']['edges'][number]['node']
const askAgainMilliseconds = 1500

/** The year's assessment: by what it is judged, and the runs that were made of it. */
export function AssessmentPage() {
  const text = useAssessmentText()
  const ui = useUiText()
  const words = useWords()
  const formats = useFormats()
  const may = useMay()
  const navigate = useNavigate()
  const schemes = useQuery(SchemesDocument, {
    skip: !may('assessmentSchemes'),
    fetchPolicy: 'cache-and-network',
  })
  const runs = useQuery(RunsDocument, {
    variables: { after: null },
    skip: !may('assessmentRuns'),
    fetchPolicy: 'cache-and-network',
  })
  const [start] = useMutation(StartRunDocument)
  const [cancel] = useMutation(CancelRunDocument)
  const { send, sending, failure } = useSending()
  const [runId, setRunId] = useState(() => newId())
  const page = runs.data?.assessmentRuns
  const { startPolling, stopPolling } = runs
  const isWorking = page?.edges.some(({ node }) => isUnderWay(node.state)) ?? false
  useEffect(() => {
    if (!isWorking) return
    startPolling(askAgainMilliseconds)
    return stopPolling
  }, [isWorking, startPolling, stopPolling])

  async function begin(schemeId: string) {
    const isBegun = await send(
      async () =>
        (await start({ variables: { input: { id: runId, schemeId } } })).data?.startAssessmentRun,
    )
    if (isBegun) void navigate({ to: paths.assessmentRun(runId) })
    setRunId(newId())
  }
  async function stop(id: string) {
    await send(
      async () => (await cancel({ variables: { input: { id } } })).data?.cancelAssessmentRun,
    )
    await runs.refetch()
  }

  if (!may('assessmentSchemes')) return <EmptyState title={ui('mayNotSee')} />
  const error = schemes.error ?? runs.error
  if (error && (schemes.data === undefined || page === undefined))
    return <QueryProblem error={error} onRetry={() => void schemes.refetch()} />
  if (schemes.data === undefined || page === undefined) return <Loading />
  const { assessmentSchemes, periods } = schemes.data
  return (
    <>
      <PageHeader
        title={text('title')}
        subtitle={text('subtitle')}
        actions={
          may('gamingSigns') && (
            <Button variant="default" component={RouterLink} to={paths.gaming()}>
              {text('gamingSigns')}
            </Button>
          )
        }
      />
      <FailureNotice message={failure} />
      <section className="paper" aria-labelledby="runs" style={{ marginBottom: 16 }}>
        <Group justify="space-between" mb="sm">
          <Title order={2} size="h3" id="runs">
            {text('runs')}
          </Title>
          {page.edges.length > 0 && <ExportMenu table="assessment-runs" filter={{}} />}
        </Group>
        {page.edges.length === 0 ? (
          <EmptyState
            title={text('noRuns')}
            hint={may('startAssessmentRun') ? text('noRunsHint') : text('noRunsWait')}
          />
        ) : (
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
        )}
        <LoadMore
          hasNextPage={page.pageInfo.hasNextPage}
          loading={runs.loading && !isWorking}
          onMore={() => void runs.fetchMore({ variables: { after: page.pageInfo.endCursor } })}
        />
      </section>
      <section className="paper" aria-labelledby="schemes">
        <Group justify="space-between" mb="sm">
          <Title order={2} size="h3" id="schemes">
            {text('schemes')}
          </Title>
          {assessmentSchemes.length > 0 && <ExportMenu table="assessment-schemes" filter={{}} />}
        </Group>
        {assessmentSchemes.length === 0 ? (
          <EmptyState
            title={text('noSchemes')}
            hint={may('saveAssessmentScheme') ? text('noSchemesHint') : text('noRunsWait')}
          />
        ) : (
          <DataTable
            caption={text('schemes')}
            rows={assessmentSchemes}
            keyOf={({ id }) => id}
            columns={[
              {
                key: 'title',
                head: text('scheme'),
                main: true,
                cell: ({ id, title }) => (
                  <Link to={paths.assessmentScheme(id)}>{title || text('untitled')}</Link>
                ),
              },
              { key: 'kind', head: text('kind'), cell: ({ kind }) => words.organisationKind(kind) },
              { key: 'year', head: text('year'), number: true, cell: (row) => row.programmeYear },
              {
                key: 'revision',
                head: text('revision'),
                number: true,
                cell: ({ revision }) => revision,
              },
              {
                key: 'status',
                head: text('status'),
                cell: ({ status }) => (
                  <Badge variant="light" color={status === 'IN_FORCE' ? 'green' : 'gray'} c="dark">
                    {text(`status_${status}`)}
                  </Badge>
                ),
              },
              ...(may('startAssessmentRun')
                ? [
                    {
                      key: 'run',
                      head: text('run'),
                      cell: ({ id, title, status }: (typeof assessmentSchemes)[number]) =>
                        status === 'IN_FORCE' ? (
                          <Button
                            size="sm"
                            loading={sending}
                            aria-label={`${text('startRun')} ${title}`}
                            onClick={() => void begin(id)}
                          >
                            {text('startRun')}
                          </Button>
                        ) : (
                          text('onlyInForce')
                        ),
                    },
                  ]
                : []),
            ]}
          />
        )}
        {may('saveAssessmentScheme') && <NewScheme years={periods.map(({ year }) => year)} />}
      </section>
    </>
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
        {row.state === 'DONE' && row.isPreview && (
          <Badge variant="light" color="yellow" c="dark">
            {text('preview')}
          </Badge>
        )}
      </Group>
    )
  }
}
