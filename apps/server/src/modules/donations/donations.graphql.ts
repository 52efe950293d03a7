import {
  SUM_CHECKS,
  donationSums,
  receiptRefusal,
  sumCheck,
} from '@gongjian/domain/donation-receipt'
import type { DonationSums as Sums, SumCheck } from '@gongjian/domain/donation-receipt'
import { connectionOf } from '../../platform/connection.ts'
import { InvalidInput, NotFound, Refused, StaleVersion } from '../../platform/failures.ts'
import { builder } from '../../platform/schema-builder.ts'
import {
  ActivityStatusEnum,
  DirectionEnum,
  DonationKindEnum,
  DonationRecipientEnum,
} from '../../platform/vocabulary.graphql.ts'
import { Activity } from '../activities/activity.graphql.ts'
import { Refusal } from '../activities/activity-parts.graphql.ts'
import { loadActedFor } from '../activities/acted-for.ts'
import { actorOf, factsOf, loadSubmitters } from '../activities/activity-row.ts'
import { Organisation } from '../organisations/organisations.graphql.ts'
import { confirmDonations } from './confirm-donations.ts'
import { loadAcceptedValue, loadConfirmations, loadDonations } from './donation-row.ts'
import type { ConfirmationRow, DonationRow } from './donation-row.ts'
import { DONATION_ORDERS, listDonations } from './ledger.ts'
import type { DonationEntryRow } from './ledger.ts'
import { RECEIPT_STATES } from './ledger-lines.ts'
import {
  DONATION_GROUPS,
  donationGroups,
  donationOutputs,
  donationTotals,
} from './ledger-totals.ts'
import type { DonationGroupRow, DonationTotalsRow, OutputsCheckRow } from './ledger-totals.ts'

export const DonationConfirmation = builder
  .objectRef<ConfirmationRow>('DonationConfirmation')
  .implement({
    description: "收到确认: the recipient's signed word on a line as it was then. Never changed.",
    fields: (t) => ({
      id: t.exposeID('id'),
      claimedQuantity: t.expose('claimedQuantity', { type: 'Decimal', nullable: true }),
      position: t.exposeInt('position', { description: 'Which line of the record.' }),
      unit: t.exposeString('unit'),
      claimedValueYuan: t.expose('claimedValueYuan', { type: 'Decimal' }),
      receivedQuantity: t.expose('receivedQuantity', { type: 'Decimal', nullable: true }),
      receivedValueYuan: t.expose('receivedValueYuan', { type: 'Decimal' }),
      reason: t.exposeString('reason'),
      confirmedByName: t.exposeString('confirmedByName'),
      confirmedForName: t.exposeString('confirmedForName'),
      confirmedAt: t.field({
        type: 'DateTime',
        resolve: ({ confirmedAt }) => new Date(confirmedAt),
      }),
    }),
  })
const DonationHousehold = builder
  .objectRef<NonNullable<DonationRow['household']>>('DonationHousehold')
  .implement({
    description: 'A case of the community, by its number alone.',
    fields: (t) => ({
      id: t.exposeID('id'),
      number: t.exposeString('number'),
      inSight: t.exposeBoolean('inSight', { description: 'Whether the reader may open the case.' }),
    }),
  })
const DonationDriveName = builder
  .objectRef<NonNullable<DonationRow['drive']>>('DonationDriveName')
  .implement({
    description: 'A drive by its name.',
    fields: (t) => ({ id: t.exposeID('id'), name: t.exposeString('name') }),
  })
const Donation = builder.objectRef<DonationRow>('Donation').implement({
  description: '捐款捐物: what was given, what it is worth, to whom, by which receipt.',
  fields: (t) => ({
    position: t.exposeInt('position'),
    kind: t.expose('kind', { type: DonationKindEnum }),
    description: t.exposeString('description'),
    quantity: t.expose('quantity', { type: 'Decimal', nullable: true }),
    unit: t.exposeString('unit'),
    valueYuan: t.expose('valueYuan', { type: 'Decimal' }),
    driveId: t.id({ nullable: true, resolve: ({ drive }) => drive?.id ?? null }),
    householdId: t.id({ nullable: true, resolve: ({ household }) => household?.id ?? null }),
    drive: t.expose('drive', { type: DonationDriveName, nullable: true }),
    recipient: t.expose('recipient', { type: DonationRecipientEnum }),
    household: t.expose('household', { type: DonationHousehold, nullable: true }),
    recipientName: t.exposeString('recipientName'),
    receiptNumber: t.exposeString('receiptNumber'),
    receiptEvidenceId: t.exposeID('receiptEvidenceId', { nullable: true }),
    confirmation: t.expose('confirmation', { type: DonationConfirmation, nullable: true }),
  }),
})

