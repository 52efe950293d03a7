import { Group, Text, Title } from '@mantine/core'
import type { ExportFilterName } from '@gongjian/domain/export-filters'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ExportMenu } from '../../ui/ExportMenu.tsx'
import { Link } from '../../ui/Link.tsx'
import { useAnalysisText } from './text.ts'

type Props = {
  signing: {
    waiting: number
    overdue: number
    countersigned: number
    corrected: number
    returned: number
    averageDays: number | null
    medianDays: number | null
    withinSevenDays: number
    byOrganisation: readonly {
      organisation: { id: string; name: string }
      waiting: number
      overdue: number
      oldestDays: number
      averageSigningDays: number | null
    }[]
  }
  waitingSearch: Record<string, unknown>
  overdueSearch: Record<string, unknown>
  exportFilter: Partial<Record<ExportFilterName<'signing'>, unknown>>
}

/** How fast records are signed, and with whom what is waiting, the longest first. */
export function SigningTable({ signing, waitingSearch, overdueSearch, exportFilter }: Props) {
  const text = useAnalysisText()
  const formats = useFormats()
  const days = (value: number | null) => (value === null ? '—' : formats.decimals(value, 1))
  return (
    <section className="paper" aria-labelledby="signing">
      <Group justify="space-between" mb="sm">
        <Title order={2} id="signing">
          {text('signing')}
        </Title>
        <ExportMenu table="signing" filter={exportFilter} />
      </Group>
      <Text mb={4}>
        {text('signingWords', {
          average: days(signing.averageDays),
          median: days(signing.medianDays),
          within: formats.number(signing.withinSevenDays),
          corrected: formats.number(signing.corrected),
          returned: formats.number(signing.returned),
        })}
      </Text>
      <Group mb="sm">
        <Link to={paths.records()} search={{ ...waitingSearch, order: 'OLDEST_SUBMISSION' }}>
          {text('waitingCount', { count: formats.number(signing.waiting) })}
        </Link>
        <Link to={paths.records()} search={{ ...overdueSearch, order: 'OLDEST_SUBMISSION' }}>
          {text('overdueCount', { count: formats.number(signing.overdue) })}
        </Link>
      </Group>
      {signing.byOrganisation.length === 0 ? (
        <EmptyState title={text('nothingWaits')} />
      ) : (
        <DataTable
          caption={text('signing')}
          rows={signing.byOrganisation}
          keyOf={({ organisation }) => organisation.id}
          columns={[
            {
              key: 'name',
              head: text('waitsAt'),
              main: true,
              cell: ({ organisation }) => (
                <Link to={paths.organisation(organisation.id)}>{organisation.name}</Link>
              ),
            },
            {
              key: 'waiting',
              head: text('waiting'),
              number: true,
              cell: ({ organisation, waiting }) => (
                <Link
                  to={paths.records()}
                  search={{ ...waitingSearch, organisationId: organisation.id }}
                >
                  {formats.number(waiting)}
                </Link>
              ),
            },
            {
              key: 'overdue',
              head: text('overdue'),
              number: true,
              cell: ({ overdue }) => formats.number(overdue),
            },
            {
              key: 'oldest',
              head: text('oldestDays'),
              number: true,
              cell: ({ oldestDays }) => formats.number(oldestDays),
            },
            {
              key: 'average',
              head: text('averageDays'),
              number: true,
              cell: ({ averageSigningDays }) => days(averageSigningDays),
            },
          ]}
        />
      )}
    </section>
  )
}
