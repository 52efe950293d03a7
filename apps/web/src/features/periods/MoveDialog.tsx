import { useMutation, useQuery } from '@apollo/client/react'
import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { problemOf } from '../../platform/apollo.ts'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { useUiText } from '../../ui/text.ts'
import { ChecklistDocument, Move } from './period-queries.ts'
import { usePeriodsText } from './text.ts'
import type { Row } from './YearTable.tsx'

/** Says what the move does and what it leaves open, before it is made. */
export function MoveDialog({
  year,
  row,
  move,
  name,
  onClose,
  onMoved,
}: {
  year: number
  row: Row
  move: Row['moves'][number]['move']
  name: string
  onClose: () => void
  onMoved: () => void
}) {
  const text = usePeriodsText()
  const ui = useUiText()
  const [failure, setFailure] = useState<string | null>(null)
  const { data, refetch } = useQuery(ChecklistDocument, {
    variables: { year, quarter: row.quarter },
    fetchPolicy: 'network-only',
  })
  const [send, { loading }] = useMutation(Move)
  const total = data?.periodChecklist?.total
  async function submit() {
    setFailure(null)
    if (total === undefined) return
    const { drafts, returned, waiting } = total
    try {
      const { data: answer } = await send({
        variables: {
          input: {
            year,
            quarter: row.quarter,
            version: row.version,
            move,
            leaves: { drafts, returned, waiting },
          },
        },
        refetchQueries: [ChecklistDocument],
      })
      const result = answer?.movePeriod
      if (result?.__typename === 'Period') onMoved()
      else {
        setFailure(result?.message ?? ui('noConnection'))
        // What is open may have changed meanwhile: it is shown anew.
        void refetch()
      }
    } catch (problem) {
      setFailure(problemOf(problem)?.message ?? ui('noConnection'))
    }
  }
  return (
    <Modal opened onClose={onClose} title={text(`asks_${move}`, { name })}>
      {total === undefined ? (
        <Loading />
      ) : (
        <Stack>
          <Text>{text(`means_${move}`)}</Text>
          {move !== 'REOPEN' && (
            <Text fw={600}>
              {total.drafts + total.returned + total.waiting === 0
                ? text('nothingOpen')
                : text('leaves', {
                    drafts: total.drafts,
                    returned: total.returned,
                    waiting: total.waiting,
                  })}
            </Text>
          )}
          <FailureNotice message={failure} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {ui('cancel')}
            </Button>
            <Button loading={loading} onClick={() => void submit()}>
              {text(`move_${move}`)}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  )
}
