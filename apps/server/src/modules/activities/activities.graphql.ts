import { ACTIVITY_ACTIONS, allRefusals, refusal } from '@gongjian/domain/activity-actions'
import type { ActivityAction, Refusal as RefusalCode } from '@gongjian/domain/activity-actions'
import type { ActivityContentInput as TypedContent } from '@gongjian/domain/activity-content'
import { waitingSince } from '@gongjian/domain/waiting'
import { connectionOf } from '../../platform/connection.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound, Refused, StaleVersion } from '../../platform/failures.ts'
import { FailureInterface } from '../../platform/failures.graphql.ts'
import { activityMoves } from '../../platform/live.ts'
import { builder } from '../../platform/schema-builder.ts'
import {
  ActivityActionEnum,
  ActivityKindEnum,
  ActivityStatusEnum,
  DecisionEnum,
  DirectionEnum,
  DonationKindEnum,
  HelpAreaEnum,
  OpenQuestionEnum,
} from '../../platform/vocabulary.graphql.ts'
import { Campaign, Indicator, loadIndicator } from '../catalogue/catalogue.graphql.ts'
import { campaignsOf } from '../catalogue/catalogue-rows.ts'
import { loadOrganisationByCode } from '../organisations/organisation-row.ts'
import type { OrganisationRow } from '../organisations/organisation-row.ts'
import { Organisation, Zone } from '../organisations/organisations.graphql.ts'
import { loadZone } from '../organisations/zone-row.ts'
import { loadPairing } from '../pairings/pairing-row.ts'
import { Pairing } from '../pairings/pairings.graphql.ts'
import { changesSinceReturn, STEP_KINDS, stepsOf } from './activity-history.ts'
import type { Step } from './activity-history.ts'
import {
  loadCountersignatures,
  loadDonations,
  loadEvidence,
  loadOutputs,
  loadParticipations,
  loadUserName,
} from './activity-parts.ts'
import type {
  CountersignatureRow,
  DonationRow,
  EvidenceRow,
  OutputRow,
  ParticipationRow,
} from './activity-parts.ts'
import { actorOf, factsOf, loadActivity, loadSubmitters } from './activity-row.ts'
import type { ActivityRow } from './activity-row.ts'
import { ACTIVITY_ORDERS, listActivities } from './list-activities.ts'
import { saveOrSubmitActivity } from './save-or-submit-activity.ts'
import { withdrawActivity } from './withdraw-activity.ts'

const found = async <Value>(value: Promise<Value | null>): Promise<Value> => {
  const known = await value
  if (known === null) throw new Error('what a record refers to is gone')
  return known
}

const Output = builder.objectRef<OutputRow>('Output').implement({
  description:
    '成果: an indicator and a quantity; the claimed one and the accepted one are both kept.',
  fields: (t) => ({
    indicator: t.field({
      type: Indicator,
      resolve: ({ indicatorCode }, _args, context) => found(loadIndicator(context, indicatorCode)),
    }),
    claimed: t.field({ type: 'Decimal', resolve: ({ claimed }) => claimed }),
    accepted: t.field({ type: 'Decimal', nullable: true, resolve: ({ accepted }) => accepted }),
  }),
})
const Participation = builder.objectRef<ParticipationRow>('Participation').implement({
  description: '参加人次/工时: so many people for so many hours each.',
  fields: (t) => ({
    label: t.exposeString('label', { nullable: true }),
    headCount: t.exposeInt('headCount'),
    hoursEach: t.field({ type: 'Decimal', resolve: ({ hoursEach }) => hoursEach }),
  }),
})
const Donation = builder.objectRef<DonationRow>('Donation').implement({
  description: '捐款捐物',
  fields: (t) => ({
    kind: t.field({ type: DonationKindEnum, resolve: ({ kind }) => kind }),
    description: t.exposeString('description'),
    valueYuan: t.field({ type: 'Decimal', resolve: ({ valueYuan }) => valueYuan }),
  }),
})
const Evidence = builder.objectRef<EvidenceRow>('Evidence').implement({
  description: 'A photo that somebody chose to add.',
  fields: (t) => ({
    id: t.exposeID('id'),
    fileName: t.exposeString('fileName'),
    mediaType: t.exposeString('mediaType'),
    bytes: t.exposeInt('bytes'),
    width: t.exposeInt('width'),
    height: t.exposeInt('height'),
    caption: t.exposeString('caption'),
    takenAt: t.field({ type: 'DateTime', nullable: true, resolve: ({ takenAt }) => takenAt }),
    uploadedAt: t.field({ type: 'DateTime', resolve: ({ uploadedAt }) => uploadedAt }),
    url: t.string({ resolve: ({ id }) => `/files/evidence/${id}` }),
    thumbnailUrl: t.string({ resolve: ({ id }) => `/files/evidence/${id}/thumbnail` }),
  }),
})
const FieldReason = builder.objectRef<{ path: string; reason: string }>('FieldReason').implement({
  description: 'Why one field has to be corrected.',
  fields: (t) => ({ path: t.exposeString('path'), reason: t.exposeString('reason') }),
})
const SignedQuantity = builder
  .objectRef<{ indicatorCode: string; claimed: string; accepted: string }>('SignedQuantity')
  .implement({
    description: 'A quantity as it was claimed and as it was accepted.',
    fields: (t) => ({
      indicatorCode: t.exposeString('indicatorCode'),
      claimed: t.field({ type: 'Decimal', resolve: ({ claimed }) => claimed }),
      accepted: t.field({ type: 'Decimal', resolve: ({ accepted }) => accepted }),
    }),
  })
