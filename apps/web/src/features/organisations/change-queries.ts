import { graphql } from '../../generated/gql.ts'

export const OrganisationForChange = graphql(`
  query OrganisationForChange($id: ID!) {
    organisation(id: $id) {
      id
      kind
      name
      validTo
      children {
        id
        name
      }
      pairings(includeEnded: false) {
        id
        agencySide {
          id
          name
        }
        communitySide {
          id
          name
        }
      }
    }
  }
`)

export const FindForChange = graphql(`
  query FindForChange($filter: OrganisationFilter) {
    organisations(first: 12, filter: $filter) {
      edges {
        cursor
        node {
          id
          name
          code
        }
      }
    }
  }
`)

export const PreviewChange = graphql(`
  query PreviewOrganisationChange($input: OrganisationChangeInput!) {
    previewOrganisationChange(input: $input) {
      __typename
      ... on OrganisationChangePreview {
        children
        movedChildren
        pairings
        endedPairings
        reopenedPairings
        openDrafts
        openRecords
        people
        waitsForItsDay
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
    }
  }
`)

export const ChangeOrganisations = graphql(`
  mutation ChangeOrganisations($input: OrganisationChangeInput!) {
    changeOrganisations(input: $input) {
      __typename
      ... on OrganisationChange {
        id
        state
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
    }
  }
`)

export const CancelChange = graphql(`
  mutation CancelOrganisationChange($input: CancelOrganisationChangeInput!) {
    cancelOrganisationChange(input: $input) {
      __typename
      ... on OrganisationChange {
        id
        state
      }
      ... on NotFound {
        code
        message
      }
      ... on Refused {
        code
        message
      }
    }
  }
`)
