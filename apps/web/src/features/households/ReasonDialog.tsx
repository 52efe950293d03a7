import { Button, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { useHouseholdsText } from './text.ts'

/** Asks why before something is done to a case, with what it will do. */
export function ReasonDialog({
  title,
  explanation,
  error,
  failure,
  sending,
  dangerous = false,
  children,
  onClose,
  onConfirm,
}: {
  title: string
  explanation: string
  error: string | undefined
  failure: string | null
  sending: boolean
  dangerous?: boolean
  children?: React.ReactNode
  onClose: () => void
  onConfirm: (reason: string) => void
}) {
  const text = useHouseholdsText()
  const [reason, setReason] = useState('')
  return (
    <Modal opened onClose={onClose} title={title}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          onConfirm(reason)
        }}
      >
        <Stack>
          <Text size="sm">{explanation}</Text>
          <FailureNotice message={failure} />
          {children}
          <TextInput
            label={text('reason')}
            description={text('noPersonalData')}
            value={reason}
            error={error}
            onChange={(event) => setReason(event.currentTarget.value)}
            data-autofocus
          />
          <Button type="submit" loading={sending} {...(dangerous ? { color: 'red' } : {})}>
            {title}
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}
