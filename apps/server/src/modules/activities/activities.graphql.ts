import { askedFields } from '../../platform/asked-fields.ts'
import { activityMoves, liveEvents } from '../../platform/live.ts'
import type { LiveEvent } from '../../platform/live.ts'
import { builder } from '../../platform/schema-builder.ts'
import {
  ActivityKindEnum,
  ActivityStatusEnum,
  DirectionEnum,
  HelpAreaEnum,
  OpenQuestionEnum,
  PairingSideEnum,
} from '../../platform/vocabulary.graphql.ts'
import { Indicator } from '../catalogue/catalogue.graphql.ts'
import './recording.graphql.ts'
import { Activity, ActivityConnection } from './activity.graphql.ts'
import { loadActivity } from './activity-row.ts'
import type { ActivityRow } from './activity-row.ts'
import { ACTIVITY_ORDERS, listActivities } from './list-activities.ts'
import { MOST_SUMMED, quantityOfRecords } from './quantity-of-records.ts'
import type {
  QuantityOfRecords as QuantityOfRecordsRow,
  QuantitySums as QuantitySumsRow,
} from './quantity-of-records.ts'

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
    recordingSide: t.field({ type: PairingSideEnum }),
    organisationId: t.id({ description: 'Anything on either side under this organisation.' }),
    zoneId: t.id(),
    pairingId: t.id(),
    campaignId: t.id(),
    indicatorCode: t.string(),
    month: t.field({ type: 'Month' }),
    dayFrom: t.field({ type: 'Date' }),
    dayTo: t.field({ type: 'Date' }),
    search: t.string(),
    mine: t.boolean(),
    overdue: t.boolean(),
    partnerId: t.id({ description: 'Of these, those that have to do with this one too.' }),
    waitsWithId: t.id({ description: 'What waits to be signed by this very organisation.' }),
    waitedDaysFrom: t.int({ description: 'What has waited so many whole days and longer.' }),
    waitedDaysTo: t.int({ description: 'What has waited so many whole days at most.' }),
    openQuestion: t.field({ type: OpenQuestionEnum }),
    giftsOnly: t.boolean({ description: 'Only what holds gifts or donations, and no other work.' }),
    signedWithinSeconds: t.int({
      description: 'Only what was countersigned within so many seconds of its submission.',
    }),
  }),
})

const QuantitySums = builder.objectRef<QuantitySumsRow>('QuantitySums').implement({
  description: 'What was accepted, and what is still claimed, with the records that say so.',
  fields: (t) => ({
    accepted: t.expose('accepted', { type: 'Decimal' }),
    acceptedRecords: t.exposeInt('acceptedRecords'),
    claimed: t.expose('claimed', { type: 'Decimal' }),
    claimedRecords: t.exposeInt('claimedRecords'),
  }),
})
const QuantityOfRecords = builder.objectRef<QuantityOfRecordsRow>('QuantityOfRecords').implement({
  description: 'What the records of a list come to in one indicator, as the analysis counts it.',
  fields: (t) => ({
    indicator: t.field({ type: Indicator, resolve: ({ indicator }) => indicator }),
    sums: t.expose('sums', {
      type: QuantitySums,
      nullable: true,
      description: 'Null where there are more records than are summed.',
    }),
    mostRecords: t.int({
      description: 'Of more records than these no sum is made.',
      resolve: () => MOST_SUMMED,
    }),
  }),
})

builder.queryFields((t) => ({
  activitiesQuantity: t.field({
    type: QuantityOfRecords,
    nullable: true,
    description:
      'What the records of the list come to in the indicator by which it is narrowed; null where by none.',
    authScopes: { operation: 'activitiesQuantity' },
    args: { filter: t.arg({ type: ActivityFilterInput, required: true }) },
    resolve: (_root, { filter }, context) => quantityOfRecords(context, filter),
  }),
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
    resolve: (_root, { filter, order, ...page }, context, info) =>
      listActivities(
        context,
        page,
        filter ?? {},
        order ?? 'NEWEST_DAY',
        askedFields(info, ['edges', 'node']),
      ),
  }),
  activity: t.field({
    type: Activity,
    nullable: true,
    authScopes: { operation: 'activity' },
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) => loadActivity(context, id),
  }),
}))

const ActivityMoved = builder
  .objectRef<{ id: string; status: ActivityRow['status']; version: number }>('ActivityMoved')
  .implement({
    description: 'A record moved along its life.',
    fields: (t) => ({
      id: t.exposeID('id'),
      status: t.expose('status', { type: ActivityStatusEnum }),
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

const LiveEventType = builder.objectRef<LiveEvent>('LiveEvent').implement({
  description: 'What an open page should look at again.',
  fields: (t) => ({
    moved: t.expose('moved', { type: ActivityMoved, nullable: true }),
    notified: t.exposeBoolean('notified'),
  }),
})
builder.subscriptionField('live', (t) =>
  t.field({
    type: LiveEventType,
    description: 'All that an open page needs to hear of, in one stream.',
    authScopes: { operation: 'live' },
    subscribe: (_root, _args, context) => liveEvents(context),
    resolve: (event) => event,
  }),
)
