import { Group, Text, Title } from '@mantine/core'
import { useFormats } from '../../platform/locale.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { ExportMenu } from '../../ui/ExportMenu.tsx'
import type { DoneSide, SimulationOutcome } from './simulation-sides.ts'
import { useAssessmentText } from './text.ts'

type Moved = SimulationOutcome['sensitivity'][number]['more']

/** How much of the ranking hangs on each weight: the weightiest for the result first. */
export function SimulationSensitivity({
  id,
  own: { side, outcome },
  names,
}: {
  id: string
  own: DoneSide
  names: ReadonlyMap<string, string>
}) {
  const text = useAssessmentText()
  const formats = useFormats()
  const weights = new Map(side.indicators.map(({ code, weight }) => [code, weight]))
  const loss = ({ tau }: Moved) => 1 - (tau ?? 1)
  const rows = outcome.sensitivity.toSorted(
    (a, b) => Math.max(loss(b.less), loss(b.more)) - Math.max(loss(a.less), loss(a.more)),
  )
  const tau = (moved: Moved) => (moved.tau === null ? text('none') : formats.decimals(moved.tau, 3))
  return (
    <section className="paper" aria-labelledby="sensitivity" style={{ marginBottom: 16 }}>
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h3" id="sensitivity">
          {text('sensitivity')}
        </Title>
        <ExportMenu table="simulation-sensitivity" filter={{ simulationId: id }} />
      </Group>
      <Text size="sm" c="dimmed" mb="sm">
        {text('sensitivityHint')}
      </Text>
      <DataTable
        caption={text('sensitivity')}
        rows={rows}
        keyOf={({ code }) => code}
        columns={[
          {
            key: 'name',
            head: text('indicator'),
            main: true,
            cell: ({ code }) => names.get(code) ?? code,
          },
          {
            key: 'weight',
            head: text('weight'),
            number: true,
            cell: ({ code }) => weights.get(code) ?? '',
          },
          {
            key: 'less',
            head: text('weightLess'),
            number: true,
            cell: ({ less }) => tau(less),
          },
          {
            key: 'lessGrades',
            head: text('gradesLess'),
            number: true,
            cell: ({ less }) => formats.number(less.gradeChanges),
          },
          {
            key: 'more',
            head: text('weightMore'),
            number: true,
            cell: ({ more }) => tau(more),
          },
          {
            key: 'moreGrades',
            head: text('gradesMore'),
            number: true,
            cell: ({ more }) => formats.number(more.gradeChanges),
          },
        ]}
      />
    </section>
  )
}
