import { useMutation } from '@apollo/client/react'
import { Button, Group, Text } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { graphql } from '../../generated/gql.ts'
import { paths } from '../../paths.ts'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { useSending } from '../../ui/use-sending.ts'
import { useRobotsText } from './text.ts'

const Try = graphql(`
  mutation TryRobot($input: TryRobotInput!) {
    tryRobot(input: $input) {
      __typename
      ... on RobotTried {
        problem
        answer
      }
      ... on NotFound {
        message
      }
      ... on Refused {
        message
      }
      ... on Throttled {
        message
      }
    }
  }
`)
const Remove = graphql(`
  mutation RemoveRobot($input: RemoveRobotInput!) {
    removeRobot(input: $input) {
      __typename
      ... on RobotRemoved {
        id
      }
      ... on NotFound {
        message
      }
      ... on Refused {
        message
      }
    }
  }
`)

/** Posts a test and shows what the robot answered; forgets the robot after it was asked twice. */
export function RobotActions({ id, name, version }: { id: string; name: string; version: number }) {
  const text = useRobotsText()
  const navigate = useNavigate()
  const [tried, setTried] = useState<string | null>(null)
  const [asksToRemove, setAsksToRemove] = useState(false)
  const [attempt, trying] = useMutation(Try)
  const [remove, removing] = useMutation(Remove)
  const { send, failure } = useSending()

  async function test() {
    setTried(null)
    await send(async () => {
      const { data } = await attempt({ variables: { input: { id } } })
      const result = data?.tryRobot
      if (result?.__typename !== 'RobotTried') return result
      const said = result.answer === null ? '' : text('answered', { answer: result.answer })
      setTried(
        `${result.problem === null ? text('testSent') : text('testFailed', { problem: text(`problem_${result.problem}`) })} ${said}`,
      )
      return { __typename: result.__typename }
    })
  }
  async function forget() {
    const done = await send(
      async () => (await remove({ variables: { input: { id, version } } })).data?.removeRobot,
    )
    if (done) await navigate({ to: paths.robots() })
  }
  return (
    <section className="paper no-print" style={{ marginBottom: 16 }}>
      <FailureNotice message={failure} />
      <Group>
        <Button variant="default" loading={trying.loading} onClick={() => void test()}>
          {text('test')}
        </Button>
        {asksToRemove ? (
          <>
            <Button color="red" loading={removing.loading} onClick={() => void forget()}>
              {text('removeYes', { name })}
            </Button>
            <Button variant="default" onClick={() => setAsksToRemove(false)}>
              {text('removeNo')}
            </Button>
          </>
        ) : (
          <Button variant="default" onClick={() => setAsksToRemove(true)}>
            {text('remove')}
          </Button>
        )}
      </Group>
      <Text role="status" mt={tried === null ? 0 : 'sm'} className="wrap">
        {tried}
      </Text>
    </section>
  )
}
