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
import { useWords } from '../../ui/words.ts'
import { OrganisationHistory } from './OrganisationHistory.tsx'
import { useOrganisationsText } from './text.ts'

export const OrganisationDocument = graphql(`
  query Organisation($id: ID!) {
    organisation(id: $id) {
      id
      kind
      code
      name
      strengths
      memberCount
      validFrom
      validTo
      successor {
        id
        name
      }
      names {
        name
        from
      }
      changes {
        id
        kind
        day
        reason
        state
        newName
        parts {
          part
          name
          organisation {
            id
          }
        }
      }
      ancestors {
        id
        name
      }
      children {
        id
        name
        kind
        code
      }
      zone {
        id
        name
        leadAgency {
          id
        }
      }
      ledZones {
        id
        name
      }
      pairings {
        id
        level
        active
        validFrom
        validTo
        endReason
        purpose
        agencySide {
          id
          name
        }
        communitySide {
          id
          name
        }
        lastActivityDay
        countersigned
        submitted
      }
    }
  }
`)

/** An organisation: where it stands, with whom it is and was paired, what is below it. */
export function OrganisationPage() {
  const text = useOrganisationsText()
  const words = useWords()
  const formats = useFormats()
  const may = useMay()
  const { id = '' } = useParams({ strict: false })
  const { data, error, refetch } = useQuery(OrganisationDocument, { variables: { id } })
  if (error && data === undefined)
    return <QueryProblem error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Loading />
  const organisation = data.organisation
  if (organisation === null)
    return (
      <EmptyState
        title={text('notFound')}
        action={<Link to={paths.organisations()}>{text('title')}</Link>}
      />
    )
  return (
    <>
      <PageHeader
        title={organisation.name}
        subtitle={
          <nav aria-label={text('above')}>
            {organisation.ancestors.map((above) => (
              <span key={above.id}>
                <Link to={paths.organisation(above.id)}>{above.name}</Link> ›{' '}
              </span>
            ))}
            {words.organisationKind(organisation.kind)}
          </nav>
        }
        actions={
          <Group gap="md">
            {may('changeOrganisations') && organisation.validTo === null && (
              <Link to={paths.changeOrganisation(organisation.id)}>{text('changeIt')}</Link>
            )}
            {may('activities') && (
              <Link to={paths.records()} search={{ organisationId: organisation.id }}>
                {text('itsRecords')}
              </Link>
            )}
            {may('citySummary') && (
              <Link to={paths.overview()} search={{ organisationId: organisation.id }}>
                {text('itsSummary')}
              </Link>
            )}
          </Group>
        }
      />
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md" style={{ alignItems: 'start' }}>
        <section className="paper" aria-labelledby="facts">
          <Title order={2} mb="sm" id="facts">
            {text('facts')}
          </Title>
          <dl
            style={{ display: 'grid', gridTemplateColumns: 'auto 1fr', gap: '6px 16px', margin: 0 }}
          >
            <dt>{text('code')}</dt>
            <dd style={{ margin: 0 }}>{organisation.code}</dd>
            {organisation.zone && (
              <>
                <dt>{text('zone')}</dt>
                <dd style={{ margin: 0 }}>
                  {organisation.zone.name}
                  {organisation.ledZones.length > 0 ? ` (${text('leads')})` : ''}
                </dd>
              </>
            )}
            {organisation.strengths.length > 0 && (
              <>
                <dt>{text('strengths')}</dt>
                <dd style={{ margin: 0 }}>
                  {organisation.strengths.map((area) => words.area(area)).join(' · ')}
                </dd>
              </>
            )}
            {organisation.memberCount !== null && (
              <>
                <dt>{text('members')}</dt>
                <dd style={{ margin: 0 }}>{formats.number(organisation.memberCount)}</dd>
              </>
            )}
            <dt>{text('since')}</dt>
            <dd style={{ margin: 0 }}>{formats.day(organisation.validFrom)}</dd>
            {organisation.validTo !== null && (
              <>
                <dt>{text('until')}</dt>
                <dd style={{ margin: 0 }}>
                  {formats.day(organisation.validTo)}
                  {organisation.successor && (
                    <>
                      {' · '}
                      <Link to={paths.organisation(organisation.successor.id)}>
                        {text('carriedOnBy', { name: organisation.successor.name })}
                      </Link>
                    </>
                  )}
                </dd>
              </>
            )}
          </dl>
        </section>
        <section className="paper" aria-labelledby="pairings">
          <Title order={2} mb="sm" id="pairings">
            {text('pairings')}
          </Title>
          {organisation.pairings.length === 0 ? (
            <EmptyState title={text('noPairings')} />
          ) : (
            <Stack gap="sm">
              {organisation.pairings.map((pairing) => (
                <div
                  key={pairing.id}
                  style={{
                    borderBottom: '1px solid #eceef0',
                    paddingBottom: 8,
                    color: pairing.active ? undefined : '#5a6068',
                  }}
                >
                  <Link to={paths.pairing(pairing.id)}>
                    {pairing.agencySide.id === organisation.id
                      ? pairing.communitySide.name
                      : pairing.agencySide.name}
                  </Link>
                  <Text size="sm" c="dimmed">
                    {text(pairing.active ? 'pairedSince' : 'pairedUntil', {
                      from: formats.day(pairing.validFrom),
                      to: pairing.validTo === null ? '' : formats.day(pairing.validTo),
                    })}
                    {pairing.endReason ? ` · ${pairing.endReason}` : ''}
                  </Text>
                  {pairing.active && (
                    <Text size="sm">
                      {text('pairCounts', {
                        signed: pairing.countersigned,
                        waiting: pairing.submitted,
                      })}
                      {pairing.lastActivityDay
                        ? ` · ${text('last', { day: formats.day(pairing.lastActivityDay) })}`
                        : ''}
                    </Text>
                  )}
                </div>
              ))}
            </Stack>
          )}
        </section>
        <OrganisationHistory organisation={organisation} onChanged={() => void refetch()} />
        {organisation.children.length > 0 && (
          <section className="paper" aria-labelledby="children">
            <Title order={2} mb="sm" id="children">
              {text('children', { count: organisation.children.length })}
            </Title>
            <ul
              style={{
                columns: organisation.children.length > 12 ? '2 220px' : undefined,
                paddingLeft: 18,
                margin: 0,
              }}
            >
              {organisation.children.map((child) => (
                <li key={child.id} style={{ padding: '4px 0' }}>
                  <Link to={paths.organisation(child.id)}>{child.name}</Link>
                </li>
              ))}
            </ul>
          </section>
        )}
      </SimpleGrid>
    </>
  )
}
