import { graphql } from '../../generated/gql.ts'

export const SaveHousehold = graphql(`
  mutation SaveHousehold($input: SaveHouseholdInput!) {
    saveHousehold(input: $input) {
      __typename
      ... on Household {
        ...HouseholdDetail
      }
      ... on Failure {
        code
        message
      }
      ... on InvalidInput {
        fieldErrors {
          path
          code
          message
        }
      }
    }
  }
`)
export const RevealHousehold = graphql(`
  mutation RevealHousehold($input: RevealHouseholdInput!) {
    revealHousehold(input: $input) {
      __typename
      ... on RevealedHousehold {
        name
        address
        phone
        identityNumber
        visibleForSeconds
      }
      ... on Failure {
        code
        message
      }
      ... on InvalidInput {
        fieldErrors {
          path
          code
          message
        }
      }
    }
  }
`)
export const PairHousehold = graphql(`
  mutation PairHousehold($input: PairHouseholdInput!) {
    pairHousehold(input: $input) {
      __typename
      ... on Household {
        ...HouseholdDetail
      }
      ... on Failure {
        code
        message
      }
      ... on InvalidInput {
        fieldErrors {
          path
          code
          message
        }
      }
    }
  }
`)
export const EndHouseholdPairing = graphql(`
  mutation EndHouseholdPairing($input: EndHouseholdPairingInput!) {
    endHouseholdPairing(input: $input) {
      __typename
      ... on Household {
        ...HouseholdDetail
      }
      ... on Failure {
        code
        message
      }
      ... on InvalidInput {
        fieldErrors {
          path
          code
          message
        }
      }
    }
  }
`)
export const CloseHousehold = graphql(`
  mutation CloseHousehold($input: CloseHouseholdInput!) {
    closeHousehold(input: $input) {
      __typename
      ... on Household {
        ...HouseholdDetail
      }
      ... on Failure {
        code
        message
      }
      ... on InvalidInput {
        fieldErrors {
          path
          code
          message
        }
      }
    }
  }
`)
export const ReopenHousehold = graphql(`
  mutation ReopenHousehold($input: ReopenHouseholdInput!) {
    reopenHousehold(input: $input) {
      __typename
      ... on Household {
        ...HouseholdDetail
      }
      ... on Failure {
        code
        message
      }
      ... on InvalidInput {
        fieldErrors {
          path
          code
          message
        }
      }
    }
  }
`)
export const EraseHousehold = graphql(`
  mutation EraseHousehold($input: EraseHouseholdInput!) {
    eraseHousehold(input: $input) {
      __typename
      ... on Household {
        ...HouseholdDetail
      }
      ... on Failure {
        code
        message
      }
      ... on InvalidInput {
        fieldErrors {
          path
          code
          message
        }
      }
    }
  }
`)
export const DecideHouseholdDuplicate = graphql(`
  mutation DecideHouseholdDuplicate($input: DecideHouseholdDuplicateInput!) {
    decideHouseholdDuplicate(input: $input) {
      __typename
      ... on Household {
        ...HouseholdDetail
      }
      ... on Failure {
        code
        message
      }
    }
  }
`)
export const RecordHouseholdVisit = graphql(`
  mutation RecordHouseholdVisit($input: RecordHouseholdVisitInput!) {
    recordHouseholdVisit(input: $input) {
      __typename
      ... on Household {
        ...HouseholdDetail
      }
      ... on Failure {
        code
        message
      }
      ... on InvalidInput {
        fieldErrors {
          path
          code
          message
        }
      }
    }
  }
`)
export const CloseHouseholdFollowUp = graphql(`
  mutation CloseHouseholdFollowUp($input: CloseHouseholdFollowUpInput!) {
    closeHouseholdFollowUp(input: $input) {
      __typename
      ... on Household {
        ...HouseholdDetail
      }
      ... on Failure {
        code
        message
      }
    }
  }
`)