const Countersignature = builder.objectRef<CountersignatureRow>('Countersignature').implement({
  description: "签署意见: the community's signed opinion. Never changed.",
  fields: (t) => ({
    id: t.exposeID('id'),
    decision: t.field({ type: DecisionEnum, resolve: ({ decision }) => decision }),
    usefulness: t.exposeInt('usefulness', {
      nullable: true,
      description: '1 (of no use) to 5 (of great use).',
    }),
    words: t.exposeString('words'),
    reason: t.exposeString('reason', { nullable: true }),
    fieldReasons: t.field({ type: [FieldReason], resolve: ({ fieldReasons }) => fieldReasons }),
    quantities: t.field({ type: [SignedQuantity], resolve: ({ quantities }) => quantities }),
    activityVersion: t.exposeInt('activityVersion'),
    signedByName: t.exposeString('signedByName'),
    signedForName: t.exposeString('signedForName'),
    signedAt: t.field({ type: 'DateTime', resolve: ({ signedAt }) => signedAt }),
  }),
})
const StepKindEnum = builder.enumType('StepKind', {
  values: STEP_KINDS,
  description: 'What was done.',
})
const StepType = builder.objectRef<Step>('Step').implement({
  description: "One step of the record's way.",
  fields: (t) => ({
    kind: t.field({ type: StepKindEnum, resolve: ({ kind }) => kind }),
    at: t.field({ type: 'DateTime', resolve: ({ at }) => at }),
    byName: t.exposeString('byName'),
    organisationName: t.exposeString('organisationName', { nullable: true }),
    reason: t.exposeString('reason', { nullable: true }),
  }),
})
const Waiting = builder
  .objectRef<{
    organisation: OrganisationRow
    since: Date
    days: number
    due: string
    overdue: boolean
  }>('Waiting')
  .implement({
    description: 'With whom the record waits, and since when.',
    fields: (t) => ({
      organisation: t.field({ type: Organisation, resolve: ({ organisation }) => organisation }),
      since: t.field({ type: 'DateTime', resolve: ({ since }) => since }),
      days: t.exposeInt('days'),
      due: t.field({ type: 'Date', resolve: ({ due }) => due }),
      overdue: t.exposeBoolean('overdue'),
    }),
  })
const ContentChange = builder
  .objectRef<{ path: string; label: string; before: string | null; after: string | null }>(
    'ContentChange',
  )
  .implement({
    description: 'A difference between two submissions of one record.',
    fields: (t) => ({
      path: t.exposeString('path'),
      label: t.exposeString('label'),
      before: t.exposeString('before', { nullable: true }),
      after: t.exposeString('after', { nullable: true }),
    }),
  })
const Refusal = builder.objectRef<RefusalCode>('Refusal').implement({
  description: "Why an action is refused, in code and in the reader's words.",
  fields: (t) => ({
    code: t.string({ resolve: (code) => code }),
    message: t.string({ resolve: (code, _args, { text }) => text(`failure.${code}`) }),
  }),
})
const ActionAnswer = builder
  .objectRef<{ action: ActivityAction; refusal: RefusalCode | null }>('ActionAnswer')
  .implement({
    description: 'Whether an action may be done now, and if not, why.',
    fields: (t) => ({
      action: t.field({ type: ActivityActionEnum, resolve: ({ action }) => action }),
      refusal: t.field({ type: Refusal, nullable: true, resolve: (answer) => answer.refusal }),
    }),
  })

