import { useMutation, useQuery } from '@apollo/client/react'
import { ActionIcon, Button, Group } from '@mantine/core'
import { useState } from 'react'
import { v7 as newId } from 'uuid'
import { graphql } from '../../generated/gql.ts'
import { problemOf } from '../../platform/apollo.ts'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { useUiText } from '../../ui/text.ts'
import { useCountersigningText } from './text.ts'

const PhrasesDocument = graphql(`
  query Phrases($use: PhraseUse!) {
    phrases(use: $use) {
      id
      use
      text
    }
  }
`)
const SavePhrase = graphql(`
  mutation SavePhrase($input: SavePhraseInput!) {
    savePhrase(input: $input) {
      __typename
      ... on Phrase {
        id
        use
        text
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
    }
  }
`)
const RemovePhrase = graphql(`
  mutation RemovePhrase($input: RemovePhraseInput!) {
    removePhrase(input: $input) {
      __typename
      ... on PhraseRemoved {
        id
      }
      ... on NotFound {
        code
        message
      }
    }
  }
`)

function messageOf(answer: unknown): string | null {
  return typeof answer === 'object' &&
    answer !== null &&
    'message' in answer &&
    typeof answer.message === 'string'
    ? answer.message
    : null
}

/** One's own sentences, a tap each; what has just been typed can be kept. */
export function Phrases({
  use,
  typed,
  onPick,
}: {
  use: 'COUNTERSIGN' | 'RETURN'
  typed: string
  onPick: (phrase: string) => void
}) {
  const text = useCountersigningText()
  const ui = useUiText()
  const { data, refetch } = useQuery(PhrasesDocument, { variables: { use } })
  const [save] = useMutation(SavePhrase)
  const [remove] = useMutation(RemovePhrase)
  const [managing, setManaging] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  async function changed(
    work: Promise<{ data?: Record<string, unknown> | undefined }>,
  ): Promise<void> {
    setFailure(null)
    try {
      const { data: answer } = await work
      setFailure(
        Object.values(answer ?? {})
          .map(messageOf)
          .find((one) => one !== null) ?? null,
      )
      await refetch()
    } catch (problem) {
      setFailure(problemOf(problem)?.message ?? ui('noConnection'))
    }
  }
  const phrases = data?.phrases ?? []
  const isNew = typed.trim().length > 1 && !phrases.some((phrase) => phrase.text === typed.trim())
  return (
    <Group gap="xs" role="group" aria-label={text('phrases')}>
      {phrases.map((phrase) => (
        <Group key={phrase.id} gap={2} wrap="nowrap">
          <button type="button" className="chip" onClick={() => onPick(phrase.text)}>
            {phrase.text}
          </button>
          {managing && (
            <ActionIcon
              variant="default"
              size={44}
              aria-label={text('removePhrase', { phrase: phrase.text })}
              onClick={() => void changed(remove({ variables: { input: { id: phrase.id } } }))}
            >
              ×
            </ActionIcon>
          )}
        </Group>
      ))}
      {isNew && (
        <Button
          variant="default"
          size="sm"
          onClick={() =>
            void changed(save({ variables: { input: { id: newId(), use, text: typed.trim() } } }))
          }
        >
          {text('keepPhrase')}
        </Button>
      )}
      {phrases.length > 0 && (
        <Button
          variant="subtle"
          size="sm"
          aria-pressed={managing}
          onClick={() => setManaging(!managing)}
        >
          {text(managing ? 'managePhrasesDone' : 'managePhrases')}
        </Button>
      )}
      <FailureNotice message={failure} />
    </Group>
  )
}
