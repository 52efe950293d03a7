import { graphql } from '../../generated/gql.ts'

// Before the questions that take it: the build puts bare objects in their places, and two in a row would be a call.
graphql(`
  fragment PlanFields on Plan {
    id
    edition
    state
    version
    side
    words
    proposedByName
    proposedAt
    decidedByName
    decidedAt
    decisionWords
    agreedOn
    progress
    lines {
      position
      indicator {
        code
        name
        unit
      }
      kind
      area
      quantity
      dueMonth
      dueOn
      side
      responsible
      words
      accepted
      progress
      state
    }
    actions {
      action
      refusal
      message
    }
  }
`)

export const PlansDocument = graphql(`
  query Plans($after: String, $filter: PlanFilter, $order: PlanOrder) {
    plans(first: 50, after: $after, filter: $filter, order: $order) {
      edges {
        cursor
        node {
          pairing {
            id
            level
            agencySide {
              id
              name
            }
            communitySide {
              id
              name
            }
          }
          standing
          writtenState
          agreedOn
          progress
          lineCount
          doneLines
          overdueLines
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`)
export const PlanCountsDocument = graphql(`
  query PlanCounts($filter: PlanFilter) {
    periods {
      year
      startsOn
      endsOn
    }
    zones {
      id
      name
    }
    planCounts(filter: $filter) {
      year
      pairings
      agreed
      proposed
      returned
      drafts
      none
      behind
      waitsForReader
    }
  }
`)
export const PairingPlanDocument = graphql(`
  query PairingPlan($pairingId: ID, $year: Int, $planId: ID) {
    periods {
      year
      startsOn
      endsOn
      status
    }
    pairingPlan(pairingId: $pairingId, year: $year, planId: $planId) {
      pairing {
        id
        level
        agencySide {
          id
          name
        }
        communitySide {
          id
          name
        }
      }
      year
      standing
      readerSide
      agreed {
        id
        ...PlanFields
      }
      written {
        id
        ...PlanFields
      }
      earlier {
        id
        ...PlanFields
      }
    }
  }
`)
export const PlanCatalogueDocument = graphql(`
  query PlanCatalogue($year: Int!) {
    catalogue(year: $year) {
      code
      kind
      area
      name
      unit
      decimals
    }
  }
`)
export const LinesFromLastYearDocument = graphql(`
  query LinesFromLastYear($pairingId: ID!, $year: Int!) {
    linesFromLastYear(pairingId: $pairingId, year: $year) {
      fromYear
      lines {
        indicator {
          code
        }
        kind
        area
        quantity
        dueMonth
        side
      }
    }
  }
`)
export const SavePlanDocument = graphql(`
  mutation SavePlan($input: SavePlanInput!) {
    savePlan(input: $input) {
      __typename
      ... on Plan {
        id
        version
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
export const ProposePlanDocument = graphql(`
  mutation ProposePlan($input: ProposePlanInput!) {
    proposePlan(input: $input) {
      __typename
      ... on Plan {
        id
        version
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
export const AgreePlanDocument = graphql(`
  mutation AgreePlan($input: AgreePlanInput!) {
    agreePlan(input: $input) {
      __typename
      ... on Failure {
        message
      }
    }
  }
`)
export const ReturnPlanDocument = graphql(`
  mutation ReturnPlan($input: ReturnPlanInput!) {
    returnPlan(input: $input) {
      __typename
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
export const TakeBackPlanDocument = graphql(`
  mutation TakeBackPlan($input: TakeBackPlanInput!) {
    takeBackPlan(input: $input) {
      __typename
      ... on Failure {
        message
      }
    }
  }
`)
export const DiscardPlanDocument = graphql(`
  mutation DiscardPlan($input: DiscardPlanInput!) {
    discardPlan(input: $input) {
      __typename
      ... on Failure {
        message
      }
    }
  }
`)
