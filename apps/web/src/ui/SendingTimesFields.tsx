import { Checkbox, Group, NativeSelect, Radio } from '@mantine/core'
import type { SendingTimes } from '@gongjian/domain/notification-choice'
import { DIGESTS } from '@gongjian/domain/vocabulary'

const quietAsUsual = { quietFrom: 21, quietTo: 7 } as const

type Words = Record<
  (typeof DIGESTS)[number] | 'digest' | 'dailyHour' | 'quietOn' | 'quietFrom' | 'quietTo',
  string
> & { quietWhy?: string; hour: (hour: number) => string }

/** When somebody is told: at once or once a day, and when never. Each way of telling has words of its own for it. */
export function SendingTimesFields({
  words,
  value,
  errors,
  onChange,
}: {
  words: Words
  value: SendingTimes
  errors: Record<string, string>
  onChange: (part: Partial<SendingTimes>) => void
}) {
  const hours = Array.from({ length: 24 }, (_, hour) => ({
    value: String(hour),
    label: words.hour(hour),
  }))
  return (
    <>
      <Radio.Group
        label={words.digest}
        value={value.digest}
        onChange={(typed) =>
          onChange({ digest: DIGESTS.find((one) => one === typed) ?? 'AT_ONCE' })
        }
      >
        <Group mt="xs">
          {DIGESTS.map((one) => (
            <Radio key={one} value={one} label={words[one]} />
          ))}
        </Group>
      </Radio.Group>
      {value.digest === 'DAILY' && (
        <NativeSelect
          maw={160}
          label={words.dailyHour}
          data={hours}
          value={String(value.dailyHour)}
          error={errors['dailyHour']}
          onChange={({ currentTarget }) => onChange({ dailyHour: Number(currentTarget.value) })}
        />
      )}
      <Checkbox
        label={words.quietOn}
        description={words.quietWhy}
        checked={value.quietFrom !== null}
        onChange={({ currentTarget: { checked } }) =>
          onChange(checked ? quietAsUsual : { quietFrom: null, quietTo: null })
        }
      />
      {value.quietFrom !== null && (
        <Group align="flex-end">
          {(['quietFrom', 'quietTo'] as const).map((end) => (
            <NativeSelect
              key={end}
              maw={160}
              label={words[end]}
              data={hours}
              value={String(value[end])}
              error={errors[end]}
              onChange={({ currentTarget }) => onChange({ [end]: Number(currentTarget.value) })}
            />
          ))}
        </Group>
      )}
    </>
  )
}
