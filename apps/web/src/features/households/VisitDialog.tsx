import { useMutation } from '@apollo/client/react'
import { Button, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { v7 as newId } from 'uuid'
import type { HouseholdDetailFragment } from '../../generated/graphql.ts'
import { useViewer } from '../../platform/session.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { RecordHouseholdVisit } from './household-mutations.ts'
import { useHouseholdsText } from './text.ts'
import { useSend } from './use-send.ts'

type Visit = HouseholdDetailFragment['visits'][number]

/** A contact with the family: a new one, or one that is to be completed. */
export function VisitDialog({
  householdId,
  visit,
  onClose,
}: {
  householdId: string
  visit: Visit | null
  onClose: () => void
}) {
  const text = useHouseholdsText()
  const viewer = useViewer()
  const [id] = useState(() => visit?.id ?? newId())
  const [typed, setTyped] = useState({
    day: visit?.day ?? viewer.today,
    visitors: visit?.visitors ?? '',
    minutes: visit?.minutes === null || visit === null ? '' : String(visit.minutes),
    agreed: visit?.agreed ?? '',
    nextStep: visit?.nextStep ?? '',
    nextStepDue: visit?.nextStepDue ?? '',
  })
  const [record] = useMutation(RecordHouseholdVisit)
  const { errors, failure, sending, send } = useSend('Household')
  const field = (name: keyof typeof typed) => ({
    label: text(`visit_${name}`),
    value: typed[name],
    error: errors[name],
    onChange: (event: React.ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) =>
      setTyped({ ...typed, [name]: event.currentTarget.value }),
  })
  return (
    <Modal opened onClose={onClose} title={text('recordVisit')}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void send(async () => {
            const input = { id, householdId, activityId: visit?.activityId ?? null, ...typed }
            const { data } = await record({ variables: { input } })
            return data?.recordHouseholdVisit
          }).then((done) => {
            if (done !== null) onClose()
          })
        }}
      >
        <Stack>
          <FailureNotice message={failure} />
          <TextInput type="date" {...field('day')} disabled={Boolean(visit?.activityId)} />
          <TextInput {...field('visitors')} description={text('visitorsHint')} />
          <TextInput inputMode="numeric" {...field('minutes')} />
          <Textarea
            minRows={2}
            autosize
            {...field('agreed')}
            description={text('noPersonalData')}
          />
          <Group grow align="flex-start">
            <TextInput {...field('nextStep')} />
            <TextInput type="date" {...field('nextStepDue')} />
          </Group>
          <Button type="submit" loading={sending}>
            {text('saveVisit')}
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}
