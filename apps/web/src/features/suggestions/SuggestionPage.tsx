import { useQuery } from '@apollo/client/react'
import { Text } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { graphql } from '../../generated/gql.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { SuggestionArticle } from './SuggestionArticle.tsx'
import { useSuggestionsText } from './text.ts'

const SuggestionDocument = graphql(`
  query Suggestion($id: ID!) {
    suggestion(id: $id) {
      id
      kind
      words
      contact
      page
      byName
      createdAt
      answer
      answeredAt
      answeredByName
    }
  }
`)

/** One suggestion for who sent it, with its answer. */
export function SuggestionPage() {
  const text = useSuggestionsText()
  const { id } = useParams({ strict: false })
  const { data, error, refetch } = useQuery(SuggestionDocument, {
    variables: { id: id ?? '' },
    fetchPolicy: 'cache-and-network',
  })
  const row = data?.suggestion
  return (
    <>
      <PageHeader title={text('one')} />
      {error && data === undefined ? (
        <QueryProblem error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <Loading />
      ) : row === null || row === undefined ? (
        <EmptyState title={text('missing')} hint={text('missingHint')} />
      ) : (
        <SuggestionArticle row={row}>
          {row.answer === null && (
            <Text size="sm" c="dimmed" mt="sm">
              {text('waits')}
            </Text>
          )}
        </SuggestionArticle>
      )}
    </>
  )
}
