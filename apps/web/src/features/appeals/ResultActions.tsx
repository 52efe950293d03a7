import { useMutation } from '@apollo/client/react'
import { Button, Group, Text, TextInput, Title } from '@mantine/core'
import { useState } from 'react'
import { v7 as newId } from 'uuid'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useMay } from '../../platform/session.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Link } from '../../ui/Link.tsx'
import { useSending } from '../../ui/use-sending.ts'
import { DecideJointDocument, PublishResultDocument, RerunDocument } from './appeal-queries.ts'
import { useAppealText } from './text.ts'

type Result = {
  id: string
  state: string
  appealsUntil?: string | null
  appealsFiled: number
  appealsWaiting: number
  decidedByName?: string | null
  decidedAt?: string | null
  publishRefusal?: string | null
  rerunRefusal?: string | null
  decideRefusal?: string | null
}

/** What comes after the scoring: the result is published, appeals are answered, it is run anew where need be, and decided. */
export function ResultActions({ result, onMoved }: { result: Result; onMoved: () => void }) {
  const text = useAppealText()
  const formats = useFormats()
  const may = useMay()
  const [until, setUntil] = useState('')
  const [publish] = useMutation(PublishResultDocument)
  const [rerun] = useMutation(RerunDocument)
  const [decide] = useMutation(DecideJointDocument)
  const { send, sending, errors, failure } = useSending()
  const { id, state } = result
  const isOpen = state === 'APPEALS'
  async function move(run: Parameters<typeof send>[0]) {
    if (await send(run)) onMoved()
  }
  return (
    <section className="paper" aria-labelledby="result" style={{ marginBottom: 16 }}>
      <Title order={2} size="h3" id="result" mb="xs">
        {text('result')}
      </Title>
      <FailureNotice message={failure} />
      {result.appealsUntil && (
        <Text>
          {text('openUntil', { day: formats.day(result.appealsUntil) })}{' '}
          {may('appeals') && (
            <Link to={paths.appeals()} search={{ joint: id }}>
              {text('counts', { filed: result.appealsFiled, waiting: result.appealsWaiting })}
            </Link>
          )}
        </Text>
      )}
      {result.decidedAt && (
        <Text>
          {text('decidedBy', {
            name: result.decidedByName ?? '',
            at: formats.moment(result.decidedAt),
          })}
        </Text>
      )}
      {state === 'CLOSED' &&
        (may('publishJointResult') ? (
          <form
            noValidate
            className="no-print"
            onSubmit={(event) => {
              event.preventDefault()
              void move(
                async () =>
                  (await publish({ variables: { input: { id, appealsUntil: until } } })).data
                    ?.publishJointResult,
              )
            }}
          >
            <Text size="sm" c="dimmed" mb="xs">
              {text('publishHint')}
            </Text>
            <Group align="flex-end">
              <TextInput
                size="md"
                type="date"
                label={text('appealsUntil')}
                value={until}
                error={errors['appealsUntil']}
                onChange={({ currentTarget: { value } }) => setUntil(value)}
              />
              <Button
                size="md"
                type="submit"
                loading={sending}
                disabled={until === '' || Boolean(result.publishRefusal)}
              >
                {text('publish')}
              </Button>
            </Group>
            <Text size="sm" c="dimmed" mt={4}>
              {result.publishRefusal ?? (until === '' ? text('dayFirst') : '')}
            </Text>
          </form>
        ) : (
          <Text c="dimmed">{text('notPublished')}</Text>
        ))}
      {isOpen && may('rerunJoint') && (
        <>
          <Group mt="sm" className="no-print">
            <Button
              variant="default"
              loading={sending}
              disabled={Boolean(result.rerunRefusal)}
              onClick={() =>
                void move(
                  async () =>
                    (await rerun({ variables: { input: { id, runId: newId() } } })).data
                      ?.rerunJoint,
                )
              }
            >
              {text('rerun')}
            </Button>
            <Button
              loading={sending}
              disabled={Boolean(result.decideRefusal)}
              onClick={() =>
                void move(
                  async () => (await decide({ variables: { input: { id } } })).data?.decideJoint,
                )
              }
            >
              {text('decide')}
            </Button>
          </Group>
          <Text size="sm" c="dimmed" mt={4}>
            {result.rerunRefusal && text('rerunWaits', { why: result.rerunRefusal })}{' '}
            {result.decideRefusal && text('decideWaits', { why: result.decideRefusal })}
          </Text>
        </>
      )}
    </section>
  )
}
