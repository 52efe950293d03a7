import type { ActivityAction } from '@gongjian/domain/activity-actions'
import { EVIDENCE_TYPES, isPhotoType } from '@gongjian/domain/evidence-files'
import { builder } from '../../platform/schema-builder.ts'
import {
  ActivityActionEnum,
  DecisionEnum,
  EvidenceKindEnum,
} from '../../platform/vocabulary.graphql.ts'
import { Indicator } from '../catalogue/catalogue.graphql.ts'
import { fileAddress } from '../evidence/file-address.ts'
import type { OrganisationBrief } from '../organisations/organisation-row.ts'
import { Organisation } from '../organisations/organisations.graphql.ts'
import { STEP_KINDS } from './activity-history.ts'
import type { Step } from './activity-history.ts'
import type {
  CountersignatureRow,
  EvidenceRow,
  OutputRow,
  ParticipationRow,
} from './activity-parts.ts'

/** What a record refers to is there: the database's foreign keys see to it. */
export const found = async <Value>(value: Promise<Value | null>): Promise<Value> => {
  const known = await value
  if (known === null) throw new Error('what a record refers to is gone')
  return known
}

export const Output = builder.objectRef<OutputRow>('Output').implement({
  description:
    '成果: an indicator and a quantity; the claimed one and the accepted one are both kept.',
  fields: (t) => ({
    indicator: t.expose('indicator', { type: Indicator }),
    claimed: t.expose('claimed', { type: 'Decimal' }),
    accepted: t.expose('accepted', { type: 'Decimal', nullable: true }),
  }),
})
export const Participation = builder.objectRef<ParticipationRow>('Participation').implement({
  description: '参加人次/工时: so many people for so many hours each.',
  fields: (t) => ({
    label: t.exposeString('label', { nullable: true }),
    headCount: t.exposeInt('headCount'),
    hoursEach: t.expose('hoursEach', { type: 'Decimal' }),
  }),
})
export const Evidence = builder.objectRef<Omit<EvidenceRow, 'activityId'>>('Evidence').implement({
  description: 'A photo or document that somebody chose to add.',
  fields: (t) => ({
    id: t.exposeID('id'),
    kind: t.field({
      type: EvidenceKindEnum,
      description: 'What it is, by what is in the file.',
      resolve: ({ mediaType }) => EVIDENCE_TYPES[mediaType].kind,
    }),
    fileName: t.exposeString('fileName'),
    mediaType: t.exposeString('mediaType'),
    bytes: t.exposeInt('bytes'),
    width: t.exposeInt('width', { nullable: true, description: 'In pixels, of a photo.' }),
    height: t.exposeInt('height', { nullable: true, description: 'In pixels, of a photo.' }),
    caption: t.exposeString('caption'),
    takenAt: t.expose('takenAt', { type: 'DateTime', nullable: true }),
    uploadedAt: t.expose('uploadedAt', { type: 'DateTime' }),
    url: t.string({ resolve: fileAddress }),
    thumbnailUrl: t.string({
      nullable: true,
      description: 'A small picture, of a photo.',
      resolve: (file) => (isPhotoType(file.mediaType) ? `${fileAddress(file)}/thumbnail` : null),
    }),
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
      claimed: t.expose('claimed', { type: 'Decimal' }),
      accepted: t.expose('accepted', { type: 'Decimal' }),
    }),
  })
export const Countersignature = builder
  .objectRef<CountersignatureRow>('Countersignature')
  .implement({
    description: "签署意见: the community's signed opinion. Never changed.",
    fields: (t) => ({
      id: t.exposeID('id'),
      decision: t.expose('decision', { type: DecisionEnum }),
      usefulness: t.exposeInt('usefulness', {
        nullable: true,
        description: '1 (of no use) to 5 (of great use).',
      }),
      words: t.exposeString('words'),
      reason: t.exposeString('reason', { nullable: true }),
      fieldReasons: t.expose('fieldReasons', { type: [FieldReason] }),
      quantities: t.expose('quantities', { type: [SignedQuantity] }),
      activityVersion: t.exposeInt('activityVersion'),
      signedByName: t.exposeString('signedByName'),
      deputyForName: t.exposeString('deputyForName', {
        nullable: true,
        description: 'Whose deputy signed (代); null where it was who holds the position.',
      }),
      signedForName: t.exposeString('signedForName'),
      signedAt: t.expose('signedAt', { type: 'DateTime' }),
    }),
  })
const StepKindEnum = builder.enumType('StepKind', {
  values: STEP_KINDS,
  description: 'What was done.',
})
export const StepType = builder.objectRef<Step>('Step').implement({
  description: "One step of the record's way.",
  fields: (t) => ({
    kind: t.expose('kind', { type: StepKindEnum }),
    at: t.expose('at', { type: 'DateTime' }),
    byName: t.exposeString('byName'),
    deputyForName: t.exposeString('deputyForName', {
      nullable: true,
      description: 'Whose deputy did it (代); null where it was who holds the position.',
    }),
    organisationName: t.exposeString('organisationName', { nullable: true }),
    reason: t.exposeString('reason', { nullable: true }),
  }),
})
export const Waiting = builder
  .objectRef<{
    organisation: OrganisationBrief
    since: Date
    days: number
    due: string
    overdue: boolean
  }>('Waiting')
  .implement({
    description: 'With whom the record waits, and since when.',
    fields: (t) => ({
      organisation: t.expose('organisation', { type: Organisation }),
      since: t.expose('since', { type: 'DateTime' }),
      days: t.exposeInt('days'),
      due: t.expose('due', { type: 'Date' }),
      overdue: t.exposeBoolean('overdue'),
    }),
  })
export const ContentChange = builder
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
/** Of whatever noun: the code names the message. */
export const Refusal = builder.objectRef<string>('Refusal').implement({
  description: "Why an action is refused, in code and in the reader's words.",
  fields: (t) => ({
    code: t.string({ resolve: (code) => code }),
    message: t.string({ resolve: (code, _args, { text }) => text(`failure.${code}`) }),
  }),
})
export const ActionAnswer = builder
  .objectRef<{ action: ActivityAction; refusal: string | null }>('ActionAnswer')
  .implement({
    description: 'Whether an action may be done now, and if not, why.',
    fields: (t) => ({
      action: t.expose('action', { type: ActivityActionEnum }),
      refusal: t.expose('refusal', { type: Refusal, nullable: true }),
    }),
  })
