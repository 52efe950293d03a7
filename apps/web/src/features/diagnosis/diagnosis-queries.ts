import { graphql } from '../../generated/gql.ts'
import type { DiagnosisConcernsQuery } from '../../generated/graphql.ts'

export const SetupDocument = graphql(`
  query DiagnosisSetup {
    periods {
      year
      startsOn
    }
    zones {
      id
      name
    }
  }
`)
export const DiagnosisDocument = graphql(`
  query Diagnosis($year: Int!, $zoneId: ID) {
    figuresAsOf(of: "diagnosis")
    diagnosis(year: $year, zoneId: $zoneId) {
      year
      hasBegun
      pairings
      records
      asOf
      signs {
        sign
        value
        isLit
        judged
        concerned
        trend {
          quarter
          value
          concerned
          judged
        }
      }
    }
  }
`)
export const SignByMonthDocument = graphql(`
  query DiagnosisByMonth($year: Int!, $zoneId: ID, $sign: DiagnosisSignKind!) {
    figuresAsOf(of: "diagnosisByMonth")
    diagnosisByMonth(year: $year, zoneId: $zoneId, sign: $sign) {
      month
      value
      concerned
      judged
    }
  }
`)
export const SignDocument = graphql(`
  query DiagnosisSign($year: Int!, $zoneId: ID, $sign: DiagnosisSignKind!) {
    figuresAsOf(of: "diagnosisSign")
    diagnosis(year: $year, zoneId: $zoneId) {
      year
      hasBegun
      pairings
      records
      asOf
      signs(only: $sign) {
        sign
        value
        isLit
        judged
        concerned
        trend {
          quarter
          value
          concerned
          judged
        }
        curves {
          of
          gini
          withNothing
          members
          points {
            members
            amount
          }
        }
        bars {
          from
          to
          count
        }
        figures {
          name
          value
        }
        thresholds {
          name
          value
          standard
          least
          most
          step
          unit
          revision
          changes {
            revision
            value
            reason
            setByName
            setAt
          }
        }
      }
    }
  }
`)
export const ConcernsDocument = graphql(`
  query DiagnosisConcerns(
    $filter: DiagnosisConcernFilter!
    $order: DiagnosisOrder
    $after: String
  ) {
    figuresAsOf(of: "diagnosisConcerns")
    diagnosisConcerns(first: 20, after: $after, filter: $filter, order: $order) {
      edges {
        cursor
        node {
          id
          subjectId
          variant
          why
          records
          meantRecords
          revision
          pairingId
          mayFollowUp
          organisation {
            id
            name
          }
          partner {
            id
            name
          }
          followUp {
            subjectId
            revision
            state
            note
            markedByName
            markedAt
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
export const SetThreshold = graphql(`
  mutation SetDiagnosisThreshold($input: SetDiagnosisThresholdInput!) {
    setDiagnosisThreshold(input: $input) {
      __typename
      ... on DiagnosisThreshold {
        name
        value
        revision
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
export const FollowUp = graphql(`
  mutation FollowUpDiagnosis($input: FollowUpDiagnosisInput!) {
    followUpDiagnosis(input: $input) {
      __typename
      ... on DiagnosisFollowUp {
        subjectId
        revision
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

export type Concern = DiagnosisConcernsQuery['diagnosisConcerns']['edges'][number]['node']
