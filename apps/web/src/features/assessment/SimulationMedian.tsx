import { Text, Title } from '@mantine/core'
import { useFormats } from '../../platform/locale.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import type { DoneSide } from './simulation-sides.ts'
import { useAssessmentText } from './text.ts'

/** What the organisation in the middle by size would get, part by part. */
export function SimulationMedian({
  own,
  theirs,
  names,
}: {
  own: DoneSide
  theirs: DoneSide | null
  names: ReadonlyMap<string, string>
}) {
  const text = useAssessmentText()
  const formats = useFormats()
  const median = own.outcome.medianOrganisation
  const beside = theirs?.outcome.medianOrganisation ?? null
  const { sizeMeasure } = own.outcome
  if (!median || !sizeMeasure) return null
  const points = (number: number | undefined) =>
    number === undefined ? text('none') : formats.decimals(number, 2)
  const said = (one: NonNullable<typeof beside>) =>
    text('medianWords', {
      name: one.name,
      size: one.size,
      by: text(`by_${sizeMeasure}`),
      total: points(one.total),
      grade: text(`grade_${one.grade}`),
      rank: one.rank ?? text('notRanked'),
    })
  const isSame = beside?.name === median.name
  // A veto has no weight: what stands there is the total that it leaves.
  const weights = new Map(
    own.side.indicators
      .filter(({ role }) => role !== 'VETO')
      .map(({ code, weight }) => [code, weight]),
  )
  return (
    <section className="paper" aria-labelledby="median">
      <Title order={2} size="h3" id="median" mb="xs">
        {text('medianOrganisation')}
      </Title>
      <Text size="sm" mb="sm">
        {said(median)} {beside && text('medianBeside', { words: said(beside) })}
      </Text>
      <DataTable
        caption={text('medianOrganisation')}
        rows={median.parts}
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
            cell: ({ code }) => weights.get(code) ?? text('none'),
          },
          {
            key: 'points',
            head: text('thisScheme'),
            number: true,
            cell: (part) => points(part.points),
          },
          ...(isSame
            ? [
                {
                  key: 'other',
                  head: text('otherScheme'),
                  number: true,
                  cell: ({ code }: { code: string }) =>
                    points(beside.parts.find((part) => part.code === code)?.points),
                },
              ]
            : []),
        ]}
      />
    </section>
  )
}
