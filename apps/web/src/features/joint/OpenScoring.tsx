import { useMutation, useQuery } from '@apollo/client/react'
import { Button, Group, NativeSelect, Text, TextInput, Title } from '@mantine/core'
import { useState } from 'react'
import { v7 as newId } from 'uuid'
import { useFormats } from '../../platform/locale.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { useSending } from '../../ui/use-sending.ts'
import { OpenJointScoringDocument, RunsToOpenDocument } from './joint-queries.ts'
import { useJointText } from './text.ts'

/** Asks the levels to mark, from a run that is done and whose scheme has no joint assessment yet. */
export function OpenScoring({ onOpened }: { onOpened: () => void }) {
  const text = useJointText()
  const formats = useFormats()
  const { data, refetch } = useQuery(RunsToOpenDocument, { fetchPolicy: 'cache-and-network' })
  const [chosen, setChosen] = useState('')
  const [dueOn, setDueOn] = useState('')
  const [id, setId] = useState(() => newId())
  const [open] = useMutation(OpenJointScoringDocument)
  const { send, sending, errors, failure } = useSending()
  const taken = (data?.jointAssessments.edges ?? []).map(({ node }) => node.scheme?.id ?? '')
  const runs = (data?.assessmentRuns.edges ?? [])
    .map(({ node }) => node)
    .filter(
      ({ state, scheme }) =>
        state === 'DONE' && scheme?.status === 'IN_FORCE' && !taken.includes(scheme.id),
    )
  const [first] = runs
  if (first === undefined)
    return (
      <Text size="sm" c="dimmed" mt="md">
        {text('nothingToOpen')}
      </Text>
    )
  const runId = chosen === '' ? first.id : chosen
  async function submit() {
    const isOpened = await send(
      async () =>
        (await open({ variables: { input: { id, runId, dueOn } } })).data?.openJointScoring,
    )
    if (isOpened) {
      setId(newId())
      void refetch()
      onOpened()
    }
  }
  return (
    <form
      noValidate
      className="no-print"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Title order={2} size="h3" mt="lg" mb="xs">
        {text('open')}
      </Title>
      <FailureNotice message={failure} />
      <Group align="flex-end">
        <NativeSelect
          size="md"
          label={text('fromRun')}
          value={runId}
          data={runs.map(({ id: value, scheme, startedAt }) => ({
            value,
            label: `${scheme?.title ?? ''} ${formats.moment(startedAt)}`,
          }))}
          onChange={({ currentTarget: { value } }) => setChosen(value)}
        />
        <TextInput
          size="md"
          type="date"
          label={text('dueOn')}
          value={dueOn}
          error={errors['dueOn']}
          onChange={({ currentTarget: { value } }) => setDueOn(value)}
        />
        <Button size="md" type="submit" loading={sending} disabled={dueOn === ''}>
          {text('open')}
        </Button>
      </Group>
      {dueOn === '' && (
        <Text size="sm" c="dimmed" mt={4}>
          {text('dueFirst')}
        </Text>
      )}
    </form>
  )
}
