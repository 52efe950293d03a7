import { useQuery } from '@apollo/client/react'
import { Text } from '@mantine/core'
import { graphql } from '../../generated/gql.ts'
import type { ActivityFilter } from '../../generated/graphql.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useActivitiesText } from './text.ts'

export const RecordsQuantityDocument = graphql(`
  query RecordsQuantity($filter: ActivityFilter!) {
    activitiesQuantity(filter: $filter) {
      indicator {
        code
        name
        unit
      }
      sums {
        accepted
        acceptedRecords
        claimed
        claimedRecords
      }
      mostRecords
    }
  }
`)

/** What the records of the list come to in the indicator by which it is narrowed: the number that led there. */
export function QuantityOfRecords({ filter }: { filter: ActivityFilter }) {
  const text = useActivitiesText()
  const formats = useFormats()
  const { data, previousData, error } = useQuery(RecordsQuantityDocument, {
    variables: { filter },
  })
  if (error) return <Text mb="sm">{text('quantityUnknown')}</Text>
  const quantity = (data ?? previousData)?.activitiesQuantity
  if (!quantity) return null
  const { indicator, sums, mostRecords } = quantity
  const { name, unit } = indicator
  return (
    <Text mb="sm" role="status">
      {sums === null
        ? text('quantityOfMany', { name, most: formats.number(mostRecords) })
        : text('quantityOfRecords', {
            name,
            accepted: `${formats.number(sums.accepted)} ${unit}`,
            acceptedRecords: sums.acceptedRecords,
            claimed: `${formats.number(sums.claimed)} ${unit}`,
            claimedRecords: sums.claimedRecords,
          })}
    </Text>
  )
}
