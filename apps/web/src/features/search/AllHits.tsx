import { useQuery } from '@apollo/client/react'
import { Group, Title } from '@mantine/core'
import { graphql } from '../../generated/gql.ts'
import { paths } from '../../paths.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Link } from '../../ui/Link.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { HitList } from './HitList.tsx'
import { SEARCH_GROUPS } from './search-kinds.ts'
import type { SearchGroup } from './search-kinds.ts'
import { useSearchText } from './text.ts'

const SearchAllDocument = graphql(`
  query SearchAll(
    $text: String!
    $withRecords: Boolean!
    $withPeople: Boolean!
    $withHouseholds: Boolean!
  ) {
    organisations: search(text: $text, kinds: [ORGANISATION], first: 5) {
      edges {
        node {
          ...FoundLines
        }
      }
      pageInfo {
        hasNextPage
      }
    }
    people: search(text: $text, kinds: [ACCOUNT, VOLUNTEER], first: 5) @include(if: $withPeople) {
      edges {
        node {
          ...FoundLines
        }
      }
      pageInfo {
        hasNextPage
      }
    }
    households: search(text: $text, kinds: [HOUSEHOLD], first: 5) @include(if: $withHouseholds) {
      edges {
        node {
          ...FoundLines
        }
      }
      pageInfo {
        hasNextPage
      }
    }
    records: search(text: $text, kinds: [RECORD], first: 10) @include(if: $withRecords) {
      edges {
        node {
          ...FoundLines
        }
      }
      pageInfo {
        hasNextPage
      }
    }
  }
`)

/** The first hits of each group that the reader may see. */
export function AllHits({ asked, groups }: { asked: string; groups: readonly SearchGroup[] }) {
  const text = useSearchText()
  const { data, error, refetch } = useQuery(SearchAllDocument, {
    variables: {
      text: asked,
      withRecords: groups.includes('records'),
      withPeople: groups.includes('people'),
      withHouseholds: groups.includes('households'),
    },
    fetchPolicy: 'cache-and-network',
  })
  if (error && data === undefined)
    return <QueryProblem error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Loading />
  const found = SEARCH_GROUPS.flatMap((group) => {
    const page = data[group]
    return page === undefined || page.edges.length === 0 ? [] : [{ group, page }]
  })
  if (found.length === 0)
    return <EmptyState title={text('nothing', { asked })} hint={text('nothingHint')} />
  return found.map(({ group, page }) => (
    <section key={group} aria-labelledby={`found-${group}`}>
      <Group justify="space-between" mt="md" mb="xs">
        <Title order={2} id={`found-${group}`}>
          {text(`group_${group}`)}
        </Title>
        {page.pageInfo.hasNextPage && (
          <Link to={paths.search()} search={{ q: asked, kind: group }}>
            {text('more', { group: text(`group_${group}`) })}
          </Link>
        )}
      </Group>
      <HitList label={text(`group_${group}`)} hits={page.edges.map(({ node }) => node)} />
    </section>
  ))
}
