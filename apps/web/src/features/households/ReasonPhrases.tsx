import { useMutation, useQuery } from '@apollo/client/react'
import { Button, Group } from '@mantine/core'
import { v7 as newId } from 'uuid'
import { graphql } from '../../generated/gql.ts'
import { useHouseholdsText } from './text.ts'

const RevealPhrases = graphql(`
  query RevealPhrases {
    phrases(use: REVEAL) {
      id
      use
      text
    }
  }
`)
const KeepRevealPhrase = graphql(`
  mutation KeepRevealPhrase($input: SavePhraseInput!) {
    savePhrase(input: $input) {
      __typename
      ... on Phrase {
        id
        use
        text
      }
      ... on Failure {
        code
        message
      }
    }
  }
`)

/** One's own reasons for looking, a tap each; what has just been typed can be kept. */
export function ReasonPhrases({
  typed,
  onPick,
}: {
  typed: string
  onPick: (phrase: string) => void
}) {
  const text = useHouseholdsText()
  const { data, refetch } = useQuery(RevealPhrases)
  const [keep] = useMutation(KeepRevealPhrase)
  const phrases = data?.phrases ?? []
  const own = typed.trim()
  const isNew = own.length > 1 && !phrases.some((phrase) => phrase.text === own)
  return (
    <Group gap="xs" role="group" aria-label={text('reasons')}>
      {phrases.map((phrase) => (
        <button key={phrase.id} type="button" className="chip" onClick={() => onPick(phrase.text)}>
          {phrase.text}
        </button>
      ))}
      {isNew && (
        <Button
          variant="subtle"
          size="sm"
          onClick={() =>
            void keep({
              variables: { input: { id: newId(), use: 'REVEAL', text: own } },
            }).then(() => refetch())
          }
        >
          {text('keepReason')}
        </Button>
      )}
    </Group>
  )
}
