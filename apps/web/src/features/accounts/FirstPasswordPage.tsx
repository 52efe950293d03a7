import { useApolloClient } from '@apollo/client/react'
import { Text } from '@mantine/core'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { PasswordForm } from './PasswordForm.tsx'
import { useAccountsText } from './text.ts'

/** The first password was given by somebody else: nothing works before it is one's own. */
export function FirstPasswordPage() {
  const text = useAccountsText()
  const client = useApolloClient()
  return (
    <div className="paper">
      <PageHeader title={text('firstPasswordTitle')} />
      <Text mb="md">{text('firstPasswordWhy')}</Text>
      <PasswordForm onChanged={() => void client.resetStore()} />
    </div>
  )
}
