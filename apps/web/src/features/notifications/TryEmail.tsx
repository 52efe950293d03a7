import { useMutation } from '@apollo/client/react'
import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { graphql } from '../../generated/gql.ts'
import { problemOf } from '../../platform/apollo.ts'
import { useUiText } from '../../ui/text.ts'
import { useNotificationsText } from './text.ts'

const Try = graphql(`
  mutation TryEmail($input: TryEmailInput!) {
    tryEmail(input: $input) {
      __typename
      ... on MessageTried {
        problem
      }
      ... on InvalidInput {
        code
        message
        fieldErrors {
          path
          code
          message
        }
      }
      ... on Refused {
        code
        message
      }
      ... on Throttled {
        code
        message
        retryAfterSeconds
      }
    }
  }
`)

/** Sends a test message to the address as it is typed, and says what came of it. */
export function TryEmail({
  address,
  onRefused,
}: {
  address: string
  onRefused: (message: string) => void
}) {
  const text = useNotificationsText()
  const ui = useUiText()
  const [send, { loading }] = useMutation(Try)
  const failed = (message: string) => notifications.show({ message, color: 'red' })
  async function submit() {
    try {
      const { data } = await send({ variables: { input: { emailAddress: address } } })
      const result = data?.tryEmail
      switch (result?.__typename) {
        case 'MessageTried':
          if (result.problem === null)
            notifications.show({ message: text('emailTried'), color: 'green' })
          else failed(text('emailFailed', { problem: text(`problem_${result.problem}`) }))
          break
        case 'InvalidInput':
          onRefused(result.fieldErrors[0]?.message ?? result.message)
          break
        case 'Refused':
        case 'Throttled':
          failed(result.message)
          break
        default:
          failed(ui('noConnection'))
      }
    } catch (problem) {
      failed(problemOf(problem)?.message ?? ui('noConnection'))
    }
  }
  return (
    <Button mt="sm" variant="default" loading={loading} onClick={() => void submit()}>
      {text('tryEmail')}
    </Button>
  )
}
