import { graphql } from '../../generated/gql.ts'

export const RecordFragment = graphql(`
  fragment Record on Activity {
    id
    version
    status
    day
    kind
    area
    direction
    title
    words
    personTimes
    hours
    usefulness
    openQuestions
    programmeYear
    pairing {
      id
      level
      validFrom
    }
    agencySide {
      id
      name
    }
    agency {
      id
      name
    }
    communitySide {
      id
      name
    }
    zone {
      id
      name
    }
    campaign {
      id
      name
    }
    outputs {
      indicator {
        code
        name
        unit
        decimals
        usualMaximum
        area
      }
      claimed
      accepted
    }
    participations {
      label
      headCount
      hoursEach
    }
    donations {
      kind
      description
      valueYuan
    }
    evidence {
      id
      fileName
      caption
      width
      height
      takenAt
      uploadedAt
      url
      thumbnailUrl
    }
    createdByName
    createdAt
    submittedByName
    submittedAt
    decidedAt
    countersignatures {
      id
      decision
      usefulness
      words
      reason
      fieldReasons {
        path
        reason
      }
      quantities {
        indicatorCode
        claimed
        accepted
      }
      signedByName
      signedForName
      signedAt
      activityVersion
    }
    returned {
      reason
      fieldReasons {
        path
        reason
      }
      signedByName
      signedForName
      signedAt
    }
    changesSinceReturn {
      path
      label
      before
      after
    }
    steps {
      kind
      at
      byName
      organisationName
      reason
    }
    waiting {
      organisation {
        id
        name
      }
      since
      days
      due
      overdue
    }
    actions {
      action
      refusal {
        code
        message
      }
    }
  }
`)
