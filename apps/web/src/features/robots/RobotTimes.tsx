import { Checkbox, Group, NativeSelect, Radio } from '@mantine/core'
import { DIGESTS } from '@gongjian/domain/vocabulary'
import type { SendingTimes } from '@gongjian/domain/notification-choice'
import { useRobotsText } from './text.ts'

const quietAsUsual = { quietFrom: 21, quietTo: 7 } as const

/** When a group is told. */
export function RobotTimes({
  value,
  errors,
  onChange,
}: {
  value: SendingTimes
  errors: Record<string, string>
  onChange: (part: Partial<SendingTimes>) => void
}) {
  const text = useRobotsText()
  const hours = Array.from({ length: 24 }, (_, hour) => ({
    value: String(hour),
    label: text('hour', { hour }),
  }))
  return (
    <>
      <Radio.Group
        label={text('digest')}
        value={value.digest}
        onChange={(typed) =>
          onChange({ digest: DIGESTS.find((one) => one === typed) ?? 'AT_ONCE' })
        }
      >
        <Group mt="xs">
          {DIGESTS.map((one) => (
            <Radio key={one} value={one} label={text(one)} />
          ))}
        </Group>
      </Radio.Group>
      {value.digest === 'DAILY' && (
        <NativeSelect
          maw={160}
          label={text('dailyHour')}
          data={hours}
          value={String(value.dailyHour)}
          error={errors['dailyHour']}
          onChange={({ currentTarget }) => onChange({ dailyHour: Number(currentTarget.value) })}
        />
      )}
      <Checkbox
        label={text('quietOn')}
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
              label={text(end)}
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
