import { useMutation } from '@apollo/client/react'
import { Button, Group, Text, TextInput, Title } from '@mantine/core'
import { useState } from 'react'
import { graphql } from '../../generated/gql.ts'
import { useViewer } from '../../platform/session.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { useLabourText } from './text.ts'
import { useSending } from '../../ui/use-sending.ts'

const SignUp = graphql(`
  mutation SignUpForCampaign($input: SignUpForCampaignInput!) {
    signUpForCampaign(input: $input) {
      __typename
      ... on Campaign {
        id
      }
      ... on InvalidInput {
        message
        fieldErrors {
          path
          code
          message
        }
      }
      ... on Refused {
        message
      }
      ... on NotFound {
        message
      }
    }
  }
`)

/** How many one's own agency or branch sends; said again, the newer figure counts. */
export function SignUpForm({
  campaignId,
  refusal,
  onDone,
}: {
  campaignId: string
  refusal: string | null
  onDone: () => void
}) {
  const text = useLabourText()
  const viewer = useViewer()
  const [headCount, setHeadCount] = useState('')
  const [words, setWords] = useState('')
  const [done, setDone] = useState(false)
  const [signUp] = useMutation(SignUp)
  const { send, sending, errors, failure } = useSending()
  return (
    <section className="paper no-print">
      <Title order={2} size="h4">
        {text('signUp')}
      </Title>
      {refusal !== null ? (
        <Text c="dimmed">{refusal}</Text>
      ) : (
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            void send(async () => {
              const { data } = await signUp({
                variables: { input: { campaignId, headCount, words } },
              })
              return data?.signUpForCampaign
            }).then((ok) => {
              setDone(ok)
              if (ok) onDone()
            })
          }}
        >
          <FailureNotice message={failure} />
          <Group align="flex-end">
            <TextInput
              label={text('signUpCount', {
                organisation: viewer.activeAssignment?.organisation.name ?? '',
              })}
              description={text('signUpHint')}
              inputMode="numeric"
              value={headCount}
              error={errors['headCount']}
              onChange={(event) => setHeadCount(event.currentTarget.value)}
            />
            <TextInput
              label={text('signUpWords')}
              value={words}
              error={errors['words']}
              onChange={(event) => setWords(event.currentTarget.value)}
            />
            <Button type="submit" loading={sending}>
              {text('signUp')}
            </Button>
          </Group>
          <Text role="status">{done ? text('signUpDone') : ''}</Text>
        </form>
      )}
    </section>
  )
}
