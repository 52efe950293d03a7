import type { ApolloClient } from '@apollo/client'
import { useQuery } from '@apollo/client/react'
import { Button, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { sideOfRole } from '@gongjian/domain/activity-actions'
import { graphql } from '../../generated/gql.ts'
import type { WorkbenchQueryVariables } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useLiveQueries } from '../../platform/live.ts'
import { mayOf, useMay, useViewer } from '../../platform/session.tsx'
import type { Viewer } from '../../platform/session.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Link } from '../../ui/Link.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { StatusBadge } from '../../ui/StatusBadge.tsx'
import { useWords } from '../../ui/words.ts'
import { useAnalysisText } from './text.ts'

export const WorkbenchDocument = graphql(`
  query Workbench(
    $year: Int!
    $organisationId: ID!
    $records: Boolean!
    $signs: Boolean!
    $side: PairingSide
  ) {
    open: activities(
      first: 20
      order: NEWEST_CHANGE
      filter: { statuses: [DRAFT, RETURNED], recordingSide: $side }
    ) @include(if: $records) {
      edges {
        cursor
        node {
          id
          title
          day
          status
          communitySide {
            id
            name
          }
          returned {
            reason
            signedForName
          }
        }
      }
    }
    sent: activities(
      first: 20
      order: OLDEST_SUBMISSION
      filter: { statuses: [SUBMITTED], recordingSide: $side }
    ) @include(if: $records) {
      edges {
        cursor
        node {
          id
          title
          day
          status
          waiting {
            days
            overdue
            organisation {
              id
              name
            }
          }
        }
      }
    }
    inbox: countersigningInbox(first: 5) @include(if: $signs) {
      edges {
        cursor
        node {
          id
          title
          day
          recordingSide
          agencySide {
            id
            name
          }
          communitySide {
            id
            name
          }
          waiting {
            days
            overdue
          }
        }
      }
    }
    pairings(
      first: 50
      filter: { organisationId: $organisationId, active: true, level: BRANCH_COMMUNITY }
    ) {
      edges {
        cursor
        node {
          id
          agencySide {
            id
            name
          }
          communitySide {
            id
            name
          }
          daysSinceLastActivity
          countersigned
          submitted
        }
      }
    }
    citySummary(year: $year) {
      year
      total {
        countersigned
        submitted
        personTimes
        hours
        averageUsefulness
        averageSigningDays
      }
      areas {
        area
        total {
          countersigned
          submitted
        }
      }
    }
  }
`)

function variablesFor(viewer: Viewer): WorkbenchQueryVariables {
  const may = mayOf(viewer)
  const { role, organisation } = viewer.activeAssignment ?? {}
  return {
    year: viewer.programmeYear,
    organisationId: organisation?.id ?? '',
    records: may('submitActivity'),
    signs: may('countersignActivity'),
    side: role === undefined ? null : sideOfRole(role),
  }
}

/** Asks for what the page shows as soon as it is known who will read it; the page takes the answer, or waits for it. */
export async function askWorkbench(client: ApolloClient, viewer: Viewer): Promise<void> {
  await client.query({ query: WorkbenchDocument, variables: variablesFor(viewer) })
}

