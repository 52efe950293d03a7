import { useMutation } from '@apollo/client/react'
import { Button, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { v7 as newId } from 'uuid'
import type { RecordToCorrectQuery } from '../../generated/graphql.ts'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { useSending } from '../../ui/use-sending.ts'
import { Propose } from './correction-queries.ts'
import { useCorrectionsText } from './text.ts'

/** What the record should count with, starting from what it counts with now. */
export function ProposeForm({
  activityId,
  now,
  onProposed,
}: {
  activityId: string
  now: NonNullable<RecordToCorrectQuery['countsNow']>
  onProposed: () => void
}) {
  const text = useCorrectionsText()
  const [id] = useState(() => newId())
  const [reason, setReason] = useState('')
  const [personTimes, setPersonTimes] = useState(String(now.personTimes))
  const [hours, setHours] = useState(String(Number(now.hours)))
  const [quantities, setQuantities] = useState<Record<string, string>>(() =>
    Object.fromEntries(
      now.outputs.map(({ indicator, quantity }) => [indicator.code, String(Number(quantity))]),
    ),
  )
  const [propose] = useMutation(Propose)
  const { send, sending, errors, failure } = useSending()
  async function submit() {
    const done = await send(async () => {
      const { data } = await propose({
        variables: {
          input: {
            id,
            activityId,
            reason,
            personTimes,
            hours,
            outputs: now.outputs.map(({ indicator }) => ({
              indicatorCode: indicator.code,
              quantity: quantities[indicator.code] ?? '',
            })),
          },
        },
      })
      return data?.proposeCorrection
    })
    if (done) onProposed()
  }
  return (
    <form
      className="paper"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Stack gap="sm" maw={480}>
        <Text>{text('proposeHint')}</Text>
        {now.outputs.map(({ indicator, quantity }, index) => (
          <TextInput
            key={indicator.code}
            label={text('lineOf', { name: indicator.name, unit: indicator.unit })}
            description={text('countsNow', { quantity: String(Number(quantity)) })}
            inputMode="decimal"
            value={quantities[indicator.code] ?? ''}
            error={errors[`outputs.${index}.quantity`] ?? errors[`outputs.${index}.indicatorCode`]}
            onChange={({ currentTarget: { value } }) =>
              setQuantities((before) => ({ ...before, [indicator.code]: value }))
            }
          />
        ))}
        <TextInput
          label={text('personTimes')}
          description={text('countsNow', { quantity: String(now.personTimes) })}
          inputMode="numeric"
          value={personTimes}
          error={errors['personTimes']}
          onChange={({ currentTarget: { value } }) => setPersonTimes(value)}
        />
        <TextInput
          label={text('hours')}
          description={text('countsNow', { quantity: String(Number(now.hours)) })}
          inputMode="decimal"
          value={hours}
          error={errors['hours']}
          onChange={({ currentTarget: { value } }) => setHours(value)}
        />
        <Textarea
          label={text('reason')}
          description={text('reasonHint')}
          value={reason}
          error={errors['reason']}
          onChange={({ currentTarget: { value } }) => setReason(value)}
        />
        <FailureNotice message={failure ?? errors['outputs'] ?? null} />
        <Button type="submit" loading={sending}>
          {text('propose')}
        </Button>
      </Stack>
    </form>
  )
}
