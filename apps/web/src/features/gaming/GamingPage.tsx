import { useMutation, useQuery } from '@apollo/client/react'
import { Button, Group, List, NativeSelect, Progress, Text } from '@mantine/core'
import { GAMING_SIGNS } from '@gongjian/domain/gaming-signs'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { graphql } from '../../generated/gql.ts'
import type { GamingSignsQuery } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
import { useAskAgain } from '../../platform/ask-again.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useMay, useViewer } from '../../platform/session.tsx'
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
import { useGamingText } from './text.ts'

const SetupDocument = graphql(`
  query GamingSetup {
    periods {
      year
      startsOn
    }
    zones {
      id
      name
    }
  }
`)
const SignsDocument = graphql(`
  query GamingSigns($filter: GamingFilter!, $order: GamingOrder, $after: String) {
    gamingSigns(first: 20, after: $after, filter: $filter, order: $order) {
      edges {
        cursor
        node {
          id
          sign
          why
          pairingId
          recordCount
          firstDay
          lastDay
          organisation {
            id
            name
          }
          partner {
            id
            name
          }
          records {
            id
            title
            day
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`)
const RulesDocument = graphql(`
  query GamingRules($year: Int!) {
    gamingRules(year: $year) {
      sign
      words
    }
  }
`)
const ReadingDocument = graphql(`
  query GamingReading($year: Int!) {
    gamingReading(year: $year) {
      year
      computedAt
      isComputing
      doneSigns
      totalSigns
    }
  }
`)
const LookDocument = graphql(`
  mutation LookForGamingSigns($input: LookForGamingSignsInput!) {
    lookForGamingSigns(input: $input) {
      __typename
      ... on Failure {
        message
      }
    }
  }
`)
const askAgainMilliseconds = 1500
const orders = ['MOST_RECORDS', 'LATEST', 'ORGANISATION'] as const
type Search = {
  year?: number | undefined
  sign?: string | undefined
  zoneId?: string | undefined
  search?: string | undefined
  order?: string | undefined
}
type Sign = GamingSignsQuery['gamingSigns']['edges'][number]['node']

