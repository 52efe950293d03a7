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

/** What came of the lines that nobody has confirmed: as claimed, or less and why. */
export function ReceiptDialog({
  record,
  onClose,
}: {
  record: RecordFragment
  onClose: () => void
}) {
  const text = useActivitiesText()
  const [confirm] = useMutation(Confirm)
  const { send, sending, errors, failure } = useSending()
  const [lines, setLines] = useState(() =>
    record.donations
      .filter(({ confirmation }) => confirmation === null)
      .map((line) => ({
        ...line,
        receivedQuantity: line.quantity ?? '',
        receivedValueYuan: line.valueYuan,
        reason: '',
      })),
  )
  const change = (index: number, part: Partial<(typeof lines)[number]>) =>
    setLines(lines.map((line, at) => (at === index ? { ...line, ...part } : line)))
  async function submit() {
    const done = await send(async () => {
      const { data } = await confirm({
        variables: {
          input: {
            activityId: record.id,
            version: record.version,
            lines: lines.map((line) => ({
              position: line.position,
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
    notifications.show({ message: text('receiptConfirmed'), color: 'green' })
    onClose()
  }
  return (
    <Modal opened onClose={onClose} title={text('confirmReceipt')}>
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
            {text('confirmHint')}
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
                    error={errors[`lines.${index}.receivedQuantity`]}
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
                  error={errors[`lines.${index}.receivedValueYuan`]}
                  onChange={(event) =>
                    change(index, { receivedValueYuan: event.currentTarget.value })
                  }
                />
                {(line.receivedValueYuan !== line.valueYuan ||
                  line.receivedQuantity !== (line.quantity ?? '') ||
                  errors[`lines.${index}.reason`]) && (
                  <TextInput
                    label={text('receiptReason')}
                    style={{ flex: '1 1 200px' }}
                    value={line.reason}
                    error={errors[`lines.${index}.reason`]}
                    onChange={(event) => change(index, { reason: event.currentTarget.value })}
                  />
                )}
              </Group>
            </fieldset>
          ))}
          <Button type="submit" loading={sending}>
            {text('confirmAll')}
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}
