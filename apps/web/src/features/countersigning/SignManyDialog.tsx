import { useMutation } from '@apollo/client/react'
import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { graphql } from '../../generated/gql.ts'
import { problemOf } from '../../platform/apollo.ts'
import { useFormats } from '../../platform/locale.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { RatingChoice } from '../../ui/RatingChoice.tsx'
import { useUiText } from '../../ui/text.ts'
import type { InboxRow } from './inbox-query.ts'
import { useCountersigningText } from './text.ts'

const CountersignMany = graphql(`
  mutation CountersignActivities($input: CountersignActivitiesInput!) {
    countersignActivities(input: $input) {
      __typename
      ... on CountersignManyResult {
        signed
        outcomes {
          id
          activity {
            id
            status
            version
          }
          failure {
            code
            message
          }
        }
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
      ... on Refused {
        code
        message
      }
    }
  }
`)

/** Several at once, never blindly: all that will be signed is listed first, with its sums; each gets its own result. */
export function SignManyDialog({
  opened,
  chosen,
  onClose,
  onSigned,
}: {
  opened: boolean
  chosen: readonly InboxRow[]
  onClose: () => void
  onSigned: () => void
}) {
  const text = useCountersigningText()
  const ui = useUiText()
  const formats = useFormats()
  const [usefulness, setUsefulness] = useState<number | null>(null)
  const [words, setWords] = useState('')
  const [error, setError] = useState<string | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const [result, setResult] = useState<{
    signed: number
    refused: { title: string; message: string }[]
  } | null>(null)
  // What was opened stands still while the list moves on: nothing is signed that was not listed.
  const [{ rows, wasOpened }, setListed] = useState({ rows: chosen, wasOpened: false })
  if (opened !== wasOpened) {
    setListed({ rows: opened ? chosen : rows, wasOpened: opened })
    if (opened) {
      setUsefulness(null)
      setWords('')
      setError(null)
    }
  }
  const [sign, { loading }] = useMutation(CountersignMany)
  const sums = new Map<string, { name: string; unit: string; sum: number }>()
  for (const { outputs } of rows)
    for (const { indicator, claimed } of outputs)
      sums.set(indicator.code, {
        name: indicator.name,
        unit: indicator.unit,
        sum: (sums.get(indicator.code)?.sum ?? 0) + Number(claimed),
      })

  function close() {
    if (result !== null) onSigned()
    setResult(null)
    setFailure(null)
    onClose()
  }
  async function submit() {
    setError(null)
    setFailure(null)
    if (usefulness === null) {
      setError(text('usefulnessRequired'))
      return
    }
    try {
      const { data } = await sign({
        variables: {
          input: { items: rows.map(({ id, version }) => ({ id, version })), usefulness, words },
        },
      })
      const answer = data?.countersignActivities
      if (answer?.__typename === 'CountersignManyResult') {
        setResult({
          signed: answer.signed,
          refused: answer.outcomes.flatMap(({ id, failure: why }) =>
            why
              ? [{ title: rows.find((row) => row.id === id)?.title ?? '', message: why.message }]
              : [],
          ),
        })
      } else setFailure(answer?.message ?? ui('noConnection'))
    } catch (problem) {
      setFailure(problemOf(problem)?.message ?? ui('noConnection'))
    }
  }

  return (
    <Modal
      opened={opened}
      onClose={close}
      size="lg"
      title={text('manyTitle', { count: rows.length })}
    >
      {result !== null ? (
        <Stack>
          <Text role="status">{text('manyDone', { count: result.signed })}</Text>
          {result.refused.map(({ title, message }) => (
            <FailureNotice key={title} title={title} message={message} />
          ))}
          <Button onClick={close}>{ui('close')}</Button>
        </Stack>
      ) : (
        <Stack>
          <Text size="sm" c="dimmed">
            {text('manyHint')}
          </Text>
          <div
            className="table-scroll"
            style={{ maxHeight: '36vh', overflowY: 'auto' }}
            tabIndex={0}
            role="region"
            aria-label={text('manyList')}
          >
            <table className="data-table">
              <thead>
                <tr>
                  <th scope="col">{text('record')}</th>
                  <th scope="col">{text('willBeSigned')}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={row.id}>
                    <td>
                      {row.title}
                      <Text size="sm" c="dimmed">
                        {row.recordingSide === 'AGENCY_SIDE'
                          ? row.agencySide.name
                          : row.communitySide.name}{' '}
                        · {formats.day(row.day)}
                      </Text>
                    </td>
                    <td>
                      {row.outputs.map(({ indicator, claimed }) => (
                        <div key={indicator.code}>
                          {indicator.name} {formats.number(claimed)} {indicator.unit}
                        </div>
                      ))}
                      <Text size="sm" c="dimmed">
                        {text('personTimes', { count: row.personTimes })}
                      </Text>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <Text size="sm">
            {text('manySums', {
              what: formats.clauses(
                [...sums.values()].map(
                  ({ name, unit, sum }) => `${name} ${formats.number(sum)} ${unit}`,
                ),
              ),
            })}
          </Text>
          <RatingChoice
            label={text('usefulnessForAll')}
            value={usefulness}
            error={error ?? undefined}
            onChoose={setUsefulness}
          />
          <Textarea
            label={text('words')}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
          <FailureNotice message={failure} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {ui('cancel')}
            </Button>
            <Button loading={loading} onClick={() => void submit()}>
              {text('signMany', { count: rows.length })}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  )
}
