import { useQuery } from '@apollo/client/react'
import { Group, Text, Title } from '@mantine/core'
import { graphql } from '../../generated/gql.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useMay } from '../../platform/session.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { ExportMenu } from '../../ui/ExportMenu.tsx'
import { FiguresAsOf } from '../../ui/FiguresAsOf.tsx'
import { Link } from '../../ui/Link.tsx'
import { useAnalysisText } from './text.ts'

const LongWaitingDocument = graphql(`
  query LongWaiting($organisationId: ID, $zoneId: ID) {
    figuresAsOf(of: "longWaiting")
    longWaiting(organisationId: $organisationId, zoneId: $zoneId) {
      organisation {
        id
        name
      }
      records
      oldestDays
      officerTold
      aboveTold
    }
  }
`)

/** With whom records have waited for 14 days and longer, and who has been reminded of them; nothing where none has. */
export function LongWaiting({
  organisationId,
  zoneId,
}: {
  organisationId: string | undefined
  zoneId: string | undefined
}) {
  const text = useAnalysisText()
  const formats = useFormats()
  const may = useMay()
  const { data } = useQuery(LongWaitingDocument, {
    variables: { organisationId: organisationId ?? null, zoneId: zoneId ?? null },
    skip: !may('longWaiting'),
    fetchPolicy: 'cache-and-network',
  })
  const rows = data?.longWaiting ?? []
  if (rows.length === 0) return null
  return (
    <section className="paper" aria-labelledby="long-waiting" style={{ marginTop: 16 }}>
      <Group justify="space-between">
        <Title order={2} id="long-waiting">
          {text('longWaiting')}
        </Title>
        <ExportMenu table="long-waiting" filter={{ organisationId, zoneId }} />
      </Group>
      <Text size="sm" c="dimmed" mb="sm">
        {text('longWaitingHint')}
      </Text>
      <FiguresAsOf moment={data?.figuresAsOf} />
      <DataTable
        caption={text('longWaiting')}
        rows={rows}
        keyOf={({ organisation }) => organisation.id}
        columns={[
          {
            key: 'organisation',
            main: true,
            head: text('waitsAt'),
            cell: ({ organisation }) => (
              <Link to={paths.organisation(organisation.id)}>{organisation.name}</Link>
            ),
          },
          {
            key: 'records',
            number: true,
            head: text('longWaitingRecords'),
            cell: ({ organisation, records }) => (
              <Link
                to={paths.records()}
                search={{
                  organisationId: organisation.id,
                  statuses: 'SUBMITTED',
                  order: 'OLDEST_SUBMISSION',
                }}
              >
                {formats.number(records)}
              </Link>
            ),
          },
          {
            key: 'oldestDays',
            number: true,
            head: text('oldestDays'),
            cell: ({ oldestDays }) => formats.number(oldestDays),
          },
          {
            key: 'officerTold',
            number: true,
            head: text('officerTold'),
            cell: ({ officerTold }) => formats.number(officerTold),
          },
          {
            key: 'aboveTold',
            number: true,
            head: text('aboveTold'),
            cell: ({ aboveTold }) => formats.number(aboveTold),
          },
        ]}
      />
    </section>
  )
}
