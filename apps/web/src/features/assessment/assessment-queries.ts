import { graphql } from '../../generated/gql.ts'

export const AssessmentYearsDocument = graphql(`
  query AssessmentYears {
    periods {
      year
    }
  }
`)
export const SchemesDocument = graphql(`
  query AssessmentSchemes(
    $after: String
    $filter: AssessmentSchemeFilter
    $order: AssessmentSchemeOrder
  ) {
    assessmentSchemes(first: 20, after: $after, filter: $filter, order: $order) {
      edges {
        cursor
        node {
          id
          programmeYear
          kind
          revision
          status
          version
          title
          changedAt
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`)
export const RunsDocument = graphql(`
  query AssessmentRuns($after: String, $filter: AssessmentRunFilter, $order: AssessmentRunOrder) {
    assessmentRuns(first: 20, after: $after, filter: $filter, order: $order) {
      edges {
        cursor
        node {
          id
          state
          programmeYear
          doneOrganisations
          totalOrganisations
          problemMessage
          isPreview
          previousRunId
          isPublished
          startedByName
          startedAt
          mayCancel
          scheme {
            id
            title
            kind
            revision
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
export const SchemeDocument = graphql(`
  query AssessmentScheme($id: ID!) {
    assessmentMeasures {
      key
      unit
      name
    }
    assessmentScheme(id: $id) {
      id
      programmeYear
      kind
      revision
      status
      version
      title
      ties
      previews
      plansWithinMonths
      file
      changedAt
      changedByName
      inForceAt
      retiredAt
      grades {
        grade
        from
        share
      }
      problems {
        path
        message
      }
      indicators {
        code
        name {
          zhCn
          zhTw
          en
        }
        role
        weight
        floor
        formula
        per
        better
        basis
        method {
          kind
          target
          rest
          fromMean
          number
          step
          deduction
          bands {
            through
            points
          }
          levels {
            level
            share
          }
        }
      }
    }
  }
`)
export const SaveSchemeDocument = graphql(`
  mutation SaveAssessmentScheme($input: SaveAssessmentSchemeInput!) {
    saveAssessmentScheme(input: $input) {
      __typename
      ... on AssessmentScheme {
        id
        version
        title
        problems {
          path
          message
        }
      }
      ... on InvalidInput {
        message
        fieldErrors {
          path
          message
        }
      }
      ... on Refused {
        message
      }
      ... on NotFound {
        message
      }
    }
  }
`)
export const TrySchemeDocument = graphql(`
  query TriedAssessmentScheme($input: TryAssessmentSchemeInput!) {
    triedAssessmentScheme(input: $input) {
      ranked
      total
      grade
      rank
      indicators {
        code
        value
        compared
        unit
        points
        notes
        best
        mean
      }
    }
  }
`)
export const ImportSchemeDocument = graphql(`
  mutation ImportAssessmentScheme($input: ImportAssessmentSchemeInput!) {
    importAssessmentScheme(input: $input) {
      __typename
      ... on AssessmentScheme {
        id
      }
      ... on InvalidInput {
        message
        fieldErrors {
          path
          message
        }
      }
      ... on Refused {
        message
      }
      ... on NotFound {
        message
      }
    }
  }
`)
export const MoveSchemeDocument = graphql(`
  mutation MoveAssessmentScheme($input: MoveAssessmentSchemeInput!) {
    moveAssessmentScheme(input: $input) {
      __typename
      ... on AssessmentScheme {
        id
        status
        version
      }
      ... on InvalidInput {
        message
        fieldErrors {
          path
          message
        }
      }
      ... on Refused {
        message
      }
      ... on NotFound {
        message
      }
    }
  }
`)
export const StartRunDocument = graphql(`
  mutation StartAssessmentRun($input: StartAssessmentRunInput!) {
    startAssessmentRun(input: $input) {
      __typename
      ... on AssessmentRun {
        id
        state
      }
      ... on Refused {
        message
      }
      ... on NotFound {
        message
      }
    }
  }
`)
export const CancelRunDocument = graphql(`
  mutation CancelAssessmentRun($input: CancelAssessmentRunInput!) {
    cancelAssessmentRun(input: $input) {
      __typename
      ... on AssessmentRun {
        id
        state
        mayCancel
      }
      ... on Refused {
        message
      }
      ... on NotFound {
        message
      }
    }
  }
`)
export const FormulaDocument = graphql(`
  query AssessmentFormula(
    $text: String!
    $use: FormulaUse!
    $kind: AssessedKind!
    $programmeYear: Int!
    $organisationId: ID
    $plansWithinMonths: Int
  ) {
    assessmentFormula(
      text: $text
      use: $use
      kind: $kind
      programmeYear: $programmeYear
      organisationId: $organisationId
      plansWithinMonths: $plansWithinMonths
    ) {
      __typename
      ... on TriedFormula {
        unit
        value
        holds
        problem {
          message
          from
          to
        }
        measures {
          measure
          unit
          value
        }
      }
      ... on Failure {
        message
      }
    }
  }
`)
export const SampleOrganisationsDocument = graphql(`
  query AssessedOrganisations($filter: OrganisationFilter) {
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
export const RunDocument = graphql(`
  query AssessmentRun($id: ID!) {
    assessmentRun(id: $id) {
      id
      state
      programmeYear
      doneOrganisations
      totalOrganisations
      problemMessage
      periodStatus
      frozenAt
      isPreview
      isPublished
      previousRunId
      scoringVersion
      inputsHash
      resultHash
      startedByName
      startedAt
      endedAt
      mayCancel
      scheme {
        id
        title
        kind
        revision
        ties
        grades {
          grade
          from
          share
        }
        indicators {
          code
          name {
            zhCn
            zhTw
            en
          }
        }
      }
    }
  }
`)
export const ScoresDocument = graphql(`
  query AssessmentScores($after: String, $filter: AssessmentScoreFilter!, $order: ScoreOrder) {
    assessmentScores(first: 50, after: $after, filter: $filter, order: $order) {
      edges {
        cursor
        node {
          rank
          total
          grade
          ranked
          cappedAt
          mayOpen
          organisationName
          organisation {
            id
            code
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
export const OwnScoresDocument = graphql(`
  query OwnAssessmentScores($filter: AssessmentScoreFilter!) {
    assessmentScores(first: 1, filter: $filter, order: ORGANISATION) {
      edges {
        node {
          rank
          total
          grade
          organisationName
          organisation {
            id
          }
        }
      }
    }
  }
`)
export const ScoreDocument = graphql(`
  query AssessmentScore($runId: ID!, $organisationId: ID!) {
    assessmentMeasures {
      key
      name
    }
    assessmentScore(runId: $runId, organisationId: $organisationId) {
      score {
        organisationName
        total
        rank
        grade
        ranked
        cappedAt
        organisation {
          id
          name
        }
      }
      run {
        id
        programmeYear
        totalOrganisations
        frozenAt
        isPreview
        scheme {
          id
          title
        }
      }
      parts {
        value
        compared
        points
        notes
        best
        mean
        indicator {
          code
          name {
            zhCn
            zhTw
            en
          }
          role
          weight
          formula
          per
          basis
          better
          method {
            kind
            target
            rest
            fromMean
            number
            step
            deduction
            bands {
              through
              points
            }
            levels {
              level
              share
            }
          }
        }
        marks {
          level
          points
        }
        numbers {
          measure
          value
          unit
          records {
            waiting
            direction
            kind
            area
            late
            indicatorCode
          }
          of {
            measure
            value
            unit
            records {
              waiting
              direction
              kind
              area
              late
              indicatorCode
            }
          }
        }
      }
      appealWindow {
        jointId
        until
      }
      nextGrade {
        grade
        from
        missing
        through
        ways {
          measure
          unit
          now
          needed
        }
        together {
          total
          ways {
            measure
            unit
            now
            needed
          }
        }
      }
      changes {
        number
        frozen
        now
      }
    }
  }
`)
