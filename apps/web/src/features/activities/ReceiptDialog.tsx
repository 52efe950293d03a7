import { useMutation } from '@apollo/client/react'
import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { graphql } from '../../generated/gql.ts'
import type { RecordFragment } from '../../generated/graphql.ts'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { useSending } from '../../ui/use-sending.ts'
import { useActivitiesText } from './text.ts'

const Confirm = graphql(`
  mutation ConfirmDonations($input: ConfirmDonationsInput!) {
    confirmDonations(input: $input) {
      __typename
      ... on Activity {
        ...Record
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
      ... on StaleVersion {
        message
        current {
          ...Record
        }
      }
    }
  }
`)

/** What came of the lines that nobody has confirmed: as claimed, or less and why; or what was confirmed, corrected. */
export function ReceiptDialog({
  record,
  corrects,
  onClose,
}: {
  record: RecordFragment
  corrects: boolean
  onClose: () => void
}) {
  const text = useActivitiesText()
  const [confirm] = useMutation(Confirm, corrects ? { refetchQueries: ['EarlierReceipts'] } : {})
  const { send, sending, errors, failure } = useSending()
  const [lines, setLines] = useState(() =>
    record.donations
      .filter(({ confirmation }) => (confirmation === null) !== corrects)
      .map((line) => {
        const before = line.confirmation
        const read = {
          receivedQuantity: (before === null ? line.quantity : before.receivedQuantity) ?? '',
          receivedValueYuan: before?.receivedValueYuan ?? line.valueYuan,
        }
        return { ...line, ...read, read, reason: '' }
      }),
  )
  type Line = (typeof lines)[number]
  const isChanged = ({ read, receivedQuantity, receivedValueYuan }: Line) =>
    receivedQuantity !== read.receivedQuantity || receivedValueYuan !== read.receivedValueYuan
  const sent = corrects ? lines.filter(isChanged) : lines
  const errorOf = (line: Line, field: 'receivedQuantity' | 'receivedValueYuan' | 'reason') =>
    errors[`lines.${sent.indexOf(line)}.${field}`]
  const wantsReason = (line: Line) =>
    corrects
      ? isChanged(line)
      : line.receivedValueYuan !== line.valueYuan ||
        line.receivedQuantity !== (line.quantity ?? '') ||
        errorOf(line, 'reason') !== undefined
  const change = (index: number, part: Partial<(typeof lines)[number]>) =>
    setLines(lines.map((line, at) => (at === index ? { ...line, ...part } : line)))
  async function submit() {
    const done = await send(async () => {
      const { data } = await confirm({
        variables: {
          input: {
            activityId: record.id,
            version: record.version,
            lines: sent.map((line) => ({
              position: line.position,
              previousId: line.confirmation?.id ?? null,
              receivedQuantity: line.quantity === null ? null : line.receivedQuantity,
              receivedValueYuan: line.receivedValueYuan,
              reason: line.reason,
            })),
          },
        },
      })
      return data?.confirmDonations
    })
    if (!done) return
    notifications.show({
      message: text(corrects ? 'receiptNowCorrected' : 'receiptConfirmed'),
      color: 'green',
    })
    onClose()
  }
  return (
    <Modal opened onClose={onClose} title={text(corrects ? 'correctReceipt' : 'confirmReceipt')}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <Stack>
          <FailureNotice message={failure} />
          <Text size="sm" c="dimmed">
            {text(corrects ? 'correctReceiptHint' : 'confirmHint')}
          </Text>
          {lines.map((line, index) => (
            <fieldset key={line.position} style={{ border: 0, margin: 0, padding: 0 }}>
              <legend style={{ fontWeight: 600 }}>
                {text(`donation_${line.kind}`)} {line.description}
              </legend>
              <Group align="flex-start" gap="xs">
                {line.quantity !== null && (
                  <TextInput
                    label={text('receivedQuantity', { unit: line.unit })}
                    inputMode="decimal"
                    w={140}
                    value={line.receivedQuantity}
                    error={errorOf(line, 'receivedQuantity')}
                    onChange={(event) =>
                      change(index, { receivedQuantity: event.currentTarget.value })
                    }
                  />
                )}
                <TextInput
                  label={text('receivedValue')}
                  inputMode="decimal"
                  w={140}
                  value={line.receivedValueYuan}
                  error={errorOf(line, 'receivedValueYuan')}
                  onChange={(event) =>
                    change(index, { receivedValueYuan: event.currentTarget.value })
                  }
                />
                {wantsReason(line) && (
                  <TextInput
                    required={corrects}
                    label={text(corrects ? 'correctReason' : 'receiptReason')}
                    style={{ flex: '1 1 200px' }}
                    value={line.reason}
                    error={errorOf(line, 'reason')}
                    onChange={(event) => change(index, { reason: event.currentTarget.value })}
                  />
                )}
              </Group>
            </fieldset>
          ))}
          {sent.length === 0 && (
            <Text size="sm" id="nothing-corrected">
              {text('correctNothing')}
            </Text>
          )}
          <Button
            type="submit"
            loading={sending}
            disabled={sent.length === 0}
            aria-describedby={sent.length === 0 ? 'nothing-corrected' : undefined}
          >
            {text('confirmAll')}
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}
