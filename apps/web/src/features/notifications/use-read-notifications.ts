import { useMutation } from '@apollo/client/react'
import { notifications } from '@mantine/notifications'
import { graphql } from '../../generated/gql.ts'
import { problemOf } from '../../platform/apollo.ts'
import { useUiText } from '../../ui/text.ts'

const ReadNotifications = graphql(`
  mutation ReadNotifications($input: ReadNotificationsInput!) {
    readNotifications(input: $input) {
      __typename
      ... on NotificationsRead {
        unread
      }
      ... on InvalidInput {
        code
        message
      }
    }
  }
`)

/** Marks notifications as read, and lets the bell and the list know. */
export function useReadNotifications() {
  const ui = useUiText()
  const [send, { loading }] = useMutation(ReadNotifications, {
    refetchQueries: ['Viewer', 'Notifications'],
  })
  async function read(input: { ids?: string[]; all?: boolean }): Promise<void> {
    try {
      const { data } = await send({ variables: { input } })
      const result = data?.readNotifications
      if (result?.__typename === 'InvalidInput')
        notifications.show({ message: result.message, color: 'red' })
    } catch (problem) {
      notifications.show({
        message: problemOf(problem)?.message ?? ui('noConnection'),
        color: 'red',
      })
    }
  }
  return { read, loading }
}
