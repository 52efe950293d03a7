import { graphql } from '../../generated/gql.ts'

export const CorrectionsDocument = graphql(`
  query Corrections($after: String, $filter: CorrectionFilter) {
    corrections(first: 30, after: $after, filter: $filter) {
      edges {
        node {
          id
          activity {
            id
            title
          }
          agencyName
          communityName
          day
          status
          version
          reason
          personTimesBefore
          personTimesAfter
          hoursBefore
          hoursAfter
          side
          proposedByName
          proposedForName
          proposedAt
          decidedByName
          decidedAt
          decisionWords
          lines {
            before
            after
            indicator {
              code
              name
              unit
            }
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

export const CountsDocument = graphql(`
  query RecordToCorrect($id: ID!) {
    activity(id: $id) {
      id
      title
      day
      status
      periodStatus
      agencySide {
        name
      }
      communitySide {
        name
      }
    }
    countsNow(activityId: $id) {
      personTimes
      hours
      outputs {
        quantity
        indicator {
          code
          name
          unit
        }
      }
    }
  }
`)

export const Propose = graphql(`
  mutation ProposeCorrection($input: ProposeCorrectionInput!) {
    proposeCorrection(input: $input) {
      __typename
      ... on Correction {
        id
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

export const Decide = graphql(`
  mutation DecideCorrection($input: DecideCorrectionInput!) {
    decideCorrection(input: $input) {
      __typename
      ... on Correction {
        id
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

export const Withdraw = graphql(`
  mutation WithdrawCorrection($input: WithdrawCorrectionInput!) {
    withdrawCorrection(input: $input) {
      __typename
      ... on Correction {
        id
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
