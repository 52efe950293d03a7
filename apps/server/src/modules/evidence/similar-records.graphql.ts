import { builder } from '../../platform/schema-builder.ts'
import { ActivityStatusEnum } from '../../platform/vocabulary.graphql.ts'
import { Activity } from '../activities/activity.graphql.ts'
import { findSimilarToDraft, loadSimilarRecords } from './similar-records.ts'
import type { SimilarRecordRow } from './similar-records.ts'

const SimilarRecord = builder.objectRef<SimilarRecordRow>('SimilarRecord').implement({
  description:
    'Another record, in sight of the reader, that is alike: of about the same day, of the same pairing or agency side, in much the same words. Pointed out, never a hindrance.',
  fields: (t) => ({
    otherId: t.exposeID('otherId', { description: 'The other record.' }),
    otherTitle: t.exposeString('otherTitle', { description: 'Its title.' }),
    otherDay: t.field({
      type: 'Date',
      description: 'Its day.',
      resolve: ({ otherDay }) => otherDay,
    }),
    otherStatus: t.field({
      type: ActivityStatusEnum,
      description: 'Where it stands.',
      resolve: ({ otherStatus }) => otherStatus,
    }),
    otherCommunityName: t.exposeString('otherCommunityName', {
      description: 'With which community it was.',
    }),
    daysLater: t.exposeInt('daysLater', {
      description: 'How many days later it was: 0 on the same day, −1 on the day before.',
    }),
    samePairing: t.exposeBoolean('samePairing', {
      description: 'Whether it is of the same pairing; else of the same agency side.',
    }),
    percent: t.exposeInt('percent', {
      description: 'How much of the words both have in common, 100 for all of them.',
    }),
  }),
})

builder.objectField(Activity, 'similarRecords', (t) =>
  t.field({
    type: [SimilarRecord],
    description: 'Other records that are alike, the most alike first, five at most.',
    resolve: ({ id }, _args, context) => loadSimilarRecords(context, id),
  }),
)

const SimilarToInput = builder.inputType('SimilarToInput', {
  description: 'What is being written, as typed; nothing of it is stored.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'The id that the record has or will have.' }),
    pairingId: t.id({ required: true }),
    day: t.string({ required: true }),
    title: t.string({ required: true }),
    words: t.string({ required: true }),
  }),
})

builder.queryField('similarRecords', (t) =>
  t.field({
    type: [SimilarRecord],
    description:
      'Records in sight of the reader that are alike to what is being written, the most alike first, five at most.',
    authScopes: { operation: 'similarRecords' },
    args: { to: t.arg({ type: SimilarToInput, required: true }) },
    resolve: (_root, { to }, context) => findSimilarToDraft(context, to),
  }),
)
