import { useQuery } from '@apollo/client/react'
import { Group, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { graphql } from '../../generated/gql.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useMay } from '../../platform/session.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Link } from '../../ui/Link.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { StatusBadge } from '../../ui/StatusBadge.tsx'
import { useWords } from '../../ui/words.ts'
import { PairingPlanSection } from '../plans/PairingPlanSection.tsx'
import { usePairingsText } from './text.ts'

export const PairingDocument = graphql(`
  query Pairing($id: ID!, $withRecords: Boolean!) {
    pairing(id: $id) {
      id
      level
      active
      purpose
      validFrom
      validTo
      endReason
      lastActivityDay
      daysSinceLastActivity
      countersigned
      submitted
      agencySide {
        id
        name
        pairings {
          id
          active
          level
          validFrom
          validTo
          endReason
          communitySide {
            id
            name
          }
        }
      }
      communitySide {
        id
        name
        pairings {
          id
          active
          level
          validFrom
          validTo
          endReason
          agencySide {
            id
            name
          }
        }
      }
    }
    activities(first: 15, filter: { pairingId: $id }) @include(if: $withRecords) {
      edges {
        cursor
        node {
          id
          title
          day
          status
        }
      }
    }
  }
`)

/** One pair: since when and what for, what happened under it, and whom both sides were paired with before. */
export function PairingPage() {
  const text = usePairingsText()
  const words = useWords()
  const formats = useFormats()
  const may = useMay()
  const { id = '' } = useParams({ strict: false })
  const { data, error, refetch } = useQuery(PairingDocument, {
    variables: { id, withRecords: may('activities') },
    fetchPolicy: 'cache-and-network',
  })
  if (error && data === undefined)
    return <QueryProblem error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Loading />
  const { pairing } = data
  if (pairing === null)
    return (
      <EmptyState
        title={text('notFound')}
        action={<Link to={paths.pairings()}>{text('title')}</Link>}
      />
    )
  const history = [
    ...pairing.agencySide.pairings
      .filter((one) => one.id !== pairing.id)
      .map((one) => ({ ...one, name: one.communitySide.name, of: pairing.agencySide.name })),
    ...pairing.communitySide.pairings
      .filter((one) => one.id !== pairing.id)
      .map((one) => ({ ...one, name: one.agencySide.name, of: pairing.communitySide.name })),
  ]
  return (
    <>
      <PageHeader
        title={`${pairing.agencySide.name} — ${pairing.communitySide.name}`}
        subtitle={`${words.level(pairing.level)} · ${formats.day(pairing.validFrom)}${pairing.validTo ? ` — ${formats.day(pairing.validTo)}` : ''}`}
        actions={
          may('activities') ? (
            <Link to={paths.records()} search={{ pairingId: pairing.id }}>
              {text('itsRecords')}
            </Link>
          ) : undefined
        }
      />
      <PairingPlanSection pairingId={pairing.id} />
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md" style={{ alignItems: 'start' }}>
        <Stack className="paper" gap="xs">
          <Title order={2}>{text('facts')}</Title>
          <Text>
            {text('purpose')}: {pairing.purpose ?? '—'}
          </Text>
          <Text>
            {text('counts', {
              signed: formats.number(pairing.countersigned),
              waiting: formats.number(pairing.submitted),
            })}
          </Text>
          <Text>
            {pairing.lastActivityDay === null
              ? text('never')
              : text('lastDay', {
                  day: formats.day(pairing.lastActivityDay),
                  days: pairing.daysSinceLastActivity ?? 0,
                })}
          </Text>
          {pairing.endReason && (
            <Text>
              {text('endReason')}: {pairing.endReason}
            </Text>
          )}
          <Group>
            <Link to={paths.organisation(pairing.agencySide.id)}>{pairing.agencySide.name}</Link>
            <Link to={paths.organisation(pairing.communitySide.id)}>
              {pairing.communitySide.name}
            </Link>
          </Group>
        </Stack>
        {data.activities && (
          <section className="paper" aria-labelledby="recent">
            <Title order={2} mb="sm" id="recent">
              {text('recent')}
            </Title>
            {data.activities.edges.length === 0 ? (
              <EmptyState title={text('noRecords')} />
            ) : (
              data.activities.edges.map(({ node }) => (
                <Group key={node.id} gap="xs" py={6} style={{ borderBottom: '1px solid #eceef0' }}>
                  <StatusBadge status={node.status} />
                  <Link to={paths.record(node.id)}>{node.title}</Link>
                  <Text size="sm" c="dimmed">
                    {formats.day(node.day)}
                  </Text>
                </Group>
              ))
            )}
          </section>
        )}
        <section className="paper" aria-labelledby="history">
          <Title order={2} mb="sm" id="history">
            {text('history')}
          </Title>
          {history.length === 0 ? (
            <Text c="dimmed">{text('noHistory')}</Text>
          ) : (
            history.map((one) => (
              <div key={one.id} style={{ padding: '6px 0', borderBottom: '1px solid #eceef0' }}>
                <Link to={paths.pairing(one.id)}>
                  {one.of} — {one.name}
                </Link>
                <Text size="sm" c="dimmed">
                  {formats.day(one.validFrom)}
                  {one.validTo ? ` — ${formats.day(one.validTo)}` : ''}
                  {one.endReason ? ` · ${one.endReason}` : ''}
                </Text>
              </div>
            ))
          )}
        </section>
      </SimpleGrid>
    </>
  )
}
