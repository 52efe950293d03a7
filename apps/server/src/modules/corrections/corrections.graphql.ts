import { connectionOf } from '../../platform/connection.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { builder } from '../../platform/schema-builder.ts'
import { CorrectionStatusEnum, PairingSideEnum } from '../../platform/vocabulary.graphql.ts'
import { found } from '../activities/activity-parts.graphql.ts'
import { loadActivity } from '../activities/activity-row.ts'
import { Indicator, loadIndicator } from '../catalogue/catalogue.graphql.ts'
import { RecordReference } from '../periods/periods.graphql.ts'
import { listCorrections } from './correction-row.ts'
import type { CorrectionLine, CorrectionRow } from './correction-row.ts'
import { countsNow } from './counts-now.ts'
import { decideCorrection, withdrawCorrection } from './decide-correction.ts'
import { proposeCorrection } from './propose-correction.ts'

const Line = builder.objectRef<CorrectionLine>('CorrectionLine').implement({
  description: 'A quantity that is corrected.',
  fields: (t) => ({
    indicator: t.field({
      type: Indicator,
      resolve: ({ indicatorCode }, _args, context) => found(loadIndicator(context, indicatorCode)),
    }),
    before: t.field({ type: 'Decimal', resolve: ({ before }) => before }),
    after: t.field({ type: 'Decimal', resolve: ({ after }) => after }),
  }),
})
const Correction = builder.objectRef<CorrectionRow>('Correction').implement({
  description:
    '更正: linked to a countersigned record of a locked period, which is itself never changed.',
  fields: (t) => ({
    id: t.exposeID('id'),
    activity: t.field({ type: RecordReference, resolve: ({ activity }) => activity }),
    agencyName: t.exposeString('agencyName'),
    communityName: t.exposeString('communityName'),
    day: t.field({ type: 'Date', resolve: ({ day }) => day }),
    status: t.field({ type: CorrectionStatusEnum, resolve: ({ status }) => status }),
    version: t.exposeInt('version'),
    reason: t.exposeString('reason'),
    personTimesBefore: t.exposeInt('personTimesBefore'),
    personTimesAfter: t.exposeInt('personTimesAfter'),
    hoursBefore: t.field({ type: 'Decimal', resolve: ({ hoursBefore }) => hoursBefore }),
    hoursAfter: t.field({ type: 'Decimal', resolve: ({ hoursAfter }) => hoursAfter }),
    side: t.field({ type: PairingSideEnum, resolve: ({ side }) => side }),
    proposedByName: t.exposeString('proposedByName'),
    proposedForName: t.exposeString('proposedForName'),
    proposedAt: t.field({ type: 'DateTime', resolve: ({ proposedAt }) => proposedAt }),
    decidedByName: t.exposeString('decidedByName', { nullable: true }),
    decidedAt: t.field({ type: 'DateTime', nullable: true, resolve: ({ decidedAt }) => decidedAt }),
    decisionWords: t.exposeString('decisionWords'),
    lines: t.field({ type: [Line], resolve: ({ lines }) => lines }),
  }),
})
const Connection = connectionOf('Correction', Correction)

type NowLine = { indicatorCode: string; quantity: string }
const CountsLine = builder.objectRef<NowLine>('CountsNowLine').implement({
  description: 'A quantity as it counts now.',
  fields: (t) => ({
    indicator: t.field({
      type: Indicator,
      resolve: ({ indicatorCode }, _args, context) => found(loadIndicator(context, indicatorCode)),
    }),
    quantity: t.field({ type: 'Decimal', resolve: ({ quantity }) => quantity }),
  }),
})
type Now = { personTimes: string; hours: string; outputs: readonly NowLine[] }
const CountsNow = builder.objectRef<Now>('CountsNow').implement({
  description:
    'What a record counts with now: what was accepted, and what approved corrections added.',
  fields: (t) => ({
    personTimes: t.int({ resolve: ({ personTimes }) => Number(personTimes) }),
    hours: t.field({ type: 'Decimal', resolve: ({ hours }) => hours }),
    outputs: t.field({ type: [CountsLine], resolve: ({ outputs }) => [...outputs] }),
  }),
})

