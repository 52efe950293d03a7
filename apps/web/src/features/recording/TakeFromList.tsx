import { useQuery } from '@apollo/client/react'
import { Button, Text } from '@mantine/core'
import { graphql } from '../../generated/gql.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useMay } from '../../platform/session.tsx'
import type { FormContent } from './form-content.ts'
import { useRecordingText } from './text.ts'

const ListDocument = graphql(`
  query AttendanceForRecord($pairingId: ID!, $day: Date!, $campaignId: ID) {
    attendanceForRecord(pairingId: $pairingId, day: $day, campaignId: $campaignId) {
      people
      hours
      lines {
        label
        headCount
        hoursEach
      }
    }
  }
`)

/** Offers the day's check-in list of the place as the record's person-times and hours: exactly the same sums. */
export function TakeFromList({
  content,
  onTake,
}: {
  content: Pick<FormContent, 'pairingId' | 'day' | 'campaignId'>
  onTake: (
    people: Pick<FormContent, 'headCount' | 'hoursEach' | 'peopleLabel' | 'morePeople'>,
  ) => void
}) {
  const text = useRecordingText()
  const formats = useFormats()
  const may = useMay()
  const { pairingId, day, campaignId } = content
  const known = pairingId !== '' && /^\d{4}-\d{2}-\d{2}$/.test(day)
  const { data } = useQuery(ListDocument, {
    variables: { pairingId, day, campaignId },
    skip: !known || !may('attendanceForRecord'),
    fetchPolicy: 'cache-and-network',
  })
  const list = data?.attendanceForRecord
  const [first, ...others] = list?.lines ?? []
  if (!list || first === undefined) return null
  return (
    <div>
      <Button
        variant="default"
        onClick={() =>
          onTake({
            headCount: String(first.headCount),
            hoursEach: first.hoursEach,
            peopleLabel: first.label,
            morePeople: others.map((line) => ({
              label: line.label,
              headCount: String(line.headCount),
              hoursEach: line.hoursEach,
            })),
          })
        }
      >
        {text('takeFromList', { people: list.people, hours: formats.number(list.hours) })}
      </Button>
      <Text size="sm" c="dimmed">
        {text('takeFromListWhy')}
      </Text>
    </div>
  )
}
