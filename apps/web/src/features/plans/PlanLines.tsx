import { Progress, Text } from '@mantine/core'
import { directionsOf } from '@gongjian/domain/plans'
import type { PlanFieldsFragment } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useMay } from '../../platform/session.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { Link } from '../../ui/Link.tsx'
import { useWords } from '../../ui/words.ts'
import { usePlansText } from './text.ts'

type Line = PlanFieldsFragment['lines'][number]

/** Progress from 0 to 1 as a whole percentage that says 100 only of what is done. */
export const percentOf = (progress: number): number => Math.floor(progress * 100 + 1e-9)

/** What is planned, each line with how far it is; the number leads to the records behind it. */
export function PlanLines({
  pairing,
  year,
  lines,
  holds,
}: {
  pairing: { id: string; agencySide: { name: string }; communitySide: { name: string } }
  year: number
  lines: readonly Line[]
  /** Whether the plan holds: only then its days are said to be near or over. */
  holds: boolean
}) {
  const text = usePlansText()
  const words = useWords()
  const formats = useFormats()
  const may = useMay()
  const unitOf = ({ indicator }: Line) => indicator?.unit ?? text('times')
  const nameOf = ({ indicator, kind, area }: Line) =>
    indicator?.name ??
    (area === null ? words.kind(kind) : text('activitiesOf', { area: words.area(area) }))

  return (
    <DataTable
      caption={text('lines')}
      rows={lines}
      keyOf={({ position }) => String(position)}
      columns={[
        {
          key: 'what',
          head: text('what'),
          main: true,
          cell: (line) => (
            <>
              {nameOf(line)}
              {line.words !== '' && (
                <Text size="sm" c="dimmed" fw={400} className="wrap">
                  {line.words}
                </Text>
              )}
            </>
          ),
        },
        {
          key: 'quantity',
          head: text('planned'),
          number: true,
          cell: (line) => `${formats.number(line.quantity)} ${unitOf(line)}`,
        },
        {
          key: 'due',
          head: text('due'),
          cell: (line) => (
            <>
              {formats.month(line.dueMonth)}
              {holds && line.state !== 'LATER' && (
                <Text
                  size="sm"
                  component="span"
                  display="block"
                  fw={600}
                  c={
                    line.state === 'OVERDUE'
                      ? 'brand.8'
                      : line.state === 'DONE'
                        ? 'teal.9'
                        : '#6b4700'
                  }
                >
                  {text(`line_${line.state}`)}
                </Text>
              )}
            </>
          ),
        },
        {
          key: 'responsible',
          head: text('responsibleSide'),
          cell: ({ side, responsible }) => {
            const name =
              side === 'AGENCY_SIDE' ? pairing.agencySide.name : pairing.communitySide.name
            return responsible === '' ? name : `${name} · ${responsible}`
          },
        },
        {
          key: 'done',
          head: text('done'),
          cell: (line) => (
            <div style={{ minWidth: 150 }}>
              {may('activities') ? (
                <Link
                  to={paths.records()}
                  search={{
                    pairingId: pairing.id,
                    year,
                    statuses: 'COUNTERSIGNED',
                    directions: directionsOf(line.side).join(','),
                    ...(line.indicator
                      ? { indicatorCode: line.indicator.code }
                      : { kinds: line.kind, areas: line.area ?? undefined }),
                  }}
                  aria-label={text('recordsBehind', {
                    done: `${formats.number(line.accepted)} ${unitOf(line)}`,
                    what: nameOf(line),
                  })}
                >
                  {formats.number(line.accepted)} {unitOf(line)}
                </Link>
              ) : (
                `${formats.number(line.accepted)} ${unitOf(line)}`
              )}
              {' · '}
              {percentOf(line.progress)}%
              <Progress
                mt={4}
                value={line.progress * 100}
                color={line.state === 'DONE' ? 'teal.8' : 'brand.7'}
                aria-hidden="true"
              />
            </div>
          ),
        },
      ]}
    />
  )
}
