import { Text, Title } from '@mantine/core'
import type { RecordFragment } from '../../generated/graphql.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useUiText } from '../../ui/text.ts'
import { useWords } from '../../ui/words.ts'
import { useActivitiesText } from './text.ts'

/** The record's way: what was done, by whom and when; and with whom it waits now, and for how long. */
export function RecordSteps({ record }: { record: RecordFragment }) {
  const text = useActivitiesText()
  const ui = useUiText()
  const words = useWords()
  const formats = useFormats()
  return (
    <section aria-labelledby="steps">
      <Title order={2} mb="sm" id="steps">
        {text('steps')}
      </Title>
      <ol className="steps">
        {record.steps.map(
          ({ kind, at, byName, deputyForName, organisationName, reason }, index) => (
            <li key={index}>
              <Text fw={600}>{words.step(kind)}</Text>
              <Text size="sm" c="dimmed">
                {formats.moment(at)} ·{' '}
                {deputyForName === null
                  ? byName
                  : ui('actedFor', { name: byName, holder: deputyForName })}
                {organisationName ? ` · ${organisationName}` : ''}
              </Text>
              {reason && (
                <Text size="sm" className="wrap" c="brand.8">
                  {reason}
                </Text>
              )}
            </li>
          ),
        )}
        {record.waiting && (
          <li className="waiting">
            <Text fw={600}>{text('waitingWith', { who: record.waiting.organisation.name })}</Text>
            <Text size="sm" c={record.waiting.overdue ? 'brand.8' : 'dimmed'}>
              {text('waitingFor', {
                days: record.waiting.days,
                due: formats.day(record.waiting.due),
              })}
            </Text>
          </li>
        )}
      </ol>
    </section>
  )
}
