import type { ApolloClient } from '@apollo/client'
import { graphql } from '../../generated/gql.ts'
import { mayOf } from '../session.tsx'
import type { Viewer } from '../session.tsx'
import { keepViewer } from './kept-answers.ts'
import { takeOverDevice } from './shared-device.ts'

const DeviceKey = graphql(`
  query DeviceKey {
    viewer {
      id
      deviceKey
    }
  }
`)

/** Somebody has come in: the device is theirs from now on, and opens for them also without a network. */
export async function arrive(client: ApolloClient, viewer: Viewer): Promise<void> {
  await takeOverDevice(viewer.id, async () => {
    const { data } = await client.query({ query: DeviceKey, fetchPolicy: 'no-cache' })
    return data?.viewer?.id === viewer.id ? data.viewer.deviceKey : null
  })
  if (mayOf(viewer)('submitActivity')) await keepViewer(viewer)
}
