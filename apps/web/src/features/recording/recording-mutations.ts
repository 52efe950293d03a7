import { graphql } from '../../generated/gql.ts'

export const SaveDraft = graphql(`
  mutation SaveActivityDraft($input: SaveActivityDraftInput!) {
    saveActivityDraft(input: $input) {
      __typename
      ... on Activity {
        ...RecordedContent
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
          ...RecordedContent
        }
      }
    }
  }
`)
export const Submit = graphql(`
  mutation SubmitActivity($input: SubmitActivityInput!) {
    submitActivity(input: $input) {
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
          ...RecordedContent
        }
      }
    }
  }
`)
