import { Group, NativeSelect, TextInput } from '@mantine/core'
import { DONATION_RECIPIENTS } from '@gongjian/domain/vocabulary'
import { fieldId } from './ErrorSummary.tsx'
import type { FormContent } from './form-content.ts'
import { usePairedHouseholds } from './HouseholdChoice.tsx'
import { useRecordingText } from './text.ts'

type Line = FormContent['donations'][number]

/** What of a line hardly anybody fills in on a phone: how many, the receipt, and who received it where that is another. */
export function DonationDetails({
  line,
  index,
  errors,
  branchId,
  communityId,
  photos,
  onChange,
}: {
  line: Line
  index: number
  errors: Record<string, string>
  branchId: string
  communityId: string
  photos: readonly { id: string; fileName: string; caption: string }[]
  onChange: (part: Partial<Line>) => void
}) {
  const text = useRecordingText()
  const households = usePairedHouseholds(branchId, communityId)
  const at = (field: string) => `donations.${index}.${field}`
  const isWrong = Object.keys(errors).some(
    (path) =>
      path.startsWith(at('')) &&
      ![at('description'), at('valueYuan'), at('driveId')].includes(path),
  )
  const field = (name: 'quantity' | 'unit' | 'recipientName' | 'receiptNumber') => ({
    id: fieldId(at(name)),
    value: line[name],
    error: errors[at(name)],
    onChange: (event: { currentTarget: { value: string } }) =>
      onChange({ [name]: event.currentTarget.value }),
  })
  return (
    <details open={isWrong || undefined} style={{ marginTop: 4 }}>
      <summary>{text('donationMore')}</summary>
      <Group gap="xs" align="flex-start" mt="xs">
        {line.kind === 'GOODS' && (
          <>
            <TextInput
              label={text('donationQuantity')}
              inputMode="decimal"
              w={110}
              {...field('quantity')}
            />
            <TextInput label={text('donationUnit')} w={90} {...field('unit')} />
          </>
        )}
        <TextInput label={text('receiptNumber')} w={180} {...field('receiptNumber')} />
        {(photos.length > 0 || line.receiptEvidenceId !== null) && (
          <NativeSelect
            id={fieldId(at('receiptEvidenceId'))}
            label={text('receiptPhoto')}
            value={line.receiptEvidenceId ?? ''}
            error={errors[at('receiptEvidenceId')]}
            onChange={(event) => onChange({ receiptEvidenceId: event.currentTarget.value || null })}
            data={[
              { value: '', label: text('noReceiptPhoto') },
              ...photos.map(({ id, fileName, caption }) => ({
                value: id,
                label: caption || fileName,
              })),
            ]}
          />
        )}
        <NativeSelect
          label={text('recipient')}
          value={line.recipient}
          onChange={(event) => {
            const recipient = DONATION_RECIPIENTS.find((one) => one === event.currentTarget.value)
            if (recipient !== undefined) onChange({ recipient })
          }}
          data={DONATION_RECIPIENTS.filter(
            (one) => one !== 'HOUSEHOLD' || households.length > 0 || line.recipient === one,
          ).map((one) => ({ value: one, label: text(`recipient_${one}`) }))}
        />
        {line.recipient === 'HOUSEHOLD' && (
          <NativeSelect
            id={fieldId(at('householdId'))}
            label={text('recipientHousehold')}
            value={line.householdId ?? ''}
            error={errors[at('householdId')]}
            onChange={(event) => onChange({ householdId: event.currentTarget.value || null })}
            data={[
              { value: '', label: text('chooseHousehold') },
              ...households.map(({ id, number }) => ({ value: id, label: number })),
            ]}
          />
        )}
        {line.recipient === 'OTHER' && (
          <TextInput label={text('recipientName')} w={220} {...field('recipientName')} />
        )}
      </Group>
    </details>
  )
}