const SumCheckEnum = builder.enumType('DonationSumCheck', {
  values: SUM_CHECKS,
  description:
    'Whether what was accepted is what the recipients confirmed; open while one is missing.',
})
const DonationSums = builder
  .objectRef<Sums & { accepted: string | null; check: SumCheck }>('DonationSums')
  .implement({
    description: 'What the donations of a record come to.',
    fields: (t) => ({
      claimed: t.expose('claimed', { type: 'Decimal' }),
      received: t.expose('received', { type: 'Decimal' }),
      atMost: t.expose('atMost', { type: 'Decimal' }),
      isAllConfirmed: t.exposeBoolean('isAllConfirmed'),
      accepted: t.expose('accepted', { type: 'Decimal', nullable: true }),
      check: t.expose('check', { type: SumCheckEnum }),
    }),
  })

builder.objectFields(Activity, (t) => ({
  donations: t.field({
    type: [Donation],
    resolve: async ({ id }, _args, context) => (await loadDonations(context, id)) ?? [],
  }),
  donationConfirmations: t.field({
    type: [DonationConfirmation],
    description: 'All that was ever confirmed, also of lines that were changed since.',
    resolve: async ({ id }, _args, context) => (await loadConfirmations(context, id)) ?? [],
  }),
  donationSums: t.field({
    type: DonationSums,
    nullable: true,
    description: 'Null where nothing was given.',
    resolve: async ({ id }, _args, context) => {
      const lines = await loadDonations(context, id)
      if (lines === null || lines.length === 0) return null
      const sums = donationSums(
        lines.map(({ valueYuan, confirmation }) => ({
          valueYuan,
          receivedValueYuan: confirmation?.receivedValueYuan ?? null,
        })),
      )
      const accepted = await loadAcceptedValue(context, id)
      return { ...sums, accepted, check: sumCheck(sums, accepted) }
    },
  }),
  receiptRefusal: t.field({
    type: Refusal,
    nullable: true,
    description: 'Why the reader may not confirm what was received; null where they may.',
    resolve: async (row, _args, context) => {
      const actor = actorOf(context)
      if (actor === null) return 'ROLE_MAY_NOT'
      const submitters = (await loadSubmitters(context, row.id)) ?? []
      const actedFor = (await loadActedFor(context, row.id)) ?? []
      return receiptRefusal(
        await factsOf(context, row, { submitters, takings: [], actedFor }),
        actor,
      )
    },
  }),
}))

const DonationEntry = builder.objectRef<DonationEntryRow>('DonationEntry').implement({
  description: 'A line of the ledger (捐赠台账): what was given, and the record that it stands in.',
  fields: (t) => ({
    id: t.id({ resolve: ({ activityId, position }) => `${activityId}:${position}` }),
    activityId: t.exposeID('activityId'),
    day: t.expose('day', { type: 'Date' }),
    title: t.exposeString('title'),
    status: t.expose('status', { type: ActivityStatusEnum }),
    direction: t.expose('direction', { type: DirectionEnum }),
    agencySide: t.expose('agencySide', { type: Organisation }),
    communitySide: t.expose('communitySide', { type: Organisation }),
    donation: t.field({ type: Donation, resolve: (row) => row }),
    accepted: t.expose('accepted', { type: 'Decimal', nullable: true }),
    check: t.expose('check', { type: SumCheckEnum }),
  }),
})
const OutputsCheck = builder.objectRef<OutputsCheckRow>('DonationOutputs').implement({
  description: 'What the donated values of the records come to, and what their donation lines do.',
  fields: (t) => ({
    claimed: t.expose('claimed', { type: 'Decimal' }),
    accepted: t.expose('accepted', { type: 'Decimal' }),
    linesClaimed: t.expose('linesClaimed', { type: 'Decimal' }),
    linesAccepted: t.expose('linesAccepted', { type: 'Decimal' }),
    withoutLines: t.expose('withoutLines', { type: 'Decimal' }),
  }),
})
const DonationTotals = builder.objectRef<DonationTotalsRow>('DonationTotals').implement({
  description: 'What donations come to, in yuan: claimed, confirmed by the recipients, accepted.',
  fields: (t) => ({
    lines: t.exposeInt('lines'),
    records: t.exposeInt('records'),
    cashClaimed: t.expose('cashClaimed', { type: 'Decimal' }),
    cashReceived: t.expose('cashReceived', { type: 'Decimal' }),
    cashAccepted: t.expose('cashAccepted', { type: 'Decimal' }),
    goodsClaimed: t.expose('goodsClaimed', { type: 'Decimal' }),
    goodsReceived: t.expose('goodsReceived', { type: 'Decimal' }),
    goodsAccepted: t.expose('goodsAccepted', { type: 'Decimal' }),
    acceptedUnsplit: t.expose('acceptedUnsplit', { type: 'Decimal' }),
    awaitingLines: t.exposeInt('awaitingLines'),
    lessReceivedLines: t.exposeInt('lessReceivedLines'),
    agreeingRecords: t.exposeInt('agreeingRecords'),
    differingRecords: t.exposeInt('differingRecords'),
    openRecords: t.exposeInt('openRecords'),
  }),
})
const DonationGroup = builder.objectRef<DonationGroupRow>('DonationGroup').implement({
  description: 'What was given in one drive, under one pairing, or in one month.',
  fields: (t) => ({
    key: t.exposeString('key'),
    name: t.exposeString('name'),
    totals: t.field({ type: DonationTotals, resolve: (row) => row }),
  }),
})
const DonationConnection = connectionOf('DonationEntry', DonationEntry)
const DonationGroupConnection = connectionOf('DonationGroup', DonationGroup)
const OrderEnum = builder.enumType('DonationOrder', {
  values: DONATION_ORDERS,
  description: 'The order of the ledger.',
})
const GroupingEnum = builder.enumType('DonationGrouping', {
  values: DONATION_GROUPS,
  description: 'What the sums of the ledger are by.',
})
const ReceiptStateEnum = builder.enumType('DonationReceiptState', {
  values: RECEIPT_STATES,
  description:
    'Whether the recipient has confirmed a line, and whether less came than was claimed.',
})
const FilterInput = builder.inputType('DonationFilter', {
  fields: (t) => ({
    year: t.int(),
    month: t.string(),
    dayFrom: t.field({ type: 'Date' }),
    dayTo: t.field({ type: 'Date' }),
    organisationId: t.id(),
    zoneId: t.id(),
    pairingId: t.id(),
    driveId: t.id(),
    withoutDrive: t.boolean(),
    kind: t.field({ type: DonationKindEnum }),
    recipient: t.field({ type: DonationRecipientEnum }),
    receipt: t.field({ type: ReceiptStateEnum }),
    check: t.field({ type: SumCheckEnum }),
    mine: t.boolean({ description: 'Only those that the reader has to confirm.' }),
    search: t.string(),
  }),
})

