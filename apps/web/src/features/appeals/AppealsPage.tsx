import { useQuery } from '@apollo/client/react'
import { Badge, Group, NativeSelect } from '@mantine/core'
import { APPEAL_STATES } from '@gongjian/domain/appeal-actions'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { paths } from '../../paths.ts'
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
import { AppealsDocument } from './appeal-queries.ts'
import { useAppealText } from './text.ts'

type Search = {
  joint?: string | undefined
  state?: string | undefined
  order?: string | undefined
  search?: string | undefined
}
const orders = ['NEWEST', 'OLDEST'] as const

/** The appeals in sight: those that wait, and how the others were answered. */
export function AppealsPage() {
  const text = useAppealText()
  const ui = useUiText()
  const formats = useFormats()
  const may = useMay()
  const navigate = useNavigate()
  const search: Search = useSearch({ strict: false })
  const state = APPEAL_STATES.find((one) => one === search.state) ?? null
  const order = orders.find((one) => one === search.order) ?? 'NEWEST'
  const jointId = search.joint ?? null
  const filter = {
    jointId,
    states: state === null ? null : [state],
    search: search.search ?? null,
  }
  const { data, error, loading, refetch, fetchMore } = useQuery(AppealsDocument, {
    variables: { after: null, filter, order },
    skip: !may('appeals'),
    fetchPolicy: 'cache-and-network',
    notifyOnNetworkStatusChange: true,
  })
  const set = (part: Search) =>
    void navigate({ to: paths.appeals(), search: { ...search, ...part }, replace: true })
  if (!may('appeals')) return <EmptyState title={ui('mayNotSee')} />
  if (error && data === undefined)
    return <QueryProblem error={error} onRetry={() => void refetch()} />
  const page = data?.appeals
  return (
    <>
      <PageHeader
        title={text('title')}
        subtitle={
          <>
            {text('subtitle')}{' '}
            {jointId !== null && (
              <Link to={paths.jointAssessment(jointId)}>{text('theJoint')}</Link>
            )}
          </>
        }
        actions={
          <ExportMenu
            table="appeals"
            filter={{ jointId, states: state, order, search: search.search }}
          />
        }
      />
      <Group className="paper no-print" align="flex-end" mb="md">
        <SearchField
          label={text('searchAppeals')}
          value={search.search ?? ''}
          onSearch={(value) => set({ search: value || undefined })}
        />
        <NativeSelect
          size="md"
          label={text('state')}
          value={state ?? ''}
          data={[
            { value: '', label: ui('all') },
            ...APPEAL_STATES.map((value) => ({ value, label: text(`state_${value}`) })),
          ]}
          onChange={({ currentTarget: { value } }) => set({ state: value || undefined })}
        />
        <NativeSelect
          size="md"
          label={text('order')}
          value={order}
          data={orders.map((value) => ({ value, label: text(`order_${value}`) }))}
          onChange={({ currentTarget: { value } }) =>
            set({ order: value === 'NEWEST' ? undefined : value })
          }
        />
      </Group>
      {page === undefined ? (
        <Loading />
      ) : page.edges.length === 0 ? (
        <EmptyState title={text('none')} hint={text(may('fileAppeal') ? 'noneHint' : 'noneWait')} />
      ) : (
        <div className="paper">
          <DataTable
            caption={text('title')}
            rows={page.edges.map(({ node }) => node)}
            keyOf={({ id }) => id}
            columns={[
              {
                key: 'organisation',
                head: text('organisation'),
                main: true,
                cell: ({ id, organisationName }) => (
                  <Link to={paths.appeal(id)}>{organisationName}</Link>
                ),
              },
              {
                key: 'part',
                head: text('part'),
                cell: ({ indicator }) =>
                  indicator ? textIn(indicator.name, currentLocale()) : text('whole'),
              },
              {
                key: 'points',
                head: text('points'),
                number: true,
                cell: ({ points }) => formats.decimals(Number(points), 2),
              },
              {
                key: 'scheme',
                head: text('scheme'),
                wideOnly: true,
                cell: ({ schemeTitle }) => schemeTitle,
              },
              {
                key: 'files',
                head: text('fileCount'),
                number: true,
                wideOnly: true,
                cell: ({ fileCount }) => (fileCount === 0 ? '—' : String(fileCount)),
              },
              {
                key: 'filedAt',
                head: text('filedAt'),
                cell: ({ filedAt }) => formats.moment(filedAt),
              },
              {
                key: 'state',
                head: text('state'),
                cell: ({ state: reached }) => (
                  <Badge variant="light" color={reached === 'FILED' ? 'yellow' : 'gray'} c="dark">
                    {text(`state_${reached}`)}
                  </Badge>
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
    </>
  )
}
