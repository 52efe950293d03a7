import { graphql } from '../../generated/gql.ts'

export const AppealsDocument = graphql(`
  query Appeals($after: String, $filter: AppealFilter, $order: AppealOrder) {
    appeals(first: 50, after: $after, filter: $filter, order: $order) {
      edges {
        cursor
        node {
          id
          programmeYear
          schemeTitle
          organisationName
          indicator {
            code
            name {
              zhCn
              zhTw
              en
            }
          }
          points
          state
          filedAt
          answeredAt
          fileCount
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`)
export const AppealDocument = graphql(`
  query Appeal($id: ID!) {
    appeal(id: $id) {
      id
      jointId
      runId
      schemeTitle
      organisationId
      organisationName
      indicator {
        code
        name {
          zhCn
          zhTw
          en
        }
        weight
        method {
          kind
          levels {
            level
          }
        }
      }
      points
      reason
      state
      version
      filedByName
      filedAt
      answerWords
      correction
      answeredByName
      answeredAt
      mayWithdraw
      mayAnswer
      mayAddFiles
      files {
        id
        kind
        fileName
        mediaType
        bytes
        caption
        takenAt
        url
        thumbnailUrl
      }
      answerFiles {
        id
        kind
        fileName
        mediaType
        bytes
        caption
        takenAt
        url
        thumbnailUrl
      }
    }
  }
`)
/** Which files are left is all that is asked: what is known of them stays in the cache. */
export const RemoveAppealFileDocument = graphql(`
  mutation RemoveAppealFile($input: RemoveAppealFileInput!) {
    removeAppealFile(input: $input) {
      __typename
      ... on Appeal {
        id
        files {
          id
        }
        answerFiles {
          id
        }
      }
      ... on Failure {
        message
      }
    }
  }
`)
export const FileAppealDocument = graphql(`
  mutation FileAppeal($input: FileAppealInput!) {
    fileAppeal(input: $input) {
      __typename
      ... on Appeal {
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
export const WithdrawAppealDocument = graphql(`
  mutation WithdrawAppeal($input: WithdrawAppealInput!) {
    withdrawAppeal(input: $input) {
      __typename
      ... on Appeal {
        id
        state
        version
        mayWithdraw
        mayAnswer
        mayAddFiles
      }
      ... on Failure {
        message
      }
    }
  }
`)
export const AnswerAppealDocument = graphql(`
  mutation AnswerAppeal($input: AnswerAppealInput!) {
    answerAppeal(input: $input) {
      __typename
      ... on Appeal {
        id
        state
        version
        answerWords
        correction
        answeredByName
        answeredAt
        mayWithdraw
        mayAnswer
        mayAddFiles
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
export const MovesDocument = graphql(`
  query AssessmentMoves(
    $after: String
    $id: ID!
    $filter: AssessmentMoveFilter!
    $order: MoveOrder
  ) {
    assessmentRun(id: $id) {
      id
      state
      previousRunId
      startedAt
      scheme {
        id
        title
      }
    }
    assessmentMoves(first: 50, after: $after, filter: $filter, order: $order) {
      edges {
        cursor
        node {
          organisationId
          organisationName
          totalBefore
          total
          rankBefore
          rank
          gradeBefore
          grade
          parts {
            indicator {
              code
              name {
                zhCn
                zhTw
                en
              }
            }
            before
            after
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
export const ChangesDocument = graphql(`
  query AssessmentChanges($after: String, $id: ID!, $filter: AssessmentChangeFilter!) {
    assessmentMeasures {
      key
      name
    }
    assessmentRun(id: $id) {
      id
      frozenAt
      scheme {
        id
        title
      }
    }
    assessmentChanges(first: 50, after: $after, filter: $filter) {
      edges {
        cursor
        node {
          organisationId
          organisationName
          kind
          marksChanged
          numbers {
            number
            frozen
            now
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
export const PublishResultDocument = graphql(`
  mutation PublishJointResult($input: PublishJointResultInput!) {
    publishJointResult(input: $input) {
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
export const RerunDocument = graphql(`
  mutation RerunJoint($input: RerunJointInput!) {
    rerunJoint(input: $input) {
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
export const DecideJointDocument = graphql(`
  mutation DecideJoint($input: DecideJointInput!) {
    decideJoint(input: $input) {
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