/** The first page of a branch, an agency, a community, a street: what waits, with whom things stand, what came of the year. */
export function WorkbenchPage() {
  const text = useAnalysisText()
  const words = useWords()
  const formats = useFormats()
  const viewer = useViewer()
  const may = useMay()
  const navigate = useNavigate()
  const [unsent, setUnsent] = useState<string[]>([])
  const { data, error, refetch } = useQuery(WorkbenchDocument, {
    variables: variablesFor(viewer),
    fetchPolicy: 'cache-and-network',
  })
  useLiveQueries(['Workbench'])
  useEffect(() => {
    import('../../platform/local-drafts.ts')
      .then(({ allKeptLocally }) => allKeptLocally(viewer.id))
      .then(
        (kept) => setUnsent(kept.map(({ recordId }) => recordId)),
        () => undefined,
      )
  }, [viewer.id])
  if (error && data === undefined)
    return <QueryProblem error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Loading />
  const { total, areas } = data.citySummary
  const area = (name: string) => words.area(name)
  const missing = areas.filter((one) => one.total.countersigned + one.total.submitted === 0)

  return (
    <>
      <PageHeader
        title={text('workbench')}
        subtitle={viewer.activeAssignment?.organisation.name}
        actions={
          may('submitActivity') ? (
            <Button size="lg" onClick={() => void navigate({ to: paths.newRecord() })}>
              {text('record')}
            </Button>
          ) : undefined
        }
      />
      {unsent.includes('new') && (
        <Text mb="md" className="paper">
          {text('unsent')} <Link to={paths.newRecord()}>{text('goOn')}</Link>
        </Text>
      )}
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md" style={{ alignItems: 'start' }}>
        {data.inbox && (
          <section className="paper" aria-labelledby="wb-inbox">
            <Group justify="space-between" mb="sm">
              <Title order={2} id="wb-inbox">
                {text('toSign', { count: viewer.waitingForMe })}
              </Title>
              <Link to={paths.inbox()}>{text('openInbox')}</Link>
            </Group>
            {data.inbox.edges.length === 0 ? (
              <EmptyState title={text('inboxEmpty')} />
            ) : (
              data.inbox.edges.map(({ node }) => (
                <div key={node.id} style={{ padding: '8px 0', borderBottom: '1px solid #eceef0' }}>
                  <Link to={paths.inbox()} search={{ id: node.id }}>
                    {node.title}
                  </Link>
                  <Text size="sm" c={node.waiting?.overdue ? 'brand.8' : 'dimmed'}>
                    {node.recordingSide === 'AGENCY_SIDE'
                      ? node.agencySide.name
                      : node.communitySide.name}{' '}
                    · {text('waitsDays', { days: node.waiting?.days ?? 0 })}
                  </Text>
                </div>
              ))
            )}
          </section>
        )}
        {data.open && (
          <section className="paper" aria-labelledby="wb-open">
            <Title order={2} mb="sm" id="wb-open">
              {text('toDo')}
            </Title>
            {data.open.edges.length === 0 ? (
              <EmptyState title={text('nothingToDo')} hint={text('nothingToDoHint')} />
            ) : (
              data.open.edges
                .toSorted((a, b) =>
                  a.node.status === b.node.status ? 0 : a.node.status === 'RETURNED' ? -1 : 1,
                )
                .map(({ node }) => (
                  <div
                    key={node.id}
                    style={{ padding: '8px 0', borderBottom: '1px solid #eceef0' }}
                  >
                    <Group gap="xs">
                      <StatusBadge status={node.status} />
                      <Link to={paths.editRecord(node.id)}>{node.title || text('untitled')}</Link>
                    </Group>
                    <Text size="sm" c="dimmed">
                      {node.communitySide.name} · {formats.day(node.day)}
                    </Text>
                    {node.returned?.reason && (
                      <Text size="sm" c="brand.8" className="wrap">
                        {node.returned.reason}
                      </Text>
                    )}
                  </div>
                ))
            )}
          </section>
        )}
        {data.sent && (
          <section className="paper" aria-labelledby="wb-sent">
            <Title order={2} mb="sm" id="wb-sent">
              {text('sentTitle')}
            </Title>
            {data.sent.edges.length === 0 ? (
              <EmptyState title={text('nothingSent')} />
            ) : (
              data.sent.edges.map(({ node }) => (
                <div key={node.id} style={{ padding: '8px 0', borderBottom: '1px solid #eceef0' }}>
                  <Link to={paths.record(node.id)}>{node.title}</Link>
                  {node.waiting && (
                    <Text size="sm" c={node.waiting.overdue ? 'brand.8' : 'dimmed'}>
                      {text('waitsWith', {
                        who: node.waiting.organisation.name,
                        days: node.waiting.days,
                      })}
                    </Text>
                  )}
                </div>
              ))
            )}
          </section>
        )}
        <section className="paper" aria-labelledby="wb-pairs">
          <Title order={2} mb="sm" id="wb-pairs">
            {text('myPairings')}
          </Title>
          {data.pairings.edges.length === 0 ? (
            <EmptyState title={text('noPairings')} />
          ) : (
            <Stack gap="xs">
              {data.pairings.edges.map(({ node }) => (
                <div key={node.id} style={{ borderBottom: '1px solid #eceef0', paddingBottom: 8 }}>
                  <Link to={paths.pairing(node.id)}>
                    {node.agencySide.name} — {node.communitySide.name}
                  </Link>
                  <Text
                    size="sm"
                    c={
                      node.daysSinceLastActivity === null || node.daysSinceLastActivity > 60
                        ? 'brand.8'
                        : 'dimmed'
                    }
                  >
                    {node.daysSinceLastActivity === null
                      ? text('neverContact')
                      : text('lastContact', { days: node.daysSinceLastActivity })}{' '}
                    · {text('pairCounts', { signed: node.countersigned, waiting: node.submitted })}
                  </Text>
                </div>
              ))}
            </Stack>
          )}
        </section>
        <section className="paper" aria-labelledby="wb-year">
          <Title order={2} mb="sm" id="wb-year">
            {text('yearResults', { year: String(data.citySummary.year) })}
          </Title>
          <Text className="wrap">
            {text('yearWords', {
              countersigned: formats.number(total.countersigned),
              submitted: formats.number(total.submitted),
              personTimes: formats.number(total.personTimes),
              hours: formats.number(total.hours),
            })}
          </Text>
          <ul style={{ paddingLeft: 18 }}>
            {areas.map((one) => (
              <li key={one.area}>
                <Link
                  to={paths.records()}
                  search={{
                    year: data.citySummary.year,
                    areas: one.area,
                    statuses: 'COUNTERSIGNED',
                  }}
                >
                  {area(one.area)} {formats.number(one.total.countersigned)}
                </Link>
              </li>
            ))}
          </ul>
          {missing.length > 0 && missing.length < areas.length && (
            <Text size="sm" c="dimmed">
              {text('missingAreas', {
                areas: missing.map((one) => area(one.area)).join(text('listComma')),
              })}
            </Text>
          )}
          {may('archives') && <Link to={paths.archives()}>{text('makeArchive')}</Link>}
        </section>
      </SimpleGrid>
    </>
  )
}
