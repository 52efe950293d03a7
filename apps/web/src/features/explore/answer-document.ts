import { graphql } from '../../generated/gql.ts'
import type { ExploreQuery } from '../../generated/graphql.ts'

export const ExploreDocument = graphql(`
  query Explore($question: ExploreQuestion!, $after: String) {
    figuresAsOf(of: "explore")
    explore(question: $question, first: 50, after: $after) {
      measure
      unit
      decimals
      isAdditive
      span {
        from
        to
      }
      spanBefore {
        from
        to
      }
      columns {
        key
        memberId
        name
      }
      columnsLeftOut
      columnTotals {
        value
        above
        below
        valueBefore
        aboveBefore
        belowBefore
      }
      total {
        value
        above
        below
        valueBefore
        aboveBefore
        belowBefore
      }
      heads
      highlights {
        members
        silent
        most {
          key
          name
          heads
          total {
            value
            above
            below
            valueBefore
            aboveBefore
            belowBefore
          }
        }
        least {
          key
          name
          heads
          total {
            value
            above
            below
            valueBefore
            aboveBefore
            belowBefore
          }
        }
        gained {
          key
          name
          heads
          total {
            value
            above
            below
            valueBefore
            aboveBefore
            belowBefore
          }
        }
        lost {
          key
          name
          heads
          total {
            value
            above
            below
            valueBefore
            aboveBefore
            belowBefore
          }
        }
      }
      rows {
        edges {
          cursor
          node {
            key
            memberId
            name
            heads
            total {
              value
              above
              below
              valueBefore
              aboveBefore
              belowBefore
            }
            cells {
              value
              above
              below
              valueBefore
              aboveBefore
              belowBefore
            }
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`)
export type Answer = ExploreQuery['explore']
export type Row = Answer['rows']['edges'][number]['node']
export type Column = Answer['columns'][number]
export type Cell = Omit<Answer['total'], '__typename'>
