import { Group, Text, Title } from '@mantine/core'
import { GRADES } from '@gongjian/domain/scheme-content'
import { SIZE_CLASSES } from '@gongjian/domain/simulate-scheme'
import { useFormats } from '../../platform/locale.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { ExportMenu } from '../../ui/ExportMenu.tsx'
import type { DoneSide, SimulationOutcome } from './simulation-sides.ts'
import { useAssessmentText } from './text.ts'

type SpreadGroup = SimulationOutcome['groups'][number]

/** Where the middle half lies between the lowest and the highest, on one scale for all lines. */
function Box({ spread, most }: { spread: SpreadGroup['spread']; most: number }) {
  const at = (points: number) => `${(points / most) * 100}%`
  const span = (from: number, to: number) => ({
    position: 'absolute' as const,
    left: at(from),
    width: `max(2px, ${((to - from) / most) * 100}%)`,
  })
  return (
    <span aria-hidden style={{ position: 'relative', display: 'block', height: 14, minWidth: 120 }}>
      <span
        style={{ ...span(spread.least, spread.most), top: 6, height: 2, background: '#8a9099' }}
      />
      <span
        className="confirmed"
        style={{ ...span(spread.firstQuartile, spread.thirdQuartile), top: 0, height: 14 }}
      />
      <span
        style={{ ...span(spread.median, spread.median), top: 0, height: 14, background: '#fff' }}
      />
    </span>
  )
}

/** Quartiles and grades of the whole, by size, and by part of the city: is a group at a disadvantage? */
export function SimulationGroups({
  id,
  own,
  theirs,
}: {
  id: string
  own: DoneSide
  theirs: DoneSide | null
}) {
  const text = useAssessmentText()
  const formats = useFormats()
  const { groups, sizeMeasure } = own.outcome
  const most = Math.max(1, ...groups.map(({ spread }) => spread.most))
  const points = (number: number) => formats.decimals(number, 2)
  const nameOf = ({ by, key, sizeFrom, sizeTo }: SpreadGroup) => {
    if (by === 'ALL') return text('groupAll')
    if (by === 'PLACE') return key || text('groupNoPlace')
    const size = SIZE_CLASSES.find((one) => one === key)
    const name = size ? text(`size_${size}`) : key
    return sizeFrom === null || sizeTo === null
      ? name
      : text('sizeRange', { name, from: sizeFrom ?? 0, to: sizeTo ?? 0 })
  }
  const besideOf = (group: SpreadGroup) =>
    theirs?.outcome.groups.find(({ by, key }) => by === group.by && key === group.key)
  return (
    <section className="paper" aria-labelledby="groups" style={{ marginBottom: 16 }}>
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h3" id="groups">
          {text('groups')}
        </Title>
        <ExportMenu table="simulation-groups" filter={{ simulationId: id }} />
      </Group>
      <Text size="sm" c="dimmed" mb="sm">
        {sizeMeasure ? text('groupsHint', { by: text(`by_${sizeMeasure}`) }) : text('groupsNoSize')}
      </Text>
      <DataTable
        caption={text('groups')}
        rows={groups}
        keyOf={({ by, key }) => `${by} ${key}`}
        columns={[
          { key: 'name', head: text('group'), main: true, cell: nameOf },
          {
            key: 'count',
            head: text('organisations'),
            number: true,
            cell: ({ count }) => formats.number(count),
          },
          {
            key: 'box',
            head: text('box'),
            cell: ({ spread }) => <Box spread={spread} most={most} />,
          },
          {
            key: 'ends',
            head: text('leastMost'),
            number: true,
            cell: ({ spread }) => `${points(spread.least)} – ${points(spread.most)}`,
          },
          {
            key: 'quartiles',
            head: text('quartiles'),
            number: true,
            cell: ({ spread }) =>
              `${points(spread.firstQuartile)} – ${points(spread.thirdQuartile)}`,
          },
          {
            key: 'median',
            head: text('median'),
            number: true,
            cell: ({ spread }) => points(spread.median),
          },
          ...(theirs
            ? [
                {
                  key: 'otherMedian',
                  head: text('otherMedian'),
                  number: true,
                  cell: (group: SpreadGroup) => {
                    const beside = besideOf(group)
                    return beside ? points(beside.spread.median) : text('none')
                  },
                },
              ]
            : []),
          {
            key: 'grades',
            head: text('gradeCounts'),
            cell: (group: SpreadGroup) => gradesOf(group),
          },
          ...(theirs
            ? [
                {
                  key: 'otherGrades',
                  head: text('otherGradeCounts'),
                  cell: (group: SpreadGroup) => {
                    const beside = besideOf(group)
                    return beside ? gradesOf(beside) : text('none')
                  },
                },
              ]
            : []),
        ]}
      />
    </section>
  )

  function gradesOf({ grades }: SpreadGroup) {
    return GRADES.flatMap((grade) => {
      const count = grades.find((one) => one.grade === grade)?.count ?? 0
      return count === 0 ? [] : `${text(`grade_${grade}`)} ${formats.number(count)}`
    }).join(' · ')
  }
}
