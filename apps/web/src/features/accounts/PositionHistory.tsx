import { useQuery } from '@apollo/client/react'
import { Stack, Text, Title } from '@mantine/core'
import { graphql } from '../../generated/gql.ts'
import { useFormats } from '../../platform/locale.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { useAccountsText } from './text.ts'

const HistoryDocument = graphql(`
  query PositionHistory($id: ID!) {
    position(id: $id) {
      id
      holdings {
        id
        userName
        validFrom
        validTo
      }
      deputations {
        id
        holderName
        deputyName
        validFrom
        validTo
        endedAt
        reason
      }
      handOvers {
        id
        fromName
        toName
        day
        confirmedAt
      }
    }
  }
`)

/** Who held a position when, who acted for whom, and how it was handed over. */
export function PositionHistory({ id }: { id: string }) {
  const text = useAccountsText()
  const formats = useFormats()
  const { data } = useQuery(HistoryDocument, { variables: { id }, fetchPolicy: 'network-only' })
  const position = data?.position
  if (!position) return <Loading />
  const days = (from: string, to: string | null) =>
    to === null
      ? text('sinceDay', { day: formats.day(from) })
      : text('fromTo', { from: formats.day(from), to: formats.day(to) })
  return (
    <Stack gap="xs">
      <Title order={3}>{text('whoHeldIt')}</Title>
      {position.holdings.map(({ id: key, userName, validFrom, validTo }) => (
        <Text key={key}>
          {userName} · {days(validFrom, validTo)}
        </Text>
      ))}
      {position.handOvers.map(({ id: key, fromName, toName, day, confirmedAt }) => (
        <Text key={key}>
          {text('handedOver', { from: fromName, to: toName, day: formats.day(day) })} ·{' '}
          {confirmedAt
            ? text('confirmedOn', { when: formats.moment(confirmedAt) })
            : text('notConfirmed')}
        </Text>
      ))}
      {position.deputations.map((one) => (
        <Text key={one.id}>
          {text('deputyFor', { deputy: one.deputyName, holder: one.holderName })} ·{' '}
          {days(one.validFrom, one.validTo)} · {one.reason}
          {one.endedAt ? ` · ${text('endedEarly', { when: formats.moment(one.endedAt) })}` : ''}
        </Text>
      ))}
    </Stack>
  )
}
