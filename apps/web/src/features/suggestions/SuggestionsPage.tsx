import { useMutation, useQuery } from '@apollo/client/react'
import { Button, Group, NativeSelect, Stack, Textarea } from '@mantine/core'
import { SUGGESTION_KINDS } from '@gongjian/domain/vocabulary'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { graphql } from '../../generated/gql.ts'
import type { SuggestionsQuery } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
import { problemOf } from '../../platform/apollo.ts'
import { useMay } from '../../platform/session.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ExportMenu } from '../../ui/ExportMenu.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { SearchField } from '../../ui/SearchField.tsx'
import { useUiText } from '../../ui/text.ts'
import { useWords } from '../../ui/words.ts'
import { SuggestionArticle } from './SuggestionArticle.tsx'
import { useSuggestionsText } from './text.ts'

const SuggestionsDocument = graphql(`
  query Suggestions($after: String, $filter: SuggestionFilter) {
    suggestions(first: 30, after: $after, filter: $filter) {
      edges {
        cursor
        node {
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
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`)
const Answer = graphql(`
  mutation AnswerSuggestion($input: AnswerSuggestionInput!) {
    answerSuggestion(input: $input) {
      __typename
      ... on Suggestion {
        id
        answer
        answeredAt
        answeredByName
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
      ... on NotFound {
        code
        message
      }
    }
  }
`)
type Row = SuggestionsQuery['suggestions']['edges'][number]['node']
type Search = {
  search?: string | undefined
  kind?: string | undefined
  answered?: boolean | undefined
}

/** What people told the administrator, with the page it came from, and the answers. */
export function SuggestionsPage() {
  const text = useSuggestionsText()
  const ui = useUiText()
  const words = useWords()
  const may = useMay()
  const navigate = useNavigate()
  const search: Search = useSearch({ strict: false })
  const kind = SUGGESTION_KINDS.find((one) => one === search.kind) ?? null
  const filter = { search: search.search ?? null, kind, answered: search.answered ?? null }
  const { data, error, loading, refetch, fetchMore } = useQuery(SuggestionsDocument, {
    variables: { after: null, filter },
    skip: !may('suggestions'),
    fetchPolicy: 'cache-and-network',
    notifyOnNetworkStatusChange: true,
  })
  const set = (part: Partial<Search>) =>
    void navigate({ to: paths.suggestions(), search: { ...search, ...part }, replace: true })
  const page = data?.suggestions
  if (!may('suggestions')) return <EmptyState title={ui('mayNotSee')} />
  return (
    <>
      <PageHeader
        title={text('title')}
        actions={<ExportMenu table="suggestions" filter={filter} />}
      />
      <Group className="paper no-print" align="flex-end" mb="md">
        <SearchField
          label={text('search')}
          value={search.search ?? ''}
          onSearch={(typed) => set({ search: typed || undefined })}
        />
        <NativeSelect
          size="md"
          label={text('kind')}
          value={kind ?? ''}
          onChange={(event) => set({ kind: event.currentTarget.value || undefined })}
          data={[
            { value: '', label: ui('all') },
            ...SUGGESTION_KINDS.map((one) => ({ value: one, label: words.suggestion(one) })),
          ]}
        />
        <NativeSelect
          size="md"
          label={text('state')}
          value={search.answered === undefined ? '' : String(search.answered)}
          onChange={(event) =>
            set({
              answered:
                event.currentTarget.value === '' ? undefined : event.currentTarget.value === 'true',
            })
          }
          data={[
            { value: '', label: ui('all') },
            { value: 'false', label: text('unanswered') },
            { value: 'true', label: text('answered') },
          ]}
        />
      </Group>
      {error && page === undefined ? (
        <QueryProblem error={error} onRetry={() => void refetch()} />
      ) : page === undefined ? (
        <Loading />
      ) : page.edges.length === 0 ? (
        <EmptyState title={text('nothing')} hint={text('nothingHint')} />
      ) : (
        <Stack>
          {page.edges.map(({ node }) => (
            <Entry key={node.id} row={node} />
          ))}
          <LoadMore
            hasNextPage={page.pageInfo.hasNextPage}
            loading={loading}
            onMore={() => void fetchMore({ variables: { after: page.pageInfo.endCursor } })}
          />
        </Stack>
      )}
    </>
  )
}

function Entry({ row }: { row: Row }) {
  const text = useSuggestionsText()
  const ui = useUiText()
  const [answer, setAnswer] = useState('')
  const [error, setError] = useState<string | null>(null)
  const [send, { loading }] = useMutation(Answer)
  async function submit() {
    setError(null)
    try {
      const { data } = await send({ variables: { input: { id: row.id, answer } } })
      const result = data?.answerSuggestion
      if (result?.__typename === 'InvalidInput')
        setError(result.fieldErrors[0]?.message ?? result.message)
      if (result?.__typename === 'NotFound') setError(result.message)
    } catch (problem) {
      setError(problemOf(problem)?.message ?? ui('noConnection'))
    }
  }
  return (
    <SuggestionArticle row={row}>
      {row.answer === null && (
        <Stack gap="xs" mt="sm">
          <Textarea
            label={text('answer')}
            value={answer}
            error={error}
            onChange={(event) => setAnswer(event.currentTarget.value)}
          />
          <div>
            <Button variant="default" loading={loading} onClick={() => void submit()}>
              {text('sendAnswer')}
            </Button>
          </div>
        </Stack>
      )}
    </SuggestionArticle>
  )
}
