import type { RequestContext } from '../../platform/context.ts'
import type { ArchiveBlock } from './archive-content.ts'
import type { ArchivedDonation, ArchivedRecord } from './archived-records.ts'
import { writtenDay } from './written-day.ts'

/** What was given with a record: a line each, with receipt and recipient, and below it what the recipient confirmed. */
export function donationBlocks(
  context: RequestContext,
  print: (text: string) => string,
  record: ArchivedRecord,
): ArchiveBlock[] {
  if (record.donations.length === 0) return []
  const { text: say } = context
  const receiver =
    record.direction === 'COMMUNITY_TO_AGENCY' ? record.agencySide : record.communitySide
  const amount = ({ quantity, unit }: Pick<ArchivedDonation, 'quantity' | 'unit'>) =>
    quantity === null ? '' : `${quantity}${unit === '' ? '' : ` ${unit}`}`
  const what = ({ kind, description }: ArchivedDonation) =>
    description === '' ? say(`archive.donation_${kind}`) : description
  const lines = record.donations.map((line, index) => ({ line, number: String(index + 1) }))
  return [
    {
      kind: 'table',
      title: say('archive.donations'),
      head: [
        say('archive.donationNumber'),
        say('archive.donationKind'),
        say('archive.donationDescription'),
        say('archive.donationQuantity'),
        say('archive.valueYuan'),
        say('archive.donationRecipient'),
        say('archive.donationReceipt'),
      ],
      widths: [1, 2, 4, 2, 2, 4, 3],
      rows: lines.map(({ line, number }) => [
        number,
        say(`archive.donation_${line.kind}`),
        print([line.description, line.drive].filter(Boolean).join(' · ')),
        print(amount(line)),
        line.valueYuan,
        print(
          line.recipient === 'HOUSEHOLD'
            ? say('archive.donationHousehold', { number: line.recipientName ?? '' })
            : (line.recipientName ?? receiver),
        ),
        print(line.receiptNumber || '—'),
      ]),
    },
    {
      kind: 'words',
      title: say('archive.receipts'),
      lines: lines.flatMap(({ line, number }) =>
        line.receivedValueYuan === null || line.confirmedAt === null
          ? [say('archive.receiptAwaited', { number, what: print(what(line)) })]
          : [
              say('archive.receipt', {
                number,
                what: print(what(line)),
                value: line.receivedValueYuan,
                quantity: print(amount({ quantity: line.receivedQuantity, unit: line.unit })),
                organisation: print(line.confirmedForName ?? ''),
                name: print(line.confirmedByName ?? ''),
                moment: writtenDay(context, line.confirmedAt),
              }),
              ...(line.reason ? [print(say('archive.reason', { reason: line.reason }))] : []),
            ],
      ),
    },
  ]
}
