import { useMutation } from '@apollo/client/react'
import { Button, Modal, Stack, Text, TextInput } from '@mantine/core'
import { totalOf } from '@gongjian/domain/labour-hours'
import { useState } from 'react'
import { graphql } from '../../generated/gql.ts'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import type { Attendance } from './AttendanceList.tsx'
import { useLabourText } from './text.ts'
import { useSending } from '../../ui/use-sending.ts'

const Correct = graphql(`
  mutation CorrectAttendance($input: CorrectAttendanceInput!) {
    correctAttendance(input: $input) {
      __typename
      ... on LabourAttendance {
        id
        version
        recordedHours
        addedHours
      }
      ... on InvalidInput {
        message
        fieldErrors {
          path
          code
          message
        }
      }
      ... on Refused {
        message
      }
      ... on NotFound {
        message
      }
    }
  }
`)

/** Puts hours right, with the reason; what they were stays in the list. */
export function CorrectionForm({
  attendance,
  onClose,
  onDone,
}: {
  attendance: Attendance
  onClose: () => void
  onDone: () => void
}) {
  const text = useLabourText()
  const { id, version, recordedHours, addedHours, volunteer } = attendance
  const [hours, setHours] = useState(totalOf({ recorded: recordedHours, added: addedHours }))
  const [reason, setReason] = useState('')
  const [correct] = useMutation(Correct)
  const { send, sending, errors, failure } = useSending()
  return (
    <Modal opened onClose={onClose} title={text('correctOf', { name: volunteer.shownName })}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void send(async () => {
            const { data } = await correct({ variables: { input: { id, version, hours, reason } } })
            return data?.correctAttendance
          }).then((done) => (done ? onDone() : undefined))
        }}
      >
        <Stack>
          <FailureNotice message={failure} />
          <Text size="sm">{text('correctionRule')}</Text>
          <TextInput
            label={text('hoursShouldBe')}
            inputMode="decimal"
            value={hours}
            error={errors['hours']}
            onChange={(event) => setHours(event.currentTarget.value)}
          />
          <TextInput
            label={text('reason')}
            required
            value={reason}
            error={errors['reason']}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Button type="submit" loading={sending}>
            {text('correct')}
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}
