import { useMutation, useQuery } from '@apollo/client/react'
import { Button, Group, MultiSelect, Text, TextInput, Title } from '@mantine/core'
import { useState } from 'react'
import { graphql } from '../../generated/gql.ts'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { useLabourText } from './text.ts'
import { useSending } from '../../ui/use-sending.ts'

const ExpectedDocument = graphql(`
  query ExpectedVolunteers($filter: VolunteerFilter) {
    volunteers(first: 50, filter: $filter) {
      edges {
        cursor
        node {
          id
          shownName
          organisation {
            id
            name
          }
        }
      }
    }
  }
`)
const Enter = graphql(`
  mutation EnterAttendances($input: EnterAttendancesInput!) {
    enterAttendances(input: $input) {
      __typename
      ... on LabourSession {
        id
        present
      }
      ... on InvalidInput {
        message
        fieldErrors {
          path
          code
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

/** The leader's list: nobody needs a phone. */
export function EnterList({
  sessionId,
  plannedHours,
  onEntered,
}: {
  sessionId: string
  plannedHours: string
  onEntered: () => void
}) {
  const text = useLabourText()
  const [chosen, setChosen] = useState<string[]>([])
  const [known, setKnown] = useState<Map<string, string>>(new Map())
  const [looking, setLooking] = useState('')
  const [hours, setHours] = useState(plannedHours)
  const [done, setDone] = useState(false)
  const { data } = useQuery(ExpectedDocument, {
    variables: { filter: { sessionId, search: looking || null } },
  })
  const [enter] = useMutation(Enter)
  const { send, sending, errors, failure } = useSending()
  const found = (data?.volunteers.edges ?? []).map(({ node }) => ({
    value: node.id,
    label: `${node.shownName} · ${node.organisation.name}`,
  }))
  const options = [
    ...found,
    ...chosen
      .filter((id) => !found.some(({ value }) => value === id))
      .map((id) => ({ value: id, label: known.get(id) ?? '' })),
  ]
  return (
    <section className="paper no-print">
      <Title order={2} size="h4">
        {text('enterList')}
      </Title>
      <Text size="sm" c="dimmed">
        {text('enterListHint')}
      </Text>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void send(async () => {
            const { data: answer } = await enter({
              variables: { input: { sessionId, volunteerIds: chosen, hours } },
            })
            return answer?.enterAttendances
          }).then((ok) => {
            setDone(ok)
            if (!ok) return
            setChosen([])
            onEntered()
          })
        }}
      >
        <FailureNotice message={failure} />
        <Group align="flex-end" mt="xs">
          <MultiSelect
            label={text('volunteersThere')}
            style={{ flex: '1 1 260px' }}
            searchable
            data={options}
            value={chosen}
            error={errors['volunteerIds']}
            searchValue={looking}
            onSearchChange={setLooking}
            filter={({ options: all }) => all}
            onChange={(ids) => {
              setDone(false)
              setKnown(
                new Map([...known, ...options.map((one) => [one.value, one.label] as const)]),
              )
              setChosen(ids)
            }}
            nothingFoundMessage={text('nothingFound')}
          />
          <TextInput
            label={text('hoursEach')}
            inputMode="decimal"
            value={hours}
            error={errors['hours']}
            onChange={(event) => setHours(event.currentTarget.value)}
          />
          <Button type="submit" loading={sending}>
            {text('enter')}
          </Button>
        </Group>
        <Text role="status">{done ? text('entered') : ''}</Text>
      </form>
    </section>
  )
}
