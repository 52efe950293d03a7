import { useQuery } from '@apollo/client/react'
import { Group } from '@mantine/core'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
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
import { useMeasureWords } from '../assessment/measure-words.ts'
import { ChangesDocument } from './appeal-queries.ts'
import { useAppealText } from './text.ts'

/** Whose records or marks changed since a run was frozen: what the next run would take in. */
export function ChangesPage() {
  const text = useAppealText()
  const ui = useUiText()
  const formats = useFormats()
  const may = useMay()
  const navigate = useNavigate()
  const { id = '' } = useParams({ strict: false })
  const search: { search?: string } = useSearch({ strict: false })
  const { previousData, error, loading, refetch, fetchMore, ...answer } = useQuery(
    ChangesDocument,
    {
      variables: { after: null, id, filter: { runId: id, search: search.search ?? null } },
      skip: !may('assessmentChanges'),
      fetchPolicy: 'cache-and-network',
      notifyOnNetworkStatusChange: true,
    },
  )
  // What is typed in the search stays where it is while its answer is on the way.
  const data = answer.data ?? (previousData?.assessmentRun?.id === id ? previousData : undefined)
  const names = useMemo(
    () =>
      new Map(
        (data?.assessmentMeasures ?? []).flatMap(({ key, name }) => (name ? [[key, name]] : [])),
      ),
    [data],
  )
  const words = useMeasureWords(names)
  if (!may('assessmentChanges')) return <EmptyState title={ui('mayNotSee')} />
  if (error && data === undefined)
    return <QueryProblem error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Loading />
  const { assessmentRun: run, assessmentChanges: page } = data
  if (!run) return <EmptyState title={text('notFound')} hint={text('notFoundHint')} />
  return (
    <>
      <PageHeader
        title={text('changes')}
        subtitle={
          <>
            <Link to={paths.assessmentRun(id)}>{run.scheme?.title ?? ''}</Link>
            {run.frozenAt && ` · ${text('frozenAt', { at: formats.moment(run.frozenAt) })}`}
          </>
        }
        actions={
          <ExportMenu table="assessment-changes" filter={{ runId: id, search: search.search }} />
        }
      />
      <Group className="paper no-print" align="flex-end" mb="md">
        <SearchField
          label={text('searchOrganisations')}
          value={search.search ?? ''}
          onSearch={(value) =>
            void navigate({
              to: paths.runChanges(id),
              search: value === '' ? {} : { search: value },
              replace: true,
            })
          }
        />
      </Group>
      {page.edges.length === 0 ? (
        <EmptyState title={text('noChanges')} hint={text('noChangesHint')} />
      ) : (
        <div className="paper">
          <DataTable
            caption={text('changes')}
            rows={page.edges.map(({ node }) => node)}
            keyOf={({ organisationId }) => organisationId}
            columns={[
              {
                key: 'organisation',
                head: text('organisation'),
                main: true,
                cell: ({ organisationId, organisationName, kind }) =>
                  kind === 'NEW' ? (
                    organisationName
                  ) : (
                    <Link to={paths.assessmentScore(id, organisationId)}>{organisationName}</Link>
                  ),
              },
              {
                key: 'what',
                head: text('what'),
                cell: ({ kind, numbers, marksChanged }) =>
                  [
                    ...(kind === 'CHANGED' ? [] : [text(`change_${kind}`)]),
                    ...(marksChanged ? [text('marksChanged')] : []),
                    ...numbers.map(
                      ({ number, frozen, now }) =>
                        `${words.name(number)} ${formats.number(frozen)} → ${formats.number(now)}`,
                    ),
                  ].join(' · '),
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
