import { useQuery } from '@apollo/client/react'
import { NativeSelect, Progress, SimpleGrid, Switch, Text } from '@mantine/core'
import { PAIRING_LEVELS } from '@gongjian/domain/vocabulary'
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
import { percentOf } from './PlanLines.tsx'
import { PlanCountsDocument, PlansDocument } from './plan-queries.ts'
import { usePlansText } from './text.ts'

const standings = ['NONE', 'DRAFT', 'PROPOSED', 'RETURNED', 'AGREED'] as const
const orders = ['PAIRING', 'LEAST_PROGRESS', 'MOST_PROGRESS', 'MOST_OVERDUE'] as const
type Search = {
  year?: number | undefined
  state?: string | undefined
  level?: string | undefined
  zoneId?: string | undefined
  organisationId?: string | undefined
  search?: string | undefined
  behind?: boolean | undefined
  mayAgree?: boolean | undefined
  order?: string | undefined
}

/** Where an edition is that is written beside the one that holds. */
const editionState = (state: string) =>
  (['DRAFT', 'RETURNED'] as const).find((one) => one === state) ?? 'PROPOSED'

/** The pairings in sight with their plan of a year, those without one too. */
export function PlansPage() {
  const text = usePlansText()
  const ui = useUiText()
  const words = useWords()
  const formats = useFormats()
  const may = useMay()
  const navigate = useNavigate()
  const search: Search = useSearch({ strict: false })
  const state = standings.find((one) => one === search.state) ?? null
  const level = PAIRING_LEVELS.find((one) => one === search.level) ?? null
  const order = orders.find((one) => one === search.order) ?? 'PAIRING'
  const narrowed = {
    year: search.year ?? null,
    level,
    zoneId: search.zoneId ?? null,
    organisationId: search.organisationId ?? null,
    search: search.search ?? null,
  }
  const filter = {
    ...narrowed,
    states: state === null ? null : [state],
    behind: search.behind ?? null,
    mayAgree: search.mayAgree ?? null,
  }
  const { data: counted, previousData: countedBefore } = useQuery(PlanCountsDocument, {
    variables: { filter: narrowed },
    skip: !may('planCounts'),
    fetchPolicy: 'cache-and-network',
  })
  const plans = useQuery(PlansDocument, {
    variables: { after: null, filter, order },
    skip: !may('plans'),
    fetchPolicy: 'cache-and-network',
    notifyOnNetworkStatusChange: true,
  })
  if (!may('plans')) return <EmptyState title={ui('mayNotSee')} />
  const set = (part: Search) =>
    void navigate({ to: paths.plans(), search: { ...search, ...part }, replace: true })
  const page = (plans.data ?? plans.previousData)?.plans
  const setup = counted ?? countedBefore
  const counts = setup?.planCounts
  const year = search.year ?? counts?.year
  const chosen = countSet(search.year, state, level, search.zoneId, search.behind, search.mayAgree)
  const isNarrowed = chosen + countSet(search.search, search.organisationId) > 0
  const bare = { state: undefined, behind: undefined, mayAgree: undefined }
  const cards = counts
    ? [
        { key: 'agreed' as const, count: counts.agreed, set: { state: 'AGREED' } },
        { key: 'none' as const, count: counts.none, set: { state: 'NONE' } },
        { key: 'proposed' as const, count: counts.proposed, set: { state: 'PROPOSED' } },
        { key: 'behind' as const, count: counts.behind, set: { behind: true } },
      ]
    : []
  return (
    <>
      <PageHeader
        title={text('title')}
        subtitle={text('subtitle')}
        actions={<ExportMenu table="plans" filter={{ ...filter, states: state, year, order }} />}
      />
      {counts && (
        <>
          <Text mb="sm">
            {text('agreedOf', { agreed: counts.agreed, pairings: counts.pairings })}{' '}
            {may('agreePlan') && counts.waitsForReader > 0 && (
              <Link to={paths.plans()} search={{ year: search.year, mayAgree: true }}>
                {text('waitsForYou', { count: counts.waitsForReader })}
              </Link>
            )}
          </Text>
          <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="sm" mb="md" className="no-print">
            {cards.map((card) => (
              <Link
                key={card.key}
                to={paths.plans()}
                search={{ ...search, ...bare, ...card.set }}
                className="paper plan-card"
              >
                <Text component="span" display="block" size="sm">
                  {text(`card_${card.key}`)}
                </Text>
                <Text component="span" display="block" fw={700} size="xl">
                  {formats.number(card.count)}
                </Text>
              </Link>
            ))}
          </SimpleGrid>
        </>
      )}
      <Filters
        first={
          <SearchField
            label={text('search')}
            placeholder={text('searchHint')}
            value={search.search ?? ''}
            onSearch={(typed) => set({ search: typed || undefined })}
          />
        }
        chosen={chosen}
      >
        <NativeSelect
          size="md"
          label={text('year')}
          value={String(year ?? '')}
          data={(setup?.periods ?? []).map((period) => String(period.year))}
          onChange={({ currentTarget: { value } }) => set({ year: Number(value) })}
        />
        <NativeSelect
          size="md"
          label={text('state')}
          value={state ?? ''}
          onChange={({ currentTarget: { value } }) => set({ state: value || undefined })}
          data={[
            { value: '', label: ui('all') },
            ...standings.map((one) => ({ value: one, label: text(`state_${one}`) })),
          ]}
        />
        <NativeSelect
          size="md"
          label={text('level')}
          value={level ?? ''}
          onChange={({ currentTarget: { value } }) => set({ level: value || undefined })}
          data={[
            { value: '', label: ui('all') },
            ...PAIRING_LEVELS.map((one) => ({ value: one, label: words.level(one) })),
          ]}
        />
        <NativeSelect
          size="md"
          label={text('zone')}
          value={search.zoneId ?? ''}
          onChange={({ currentTarget: { value } }) => set({ zoneId: value || undefined })}
          data={[
            { value: '', label: ui('all') },
            ...(setup?.zones ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <NativeSelect
          size="md"
          label={text('order')}
          value={order}
          onChange={({ currentTarget: { value } }) =>
            set({ order: value === 'PAIRING' ? undefined : value })
          }
          data={orders.map((one) => ({ value: one, label: text(`order_${one}`) }))}
        />
        <Switch
          label={text('behind')}
          checked={search.behind ?? false}
          onChange={({ currentTarget: { checked } }) => set({ behind: checked || undefined })}
        />
        {may('agreePlan') && (
          <Switch
            label={text('mayAgree')}
            checked={search.mayAgree ?? false}
            onChange={({ currentTarget: { checked } }) => set({ mayAgree: checked || undefined })}
          />
        )}
      </Filters>
      {plans.error && page === undefined ? (
        <QueryProblem error={plans.error} onRetry={() => void plans.refetch()} />
      ) : page === undefined ? (
        <Loading />
      ) : page.edges.length === 0 ? (
        isNarrowed ? (
          <EmptyState title={text('nothing')} hint={text('nothingHint')} />
        ) : (
          <EmptyState title={text('nothingYet')} hint={text('nothingYetHint')} />
        )
      ) : (
        <div className="paper">
          <DataTable
            caption={text('title')}
            rows={page.edges.map(({ node }) => node)}
            keyOf={({ pairing }) => pairing.id}
            columns={[
              {
                key: 'pairing',
                head: text('pairing'),
                main: true,
                cell: ({ pairing }) => (
                  <Link to={paths.plan(pairing.id)} search={{ year: search.year }}>
                    {pairing.agencySide.name} — {pairing.communitySide.name}
                  </Link>
                ),
              },
              {
                key: 'level',
                head: text('level'),
                wideOnly: true,
                cell: ({ pairing }) => words.level(pairing.level),
              },
              {
                key: 'state',
                head: text('state'),
                cell: ({ standing, writtenState, agreedOn }) => (
                  <>
                    {text(`state_${standing}`)}
                    {agreedOn !== null && ` · ${formats.day(agreedOn)}`}
                    {standing === 'AGREED' && writtenState !== null && (
                      <Text size="sm" c="dimmed">
                        {text(`newEdition_${editionState(writtenState)}`)}
                      </Text>
                    )}
                  </>
                ),
              },
              {
                key: 'progress',
                head: text('progress'),
                cell: ({ progress }) =>
                  progress === null ? (
                    '—'
                  ) : (
                    <div style={{ minWidth: 120 }}>
                      {percentOf(progress)}%
                      <Progress mt={4} value={progress * 100} color="brand.7" aria-hidden="true" />
                    </div>
                  ),
              },
              {
                key: 'lines',
                head: text('linesHead'),
                number: true,
                cell: ({ lineCount, doneLines }) =>
                  lineCount === 0 ? '—' : text('doneOf', { done: doneLines, count: lineCount }),
              },
              {
                key: 'overdue',
                head: text('overdue'),
                number: true,
                cell: ({ overdueLines }) => formats.number(overdueLines),
              },
            ]}
          />
          <LoadMore
            hasNextPage={page.pageInfo.hasNextPage}
            loading={plans.loading}
            onMore={() => void plans.fetchMore({ variables: { after: page.pageInfo.endCursor } })}
          />
        </div>
      )}
    </>
  )
}
