import { ActionIcon, Button, Group, Input, NativeSelect, Stack, TextInput } from '@mantine/core'
import { fieldId } from './ErrorSummary.tsx'
import { donationSum } from './form-content.ts'
import type { FormContent } from './form-content.ts'
import { useRecordingText } from './text.ts'

type Lines = FormContent['donations']

/** What was given, line by line, if one likes; the lines add up to the donated value. */
export function DonationLines({
  donations,
  errors,
  onChange,
}: {
  donations: Lines
  errors: Record<string, string>
  onChange: (donations: Lines, sum: string | null) => void
}) {
  const text = useRecordingText()
  const set = (next: Lines) => onChange(next, next.length === 0 ? null : donationSum(next))
  const change = (index: number, part: Partial<Lines[number]>) =>
    set(donations.map((line, at) => (at === index ? { ...line, ...part } : line)))
  return (
    <Stack gap="sm">
      <Input.Label labelElement="div" size="md">
        {text('donations')}
      </Input.Label>
      {donations.map((line, index) => (
        <Group key={index} gap="xs" align="flex-start">
          <NativeSelect
            size="md"
            label={text('donationKind')}
            value={line.kind}
            onChange={(event) =>
              change(index, { kind: event.currentTarget.value === 'CASH' ? 'CASH' : 'GOODS' })
            }
            data={[
              { value: 'CASH', label: text('cash') },
              { value: 'GOODS', label: text('goods') },
            ]}
          />
          <TextInput
            id={fieldId(`donations.${index}.description`)}
            label={text('donationWhat')}
            style={{ flex: '1 1 140px' }}
            value={line.description}
            error={errors[`donations.${index}.description`]}
            onChange={(event) => change(index, { description: event.currentTarget.value })}
          />
          <TextInput
            id={fieldId(`donations.${index}.valueYuan`)}
            label={text('donationValue')}
            inputMode="decimal"
            style={{ flex: '1 1 110px' }}
            value={line.valueYuan}
            error={errors[`donations.${index}.valueYuan`]}
            onChange={(event) => change(index, { valueYuan: event.currentTarget.value })}
          />
          <ActionIcon
            variant="default"
            size={44}
            mt={25}
            aria-label={text('removeDonation', { number: index + 1 })}
            onClick={() => set(donations.filter((_line, at) => at !== index))}
          >
            ×
          </ActionIcon>
        </Group>
      ))}
      <div>
        <Button
          variant="default"
          size="sm"
          onClick={() =>
            onChange([...donations, { kind: 'GOODS', description: '', valueYuan: '' }], null)
          }
        >
          {text('addDonation')}
        </Button>
      </div>
    </Stack>
  )
}
