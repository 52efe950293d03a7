import { Button, Center, Group, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useFormats } from '../../platform/locale.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ExportMenu } from '../../ui/ExportMenu.tsx'
import type { Simulation } from './simulation-sides.ts'
import { useAssessmentText } from './text.ts'

type Moves = NonNullable<Simulation['moves']>
type Mover = Moves['movers'][number]
const FEW = 20

/** Who would stand elsewhere than by the other scheme, and what part moved them. */
export function SimulationMovers({
  id,
  moves,
  names,
}: {
  id: string
  moves: Moves
  names: ReadonlyMap<string, string>
}) {
  const text = useAssessmentText()
  const formats = useFormats()
  const [isWhole, setWhole] = useState(false)
  const points = (number: number) => formats.decimals(number, 2)
  const signed = (number: number) =>
    number > 0 ? `+${points(number)}` : number < 0 ? `−${points(-number)}` : points(0)
  const whyOf = ({ causes, capChanged, rank, otherRank }: Mover) => [
    ...(capChanged ? [text('capChanged')] : []),
    ...causes.map(({ code, change, usualChange }) =>
      text('moverCause', {
        name: names.get(code) ?? code,
        change: signed(change),
        usual: signed(usualChange),
      }),
    ),
    ...(causes.length === 0 && !capChanged
      ? [rank < otherRank ? text('passedOthers') : text('othersPassed')]
      : []),
  ]
  return (
    <section className="paper" aria-labelledby="movers" style={{ marginBottom: 16 }}>
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h3" id="movers">
          {text('movers')}
        </Title>
        <ExportMenu table="simulation-movers" filter={{ simulationId: id }} />
      </Group>
      <Text size="sm" mb="sm">
        {text('moversWords', {
          compared: moves.compared,
          up: moves.up,
          down: moves.down,
          better: moves.betterGrade,
          worse: moves.worseGrade,
        })}
      </Text>
      {moves.movers.length === 0 ? (
        <EmptyState title={text('nobodyMoves')} hint={text('nobodyMovesHint')} />
      ) : (
        <DataTable
          caption={text('movers')}
          rows={isWhole ? moves.movers : moves.movers.slice(0, FEW)}
          keyOf={(mover) => mover.id}
          columns={[
            { key: 'name', head: text('organisation'), main: true, cell: ({ name }) => name },
            {
              key: 'rank',
              head: text('rankMove'),
              number: true,
              cell: ({ rank, otherRank }) =>
                text(rank < otherRank ? 'rankUp' : 'rankDown', {
                  from: otherRank,
                  to: rank,
                  by: Math.abs(otherRank - rank),
                }),
            },
            {
              key: 'total',
              head: text('totalMove'),
              number: true,
              cell: ({ total, otherTotal }) => `${points(otherTotal)} → ${points(total)}`,
            },
            {
              key: 'grade',
              head: text('grade'),
              cell: ({ grade, otherGrade }) =>
                grade === otherGrade
                  ? text(`grade_${grade}`)
                  : `${text(`grade_${otherGrade}`)} → ${text(`grade_${grade}`)}`,
            },
            {
              key: 'why',
              head: text('whyMoved'),
              cell: (mover) => whyOf(mover).map((why) => <div key={why}>{why}</div>),
            },
          ]}
        />
      )}
      {!isWhole && moves.movers.length > FEW && (
        <Center mt="md" className="no-print">
          <Button variant="default" onClick={() => setWhole(true)}>
            {text('allMovers', { count: moves.movers.length })}
          </Button>
        </Center>
      )}
    </section>
  )
}
