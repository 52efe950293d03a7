import { graphql } from '../../generated/gql.ts'

export const Countersign = graphql(`
  mutation CountersignActivity($input: CountersignActivityInput!) {
    countersignActivity(input: $input) {
      __typename
      ... on Activity {
        id
        status
        version
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
      ... on Refused {
        code
        message
      }
      ... on NotFound {
        code
        message
      }
      ... on StaleVersion {
        code
        message
        current {
          ...Record
        }
      }
    }
  }
`)
export const Return = graphql(`
  mutation ReturnActivity($input: ReturnActivityInput!) {
    returnActivity(input: $input) {
      __typename
      ... on Activity {
        id
        status
        version
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
      ... on Refused {
        code
        message
      }
      ... on NotFound {
        code
        message
      }
      ... on StaleVersion {
        code
        message
        current {
          ...Record
        }
      }
    }
  }
`)
