import { useMutation } from '@apollo/client/react'
import { Button, Modal, Radio, Stack, Text, Textarea } from '@mantine/core'
import { FOLLOW_UP_STATES } from '@gongjian/domain/diagnosis-signs'
import type { DiagnosisSign, FollowUpState } from '@gongjian/domain/diagnosis-signs'
import { useState } from 'react'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { useSending } from '../../ui/use-sending.ts'
import { FollowUp } from './diagnosis-queries.ts'
import type { Concern } from './diagnosis-queries.ts'
import { useDiagnosisText } from './text.ts'

/** Marks what the committee has made of a sign: that somebody looks into it, or what lies behind it. */
export function FollowUpDialog({
  sign,
  year,
  concern,
  onClose,
}: {
  sign: DiagnosisSign
  year: number
  concern: Concern
  onClose: () => void
}) {
  const text = useDiagnosisText()
  const { followUp, revision, subjectId, organisation, partner, why } = concern
  const [state, setState] = useState<FollowUpState>(followUp?.state ?? 'FOLLOWING')
  const [note, setNote] = useState(followUp?.note ?? '')
  const [mark] = useMutation(FollowUp, {
    refetchQueries: ['DiagnosisConcerns'],
    awaitRefetchQueries: true,
  })
  const { send, sending, errors, failure } = useSending()
  async function submit() {
    const input = { year, sign, subjectId, revision, state, note }
    const done = await send(
      async () => (await mark({ variables: { input } })).data?.followUpDiagnosis,
    )
    if (done) onClose()
  }
  return (
    <Modal opened onClose={onClose} title={text('followUp')}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <Stack>
          <Text className="wrap">
            <b>{[organisation.name, partner?.name].filter(Boolean).join(' — ')}</b>
            <br />
            {why}
          </Text>
          <Radio.Group
            label={text('followUpState')}
            value={state}
            onChange={(value) =>
              setState(FOLLOW_UP_STATES.find((one) => one === value) ?? 'FOLLOWING')
            }
          >
            <Stack gap="xs" mt={4}>
              {FOLLOW_UP_STATES.filter((one) => one !== 'CLEARED' || followUp !== null).map(
                (one) => (
                  <Radio key={one} value={one} label={text(`follow_${one}`)} />
                ),
              )}
            </Stack>
          </Radio.Group>
          <Textarea
            label={text('note')}
            description={text('noteHint')}
            value={note}
            error={errors['note']}
            autosize
            minRows={3}
            onChange={({ currentTarget: { value } }) => setNote(value)}
          />
          <FailureNotice message={failure} />
          <Button type="submit" loading={sending}>
            {text('followUpSave')}
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}
