import { useQuery } from '@apollo/client/react'
import { Badge, Group, NativeSelect } from '@mantine/core'
import { ASSESSED_KINDS } from '@gongjian/domain/assessment-measures'
import { JOINT_STATES } from '@gongjian/domain/joint-actions'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useMay } from '../../platform/session.tsx'
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
import { useWords } from '../../ui/words.ts'
import { JointAssessmentsDocument } from './joint-queries.ts'
import { OpenScoring } from './OpenScoring.tsx'
import { useJointText } from './text.ts'

type Search = {
  year?: number | undefined
  kind?: string | undefined
  state?: string | undefined
  order?: string | undefined
  search?: string | undefined
}
const orders = ['NEWEST', 'OLDEST', 'DUE'] as const

/** The joint assessments: what waits for one's own marks, and how far all are. */
export function JointListPage() {
  const text = useJointText()
  const ui = useUiText()
  const words = useWords()
  const formats = useFormats()
  const may = useMay()
  const navigate = useNavigate()
  const search: Search = useSearch({ strict: false })
  const kind = ASSESSED_KINDS.find((one) => one === search.kind) ?? null
  const state = JOINT_STATES.find((one) => one === search.state) ?? null
  const order = orders.find((one) => one === search.order) ?? 'NEWEST'
  const shared = { programmeYear: search.year ?? null, kind, search: search.search ?? null }
  const answer = useQuery(JointAssessmentsDocument, {
    variables: {
      after: null,
      filter: { ...shared, states: state === null ? null : [state] },
      order,
    },
    skip: !may('jointAssessments'),
    fetchPolicy: 'cache-and-network',
    notifyOnNetworkStatusChange: true,
  })
  const { error, loading, refetch, fetchMore } = answer
  const data = answer.data ?? answer.previousData
  const set = (part: Search) =>
    void navigate({ to: paths.jointAssessments(), search: { ...search, ...part }, replace: true })
  if (!may('jointAssessments')) return <EmptyState title={ui('mayNotSee')} />
  if (error && data === undefined)
    return <QueryProblem error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Loading />
  const page = data.jointAssessments
  const joints = page.edges.map(({ node }) => node)
  const isNarrowed = Object.values({ ...shared, state }).some((one) => one !== null)
  return (
    <>
      <PageHeader
        title={text('title')}
        subtitle={
          <>
            {text('subtitle')}{' '}
            {may('appeals') && <Link to={paths.appeals()}>{text('appeals')}</Link>}
          </>
        }
        actions={
          <ExportMenu table="joint-assessments" filter={{ ...shared, states: state, order }} />
        }
      />
      <Filters
        first={
          <SearchField
            label={text('searchSchemes')}
            value={search.search ?? ''}
            onSearch={(value) => set({ search: value || undefined })}
          />
        }
        chosen={countSet(search.year, kind, state, search.order)}
      >
        <NativeSelect
          size="md"
          label={text('year')}
          value={search.year === undefined ? '' : String(search.year)}
          data={[{ value: '', label: ui('all') }, ...data.periods.map(({ year }) => String(year))]}
          onChange={({ currentTarget: { value } }) =>
            set({ year: value ? Number(value) : undefined })
          }
        />
        <NativeSelect
          size="md"
          label={text('kind')}
          value={kind ?? ''}
          data={[
            { value: '', label: ui('all') },
            ...ASSESSED_KINDS.map((value) => ({ value, label: words.organisationKind(value) })),
          ]}
          onChange={({ currentTarget: { value } }) => set({ kind: value || undefined })}
        />
        <NativeSelect
          size="md"
          label={text('state')}
          value={state ?? ''}
          data={[
            { value: '', label: ui('all') },
            ...JOINT_STATES.map((value) => ({ value, label: text(`state_${value}`) })),
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
      </Filters>
      <div className="paper">
        {joints.length === 0 ? (
          <EmptyState
            title={text(isNarrowed ? 'nothingFound' : 'none')}
            hint={text(
              isNarrowed ? 'nothingFoundHint' : may('openJointScoring') ? 'noneHint' : 'noneWait',
            )}
          />
        ) : (
          <DataTable
            caption={text('title')}
            rows={joints}
            keyOf={({ id }) => id}
            columns={[
              {
                key: 'scheme',
                head: text('scheme'),
                main: true,
                cell: ({ id, scheme }) => (
                  <Link to={paths.jointAssessment(id)}>{scheme?.title ?? id}</Link>
                ),
              },
              {
                key: 'kind',
                head: text('kind'),
                wideOnly: true,
                cell: ({ scheme }) => (scheme ? words.organisationKind(scheme.kind) : ''),
              },
              { key: 'state', head: text('state'), cell: ({ state }) => text(`state_${state}`) },
              {
                key: 'due',
                head: text('dueOn'),
                cell: ({ dueOn, isLate }) => (
                  <Group gap="xs">
                    {formats.day(dueOn)}
                    {isLate && (
                      <Badge variant="light" color="red" c="dark">
                        {text('late')}
                      </Badge>
                    )}
                  </Group>
                ),
              },
              {
                key: 'sheets',
                head: text('mySheet'),
                cell: ({ id, bodies }) => {
                  const mine = bodies.filter(({ isMine }) => isMine)
                  if (mine.length === 0) return text('noSheet')
                  return mine.map(({ level, bodyId, given, wanted, state }) => (
                    <div key={level}>
                      <Link to={paths.jointSheet(id, level, bodyId)}>
                        {state === 'MARKING'
                          ? text('toMark', { given, wanted })
                          : text(`body_${state}`)}
                      </Link>
                    </div>
                  ))
                },
              },
            ]}
          />
        )}
        <LoadMore
          hasNextPage={page.pageInfo.hasNextPage}
          loading={loading}
          onMore={() => void fetchMore({ variables: { after: page.pageInfo.endCursor } })}
        />
        {may('openJointScoring') && <OpenScoring onOpened={() => void refetch()} />}
      </div>
    </>
  )
}
