import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useAssessmentText } from './text.ts'

type Band = { through: number; points: string }

/** Points by rank, a line a band: through which rank, how many points. */
export function BandFields({
  bands,
  errorAt,
  onChange,
}: {
  bands: readonly Band[]
  errorAt: (path: string) => string | undefined
  onChange: (bands: Band[]) => void
}) {
  const text = useAssessmentText()
  const set = (index: number, part: Partial<Band>) =>
    onChange(bands.map((band, at) => (at === index ? { ...band, ...part } : band)))
  const last = bands.at(-1)
  return (
    <Stack gap={4} role="group" aria-label={text('method_bands')}>
      <Text size="sm" c="dimmed">
        {text('bandsHint')}
      </Text>
      {bands.map(({ through, points }, index) => (
        // A line is its place: nothing else names it.
        <Group key={`band ${index + 1}`} gap="xs" align="flex-start" wrap="nowrap">
          <TextInput
            aria-label={text('bandThrough', { number: index + 1 })}
            inputMode="numeric"
            leftSection={<span aria-hidden>{text('bandBefore')}</span>}
            leftSectionWidth={40}
            value={through === 0 ? '' : String(through)}
            error={errorAt(`method.bands.${index}.through`)}
            onChange={({ currentTarget: { value } }) =>
              set(index, { through: Number.parseInt(value, 10) || 0 })
            }
            w={110}
          />
          <TextInput
            aria-label={text('bandPoints', { number: index + 1 })}
            inputMode="decimal"
            rightSection={<span aria-hidden>{text('unit_point')}</span>}
            value={points}
            error={errorAt(`method.bands.${index}.points`)}
            onChange={({ currentTarget: { value } }) => set(index, { points: value })}
            w={90}
          />
          <Button
            variant="subtle"
            color="red"
            size="compact-md"
            aria-label={text('bandRemove', { number: index + 1 })}
            onClick={() => onChange(bands.filter((_, at) => at !== index))}
          >
            {text('remove')}
          </Button>
        </Group>
      ))}
      {errorAt('method.bands') && (
        <Text size="sm" c="red.8">
          {errorAt('method.bands')}
        </Text>
      )}
      <div>
        <Button
          variant="default"
          size="compact-md"
          onClick={() =>
            onChange([...bands, { through: (last?.through ?? 0) + 1, points: last?.points ?? '' }])
          }
        >
          {text('bandAdd')}
        </Button>
      </div>
    </Stack>
  )
}
