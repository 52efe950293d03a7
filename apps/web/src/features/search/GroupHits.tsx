import { useQuery } from '@apollo/client/react'
import { graphql } from '../../generated/gql.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { HitList } from './HitList.tsx'
import { kindsOf } from './search-kinds.ts'
import type { SearchGroup } from './search-kinds.ts'
import { useSearchText } from './text.ts'

const SearchGroupDocument = graphql(`
  query SearchGroup($text: String!, $kinds: [SearchHitKind!], $after: String) {
    search(text: $text, kinds: $kinds, first: 20, after: $after) {
      edges {
        cursor
        node {
          ...FoundLines
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`)

/** All hits of one group, page after page. */
export function GroupHits({ asked, group }: { asked: string; group: SearchGroup }) {
  const text = useSearchText()
  const { data, error, loading, refetch, fetchMore } = useQuery(SearchGroupDocument, {
    variables: { text: asked, kinds: [...kindsOf[group]], after: null },
    notifyOnNetworkStatusChange: true,
  })
  const page = data?.search
  if (error && page === undefined)
    return <QueryProblem error={error} onRetry={() => void refetch()} />
  if (page === undefined) return <Loading />
  if (page.edges.length === 0)
    return <EmptyState title={text('nothing', { asked })} hint={text(`hint_${group}`)} />
  return (
    <>
      <HitList label={text(`group_${group}`)} hits={page.edges.map(({ node }) => node)} />
      <LoadMore
        hasNextPage={page.pageInfo.hasNextPage}
        loading={loading}
        onMore={() => void fetchMore({ variables: { after: page.pageInfo.endCursor } })}
      />
    </>
  )
}
