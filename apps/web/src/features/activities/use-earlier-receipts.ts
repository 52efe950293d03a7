import { useQuery } from '@apollo/client/react'
import { graphql } from '../../generated/gql.ts'
import type { EarlierReceiptsQuery, RecordFragment } from '../../generated/graphql.ts'

const EarlierReceipts = graphql(`
  query EarlierReceipts($id: ID!) {
    activity(id: $id) {
      id
      donationConfirmations {
        id
        position
        unit
        receivedQuantity
        receivedValueYuan
        reason
        confirmedByName
        confirmedForName
        confirmedAt
      }
    }
  }
`)
type Receipt = NonNullable<EarlierReceiptsQuery['activity']>['donationConfirmations'][number]

/** What was confirmed of a record's lines before what is in force, the first first. */
export function useEarlierReceipts({ id, donations }: RecordFragment): readonly Receipt[] {
  const inForce = new Set(donations.flatMap(({ confirmation }) => confirmation?.id ?? []))
  const { data } = useQuery(EarlierReceipts, {
    variables: { id },
    skip: donations.length === 0,
    fetchPolicy: 'cache-and-network',
  })
  const all = data?.activity?.donationConfirmations ?? []
  return all.filter((receipt) => !inForce.has(receipt.id))
}
