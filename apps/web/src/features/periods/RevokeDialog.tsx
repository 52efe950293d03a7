import { useMutation } from '@apollo/client/react'
import { Button, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { useSending } from '../../ui/use-sending.ts'
import { Revoke } from './period-queries.ts'
import { usePeriodsText } from './text.ts'

/** Ends an exception before its day, with a reason. */
export function RevokeDialog({
  id,
  name,
  onClose,
}: {
  id: string
  name: string
  onClose: () => void
}) {
  const text = usePeriodsText()
  const [reason, setReason] = useState('')
  const [revoke] = useMutation(Revoke)
  const { send, sending, errors, failure } = useSending()
  async function submit() {
    const done = await send(
      async () =>
        (await revoke({ variables: { input: { id, reason } } })).data?.revokePeriodException,
    )
    if (done) onClose()
  }
  return (
    <Modal opened onClose={onClose} title={text('revoke')}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <Stack>
          <Text className="wrap">{text('revokeOf', { name })}</Text>
          <Textarea
            label={text('reason')}
            value={reason}
            error={errors['reason']}
            onChange={({ currentTarget: { value } }) => setReason(value)}
          />
          <FailureNotice message={failure} />
          <Button type="submit" color="red" loading={sending}>
            {text('revoke')}
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}
