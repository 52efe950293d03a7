import { graphql } from '../../generated/gql.ts'

// Before the question that takes it: the build puts bare objects in their places, and two in a row would be a call.
graphql(`
  fragment RecordedContent on Activity {
    id
    version
    status
    day
    kind
    area
    direction
    title
    words
    pairing {
      id
    }
    campaign {
      id
    }
    outputs {
      indicator {
        code
      }
      claimed
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
      quantity
      unit
      driveId
      recipient
      householdId
      recipientName
      receiptNumber
      receiptEvidenceId
    }
    householdVisits {
      id
      householdId
    }
    evidence {
      id
      kind
      fileName
      mediaType
      caption
      url
      thumbnailUrl
      bytes
    }
    returned {
      reason
      signedByName
      signedForName
      signedAt
      fieldReasons {
        path
        reason
      }
    }
    refusalToSave: refusal(action: SAVE) {
      code
      message
    }
  }
`)

export const RecordingDocument = graphql(`
  query Recording($id: ID!, $like: ID!, $withRecord: Boolean!, $withLike: Boolean!, $year: Int) {
    catalogue(year: $year) {
      code
      kind
      area
      name
      unit
      decimals
      usualMaximum
      usualRange {
        from
        to
      }
    }
    campaigns(year: $year) {
      id
      name
      day
    }
    pairings(first: 50, filter: { mayRecord: true }) {
      edges {
        cursor
        node {
          id
          agencySide {
            id
            name
          }
          communitySide {
            id
            name
          }
          daysSinceLastActivity
          lastActivityDay
        }
      }
    }
    latest: activities(
      first: 10
      order: NEWEST_CHANGE
      filter: { mine: true, statuses: [SUBMITTED, COUNTERSIGNED] }
    ) {
      edges {
        cursor
        node {
          id
          title
          day
          pairing {
            id
          }
          outputs {
            indicator {
              code
            }
          }
        }
      }
    }
    activity(id: $id) @include(if: $withRecord) {
      ...RecordedContent
    }
    like: activity(id: $like) @include(if: $withLike) {
      ...RecordedContent
    }
  }
`)
