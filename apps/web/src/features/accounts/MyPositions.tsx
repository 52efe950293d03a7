import { useApolloClient, useMutation, useQuery } from '@apollo/client/react'
import { Button, Group, Modal, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { graphql } from '../../generated/gql.ts'
import { problemOf } from '../../platform/apollo.ts'
import { useFormats } from '../../platform/locale.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { useUiText } from '../../ui/text.ts'
import { useWords } from '../../ui/words.ts'
import { PassOnForm } from './PassOnForm.tsx'
import { useAccountsText } from './text.ts'

const MyPositionsDocument = graphql(`
  query MyPositions {
    myPositions {
      positions {
        id
        validTo
        position {
          id
          role
          organisation {
            id
            name
          }
        }
      }
      given {
        id
        deputyName
        validFrom
        validTo
        reason
        position {
          id
          role
        }
      }
      taken {
        id
        holderName
        validFrom
        validTo
        position {
          id
          role
          organisation {
            id
            name
          }
        }
      }
      handOvers {
        id
        handOver {
          id
          fromName
          toName
          day
          note
          confirmedAt
          toConfirm
          position {
            id
            role
            organisation {
              id
              name
            }
          }
        }
        sheet {
          drafts
          returned
          waiting
          signUps
          households
          notifications
        }
      }
    }
  }
`)
const EndDeputation = graphql(`
  mutation EndDeputation($input: EndDeputationInput!) {
    endDeputation(input: $input) {
      __typename
      ... on Deputation {
        id
        endedAt
      }
      ... on NotFound {
        code
        message
      }
    }
  }
`)
const ConfirmHandOver = graphql(`
  mutation ConfirmHandOver($input: ConfirmHandOverInput!) {
    confirmHandOver(input: $input) {
      __typename
      ... on HandOver {
        id
        confirmedAt
        toConfirm
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
const sheetLines = [
  'drafts',
  'returned',
  'waiting',
  'signUps',
  'households',
  'notifications',
] as const

/** What one holds, who acts for one, for whom one acts, and what is handed over. */
export function MyPositions() {
  const text = useAccountsText()
  const ui = useUiText()
  const words = useWords()
  const formats = useFormats()
  const client = useApolloClient()
  const { data, refetch } = useQuery(MyPositionsDocument, { fetchPolicy: 'cache-and-network' })
  const [end] = useMutation(EndDeputation)
  const [confirm] = useMutation(ConfirmHandOver)
  const [form, setForm] = useState<{ kind: 'leave' | 'handOver'; id: string } | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const mine = data?.myPositions

  async function attempt(
    work: () => Promise<{ __typename: string; message?: string } | undefined>,
  ) {
    setFailure(null)
    try {
      const answer = await work()
      if (answer?.message) setFailure(answer.message)
    } catch (problem) {
      setFailure(problemOf(problem)?.message ?? ui('noConnection'))
    }
    await refetch()
  }
  const days = ({ validFrom, validTo }: { validFrom: string; validTo: string }) =>
    text('fromTo', { from: formats.day(validFrom), to: formats.day(validTo) })
  return (
    <section className="paper" aria-labelledby="positions">
      <Title order={2} mb="sm" id="positions">
        {text('myPositions')}
      </Title>
      <FailureNotice message={failure} />
      <Stack gap="md">
        {mine?.positions.map(({ id, position, validTo }) => (
          <div key={id}>
            <Text fw={600}>
              {words.role(position.role)} · {position.organisation.name}
            </Text>
            {validTo && (
              <Text size="sm" c="dimmed">
                {text('untilDay', { day: formats.day(validTo) })}
              </Text>
            )}
            <Group gap="sm" mt={6}>
              <Button size="sm" variant="default" onClick={() => setForm({ kind: 'leave', id })}>
                {text('takeLeave')}
              </Button>
              <Button size="sm" variant="default" onClick={() => setForm({ kind: 'handOver', id })}>
                {text('handOver')}
              </Button>
            </Group>
          </div>
        ))}
        {mine?.given.map((one) => (
          <Group key={one.id} justify="space-between">
            <div>
              <Text>
                {text('deputyOfMine', {
                  name: one.deputyName,
                  role: words.role(one.position.role),
                })}
              </Text>
              <Text size="sm" c="dimmed">
                {days(one)} · {one.reason}
              </Text>
            </div>
            <Button
              size="sm"
              variant="default"
              onClick={() =>
                void attempt(
                  async () =>
                    (await end({ variables: { input: { id: one.id } } })).data?.endDeputation,
                )
              }
            >
              {text('endLeave')}
            </Button>
          </Group>
        ))}
        {mine?.taken.map((one) => (
          <div key={one.id}>
            <Text>
              {text('actingFor', {
                name: one.holderName,
                role: words.role(one.position.role),
                place: one.position.organisation.name,
              })}
            </Text>
            <Text size="sm" c="dimmed">
              {days(one)} · {text('actingHint')}
            </Text>
          </div>
        ))}
        {mine?.handOvers.map(({ id, handOver, sheet }) => (
          <div key={id}>
            <Text fw={600}>
              {text('handOverFromTo', {
                from: handOver.fromName,
                to: handOver.toName,
                role: words.role(handOver.position.role),
                place: handOver.position.organisation.name,
              })}
            </Text>
            <Text size="sm" c="dimmed">
              {formats.day(handOver.day)} ·{' '}
              {handOver.confirmedAt
                ? text('confirmedOn', { when: formats.moment(handOver.confirmedAt) })
                : text('notConfirmed')}
            </Text>
            {handOver.note && <Text className="wrap">{handOver.note}</Text>}
            <ul style={{ margin: '6px 0', paddingLeft: 20 }}>
              {sheetLines.map((line) => (
                <li key={line}>{text(`sheet_${line}`, { count: sheet[line] })}</li>
              ))}
            </ul>
            {handOver.toConfirm && (
              <Button
                size="sm"
                onClick={() =>
                  void attempt(
                    async () =>
                      (await confirm({ variables: { input: { id } } })).data?.confirmHandOver,
                  )
                }
              >
                {text('confirmSheet')}
              </Button>
            )}
          </div>
        ))}
      </Stack>
      <Modal
        opened={form !== null}
        onClose={() => setForm(null)}
        title={text(form?.kind === 'handOver' ? 'handOver' : 'takeLeave')}
      >
        {form && (
          <PassOnForm
            kind={form.kind}
            assignmentId={form.id}
            onDone={() => {
              setForm(null)
              void refetch()
              void client.refetchQueries({ include: ['Viewer'] })
            }}
          />
        )}
      </Modal>
    </section>
  )
}
