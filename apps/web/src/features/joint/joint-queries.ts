import { graphql } from '../../generated/gql.ts'

export const JointAssessmentsDocument = graphql(`
  query JointAssessments(
    $after: String
    $filter: JointAssessmentFilter
    $order: JointAssessmentOrder
  ) {
    periods {
      year
    }
    jointAssessments(first: 50, after: $after, filter: $filter, order: $order) {
      edges {
        cursor
        node {
          id
          programmeYear
          state
          dueOn
          isLate
          scheme {
            id
            title
            kind
          }
          bodies {
            level
            bodyId
            bodyName
            state
            given
            wanted
            isMine
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
export const RunsToOpenDocument = graphql(`
  query RunsToOpen {
    jointAssessments(first: 100) {
      edges {
        cursor
        node {
          id
          scheme {
            id
          }
        }
      }
    }
    assessmentRuns(first: 20) {
      edges {
        cursor
        node {
          id
          state
          startedAt
          scheme {
            id
            title
            status
          }
        }
      }
    }
  }
`)
export const JointAssessmentDocument = graphql(`
  query JointAssessment($id: ID!) {
    jointAssessment(id: $id) {
      id
      programmeYear
      state
      dueOn
      isLate
      openedByName
      openedAt
      closedAt
      marksAreOpen
      appealsUntil
      appealsFiled
      appealsWaiting
      decidedAt
      decidedByName
      publishRefusal: resultRefusal(move: PUBLISH)
      rerunRefusal: resultRefusal(move: RERUN)
      decideRefusal: resultRefusal(move: DECIDE)
      scheme {
        id
        title
        kind
      }
      resultRun {
        id
        state
        previousRunId
      }
      bodies {
        level
        bodyId
        bodyName
        state
        deliveredByName
        deliveredAt
        leftOutReason
        given
        wanted
        isMine
      }
    }
  }
`)
export const OpenJointScoringDocument = graphql(`
  mutation OpenJointScoring($input: OpenJointScoringInput!) {
    openJointScoring(input: $input) {
      __typename
      ... on JointAssessment {
        id
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
export const RemindDocument = graphql(`
  mutation RemindJointBodies($input: RemindJointBodiesInput!) {
    remindJointBodies(input: $input) {
      __typename
      ... on JointAssessment {
        id
      }
      ... on Failure {
        message
      }
    }
  }
`)
export const LeaveOutDocument = graphql(`
  mutation LeaveOutJointBodies($input: LeaveOutJointBodiesInput!) {
    leaveOutJointBodies(input: $input) {
      __typename
      ... on JointAssessment {
        id
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
export const CloseScoringDocument = graphql(`
  mutation CloseJointScoring($input: CloseJointScoringInput!) {
    closeJointScoring(input: $input) {
      __typename
      ... on JointAssessment {
        id
      }
      ... on Failure {
        message
      }
    }
  }
`)
export const SheetDocument = graphql(`
  query JointSheet($jointId: ID!, $level: MarkingLevel!, $bodyId: ID!, $after: String) {
    jointSheet(jointId: $jointId, level: $level, bodyId: $bodyId) {
      joint {
        id
        state
        dueOn
        scheme {
          id
          title
        }
      }
      body {
        bodyName
        state
        given
        wanted
        isMine
        leftOutReason
        deliveredAt
      }
      indicators {
        code
        name {
          zhCn
          zhTw
          en
        }
        weight
        basis
      }
      lines(after: $after) {
        edges {
          cursor
          node {
            organisationId
            organisationName
            marks {
              indicatorCode
              points
            }
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`)
export const SaveMarksDocument = graphql(`
  mutation SaveJointMarks($input: SaveJointMarksInput!) {
    saveJointMarks(input: $input) {
      __typename
      ... on JointSheet {
        body {
          given
          wanted
        }
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
export const MoveSheetDocument = graphql(`
  mutation MoveJointSheet($input: MoveJointSheetInput!) {
    moveJointSheet(input: $input) {
      __typename
      ... on JointSheet {
        body {
          state
        }
      }
      ... on Failure {
        message
      }
    }
  }
`)
