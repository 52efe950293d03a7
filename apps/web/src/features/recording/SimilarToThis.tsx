import { useQuery } from '@apollo/client/react'
import { useDebouncedValue } from '@mantine/hooks'
import { graphql } from '../../generated/gql.ts'
import { SimilarRecords } from '../activities/SimilarRecords.tsx'
import type { FormContent } from './form-content.ts'

/** Asked when whoever types has paused for so long. */
const pauseMilliseconds = 900

const SimilarToDocument = graphql(`
  query SimilarTo($to: SimilarToInput!) {
    similarRecords(to: $to) {
      otherId
      otherTitle
      otherDay
      otherStatus
      otherCommunityName
      daysLater
      samePairing
      percent
    }
  }
`)

/** Records that say much the same as what is being written. Without a network, or an answer, there is nothing to say. */
export function SimilarToThis({
  id,
  content: { pairingId, day, title, words },
}: {
  id: string
  content: FormContent
}) {
  const asked = useDebouncedValue(JSON.stringify([pairingId, day, title, words]), pauseMilliseconds)
  const isSettled = asked[0] === JSON.stringify([pairingId, day, title, words])
  const { data, previousData } = useQuery(SimilarToDocument, {
    variables: { to: { id, pairingId, day, title, words } },
    skip: !isSettled || pairingId === '' || title.trim() === '',
    fetchPolicy: 'network-only',
    nextFetchPolicy: 'network-only',
  })
  return (
    <div role="status">
      <SimilarRecords similar={(data ?? previousData)?.similarRecords ?? []} />
    </div>
  )
}
