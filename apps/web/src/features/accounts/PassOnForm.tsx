import { useMutation, useQuery } from '@apollo/client/react'
import { Button, Group, Select, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { v7 as newId } from 'uuid'
import { graphql } from '../../generated/gql.ts'
import { problemOf } from '../../platform/apollo.ts'
import { useViewer } from '../../platform/session.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { useUiText } from '../../ui/text.ts'
import { useWords } from '../../ui/words.ts'
import { useAccountsText } from './text.ts'

const Candidates = graphql(`
  query PositionCandidates($assignmentId: ID!, $search: String) {
    positionCandidates(assignmentId: $assignmentId, search: $search) {
      id
      name
      account
      role
      organisationName
    }
  }
`)
const NameDeputy = graphql(`
  mutation NameDeputy($input: NameDeputyInput!) {
    nameDeputy(input: $input) {
      __typename
      ... on Deputation {
        id
      }
      ... on InvalidInput {
        code
        message
        fieldErrors {
          path
          code
          message
        }
      }
      ... on NotFound {
        code
        message
      }
      ... on Refused {
        code
        message
      }
    }
  }
`)
const HandOver = graphql(`
  mutation HandOverPosition($input: HandOverPositionInput!) {
    handOverPosition(input: $input) {
      __typename
      ... on HandOver {
        id
      }
      ... on InvalidInput {
        code
        message
        fieldErrors {
          path
          code
          message
        }
      }
      ... on NotFound {
        code
        message
      }
      ... on Refused {
        code
        message
      }
    }
  }
`)

/** Names a deputy for a leave, or hands a position over: to whom, when, and what they should know. */
export function PassOnForm({
  kind,
  assignmentId,
  onDone,
}: {
  kind: 'leave' | 'handOver'
  assignmentId: string
  onDone: () => void
}) {
  const text = useAccountsText()
  const ui = useUiText()
  const words = useWords()
  const { today } = useViewer()
  const [id] = useState(() => newId())
  const [person, setPerson] = useState<string | null>(null)
  const [looking, setLooking] = useState('')
  const [from, setFrom] = useState(today)
  const [to, setTo] = useState(today)
  const [said, setSaid] = useState('')
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [failure, setFailure] = useState<string | null>(null)
  const [nameDeputy, naming] = useMutation(NameDeputy)
  const [handOver, handing] = useMutation(HandOver)
  const { data, previousData } = useQuery(Candidates, {
    variables: { assignmentId, search: looking || null },
  })
  const found = (data ?? previousData)?.positionCandidates ?? []
  const isLeave = kind === 'leave'

  async function submit() {
    setErrors({})
    setFailure(null)
    if (person === null) {
      setErrors({ person: text('choosePerson') })
      return
    }
    try {
      const result = isLeave
        ? (
            await nameDeputy({
              variables: { input: { id, assignmentId, deputyId: person, from, to, reason: said } },
            })
          ).data?.nameDeputy
        : (
            await handOver({
              variables: { input: { id, assignmentId, toUserId: person, day: from, note: said } },
            })
          ).data?.handOverPosition
      if (result?.__typename === 'Deputation' || result?.__typename === 'HandOver') onDone()
      else if (result?.__typename === 'InvalidInput')
        setErrors(
          Object.fromEntries(result.fieldErrors.map(({ path, message }) => [path, message])),
        )
      else setFailure(result?.message ?? ui('noConnection'))
    } catch (problem) {
      setFailure(problemOf(problem)?.message ?? ui('noConnection'))
    }
  }
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Stack>
        <Text size="sm" c="dimmed">
          {text(isLeave ? 'leaveHint' : 'handOverHint')}
        </Text>
        <FailureNotice message={failure} />
        <Select
          label={text(isLeave ? 'deputy' : 'receiver')}
          searchable
          value={person}
          data={found.map((one) => ({
            value: one.id,
            label: [one.name, one.organisationName, one.role && words.role(one.role)]
              .filter(Boolean)
              .join(' · '),
          }))}
          filter={({ options }) => options}
          onSearchChange={(typed) => setLooking(typed.includes(' · ') ? '' : typed)}
          onChange={setPerson}
          nothingFoundMessage={text('nobodyFound')}
          error={errors['person'] ?? errors['deputyId'] ?? errors['toUserId']}
        />
        <Group grow align="flex-start">
          <TextInput
            type="date"
            label={text(isLeave ? 'firstDay' : 'handOverDay')}
            value={from}
            error={errors['from'] ?? errors['day']}
            onChange={(event) => setFrom(event.currentTarget.value)}
          />
          {isLeave && (
            <TextInput
              type="date"
              label={text('lastDay')}
              value={to}
              error={errors['to']}
              onChange={(event) => setTo(event.currentTarget.value)}
            />
          )}
        </Group>
        <Textarea
          label={text(isLeave ? 'leaveReason' : 'handOverNote')}
          value={said}
          error={errors['reason'] ?? errors['note']}
          onChange={(event) => setSaid(event.currentTarget.value)}
        />
        <Button type="submit" loading={naming.loading || handing.loading}>
          {text(isLeave ? 'nameDeputy' : 'handOver')}
        </Button>
      </Stack>
    </form>
  )
}
