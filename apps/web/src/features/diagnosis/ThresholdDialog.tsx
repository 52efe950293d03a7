import { useMutation } from '@apollo/client/react'
import { Button, Modal, NumberInput, Stack, Text, Textarea } from '@mantine/core'
import type { DiagnosisSign } from '@gongjian/domain/diagnosis-signs'
import { useState } from 'react'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { useSending } from '../../ui/use-sending.ts'
import { SetThreshold } from './diagnosis-queries.ts'
import { useFigures } from './figures.ts'
import type { Threshold } from './SignRule.tsx'
import { useDiagnosisText } from './text.ts'

/** Sets one threshold for a year, with a reason that stays beside it. A share is typed as per cents. */
export function ThresholdDialog({
  sign,
  year,
  threshold,
  name,
  onClose,
}: {
  sign: DiagnosisSign
  year: number
  threshold: Threshold
  name: string
  onClose: () => void
}) {
  const text = useDiagnosisText()
  const { thresholdText } = useFigures()
  const { least, most, step, standard, unit, revision } = threshold
  const factor = unit === 'SHARE' ? 100 : 1
  const decimals = Math.max(0, Math.round(-Math.log10(step * factor)))
  const [value, setValue] = useState<number | string>(
    Number((threshold.value * factor).toFixed(decimals)),
  )
  const [reason, setReason] = useState('')
  const [set] = useMutation(SetThreshold, {
    refetchQueries: ['DiagnosisSign', 'DiagnosisConcerns'],
    awaitRefetchQueries: true,
  })
  const { send, sending, errors, failure } = useSending()
  async function submit() {
    const typed = typeof value === 'number' ? value : Number.parseFloat(value)
    const done = await send(
      async () =>
        (
          await set({
            variables: {
              input: {
                year,
                sign,
                name: threshold.name,
                revision,
                // What is no number lies outside every threshold.
                value: Number.isFinite(typed) ? typed / factor : most + 1,
                reason,
              },
            },
          })
        ).data?.setDiagnosisThreshold,
    )
    if (done) onClose()
  }
  return (
    <Modal opened onClose={onClose} title={text('setTitle', { year })}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <Stack>
          <Text size="sm" className="wrap">
            {text('setHint', {
              least: thresholdText(least, unit),
              most: thresholdText(most, unit),
              standard: thresholdText(standard, unit),
            })}
          </Text>
          <NumberInput
            size="md"
            label={name}
            value={value}
            onChange={setValue}
            step={step * factor}
            decimalScale={decimals}
            {...(unit === 'SHARE' ? { suffix: '%' } : {})}
            error={errors['value']}
          />
          <Textarea
            label={text('reason')}
            value={reason}
            error={errors['reason']}
            onChange={({ currentTarget: { value: typed } }) => setReason(typed)}
          />
          <FailureNotice message={failure} />
          <Button type="submit" loading={sending}>
            {text('set')}
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}