/** What may be signs of gaming in a year, each with why it is one and with its records. No score knows of it. */
export function GamingPage() {
  const text = useGamingText()
  const ui = useUiText()
  const formats = useFormats()
  const may = useMay()
  const { today } = useViewer()
  const navigate = useNavigate()
  const search: Search = useSearch({ strict: false })
  const setup = useQuery(SetupDocument, { skip: !may('gamingSigns') })
  const periods = setup.data?.periods ?? []
  const year = search.year ?? periods.find(({ startsOn }) => startsOn <= today)?.year ?? null
  const sign = GAMING_SIGNS.find((one) => one === search.sign) ?? null
  const order = orders.find((one) => one === search.order) ?? 'MOST_RECORDS'
  const filter = {
    year: year ?? 0,
    signs: sign === null ? null : [sign],
    zoneId: search.zoneId ?? null,
    search: search.search ?? null,
  }
  const signs = useQuery(SignsDocument, {
    variables: { filter, order, after: null },
    skip: year === null || !may('gamingSigns'),
    fetchPolicy: 'cache-and-network',
    notifyOnNetworkStatusChange: true,
  })
  const rules = useQuery(RulesDocument, {
    variables: { year: year ?? 0 },
    skip: year === null || !may('gamingRules'),
  })
  const {
    data: looked,
    refetch: readAgain,
    startPolling,
    stopPolling,
  } = useQuery(ReadingDocument, {
    variables: { year: year ?? 0 },
    skip: year === null || !may('gamingReading'),
    fetchPolicy: 'cache-and-network',
  })
  const [look, lookResult] = useMutation(LookDocument)
  const reading = looked?.gamingReading
  const isLooking = reading?.isComputing ?? false
  useAskAgain(isLooking, { startPolling, stopPolling }, askAgainMilliseconds)
  // What was found is asked for anew once a look has ended.
  const computedAt = reading?.computedAt ?? null
  const shownOf = useRef(computedAt)
  const { refetch: signsAgain } = signs
  const { refetch: rulesAgain } = rules
  useEffect(() => {
    const before = shownOf.current
    shownOf.current = computedAt
    if (before === null || computedAt === null || before === computedAt) return
    void signsAgain()
    void rulesAgain()
  }, [computedAt, signsAgain, rulesAgain])
  const set = (part: Search) =>
    void navigate({ to: paths.gaming(), search: { ...search, ...part }, replace: true })

  if (!may('gamingSigns')) return <EmptyState title={ui('mayNotSee')} />
  const error = setup.error ?? signs.error
  const page = (signs.data ?? signs.previousData)?.gamingSigns
  if (error && page === undefined)
    return <QueryProblem error={error} onRetry={() => void signs.refetch()} />
  if (setup.data === undefined) return <Loading />
  const isFiltered = sign !== null || search.zoneId !== undefined || search.search !== undefined
  return (
    <>
      <PageHeader
        title={text('title')}
        subtitle={text('subtitle')}
        actions={
          <ExportMenu
            table="gaming-signs"
            filter={{
              year,
              signs: sign,
              zoneId: search.zoneId,
              search: search.search,
              order,
            }}
          />
        }
      />
      <FailureNotice color="blue" message={text('noVerdict')} />
      {reading && (
        <Group className="no-print" mb="md" gap="md">
          <div role="status" style={{ flexGrow: 1 }}>
            {isLooking ? (
              <>
                <Text size="sm">
                  {text('looking', { done: reading.doneSigns, total: reading.totalSigns })}
                </Text>
                <Progress
                  value={(reading.doneSigns / reading.totalSigns) * 100}
                  mt={4}
                  aria-hidden="true"
                />
              </>
            ) : (
              <Text size="sm">
                {computedAt === null
                  ? text('neverLooked')
                  : text('lookedAt', { at: formats.moment(computedAt) })}
              </Text>
            )}
          </div>
          {may('lookForGamingSigns') && (
            <Button
              variant="default"
              loading={isLooking || lookResult.loading}
              onClick={() => void lookNow()}
            >
              {text('lookNow')}
            </Button>
          )}
        </Group>
      )}
      <details className="paper" style={{ marginBottom: 16 }}>
        <summary>{text('rules')}</summary>
        <List size="sm" spacing={6} mt="sm">
          {(rules.data?.gamingRules ?? []).map((rule) => (
            <List.Item key={rule.sign}>
              <b>{text(`sign_${rule.sign}`)}</b> {rule.words}
            </List.Item>
          ))}
        </List>
      </details>
      <Group className="paper no-print" align="flex-end" mb="md">
        <NativeSelect
          size="md"
          label={text('year')}
          value={String(year ?? '')}
          data={periods.map((period) => String(period.year))}
          onChange={({ currentTarget: { value } }) => set({ year: Number(value) })}
        />
        <NativeSelect
          size="md"
          label={text('sign')}
          value={sign ?? ''}
          data={[
            { value: '', label: ui('all') },
            ...GAMING_SIGNS.map((value) => ({ value, label: text(`sign_${value}`) })),
          ]}
          onChange={({ currentTarget: { value } }) => set({ sign: value || undefined })}
        />
        <NativeSelect
          size="md"
          label={text('zone')}
          value={search.zoneId ?? ''}
          data={[
            { value: '', label: ui('all') },
            ...setup.data.zones.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={({ currentTarget: { value } }) => set({ zoneId: value || undefined })}
        />
        <NativeSelect
          size="md"
          label={text('order')}
          value={order}
          data={orders.map((value) => ({ value, label: text(`order_${value}`) }))}
          onChange={({ currentTarget: { value } }) =>
            set({ order: value === 'MOST_RECORDS' ? undefined : value })
          }
        />
        <SearchField
          label={text('search')}
          value={search.search ?? ''}
          onSearch={(value) => set({ search: value || undefined })}
        />
      </Group>
      {page === undefined ? (
        <Loading />
      ) : page.edges.length === 0 ? (
        <EmptyState
          title={isFiltered ? text('nothingFound') : text('nothing')}
          hint={isFiltered ? text('nothingFoundHint') : text('nothingHint')}
        />
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
                cell: ({ organisation, partner, pairingId }) => (
                  <>
                    <Link to={paths.organisation(organisation.id)}>{organisation.name}</Link>
                    {partner && pairingId && (
                      <Text size="sm" component="div">
                        {text('with')} <Link to={paths.pairing(pairingId)}>{partner.name}</Link>
                      </Text>
                    )}
                  </>
                ),
              },
              { key: 'sign', head: text('sign'), cell: (row) => text(`sign_${row.sign}`) },
              { key: 'why', head: text('why'), cell: ({ why }) => why },
              {
                key: 'days',
                head: text('days'),
                cell: ({ firstDay, lastDay }) =>
                  firstDay === lastDay
                    ? formats.shortDay(firstDay)
                    : `${formats.shortDay(firstDay)} – ${formats.shortDay(lastDay)}`,
              },
              { key: 'records', head: text('records'), cell: recordsOf },
            ]}
          />
          <LoadMore
            hasNextPage={page.pageInfo.hasNextPage}
            loading={signs.loading}
            onMore={() => void signs.fetchMore({ variables: { after: page.pageInfo.endCursor } })}
          />
        </div>
      )}
    </>
  )

  async function lookNow() {
    if (year === null) return
    await look({ variables: { input: { year } } })
    await readAgain()
  }

  function recordsOf({ recordCount, records, organisation, pairingId }: Sign) {
    const rest = recordCount - records.length
    return (
      <details>
        <summary>{text('recordCount', { count: recordCount })}</summary>
        <List size="sm" spacing={4} mt={4}>
          {records.map(({ id, title, day }) => (
            <List.Item key={id}>
              {formats.shortDay(day)} <Link to={paths.record(id)}>{title}</Link>
            </List.Item>
          ))}
          {rest > 0 && (
            <List.Item>
              <Link
                to={paths.records()}
                search={{
                  year: year ?? undefined,
                  ...(pairingId ? { pairingId } : { organisationId: organisation.id }),
                }}
              >
                {text('moreRecords', { count: rest })}
              </Link>
            </List.Item>
          )}
        </List>
      </details>
    )
  }
}
