import { useApolloClient, useMutation } from '@apollo/client/react'
import { graphql } from '../../generated/gql.ts'
import { paths } from '../../paths.ts'
import { problemOf } from '../../platform/apollo.ts'
import { announceReader, signOutOwed } from '../../platform/session-events.ts'
import { useViewer } from '../../platform/session.tsx'

export const SignOut = graphql(`
  mutation SignOut {
    signOut {
      signedOut
    }
  }
`)
const SignOutEverywhere = graphql(`
  mutation SignOutEverywhere {
    signOutEverywhere {
      signedOut
    }
  }
`)

/**
 * Signs out here or on all devices; nothing of the reader stays readable on this one. Where something has not been sent
 * yet, the reader decides what becomes of it.
 */
export function useSignOut(): {
  leave: (everywhere: boolean, unsent: 'DISCARD' | 'SEAL') => Promise<void>
  hasUnsent: () => Promise<boolean>
} {
  const client = useApolloClient()
  const viewer = useViewer()
  const [signOut] = useMutation(SignOut)
  const [signOutEverywhere] = useMutation(SignOutEverywhere)
  return {
    hasUnsent: async () => {
      const { hasUnsent } = await import('../../platform/offline/outbox-store.ts')
      return hasUnsent(viewer.id).catch(() => false)
    },
    leave: async (everywhere, unsent) => {
      await (everywhere ? signOutEverywhere() : signOut()).catch((problem: unknown) => {
        // Whoever is no longer known is out already.
        if (problemOf(problem) === null) signOutOwed.set()
      })
      const { leaveDevice } = await import('../../platform/offline/shared-device.ts')
      await leaveDevice(viewer.id, unsent).catch(() => undefined)
      announceReader(null)
      await client.clearStore()
      window.location.assign(paths.signIn())
    },
  }
}