const FilterInput = builder.inputType('CorrectionFilter', {
  fields: (t) => ({
    status: t.field({ type: CorrectionStatusEnum }),
    activityId: t.id(),
    year: t.int(),
  }),
})
builder.queryFields((t) => ({
  corrections: t.field({
    type: Connection,
    description: 'Corrections of records in sight, the newest first.',
    authScopes: { operation: 'corrections' },
    args: {
      first: t.arg.int({ defaultValue: 50 }),
      after: t.arg.string(),
      filter: t.arg({ type: FilterInput }),
    },
    resolve: (_root, { filter, ...page }, context) => listCorrections(context, page, filter ?? {}),
  }),
  countsNow: t.field({
    type: CountsNow,
    nullable: true,
    description: 'What a record counts with now; null where there is no such record in sight.',
    authScopes: { operation: 'countsNow' },
    args: { activityId: t.arg.id({ required: true }) },
    resolve: async (_root, { activityId }, context) =>
      (await loadActivity(context, activityId)) === null ? null : countsNow(context, activityId),
  }),
}))

const LineInput = builder.inputType('CorrectionLineInput', {
  fields: (t) => ({
    indicatorCode: t.string({ required: true }),
    quantity: t.string({ required: true, description: 'As typed: what it should be.' }),
  }),
})
const ProposeInput = builder.inputType('ProposeCorrectionInput', {
  fields: (t) => ({
    id: t.id({ required: true }),
    activityId: t.id({ required: true }),
    reason: t.string({ required: true }),
    personTimes: t.string({ required: true, description: 'As typed: what it should be.' }),
    hours: t.string({ required: true, description: 'As typed: what it should be.' }),
    outputs: t.field({ type: [LineInput], required: true }),
  }),
})
const DecideInput = builder.inputType('DecideCorrectionInput', {
  fields: (t) => ({
    id: t.id({ required: true }),
    version: t.int({ required: true }),
    approve: t.boolean({ required: true }),
    words: t.string({ required: true, description: 'A reason where it is refused.' }),
  }),
})
const WithdrawInput = builder.inputType('WithdrawCorrectionInput', {
  fields: (t) => ({ id: t.id({ required: true }), version: t.int({ required: true }) }),
})
builder.mutationFields((t) => ({
  proposeCorrection: t.field({
    type: Correction,
    description: 'Proposes what a record of a locked period should count with.',
    authScopes: { operation: 'proposeCorrection' },
    errors: {
      types: [InvalidInput, NotFound, Refused],
      union: { name: 'ProposeCorrectionPayload' },
    },
    args: { input: t.arg({ type: ProposeInput, required: true }) },
    resolve: (_root, { input }, context) => proposeCorrection(context, input),
  }),
  decideCorrection: t.field({
    type: Correction,
    description: 'Approves a correction, which is then in the totals, or refuses it.',
    authScopes: { operation: 'decideCorrection' },
    errors: {
      types: [InvalidInput, NotFound, Refused],
      union: { name: 'DecideCorrectionPayload' },
    },
    args: { input: t.arg({ type: DecideInput, required: true }) },
    resolve: (_root, { input }, context) => decideCorrection(context, input),
  }),
  withdrawCorrection: t.field({
    type: Correction,
    description: 'Takes back a correction that is not decided yet.',
    authScopes: { operation: 'withdrawCorrection' },
    errors: { types: [NotFound, Refused], union: { name: 'WithdrawCorrectionPayload' } },
    args: { input: t.arg({ type: WithdrawInput, required: true }) },
    resolve: (_root, { input }, context) => withdrawCorrection(context, input),
  }),
}))
