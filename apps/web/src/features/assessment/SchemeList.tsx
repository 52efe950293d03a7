import { useMutation, useQuery } from '@apollo/client/react'
import { Badge, Button, NativeSelect } from '@mantine/core'
import { SCHEME_STATUSES } from '@gongjian/domain/scheme-actions'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { v7 as newId } from 'uuid'
import type { AssessmentSchemesQuery } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
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
import { SchemesDocument, StartRunDocument } from './assessment-queries.ts'
import type { AssessmentSearch, SharedFilter } from './assessment-search.ts'
import { NewScheme } from './NewScheme.tsx'
import { useAssessmentText } from './text.ts'

type SchemeRow = AssessmentSchemesQuery['assessmentSchemes']['edges'][number]['node']
const orders = ['YEAR', 'CHANGED'] as const

/** The schemes in sight; who decides begins a run, or a new scheme, from here. */
export function SchemeList({
  shared,
  search,
  set,
  years,
}: {
  shared: SharedFilter
  search: AssessmentSearch
  set: (part: AssessmentSearch) => void
  years: readonly number[]
}) {
  const text = useAssessmentText()
  const words = useWords()
  const may = useMay()
  const navigate = useNavigate()
  const status = SCHEME_STATUSES.find((one) => one === search.status) ?? null
  const order = orders.find((one) => one === search.order) ?? 'YEAR'
  const schemes = useQuery(SchemesDocument, {
    variables: {
      after: null,
      filter: { ...shared, statuses: status === null ? null : [status] },
      order,
    },
    fetchPolicy: 'cache-and-network',
  })
  const [start] = useMutation(StartRunDocument)
  const { send, sending, failure } = useSending()
  const [runId, setRunId] = useState(() => newId())
  const page = (schemes.data ?? schemes.previousData)?.assessmentSchemes
  const isNarrowed = Object.values({ ...shared, status }).some((one) => one !== null)
  async function begin(schemeId: string) {
    const isBegun = await send(
      async () =>
        (await start({ variables: { input: { id: runId, schemeId } } })).data?.startAssessmentRun,
    )
    if (isBegun) void navigate({ to: paths.assessmentRun(runId) })
    setRunId(newId())
  }
  return (
    <section className="paper" aria-labelledby="schemes">
      <ListHead id="schemes" title={text('schemes')}>
        <NativeSelect
          aria-label={text('schemeStatus')}
          value={status ?? ''}
          data={[
            { value: '', label: text('everyState') },
            ...SCHEME_STATUSES.map((value) => ({ value, label: text(`status_${value}`) })),
          ]}
          onChange={({ currentTarget: { value } }) => set({ status: value || undefined })}
        />
        <NativeSelect
          aria-label={text('schemeOrder')}
          value={order}
          data={orders.map((value) => ({ value, label: text(`order_${value}`) }))}
          onChange={({ currentTarget: { value } }) =>
            set({ order: value === 'YEAR' ? undefined : value })
          }
        />
        <ExportMenu table="assessment-schemes" filter={{ ...shared, statuses: status, order }} />
      </ListHead>
      <FailureNotice message={failure} />
      {schemes.error && page === undefined ? (
        <QueryProblem error={schemes.error} onRetry={() => void schemes.refetch()} />
      ) : page === undefined ? (
        <Loading />
      ) : page.edges.length === 0 ? (
        isNarrowed ? (
          <EmptyState title={text('nothingFound')} hint={text('nothingFoundHint')} />
        ) : (
          <EmptyState
            title={text('noSchemes')}
            hint={may('saveAssessmentScheme') ? text('noSchemesHint') : text('noRunsWait')}
          />
        )
      ) : (
        <>
          <DataTable
            caption={text('schemes')}
            rows={page.edges.map(({ node }) => node)}
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
                cell: ({ status: reached }) => (
                  <Badge variant="light" color={reached === 'IN_FORCE' ? 'green' : 'gray'} c="dark">
                    {text(`status_${reached}`)}
                  </Badge>
                ),
              },
              ...(may('startAssessmentRun')
                ? [
                    {
                      key: 'run',
                      head: text('run'),
                      cell: ({ id, title, status: reached }: SchemeRow) =>
                        reached === 'IN_FORCE' ? (
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
          <LoadMore
            hasNextPage={page.pageInfo.hasNextPage}
            loading={schemes.loading}
            onMore={() => void schemes.fetchMore({ variables: { after: page.pageInfo.endCursor } })}
          />
        </>
      )}
      {may('saveAssessmentScheme') && <NewScheme years={years} />}
    </section>
  )
}
