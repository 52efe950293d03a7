import { Stack, Text, Title } from '@mantine/core'
import type { RecordFragment } from '../../generated/graphql.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useUiText } from '../../ui/text.ts'
import { useWords } from '../../ui/words.ts'
import { useActivitiesText } from './text.ts'

/** Every signed opinion on the record, the newest first. None is ever lost. */
export function Opinions({ record }: { record: RecordFragment }) {
  const text = useActivitiesText()
  const ui = useUiText()
  const words = useWords()
  const formats = useFormats()
  if (record.countersignatures.length === 0) return null
  return (
    <section aria-labelledby="opinions">
      <Title order={2} mb="sm" id="opinions">
        {text('opinions')}
      </Title>
      <Stack gap="sm">
        {record.countersignatures.toReversed().map((opinion) => (
          <div key={opinion.id} style={{ borderLeft: '3px solid #d9dce0', paddingLeft: 12 }}>
            <Text fw={600}>
              {words.decision(opinion.decision)}
              {opinion.usefulness === null
                ? ''
                : ` · ${text('usefulness', { value: opinion.usefulness, words: words.usefulness(opinion.usefulness) })}`}
            </Text>
            {(opinion.reason ?? opinion.words) && (
              <Text className="wrap">{opinion.reason ?? opinion.words}</Text>
            )}
            <Text size="sm" c="dimmed">
              {opinion.signedForName}{' '}
              {opinion.deputyForName === null
                ? opinion.signedByName
                : ui('actedFor', {
                    name: opinion.signedByName,
                    holder: opinion.deputyForName,
                  })}{' '}
              · {formats.moment(opinion.signedAt)}
            </Text>
          </div>
        ))}
      </Stack>
    </section>
  )
}
