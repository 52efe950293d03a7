import { graphql } from '../../generated/gql.ts'

export const SimulationSetupDocument = graphql(`
  query SimulationSetup($id: ID!) {
    periods {
      year
    }
    assessmentScheme(id: $id) {
      id
      title
      kind
      programmeYear
      revision
      status
      version
    }
    assessmentSchemes(first: 100) {
      edges {
        cursor
        node {
          id
          title
          kind
          programmeYear
          revision
          status
        }
      }
    }
    assessmentSimulations(schemeId: $id) {
      id
      state
      startedAt
      startedByName
      side {
        version
        programmeYear
      }
      other {
        title
        programmeYear
      }
    }
  }
`)
export const SimulationDocument = graphql(`
  query AssessmentSimulation($id: ID!) {
    assessmentSimulation(id: $id) {
      id
      state
      doneOrganisations
      totalOrganisations
      problemMessage
      startedAt
      startedByName
      mayCancel
      side {
        ...SimulationSideParts
      }
      other {
        ...SimulationSideParts
      }
      moves {
        compared
        up
        down
        betterGrade
        worseGrade
        movers {
          id
          code
          name
          rank
          otherRank
          total
          otherTotal
          grade
          otherGrade
          capChanged
          causes {
            code
            change
            usualChange
          }
        }
      }
    }
  }
  fragment SimulationSideParts on SimulationSide {
    title
    version
    programmeYear
    marksOfOther
    indicators {
      code
      role
      weight
      name {
        zhCn
        zhTw
        en
      }
    }
    outcome {
      organisations
      ranked
      sizeMeasure
      bins {
        from
        to
        count
      }
      groups {
        by
        key
        sizeFrom
        sizeTo
        count
        spread {
          least
          firstQuartile
          median
          thirdQuartile
          most
          mean
        }
        grades {
          grade
          count
        }
      }
      sensitivity {
        code
        less {
          tau
          gradeChanges
        }
        more {
          tau
          gradeChanges
        }
      }
      correlations {
        code
        correlations
      }
      pairs {
        first
        second
        correlation
      }
      medianOrganisation {
        name
        size
        total
        grade
        rank
        parts {
          code
          points
        }
      }
    }
  }
`)
export const StartSimulationDocument = graphql(`
  mutation StartAssessmentSimulation($input: StartAssessmentSimulationInput!) {
    startAssessmentSimulation(input: $input) {
      __typename
      ... on AssessmentSimulation {
        id
        state
      }
      ... on InvalidInput {
        message
        fieldErrors {
          path
          message
        }
      }
      ... on Failure {
        message
      }
    }
  }
`)
export const CancelSimulationDocument = graphql(`
  mutation CancelAssessmentSimulation($input: CancelAssessmentSimulationInput!) {
    cancelAssessmentSimulation(input: $input) {
      __typename
      ... on AssessmentSimulation {
        id
        state
        mayCancel
      }
      ... on Failure {
        message
      }
    }
  }
`)
