import { readSavedSearch } from '@gongjian/domain/saved-view'
import type { SavedSearch } from '@gongjian/domain/saved-view'
import { graphql } from '../../generated/gql.ts'
import type { SavedViewsQuery } from '../../generated/graphql.ts'

export const SavedViewsDocument = graphql(`
  query SavedViews($first: Int, $after: String, $filter: SavedViewFilter, $order: SavedViewOrder) {
    savedViews(first: $first, after: $after, filter: $filter, order: $order) {
      edges {
        cursor
        node {
          id
          name
          search {
            field
            value
          }
          outdated
          sharing
          organisation {
            id
            name
          }
          ownerName
          isMine
          mayChange
          mayRemove
          version
          updatedAt
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`)
export const SaveView = graphql(`
  mutation SaveView($input: SaveViewInput!) {
    saveView(input: $input) {
      __typename
      ... on SavedView {
        id
        name
        search {
          field
          value
        }
        outdated
        sharing
        version
        updatedAt
      }
      ... on InvalidInput {
        message
        fieldErrors {
          path
          code
          message
        }
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
export const RemoveView = graphql(`
  mutation RemoveView($input: RemoveViewInput!) {
    removeView(input: $input) {
      __typename
      ... on ViewRemoved {
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
export type SavedView = SavedViewsQuery['savedViews']['edges'][number]['node']

/** What a view puts into the address. */
export const searchOf = ({ search }: Pick<SavedView, 'search'>): SavedSearch =>
  readSavedSearch('EXPLORE', search).search

/** Whether a view shows what the address asks for. */
export function isShown(view: Pick<SavedView, 'search'>, address: SavedSearch): boolean {
  const search = searchOf(view)
  const fields = new Set([...Object.keys(search), ...Object.keys(address)])
  return [...fields].every((field) => search[field] === address[field])
}
