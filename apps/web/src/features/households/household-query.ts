import { graphql } from '../../generated/gql.ts'

/** All of a case that its page shows: masked. */
export const HouseholdDocument = graphql(`
  query Household($id: ID!) {
    household(id: $id) {
      ...HouseholdDetail
    }
  }
  fragment HouseholdDetail on Household {
    id
    number
    version
    status
    hardshipKind
    situation
    membersCount
    consentBy
    consentOn
    consentPurposes
    consentRecordedByName
    openedOn
    closedOn
    closeReason
    erasedAt
    eraseReason
    lastVisitDay
    visitCount
    openFollowUps
    keeper {
      id
      name
    }
    masked {
      isReadable
      name
      address
      phone
      identityNumber
    }
    pairings {
      id
      active
      validFrom
      validTo
      endReason
      branch {
        id
        name
      }
    }
    visits {
      id
      day
      visitors
      minutes
      agreed
      nextStep
      nextStepDue
      nextStepDoneOn
      activityId
      branch {
        id
        name
      }
    }
    duplicates {
      householdId
      number
      keeperName
      matches
      decision
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
