import { Text } from '@mantine/core'
import { useFormats } from '../platform/locale.tsx'
import { useUiText } from './text.ts'

/** Up to which moment the figures of the page are complete, where they come from a copy of the database; else nothing. */
export function FiguresAsOf({ moment }: { moment: string | null | undefined }) {
  const text = useUiText()
  const formats = useFormats()
  if (moment === null || moment === undefined) return null
  return (
    <Text size="sm" c="dimmed" mb="sm">
      {text('figuresAsOf', { time: formats.timeOfDay(moment) })}
    </Text>
  )
}