builder.queryFields((t) => ({
  donations: t.field({
    type: DonationConnection,
    description: 'The ledger of donations (捐赠台账): the lines of sent records, a line each.',
    authScopes: { operation: 'donations' },
    args: {
      first: t.arg.int({ defaultValue: 50 }),
      after: t.arg.string(),
      filter: t.arg({ type: FilterInput }),
      orderBy: t.arg({ type: OrderEnum, defaultValue: 'NEWEST_DAY' }),
    },
    resolve: (_root, { filter, orderBy, ...page }, context) =>
      listDonations(context, page, filter ?? {}, orderBy ?? 'NEWEST_DAY'),
  }),
  donationTotals: t.field({
    type: DonationTotals,
    description: 'What all lines within the filter come to.',
    authScopes: { operation: 'donationTotals' },
    args: { filter: t.arg({ type: FilterInput }) },
    resolve: (_root, { filter }, context) => donationTotals(context, filter ?? {}),
  }),
  donationGroups: t.field({
    type: DonationGroupConnection,
    description: 'The same by drive, pairing or month, the most first.',
    authScopes: { operation: 'donationGroups' },
    args: {
      by: t.arg({ type: GroupingEnum, required: true }),
      first: t.arg.int({ defaultValue: 50 }),
      after: t.arg.string(),
      filter: t.arg({ type: FilterInput }),
    },
    resolve: (_root, { by, filter, ...page }, context) =>
      donationGroups(context, page, by, filter ?? {}),
  }),
  donationOutputs: t.field({
    type: OutputsCheck,
    description: 'Whether the lines come to what the records say they do.',
    authScopes: { operation: 'donationOutputs' },
    args: { filter: t.arg({ type: FilterInput }) },
    resolve: (_root, { filter }, context) => donationOutputs(context, filter ?? {}),
  }),
}))

const ReceivedLineInput = builder.inputType('ReceivedLineInput', {
  description: 'What came of one line; a quantity left out came as claimed.',
  fields: (t) => ({
    position: t.int({ required: true }),
    previousId: t.id({ description: 'The confirmation that was read and is replaced.' }),
    receivedQuantity: t.string(),
    receivedValueYuan: t.string({ required: true }),
    reason: t.string(),
  }),
})
const ConfirmInput = builder.inputType('ConfirmDonationsInput', {
  fields: (t) => ({
    activityId: t.id({ required: true }),
    version: t.int({ required: true }),
    lines: t.field({ type: [ReceivedLineInput], required: true }),
  }),
})
builder.mutationFields((t) => ({
  confirmDonations: t.field({
    type: Activity,
    description:
      'The recipient confirms what came, lines of one record together, or corrects what was confirmed and says why.',
    authScopes: { operation: 'confirmDonations' },
    errors: {
      types: [InvalidInput, Refused, StaleVersion, NotFound],
      union: { name: 'ConfirmDonationsPayload' },
    },
    args: { input: t.arg({ type: ConfirmInput, required: true }) },
    resolve: (_root, { input }, context) => confirmDonations(context, input),
  }),
}))