function waitingOf(row: ActivityRow, { now, city }: RequestContext) {
  const since =
    row.status === 'SUBMITTED' ? row.submittedAt : row.status === 'RETURNED' ? row.decidedAt : null
  if (since === null) return null
  const organisation =
    (row.status === 'SUBMITTED') === (row.direction !== 'COMMUNITY_TO_AGENCY')
      ? row.communitySide
      : row.agencySide
  return { organisation, since, ...waitingSince(since, now, city.timeZone) }
}

export const Activity = builder.objectRef<ActivityRow>('Activity').implement({
  description: '共建活动: one thing that happened under one pairing on one day.',
  fields: (t) => ({
    id: t.exposeID('id'),
    version: t.exposeInt('version', {
      description: 'Grows at every change; a writer says which one it read.',
    }),
    status: t.field({ type: ActivityStatusEnum, resolve: ({ status }) => status }),
    pairing: t.field({
      type: Pairing,
      resolve: ({ pairingId }, _args, context) => found(loadPairing(context, pairingId)),
    }),
    agencySide: t.field({ type: Organisation, resolve: ({ agencySide }) => agencySide }),
    agency: t.field({
      type: Organisation,
      description: 'The agency that the agency side is or belongs to.',
      resolve: ({ agencySide }, _args, context) =>
        agencySide.kind === 'AGENCY'
          ? agencySide
          : found(loadOrganisationByCode(context, agencySide.path.split('/')[1] ?? '')),
    }),
    communitySide: t.field({ type: Organisation, resolve: ({ communitySide }) => communitySide }),
    zone: t.field({
      type: Zone,
      nullable: true,
      resolve: ({ zoneId }, _args, context) => (zoneId === null ? null : loadZone(context, zoneId)),
    }),
    campaign: t.field({
      type: Campaign,
      nullable: true,
      resolve: async ({ campaignId }, _args, context) =>
        campaignId === null
          ? null
          : ((await campaignsOf(context)).find(({ id }) => id === campaignId) ?? null),
    }),
    programmeYear: t.exposeInt('programmeYear'),
    day: t.field({ type: 'Date', resolve: ({ day }) => day }),
    kind: t.field({ type: ActivityKindEnum, resolve: ({ kind }) => kind }),
    area: t.field({ type: HelpAreaEnum, nullable: true, resolve: ({ area }) => area }),
    direction: t.field({ type: DirectionEnum, resolve: ({ direction }) => direction }),
    title: t.exposeString('title'),
    words: t.exposeString('words'),
    outputs: t.field({
      type: [Output],
      resolve: async ({ id }, _args, context) => (await loadOutputs(context, id)) ?? [],
    }),
    participations: t.field({
      type: [Participation],
      resolve: async ({ id }, _args, context) => (await loadParticipations(context, id)) ?? [],
    }),
    donations: t.field({
      type: [Donation],
      resolve: async ({ id }, _args, context) => (await loadDonations(context, id)) ?? [],
    }),
    evidence: t.field({
      type: [Evidence],
      resolve: async ({ id }, _args, context) => (await loadEvidence(context, id)) ?? [],
    }),
    evidenceCount: t.int({
      resolve: async ({ id }, _args, context) => (await loadEvidence(context, id))?.length ?? 0,
    }),
    personTimes: t.exposeInt('personTimes'),
    hours: t.field({ type: 'Decimal', resolve: ({ hours }) => hours }),
    usefulness: t.exposeInt('usefulness', { nullable: true }),
    openQuestions: t.field({
      type: [OpenQuestionEnum],
      resolve: ({ openQuestions }) => openQuestions,
    }),
    createdByName: t.string({
      resolve: async ({ createdById }, _args, context) =>
        (await loadUserName(context, createdById)) ?? '',
    }),
    createdAt: t.field({ type: 'DateTime', resolve: ({ createdAt }) => createdAt }),
    updatedAt: t.field({ type: 'DateTime', resolve: ({ updatedAt }) => updatedAt }),
    submittedByName: t.string({
      nullable: true,
      resolve: ({ submittedById }, _args, context) =>
        submittedById === null ? null : loadUserName(context, submittedById),
    }),
    submittedAt: t.field({
      type: 'DateTime',
      nullable: true,
      resolve: ({ submittedAt }) => submittedAt,
    }),
    decidedAt: t.field({ type: 'DateTime', nullable: true, resolve: ({ decidedAt }) => decidedAt }),
    countersignatures: t.field({
      type: [Countersignature],
      resolve: async ({ id }, _args, context) => (await loadCountersignatures(context, id)) ?? [],
    }),
    returned: t.field({
      type: Countersignature,
      nullable: true,
      description:
        'The newest return or reopening, while the record is with the recorder for correction.',
      resolve: async ({ id, status }, _args, context) =>
        status === 'RETURNED' ? ((await loadCountersignatures(context, id))?.at(-1) ?? null) : null,
    }),
    changesSinceReturn: t.field({
      type: [ContentChange],
      description: 'What changed between the submission that was returned and the present one.',
      resolve: (row, _args, context) => changesSinceReturn(context, row),
    }),
    steps: t.field({ type: [StepType], resolve: ({ id }, _args, context) => stepsOf(context, id) }),
    waiting: t.field({
      type: Waiting,
      nullable: true,
      resolve: (row, _args, context) => waitingOf(row, context),
    }),
    refusal: t.field({
      type: Refusal,
      nullable: true,
      description: 'Why the reader may not do this to the record; null where they may.',
      args: { action: t.arg({ type: ActivityActionEnum, required: true }) },
      resolve: async (row, { action }, context) => {
        const actor = actorOf(context)
        return actor === null
          ? 'ROLE_MAY_NOT'
          : refusal(
              action,
              await factsOf(context, row, (await loadSubmitters(context, row.id)) ?? []),
              actor,
            )
      },
    }),
    actions: t.field({
      type: [ActionAnswer],
      resolve: async (row, _args, context) => {
        const actor = actorOf(context)
        if (actor === null)
          return ACTIVITY_ACTIONS.map((action) => ({ action, refusal: 'ROLE_MAY_NOT' as const }))
        return allRefusals(
          await factsOf(context, row, (await loadSubmitters(context, row.id)) ?? []),
          actor,
        )
      },
    }),
  }),
})

