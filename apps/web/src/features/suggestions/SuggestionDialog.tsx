import { useMutation } from '@apollo/client/react'
import { Button, Group, Modal, Radio, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { SUGGESTION_KINDS } from '@gongjian/domain/vocabulary'
import type { SuggestionKind } from '@gongjian/domain/vocabulary'
import { useState } from 'react'
import { v7 as newId } from 'uuid'
import { graphql } from '../../generated/gql.ts'
import { problemOf } from '../../platform/apollo.ts'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { useUiText } from '../../ui/text.ts'
import { useWords } from '../../ui/words.ts'
import { useSuggestionsText } from './text.ts'

const SendSuggestion = graphql(`
  mutation SendSuggestion($input: SendSuggestionInput!) {
    sendSuggestion(input: $input) {
      __typename
      ... on SuggestionSent {
        id
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
      ... on Throttled {
        code
        message
        retryAfterSeconds
      }
    }
  }
`)

/** A complaint or suggestion. What was typed stays until it is sent. */
export function SuggestionDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const text = useSuggestionsText()
  const ui = useUiText()
  const words = useWords()
  const [sent, setSent] = useState(false)
  const [id, setId] = useState(() => newId())
  const [kind, setKind] = useState<SuggestionKind>('SUGGESTION')
  const [typed, setTyped] = useState({ words: '', contact: '' })
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [failure, setFailure] = useState<string | null>(null)
  const [send, { loading }] = useMutation(SendSuggestion)

  async function submit() {
    setErrors({})
    setFailure(null)
    try {
      const { data } = await send({
        variables: {
          input: { id, kind, ...typed, page: window.location.pathname + window.location.search },
        },
      })
      const result = data?.sendSuggestion
      if (result?.__typename === 'SuggestionSent') {
        setSent(true)
        setId(newId())
        setTyped({ words: '', contact: '' })
      } else if (result?.__typename === 'InvalidInput')
        setErrors(
          Object.fromEntries(result.fieldErrors.map(({ path, message }) => [path, message])),
        )
      else setFailure(result?.message ?? ui('noConnection'))
    } catch (error) {
      setFailure(problemOf(error)?.message ?? ui('noConnection'))
    }
  }

  return (
    <Modal
      opened={opened}
      onClose={() => {
        setSent(false)
        onClose()
      }}
      title={text('entry')}
    >
      {sent ? (
        <Stack>
          <Text role="status">{text('sent')}</Text>
          <Button
            onClick={() => {
              setSent(false)
              onClose()
            }}
          >
            {ui('close')}
          </Button>
        </Stack>
      ) : (
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            void submit()
          }}
        >
          <Stack>
            <Text size="sm" c="dimmed">
              {text('why')}
            </Text>
            <FailureNotice message={failure} />
            <Radio.Group
              label={text('kind')}
              value={kind}
              onChange={(value) =>
                setKind(SUGGESTION_KINDS.find((one) => one === value) ?? 'SUGGESTION')
              }
            >
              <Group mt="xs">
                {SUGGESTION_KINDS.map((one) => (
                  <Radio key={one} value={one} label={words.suggestion(one)} />
                ))}
              </Group>
            </Radio.Group>
            <Textarea
              label={text('words')}
              minRows={3}
              value={typed.words}
              error={errors['words']}
              onChange={(event) => setTyped({ ...typed, words: event.currentTarget.value })}
            />
            <TextInput
              label={text('contact')}
              description={text('contactWhy')}
              value={typed.contact}
              error={errors['contact']}
              onChange={(event) => setTyped({ ...typed, contact: event.currentTarget.value })}
            />
            <Button type="submit" loading={loading}>
              {text('send')}
            </Button>
          </Stack>
        </form>
      )}
    </Modal>
  )
}
