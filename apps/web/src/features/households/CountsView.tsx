import { useQuery } from '@apollo/client/react'
import { Group, SimpleGrid, Text, Title } from '@mantine/core'
import { graphql } from '../../generated/gql.ts'
import { useFormats } from '../../platform/locale.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { ExportMenu } from '../../ui/ExportMenu.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { useHouseholdWords } from './household-words.ts'
import { useHouseholdsText } from './text.ts'

const CountsDocument = graphql(`
  query HouseholdCounts {
    householdCounts {
      open
      paired
      visited
      closed
      erased
      visits
      kinds {
        kind
        open
      }
      districts {
        open
        paired
        visited
        closed
        erased
        visits
        organisation {
          id
          name
        }
      }
    }
  }
`)
const figures = ['open', 'paired', 'visited', 'visits', 'closed', 'erased'] as const

/** Numbers alone: for who answers for the work and may not know whom it is for. */
export function CountsView() {
  const text = useHouseholdsText()
  const words = useHouseholdWords()
  const formats = useFormats()
  const { data, error, refetch } = useQuery(CountsDocument, { fetchPolicy: 'cache-and-network' })
  if (error && data === undefined)
    return <QueryProblem error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Loading />
  const counts = data.householdCounts
  return (
    <>
      <SimpleGrid cols={{ base: 2, sm: 3, lg: 6 }} mb="md">
        {figures.map((figure) => (
          <div key={figure} className="paper">
            <Text size="sm" c="dimmed">
              {text(`count_${figure}`)}
            </Text>
            <div className="figure-number">{formats.number(counts[figure])}</div>
          </div>
        ))}
      </SimpleGrid>
      <SimpleGrid cols={{ base: 1, lg: 2 }}>
        <section className="paper">
          <Group justify="space-between" mb="xs">
            <Title order={2} size="h3">
              {text('byKind')}
            </Title>
            <ExportMenu table="household-kinds" filter={{}} />
          </Group>
          <DataTable
            caption={text('byKind')}
            rows={counts.kinds}
            keyOf={({ kind }) => kind}
            columns={[
              {
                key: 'kind',
                head: text('hardshipKind'),
                main: true,
                cell: ({ kind }) => words.hardship(kind),
              },
              {
                key: 'open',
                head: text('count_open'),
                number: true,
                cell: ({ open }) => formats.number(open),
              },
            ]}
          />
        </section>
        <section className="paper">
          <Group justify="space-between" mb="xs">
            <Title order={2} size="h3">
              {text('byDistrict')}
            </Title>
            <ExportMenu table="household-counts" filter={{}} />
          </Group>
          <DataTable
            caption={text('byDistrict')}
            rows={counts.districts}
            keyOf={({ organisation }) => organisation.id}
            columns={[
              {
                key: 'district',
                head: text('district'),
                main: true,
                cell: ({ organisation }) => organisation.name,
              },
              ...figures.slice(0, 4).map((figure) => ({
                key: figure,
                head: text(`count_${figure}`),
                number: true,
                cell: (row: (typeof counts.districts)[number]) => formats.number(row[figure]),
              })),
            ]}
          />
        </section>
      </SimpleGrid>
    </>
  )
}
