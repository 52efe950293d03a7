import { useApolloClient, useMutation } from '@apollo/client/react'
import { graphql } from '../../generated/gql.ts'
import { useViewer } from '../../platform/session.tsx'

const SignOut = graphql(`
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

/** Signs out here or on all devices; nothing of the reader stays on this one. */
export function useSignOut(): (everywhere: boolean) => Promise<void> {
  const client = useApolloClient()
  const viewer = useViewer()
  const [signOut] = useMutation(SignOut)
  const [signOutEverywhere] = useMutation(SignOutEverywhere)
  return async (everywhere) => {
    await (everywhere ? signOutEverywhere() : signOut())
    const { forgetAllOf } = await import('../../platform/local-drafts.ts')
    await forgetAllOf(viewer.id)
    await client.clearStore()
    window.location.assign('/sign-in')
  }
}
