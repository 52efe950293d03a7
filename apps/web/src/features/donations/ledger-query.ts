import { graphql } from '../../generated/gql.ts'

export const LedgerDocument = graphql(`
  query DonationLedger($after: String, $filter: DonationFilter, $orderBy: DonationOrder) {
    donations(first: 50, after: $after, filter: $filter, orderBy: $orderBy) {
      edges {
        cursor
        node {
          id
          activityId
          day
          title
          direction
          agencySide {
            id
            name
          }
          communitySide {
            id
            name
          }
          accepted
          check
          donation {
            position
            kind
            description
            quantity
            unit
            valueYuan
            drive {
              id
              name
            }
            household {
              id
              number
            }
            recipientName
            confirmation {
              id
              receivedValueYuan
            }
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
export const GroupsDocument = graphql(`
  query DonationGroups($by: DonationGrouping!, $after: String, $filter: DonationFilter) {
    figuresAsOf(of: "donationTotals")
    donationGroups(by: $by, first: 50, after: $after, filter: $filter) {
      edges {
        cursor
        node {
          key
          name
          totals {
            lines
            cashClaimed
            cashReceived
            cashAccepted
            goodsClaimed
            goodsReceived
            goodsAccepted
            awaitingLines
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
export const TotalsDocument = graphql(`
  query DonationTotals($filter: DonationFilter) {
    figuresAsOf(of: "donationTotals")
    donationTotals(filter: $filter) {
      lines
      cashClaimed
      cashReceived
      cashAccepted
      goodsClaimed
      goodsReceived
      goodsAccepted
      acceptedUnsplit
      awaitingLines
      differingRecords
    }
    donationOutputs(filter: $filter) {
      claimed
      linesClaimed
      withoutLines
    }
  }
`)
export const DrivesDocument = graphql(`
  query DonationDrives {
    zones {
      id
      name
    }
    donationDrives(first: 100) {
      edges {
        cursor
        node {
          id
          name
          purpose
          opensOn
          closesOn
          version
          changeRefusal
          organiser {
            id
            name
          }
        }
      }
    }
  }
`)
