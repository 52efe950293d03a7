import { useQuery } from '@apollo/client/react'
import { SimpleGrid, Text, Title } from '@mantine/core'
import { graphql } from '../../generated/gql.ts'
import { paths } from '../../paths.ts'
import { useMay } from '../../platform/session.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Link } from '../../ui/Link.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { useOrganisationsText } from './text.ts'

export const ZonesDocument = graphql(`
  query Zones {
    zones {
      id
      code
      name
      liaison
      leadAgency {
        id
        name
      }
      agencies {
        id
        name
      }
    }
  }
`)

/** 党建工作协作区: who leads, which division keeps contact, who belongs to it. */
export function ZonesPage() {
  const text = useOrganisationsText()
  const may = useMay()
  const { data, error, refetch } = useQuery(ZonesDocument)
  if (error && data === undefined)
    return <QueryProblem error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Loading />
  return (
    <>
      <PageHeader
        title={text('zones')}
        subtitle={text('zonesSubtitle', { count: data.zones.length })}
      />
      {data.zones.length === 0 ? (
        <EmptyState title={text('nothing')} />
      ) : (
        <SimpleGrid cols={{ base: 1, md: 2, xl: 3 }} spacing="md">
          {data.zones.map((zone) => (
            <section key={zone.id} className="paper" aria-labelledby={`zone-${zone.code}`}>
              <Title order={2} id={`zone-${zone.code}`}>
                {zone.name}
              </Title>
              <Text size="sm" mt={4}>
                {text('lead')}:{' '}
                {zone.leadAgency ? (
                  <Link to={paths.organisation(zone.leadAgency.id)}>{zone.leadAgency.name}</Link>
                ) : (
                  '—'
                )}
              </Text>
              <Text size="sm">
                {text('liaison')}: {zone.liaison}
              </Text>
              <ul style={{ columns: 2, paddingLeft: 18, margin: '8px 0' }}>
                {zone.agencies.map((agency) => (
                  <li key={agency.id} style={{ padding: '3px 0' }}>
                    <Link to={paths.organisation(agency.id)}>{agency.name}</Link>
                  </li>
                ))}
              </ul>
              {may('citySummary') && (
                <Link to={paths.overview()} search={{ zoneId: zone.id, by: 'AGENCY' }}>
                  {text('itsSummary')}
                </Link>
              )}
            </section>
          ))}
        </SimpleGrid>
      )}
    </>
  )
}
