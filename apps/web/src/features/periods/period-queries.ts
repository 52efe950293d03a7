import { graphql } from '../../generated/gql.ts'

export const PeriodsDocument = graphql(`
  query Periods {
    periods {
      year
      startsOn
      endsOn
      status
      version
      changedAt
      changedByName
      moves {
        move
        refusal
      }
      reportRule {
        dueDay
        expects
        revision
        holdsFrom
        changes {
          revision
          fromMonth
          dueDay
          expects
          reason
          setByName
          setAt
        }
      }
      quarters {
        quarter
        startsOn
        endsOn
        status
        version
        changedAt
        changedByName
        moves {
          move
          refusal
        }
      }
    }
  }
`)

export const ChecklistDocument = graphql(`
  query PeriodChecklist($year: Int!, $quarter: Int) {
    periodChecklist(year: $year, quarter: $quarter) {
      total {
        drafts
        returned
        waiting
      }
      lines {
        organisation {
          id
          name
          kind
        }
        drafts
        returned
        waiting
      }
    }
  }
`)

export const ExceptionsDocument = graphql(`
  query PeriodExceptions($after: String, $filter: PeriodExceptionFilter) {
    periodExceptions(first: 30, after: $after, filter: $filter) {
      edges {
        node {
          id
          year
          quarter
          organisation {
            id
            name
          }
          activity {
            id
            title
          }
          reason
          until
          state
          grantedByName
          grantedAt
          revokedByName
          revokedAt
          revokeReason
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`)

export const Move = graphql(`
  mutation MovePeriod($input: MovePeriodInput!) {
    movePeriod(input: $input) {
      __typename
      ... on Period {
        year
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

export const OpenYear = graphql(`
  mutation OpenProgrammeYear($input: OpenProgrammeYearInput!) {
    openProgrammeYear(input: $input) {
      __typename
      ... on Period {
        year
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

export const Grant = graphql(`
  mutation GrantPeriodException($input: GrantPeriodExceptionInput!) {
    grantPeriodException(input: $input) {
      __typename
      ... on PeriodException {
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

export const Revoke = graphql(`
  mutation RevokePeriodException($input: RevokePeriodExceptionInput!) {
    revokePeriodException(input: $input) {
      __typename
      ... on PeriodException {
        id
        state
        revokedByName
        revokedAt
        revokeReason
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

export const SetReportRule = graphql(`
  mutation SetReportRule($input: SetReportRuleInput!) {
    setReportRule(input: $input) {
      __typename
      ... on Period {
        year
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
