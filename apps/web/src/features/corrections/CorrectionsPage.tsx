import { useQuery } from '@apollo/client/react'
import { Group, NativeSelect } from '@mantine/core'
import { CORRECTION_STATUSES } from '@gongjian/domain/vocabulary'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { paths } from '../../paths.ts'
import { useMay } from '../../platform/session.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { useUiText } from '../../ui/text.ts'
import { CorrectionItem } from './CorrectionItem.tsx'
import { CorrectionsDocument } from './correction-queries.ts'
import { useCorrectionsText } from './text.ts'

/** The corrections of records in sight, those that wait for the committee first to be asked for. */
export function CorrectionsPage() {
  const text = useCorrectionsText()
  const ui = useUiText()
  const may = useMay()
  const navigate = useNavigate()
  const search: { status?: string } = useSearch({ strict: false })
  const status = CORRECTION_STATUSES.find((one) => one === search.status) ?? null
  const { data, error, loading, refetch, fetchMore } = useQuery(CorrectionsDocument, {
    variables: { after: null, filter: { status } },
    skip: !may('corrections'),
    fetchPolicy: 'cache-and-network',
    notifyOnNetworkStatusChange: true,
  })
  const page = data?.corrections
  if (!may('corrections')) return <EmptyState title={ui('mayNotSee')} />
  return (
    <>
      <PageHeader title={text('title')} subtitle={text('subtitle')} />
      <Group className="paper no-print" mb="md">
        <NativeSelect
          size="md"
          label={text('status')}
          value={status ?? ''}
          data={[
            { value: '', label: ui('all') },
            ...CORRECTION_STATUSES.map((one) => ({ value: one, label: text(`status_${one}`) })),
          ]}
          onChange={({ currentTarget: { value } }) =>
            void navigate({
              to: paths.corrections(),
              search: value === '' ? {} : { status: value },
              replace: true,
            })
          }
        />
      </Group>
      {error && page === undefined ? (
        <QueryProblem error={error} onRetry={() => void refetch()} />
      ) : page === undefined ? (
        <Loading />
      ) : page.edges.length === 0 ? (
        <EmptyState title={text('nothing')} hint={text('nothingHint')} />
      ) : (
        <>
          <ul style={{ listStyle: 'none', padding: 0, margin: 0 }}>
            {page.edges.map(({ node }) => (
              <CorrectionItem key={node.id} correction={node} onMoved={() => void refetch()} />
            ))}
          </ul>
          <LoadMore
            hasNextPage={page.pageInfo.hasNextPage}
            loading={loading}
            onMore={() => void fetchMore({ variables: { after: page.pageInfo.endCursor } })}
          />
        </>
      )}
    </>
  )
}
