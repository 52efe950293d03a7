import { useMutation, useQuery } from '@apollo/client/react'
import { ActionIcon, Button, Group } from '@mantine/core'
import { v7 as newId } from 'uuid'
import { graphql } from '../../generated/gql.ts'
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
  const { data, refetch } = useQuery(PhrasesDocument, { variables: { use } })
  const [save] = useMutation(SavePhrase)
  const [remove] = useMutation(RemovePhrase)
  const phrases = data?.phrases ?? []
  const isNew = typed.trim().length > 1 && !phrases.some((phrase) => phrase.text === typed.trim())
  return (
    <Group gap="xs" role="group" aria-label={text('phrases')}>
      {phrases.map((phrase) => (
        <Group key={phrase.id} gap={2} wrap="nowrap">
          <Button
            variant="light"
            color="dark"
            size="compact-md"
            onClick={() => onPick(phrase.text)}
            styles={{ label: { whiteSpace: 'normal' } }}
          >
            {phrase.text}
          </Button>
          <ActionIcon
            variant="subtle"
            color="dark"
            size="md"
            aria-label={text('removePhrase', { phrase: phrase.text })}
            onClick={async () => {
              await remove({ variables: { input: { id: phrase.id } } })
              await refetch()
            }}
          >
            ×
          </ActionIcon>
        </Group>
      ))}
      {isNew && (
        <Button
          variant="default"
          size="compact-md"
          onClick={async () => {
            await save({ variables: { input: { id: newId(), use, text: typed.trim() } } })
            await refetch()
          }}
        >
          {text('keepPhrase')}
        </Button>
      )}
    </Group>
  )
}
