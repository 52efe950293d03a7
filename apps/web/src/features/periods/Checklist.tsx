import { useQuery } from '@apollo/client/react'
import { Button, NativeSelect, Text } from '@mantine/core'
import { useState } from 'react'
import { paths } from '../../paths.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ExportMenu } from '../../ui/ExportMenu.tsx'
import { Link } from '../../ui/Link.tsx'
import { ListHead } from '../../ui/ListHead.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { ChecklistDocument } from './period-queries.ts'
import { usePeriodsText } from './text.ts'
import type { Period, Quarter } from './YearTable.tsx'

const kinds = [
  ['drafts', 'DRAFT'],
  ['returned', 'RETURNED'],
  ['waiting', 'SUBMITTED'],
] as const

/** Who has most to do stands first; the others are one press away. */
const firstLines = 10

/** What is left open before the period closes: whose it is to finish it, and the records themselves one click away. */
export function Checklist({
  period,
  quarter,
  onQuarter,
}: {
  period: Period
  quarter: Quarter | null
  onQuarter: (quarter: number | null) => void
}) {
  const text = usePeriodsText()
  const [isWhole, setWhole] = useState(false)
  const { data, error, refetch } = useQuery(ChecklistDocument, {
    variables: { year: period.year, quarter: quarter?.quarter ?? null },
    fetchPolicy: 'cache-and-network',
  })
  const list = data?.periodChecklist
  const { startsOn, endsOn } = quarter ?? period
  const days = { year: period.year, dayFrom: startsOn, dayTo: endsOn }
  const all = { ...days, statuses: kinds.map(([, status]) => status).join(',') }
  return (
    <section className="paper" aria-labelledby="checklist" style={{ marginTop: 16 }}>
      <ListHead id="checklist" title={text('checklist')}>
        <NativeSelect
          label={text('period')}
          value={String(quarter?.quarter ?? '')}
          data={[
            { value: '', label: text('wholeYear') },
            ...period.quarters.map((one) => ({
              value: String(one.quarter),
              label: text('quarterOf', { quarter: one.quarter }),
            })),
          ]}
          onChange={({ currentTarget: { value } }) =>
            onQuarter(value === '' ? null : Number(value))
          }
        />
        <ExportMenu table="activities" filter={all} />
      </ListHead>
      {error && !list ? (
        <QueryProblem error={error} onRetry={() => void refetch()} />
      ) : !list ? (
        <Loading />
      ) : list.lines.length === 0 ? (
        <EmptyState title={text('nothingOpen')} hint={text('nothingOpenHint')} />
      ) : (
        <>
          <Text mb="sm">
            <Link to={paths.records()} search={all}>
              {text('leaves', {
                drafts: list.total.drafts,
                returned: list.total.returned,
                waiting: list.total.waiting,
              })}
            </Link>
          </Text>
          <DataTable
            caption={text('checklist')}
            rows={isWhole ? list.lines : list.lines.slice(0, firstLines)}
            keyOf={({ organisation }) => organisation.id}
            columns={[
              {
                key: 'organisation',
                head: text('organisation'),
                main: true,
                cell: ({ organisation }) => (
                  <Link to={paths.organisation(organisation.id)}>{organisation.name}</Link>
                ),
              },
              ...kinds.map(([kind, status]) => ({
                key: kind,
                head: text(`head_${kind}`),
                number: true,
                cell: (line: (typeof list.lines)[number]) =>
                  line[kind] === 0 ? (
                    '—'
                  ) : (
                    <Link
                      to={paths.records()}
                      search={{ ...days, statuses: status, organisationId: line.organisation.id }}
                      aria-label={`${line.organisation.name} ${text(`head_${kind}`)} ${line[kind]}`}
                    >
                      {line[kind]}
                    </Link>
                  ),
              })),
            ]}
          />
          {!isWhole && list.lines.length > firstLines && (
            <Button variant="default" mt="sm" onClick={() => setWhole(true)}>
              {text('showAll', { count: list.lines.length })}
            </Button>
          )}
        </>
      )}
    </section>
  )
}
