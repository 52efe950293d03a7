import { useApolloClient } from '@apollo/client/react'
import { Modal, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { onSessionEnded } from '../../platform/session-events.ts'
import { SignInForm } from './SignInForm.tsx'
import { useAccountsText } from './text.ts'

/** The session has ended: sign in again on top of the page. What was typed stays where it is. */
export function SessionEndedDialog({ account }: { account: string }) {
  const [open, setOpen] = useState(false)
  const text = useAccountsText()
  const client = useApolloClient()
  useEffect(() => onSessionEnded(() => setOpen(true)), [])
  return (
    <Modal
      opened={open}
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={text('sessionEnded')}
    >
      <Text mb="md">{text('sessionEndedHint')}</Text>
      <SignInForm
        account={account}
        onSignedIn={() => {
          setOpen(false)
          void client.refetchQueries({ include: 'active' })
        }}
      />
    </Modal>
  )
}
