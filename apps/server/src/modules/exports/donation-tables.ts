import { SUM_CHECKS } from '@gongjian/domain/donation-receipt'
import { DONATION_KINDS, DONATION_RECIPIENTS } from '@gongjian/domain/vocabulary'
import { z } from 'zod'
import type { RequestContext } from '../../platform/context.ts'
import { DONATION_ORDERS, listDonations } from '../donations/ledger.ts'
import type { DonationEntryRow } from '../donations/ledger.ts'
import { RECEIPT_STATES } from '../donations/ledger-lines.ts'
import { DONATION_GROUPS, donationGroups } from '../donations/ledger-totals.ts'
import type { DonationGroupRow } from '../donations/ledger-totals.ts'
import {
  calendarDay,
  calendarMonth,
  day,
  define,
  flag,
  id,
  moment,
  number,
  text,
  year,
} from './define-table.ts'
import type { ExportTable } from './define-table.ts'

const filter = z.object({
  year,
  month: calendarMonth,
  dayFrom: calendarDay,
  dayTo: calendarDay,
  organisationId: id,
  zoneId: id,
  pairingId: id,
  driveId: id,
  withoutDrive: flag,
  kind: z.enum(DONATION_KINDS).optional(),
  recipient: z.enum(DONATION_RECIPIENTS).optional(),
  receipt: z.enum(RECEIPT_STATES).optional(),
  check: z.enum(SUM_CHECKS).optional(),
  mine: flag,
  search: z.string().max(200).optional(),
  order: z.enum(DONATION_ORDERS).optional(),
})

/** To whom a line went: a household by its number alone. */
function recipientOf({ text: say }: RequestContext, row: DonationEntryRow): string {
  if (row.household !== null)
    return say('words.donation_household', { number: row.household.number })
  if (row.recipientName !== '') return row.recipientName
  const receiver = row.direction === 'COMMUNITY_TO_AGENCY' ? row.agencySide : row.communitySide
  return receiver.name
}

/** The ledger of donations, line by line and in sums. */
export const donationTables = {
  donations: define<DonationEntryRow>()({
    operation: 'donations',
    filter,
    columns: (context) => {
      const { text: say } = context
      return [
        { head: say('export.day'), width: 14, isDay: true, cell: (row) => day(row.day) },
        { head: say('export.title'), width: 36, cell: ({ title }) => text(title) },
        {
          head: say('export.agencySide'),
          width: 30,
          cell: ({ agencySide }) => text(agencySide.name),
        },
        {
          head: say('export.communitySide'),
          width: 18,
          cell: ({ communitySide }) => text(communitySide.name),
        },
        { head: say('export.donationDrive'), width: 20, cell: ({ drive }) => text(drive?.name) },
        {
          head: say('export.donationKind'),
          cell: ({ kind }) => text(say(`words.donation_${kind}`)),
        },
        { head: say('export.donationItem'), width: 24, cell: (row) => text(row.description) },
        { head: say('export.donationQuantity'), cell: ({ quantity }) => number(quantity) },
        { head: say('export.donationUnit'), width: 10, cell: ({ unit }) => text(unit) },
        { head: say('export.valueClaimed'), cell: ({ valueYuan }) => number(valueYuan) },
        {
          head: say('export.valueReceived'),
          cell: ({ confirmation }) => number(confirmation?.receivedValueYuan),
        },
        { head: say('export.valueAccepted'), cell: ({ accepted }) => number(accepted) },
        {
          head: say('export.donationRecipient'),
          width: 24,
          cell: (row) => text(recipientOf(context, row)),
        },
        { head: say('export.receiptNumber'), width: 20, cell: (row) => text(row.receiptNumber) },
        {
          head: say('export.confirmedBy'),
          width: 24,
          cell: ({ confirmation }) =>
            text(
              confirmation && `${confirmation.confirmedForName} ${confirmation.confirmedByName}`,
            ),
        },
        {
          head: say('export.confirmedAt'),
          width: 18,
          cell: ({ confirmation }) => moment(confirmation && new Date(confirmation.confirmedAt)),
        },
        {
          head: say('export.receiptReason'),
          width: 30,
          cell: ({ confirmation }) => text(confirmation?.reason),
        },
        {
          head: say('export.status'),
          width: 12,
          cell: ({ status }) => text(say(`words.status_${status}`)),
        },
        {
          head: say('export.sumCheck'),
          cell: ({ check }) => text(say(`words.sum_check_${check}`)),
        },
      ]
    },
    page: (context, { order, ...asked }, after) =>
      listDonations(context, { first: 100, after }, asked, order ?? 'NEWEST_DAY'),
  }),
  'donation-groups': define<DonationGroupRow>()({
    operation: 'donationGroups',
    filter: filter.extend({ by: z.enum(DONATION_GROUPS) }),
    columns: ({ text: say }, { by }) => [
      {
        head: say('export.donationGroup'),
        width: 40,
        cell: ({ key, name }) =>
          text(by === 'MONTH' ? key : key === '' ? say('words.donation_no_drive') : name),
      },
      { head: say('export.donationLines'), cell: ({ lines }) => number(lines) },
      { head: say('export.cashClaimed'), cell: (row) => number(row.cashClaimed) },
      { head: say('export.cashReceived'), cell: (row) => number(row.cashReceived) },
      { head: say('export.cashAccepted'), cell: (row) => number(row.cashAccepted) },
      { head: say('export.goodsClaimed'), cell: (row) => number(row.goodsClaimed) },
      { head: say('export.goodsReceived'), cell: (row) => number(row.goodsReceived) },
      { head: say('export.goodsAccepted'), cell: (row) => number(row.goodsAccepted) },
      { head: say('export.acceptedUnsplit'), cell: (row) => number(row.acceptedUnsplit) },
      { head: say('export.awaitingLines'), cell: ({ awaitingLines }) => number(awaitingLines) },
    ],
    page: (context, { by, order: _order, ...asked }, after) =>
      donationGroups(context, { first: 100, after }, by, asked),
  }),
} satisfies Record<string, ExportTable>