builder.objectType(StaleVersion, {
  name: 'StaleVersion',
  description: 'Somebody changed the record since it was read.',
  interfaces: [FailureInterface],
  isTypeOf: (value) => value instanceof StaleVersion,
  fields: (t) => ({
    current: t.field({
      type: Activity,
      resolve: ({ activityId }, _args, context) => found(loadActivity(context, activityId)),
    }),
  }),
})

export const ActivityConnection = connectionOf('Activity', Activity)
const ActivityOrderEnum = builder.enumType('ActivityOrder', {
  values: ACTIVITY_ORDERS,
  description: 'In which order records are listed.',
})
const ActivityFilterInput = builder.inputType('ActivityFilter', {
  fields: (t) => ({
    year: t.int(),
    statuses: t.field({ type: [ActivityStatusEnum] }),
    kinds: t.field({ type: [ActivityKindEnum] }),
    areas: t.field({ type: [HelpAreaEnum] }),
    directions: t.field({ type: [DirectionEnum] }),
    organisationId: t.id({ description: 'Anything on either side under this organisation.' }),
    zoneId: t.id(),
    pairingId: t.id(),
    campaignId: t.id(),
    indicatorCode: t.string(),
    month: t.string({ description: 'YYYY-MM' }),
    dayFrom: t.field({ type: 'Date' }),
    dayTo: t.field({ type: 'Date' }),
    search: t.string(),
    mine: t.boolean(),
    overdue: t.boolean(),
    openQuestion: t.field({ type: OpenQuestionEnum }),
  }),
})

builder.queryFields((t) => ({
  activities: t.field({
    type: ActivityConnection,
    description: 'The records in sight of the reader.',
    authScopes: { operation: 'activities' },
    args: {
      first: t.arg.int({ defaultValue: 50 }),
      after: t.arg.string(),
      filter: t.arg({ type: ActivityFilterInput }),
      order: t.arg({ type: ActivityOrderEnum, defaultValue: 'NEWEST_DAY' }),
    },
    resolve: (_root, { filter, order, ...page }, context) =>
      listActivities(context, page, filter ?? {}, order ?? 'NEWEST_DAY'),
  }),
  activity: t.field({
    type: Activity,
    nullable: true,
    authScopes: { operation: 'activity' },
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) => loadActivity(context, id),
  }),
}))

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

function typedContent(content: (typeof ActivityContentInput)['$inferInput']): TypedContent {
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

const ActivityMoved = builder
  .objectRef<{ id: string; status: ActivityRow['status']; version: number }>('ActivityMoved')
  .implement({
    description: 'A record moved along its life.',
    fields: (t) => ({
      id: t.exposeID('id'),
      status: t.field({ type: ActivityStatusEnum, resolve: ({ status }) => status }),
      version: t.exposeInt('version'),
    }),
  })
builder.subscriptionField('activityMoved', (t) =>
  t.field({
    type: ActivityMoved,
    description: 'What moved, for whoever has it in sight.',
    authScopes: { operation: 'activityMoved' },
    subscribe: (_root, _args, context) => activityMoves(context),
    resolve: (move) => move,
  }),
)
