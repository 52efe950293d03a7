import type { ActivityContentInput as TypedContent } from '@gongjian/domain/activity-content'
import { InvalidInput, NotFound, Refused, StaleVersion } from '../../platform/failures.ts'
import { builder } from '../../platform/schema-builder.ts'
import {
  ActivityKindEnum,
  DirectionEnum,
  DonationKindEnum,
  DonationRecipientEnum,
  HelpAreaEnum,
} from '../../platform/vocabulary.graphql.ts'
import { Activity } from './activity.graphql.ts'
import { saveOrSubmitActivity } from './save-or-submit-activity.ts'
import { withdrawActivity } from './withdraw-activity.ts'

const OutputInput = builder.inputType('OutputInput', {
  fields: (t) => ({
    indicatorCode: t.string({ required: true }),
    quantity: t.string({ required: true }),
  }),
})
const ParticipationInput = builder.inputType('ParticipationInput', {
  fields: (t) => ({
    label: t.string(),
    headCount: t.string({ required: true }),
    hoursEach: t.string({ required: true }),
  }),
})
const DonationInput = builder.inputType('DonationInput', {
  fields: (t) => ({
    kind: t.field({ type: DonationKindEnum, required: true }),
    description: t.string({ required: true }),
    valueYuan: t.string({ required: true }),
    quantity: t.string(),
    unit: t.string(),
    driveId: t.id(),
    recipient: t.field({ type: DonationRecipientEnum }),
    householdId: t.id(),
    recipientName: t.string(),
    receiptNumber: t.string(),
    receiptEvidenceId: t.id(),
  }),
})
const ActivityContentInput = builder.inputType('ActivityContentInput', {
  description: 'As typed: numbers and days are text, so that what is wrong is said at the field.',
  fields: (t) => ({
    pairingId: t.id({ required: true }),
    day: t.string({ required: true }),
    kind: t.field({ type: ActivityKindEnum, required: true }),
    area: t.field({ type: HelpAreaEnum }),
    direction: t.field({ type: DirectionEnum, required: true }),
    campaignId: t.id(),
    title: t.string({ required: true }),
    words: t.string({ required: true }),
    outputs: t.field({ type: [OutputInput], required: true }),
    participations: t.field({ type: [ParticipationInput], required: true }),
    donations: t.field({ type: [DonationInput] }),
    householdIds: t.idList({
      description:
        'For a visit: the households that it went to, or none; left out, they stay as they are.',
    }),
  }),
})
const SaveInput = builder.inputType('SaveActivityDraftInput', {
  description:
    'id: UUIDv7 made by the client. version: the one that was read; null for a new record.',
  fields: (t) => ({
    id: t.id({ required: true }),
    version: t.int(),
    content: t.field({ type: ActivityContentInput, required: true }),
  }),
})
const SubmitInput = builder.inputType('SubmitActivityInput', {
  description:
    'With content: saves and submits in one step. Sending the same twice is the same as once.',
  fields: (t) => ({
    id: t.id({ required: true }),
    version: t.int(),
    content: t.field({ type: ActivityContentInput }),
  }),
})
const WithdrawInput = builder.inputType('WithdrawActivityInput', {
  fields: (t) => ({ id: t.id({ required: true }), version: t.int({ required: true }) }),
})

function typedContent({
  householdIds: _householdIds,
  ...content
}: (typeof ActivityContentInput)['$inferInput']): TypedContent {
  return {
    ...content,
    area: content.area ?? null,
    campaignId: content.campaignId ?? null,
    participations: content.participations.map((line) => ({ ...line, label: line.label ?? null })),
    donations: content.donations ?? [],
  }
}

const writeFailures = [InvalidInput, Refused, StaleVersion, NotFound]

builder.mutationFields((t) => ({
  saveActivityDraft: t.field({
    type: Activity,
    authScopes: { operation: 'saveActivityDraft' },
    errors: { types: writeFailures, union: { name: 'SaveActivityDraftPayload' } },
    args: { input: t.arg({ type: SaveInput, required: true }) },
    resolve: (_root, { input }, context) =>
      saveOrSubmitActivity(context, 'SAVE', {
        id: input.id,
        version: input.version ?? null,
        content: typedContent(input.content),
        householdIds: input.content.householdIds ?? null,
      }),
  }),
  submitActivity: t.field({
    type: Activity,
    authScopes: { operation: 'submitActivity' },
    errors: { types: writeFailures, union: { name: 'SubmitActivityPayload' } },
    args: { input: t.arg({ type: SubmitInput, required: true }) },
    resolve: (_root, { input }, context) =>
      saveOrSubmitActivity(context, 'SUBMIT', {
        id: input.id,
        version: input.version ?? null,
        content: input.content ? typedContent(input.content) : null,
        householdIds: input.content?.householdIds ?? null,
      }),
  }),
  withdrawActivity: t.field({
    type: Activity,
    authScopes: { operation: 'withdrawActivity' },
    errors: {
      types: [Refused, StaleVersion, NotFound],
      union: { name: 'WithdrawActivityPayload' },
    },
    args: { input: t.arg({ type: WithdrawInput, required: true }) },
    resolve: (_root, { input }, context) => withdrawActivity(context, input),
  }),
}))
