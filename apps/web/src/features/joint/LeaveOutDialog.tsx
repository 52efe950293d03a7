import { useMutation } from '@apollo/client/react'
import { Button, Modal, Stack, Text, Textarea } from '@mantine/core'
import type { MarkingLevel } from '@gongjian/domain/scheme-content'
import { useState } from 'react'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { useSending } from '../../ui/use-sending.ts'
import { LeaveOutDocument } from './joint-queries.ts'
import { useJointText } from './text.ts'

/** Null: all of the level that still mark. */
export type LeftOut = { level: MarkingLevel; bodyId: string | null; name: string }

/** Does without marks that do not come: the reason is shown, and is in the audit. */
export function LeaveOutDialog({
  jointId,
  leaving: { level, bodyId, name },
  onClose,
  onDone,
}: {
  jointId: string
  leaving: LeftOut
  onClose: () => void
  onDone: () => void
}) {
  const text = useJointText()
  const [reason, setReason] = useState('')
  const [leaveOut] = useMutation(LeaveOutDocument)
  const { send, sending, errors, failure } = useSending()
  async function submit() {
    const isDone = await send(
      async () =>
        (await leaveOut({ variables: { input: { id: jointId, level, bodyId, reason } } })).data
          ?.leaveOutJointBodies,
    )
    if (isDone) onDone()
  }
  return (
    <Modal opened onClose={onClose} title={text('leaveOutTitle', { name })}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <Stack>
          <Text size="sm">{text('leaveOutHint')}</Text>
          <Textarea
            label={text('reason')}
            autosize
            minRows={2}
            value={reason}
            error={errors['reason']}
            onChange={({ currentTarget: { value } }) => setReason(value)}
          />
          <FailureNotice message={failure} />
          <Button type="submit" loading={sending}>
            {text('leaveOut')}
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}
