import { Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { RecordFragment } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useMay } from '../../platform/session.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Link } from '../../ui/Link.tsx'
import { ReceiptDialog } from './ReceiptDialog.tsx'
import { useActivitiesText } from './text.ts'
import { useEarlierReceipts } from './use-earlier-receipts.ts'

type Line = RecordFragment['donations'][number]

/** What was given: to whom, by which receipt, and what the recipient confirmed of it. */
export function DonationList({ record }: { record: RecordFragment }) {
  const text = useActivitiesText()
  const formats = useFormats()
  const may = useMay()
  const [asks, setAsks] = useState<'CONFIRM' | 'CORRECT' | null>(null)
  const earlier = useEarlierReceipts(record)
  const sums = record.donationSums
  const receiver =
    record.direction === 'COMMUNITY_TO_AGENCY' ? record.agencySide : record.communitySide
  const amount = (quantity: string | null, unit: string) =>
    quantity === null ? '' : `${formats.number(quantity)}${unit}`
  function recipient({ household, recipientName }: Line) {
    if (household === null) return text('donationTo', { name: recipientName || receiver.name })
    const name = text('donationTo', {
      name: text('donationHousehold', { number: household.number }),
    })
    return household.inSight ? <Link to={paths.household(household.id)}>{name}</Link> : name
  }
  function receipt({ confirmation, valueYuan, quantity, unit }: Line) {
    if (confirmation === null) return text('receiptAwaited')
    const by = {
      organisation: confirmation.confirmedForName,
      name: confirmation.confirmedByName,
      when: formats.moment(confirmation.confirmedAt),
    }
    return confirmation.receivedValueYuan === valueYuan &&
      confirmation.receivedQuantity === quantity
      ? text('receiptWhole', by)
      : text('receiptLess', {
          ...by,
          quantity: amount(confirmation.receivedQuantity, unit),
          value: formats.number(confirmation.receivedValueYuan),
          reason: confirmation.reason,
        })
  }
  const isDone = record.donations.some(({ confirmation }) => confirmation !== null)
  const isOpen = record.donations.some(({ confirmation }) => confirmation === null)
  return (
    <Stack gap="xs">
      <ul style={{ margin: 0, paddingLeft: 18 }}>
        {record.donations.map((line) => (
          <li key={line.position} className="wrap">
            {text(`donation_${line.kind}`)} {line.description} {amount(line.quantity, line.unit)} ·{' '}
            {text('yuan', { value: formats.number(line.valueYuan) })}
            <Text size="sm" c="dimmed">
              {recipient(line)}
              {line.drive && ` · ${text('donationDrive', { name: line.drive.name })}`}
              {line.receiptNumber !== '' &&
                ` · ${text('donationReceipt', { number: line.receiptNumber })}`}
              {line.receiptEvidenceId && (
                <>
                  {' · '}
                  <a
                    href={`/files/evidence/${line.receiptEvidenceId}`}
                    target="_blank"
                    rel="noreferrer"
                  >
                    {text('donationReceiptPhoto')}
                  </a>
                </>
              )}
            </Text>
            <Text size="sm" style={line.confirmation === null ? { color: '#6b4700' } : undefined}>
              {receipt(line)}
            </Text>
            {line.confirmation?.receivedValueYuan === line.valueYuan &&
              line.confirmation.receivedQuantity === line.quantity &&
              line.confirmation.reason !== '' && (
                <Text size="sm">
                  {text('receiptCorrected', { reason: line.confirmation.reason })}
                </Text>
              )}
            {earlier
              .filter(({ position }) => position === line.position)
              .map((word) => (
                <Text key={word.id} size="sm" c="dimmed">
                  {text('earlierReceipt', {
                    organisation: word.confirmedForName,
                    name: word.confirmedByName,
                    when: formats.moment(word.confirmedAt),
                    quantity: amount(word.receivedQuantity, word.unit),
                    value: formats.number(word.receivedValueYuan),
                    reason: word.reason,
                  })}
                </Text>
              ))}
          </li>
        ))}
      </ul>
      {sums?.check === 'DIFFERS' && (
        <FailureNotice
          color="yellow"
          message={text('sumsDiffer', {
            received: formats.number(sums.atMost),
            accepted: formats.number(sums.accepted ?? '0'),
          })}
        />
      )}
      {sums !== null && record.status === 'SUBMITTED' && sums.atMost !== sums.claimed && (
        <FailureNotice
          color="yellow"
          message={text('receivedSoFar', {
            claimed: formats.number(sums.claimed),
            atMost: formats.number(sums.atMost),
          })}
        />
      )}
      {may('confirmDonations') && record.receiptRefusal === null && (
        <Group gap="xs">
          {isOpen && (
            <Button variant="default" onClick={() => setAsks('CONFIRM')}>
              {text('confirmReceipt')}
            </Button>
          )}
          {isDone && (
            <Button variant="default" onClick={() => setAsks('CORRECT')}>
              {text('correctReceipt')}
            </Button>
          )}
        </Group>
      )}
      {asks !== null && (
        <ReceiptDialog
          record={record}
          corrects={asks === 'CORRECT'}
          onClose={() => setAsks(null)}
        />
      )}
    </Stack>
  )
}
