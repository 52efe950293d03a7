import { graphql } from '../../generated/gql.ts'

export const DesignationsDocument = graphql(`
  query Designations($filter: DesignationFilter!, $after: String) {
    designations(first: 50, filter: $filter, after: $after) {
      edges {
        cursor
        node {
          organisationId
          organisationName
          agencyName
          state
          accepted
          months
          areas
          waiting
          archiveNumber
          mayGrant
          reason
          decidedByName
          decidedAt
          missing {
            what
            has
            needs
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
export const DecideDesignationDocument = graphql(`
  mutation DecideDesignation($input: DecideDesignationInput!) {
    decideDesignation(input: $input) {
      __typename
      ... on Designation {
        organisationId
      }
      ... on Failure {
        message
      }
      ... on InvalidInput {
        fieldErrors {
          path
          message
        }
      }
    }
  }
`)
