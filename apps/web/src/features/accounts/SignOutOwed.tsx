import { useApolloClient } from '@apollo/client/react'
import { Button } from '@mantine/core'
import { useCallback, useEffect } from 'react'
import { problemOf } from '../../platform/apollo.ts'
import { signOutOwed } from '../../platform/session-events.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { useUiText } from '../../ui/text.ts'
import { useAccountsText } from './text.ts'
import { SignOut } from './use-sign-out.ts'

/** Somebody has signed out here without a network: the server is told before anybody sees anything. */
export function SignOutOwed({ onDone }: { onDone: () => void }) {
  const text = useAccountsText()
  const ui = useUiText()
  const client = useApolloClient()
  const tell = useCallback(async () => {
    try {
      await client.mutate({ mutation: SignOut })
    } catch (problem) {
      if (problemOf(problem) === null) return
    }
    signOutOwed.done()
    onDone()
  }, [client, onDone])
  useEffect(() => {
    const now = () => void tell()
    now()
    window.addEventListener('online', now)
    // A device says that it has a network before the server can be reached through it.
    const again = setInterval(now, 5000)
    return () => {
      window.removeEventListener('online', now)
      clearInterval(again)
    }
  }, [tell])
  return (
    <EmptyState
      title={text('signingOutLater')}
      action={
        <Button variant="default" onClick={() => void tell()}>
          {ui('tryAgain')}
        </Button>
      }
    />
  )
}
