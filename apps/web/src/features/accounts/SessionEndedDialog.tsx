import { useApolloClient } from '@apollo/client/react'
import { Button, Modal, Text } from '@mantine/core'
import { paths } from '../../paths.ts'
import { announceSessionBack } from '../../platform/session-events.ts'
import { SignInForm } from './SignInForm.tsx'
import { useAccountsText } from './text.ts'

/** The session has ended: sign in again on top of the page. What was typed stays where it is. */
export function SessionEndedDialog({
  account,
  onSignedIn,
}: {
  account: string
  onSignedIn: () => void
}) {
  const text = useAccountsText()
  const client = useApolloClient()
  return (
    <Modal
      opened
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
          onSignedIn()
          void client.refetchQueries({ include: 'active' }).finally(announceSessionBack)
        }}
      />
      <Button
        variant="subtle"
        fullWidth
        mt="sm"
        onClick={() => window.location.assign(paths.signIn())}
      >
        {text('anotherAccount')}
      </Button>
    </Modal>
  )
}
