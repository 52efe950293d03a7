import { graphql } from '../../generated/gql.ts'
import type { InboxQuery } from '../../generated/graphql.ts'

export const InboxDocument = graphql(`
  query Inbox($first: Int, $after: String, $filter: InboxFilter) {
    countersigningInbox(first: $first, after: $after, filter: $filter) {
      edges {
        cursor
        node {
          id
          version
          title
          day
          kind
          area
          direction
          recordingSide
          signedSide
          openQuestions
          evidenceCount
          taken {
            byName
            mine
          }
          personTimes
          agencySide {
            id
            name
          }
          communitySide {
            id
            name
          }
          outputs {
            indicator {
              code
              name
              unit
            }
            claimed
          }
          waiting {
            days
            due
            overdue
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`)
export type InboxRow = InboxQuery['countersigningInbox']['edges'][number]['node']
