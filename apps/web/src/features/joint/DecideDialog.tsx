import { useMutation } from '@apollo/client/react'
import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { useSending } from '../../ui/use-sending.ts'
import { DecideDesignationDocument } from './designation-queries.ts'
import { useJointText } from './text.ts'

/** Decides what the rule proposed, once and for all. */
export function DecideDialog({
  jointId,
  branch,
  onClose,
  onDone,
}: {
  jointId: string
  branch: { organisationId: string; organisationName: string; mayGrant: boolean }
  onClose: () => void
  onDone: () => void
}) {
  const text = useJointText()
  const [reason, setReason] = useState('')
  const [decide] = useMutation(DecideDesignationDocument)
  const { send, sending, errors, failure } = useSending()
  const { organisationId, organisationName, mayGrant } = branch
  async function submit(decision: 'GRANTED' | 'REFUSED') {
    const isDone = await send(
      async () =>
        (await decide({ variables: { input: { jointId, organisationId, decision, reason } } })).data
          ?.decideDesignation,
    )
    if (isDone) onDone()
  }
  return (
    <Modal opened onClose={onClose} title={text('decideTitle', { name: organisationName })}>
      <Stack>
        <Text size="sm">{text(mayGrant ? 'decideHint' : 'archiveNeeded')}</Text>
        <Textarea
          label={text('refusalReason')}
          autosize
          minRows={2}
          value={reason}
          error={errors['reason']}
          onChange={({ currentTarget: { value } }) => setReason(value)}
        />
        <FailureNotice message={failure} />
        <Group>
          <Button loading={sending} disabled={!mayGrant} onClick={() => void submit('GRANTED')}>
            {text('grant')}
          </Button>
          <Button variant="default" loading={sending} onClick={() => void submit('REFUSED')}>
            {text('refuse')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
