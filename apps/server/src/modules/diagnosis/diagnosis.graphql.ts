import { thinned } from '@gongjian/domain/diagnosis-measures'
import type { Bar, LorenzPoint } from '@gongjian/domain/diagnosis-measures'
import type { Curve } from '@gongjian/domain/diagnose'
import { DIAGNOSIS_SIGNS, FOLLOW_UP_STATES } from '@gongjian/domain/diagnosis-signs'
import { scopeOf } from '@gongjian/domain/permission-matrix'
import { connectionOf } from '../../platform/connection.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { builder } from '../../platform/schema-builder.ts'
import { loadOrganisation } from '../organisations/organisation-row.ts'
import { Organisation } from '../organisations/organisations.graphql.ts'
import { Period } from '../periods/periods.graphql.ts'
import { diagnosisOf, signByMonth } from './diagnosis-of-year.ts'
import type { Diagnosis, MonthRow, SignRow, TrendRow } from './diagnosis-of-year.ts'
import { followUp } from './follow-up.ts'
import type { FollowUpRow } from './follow-up.ts'
import { CONCERN_ORDERS, FOLLOW_UP_FILTERS, listConcerns, whyOf } from './list-concerns.ts'
import type { ConcernRow } from './list-concerns.ts'
import { setThreshold, thresholdsOfSign } from './thresholds.ts'
import type { SetThreshold, ThresholdRow } from './thresholds.ts'

const SignEnum = builder.enumType('DiagnosisSignKind', {
  values: DIAGNOSIS_SIGNS,
  description: 'What may be a sign that joint building is there in form only.',
})
const StateEnum = builder.enumType('DiagnosisFollowUpState', {
  values: FOLLOW_UP_STATES,
  description: 'Being looked into; understood; as if nothing had been marked.',
})
const FollowUpFilterEnum = builder.enumType('DiagnosisFollowUpFilter', {
  values: FOLLOW_UP_FILTERS,
  description: 'Not marked yet, or marked so.',
})
const OrderEnum = builder.enumType('DiagnosisOrder', {
  values: CONCERN_ORDERS,
  description:
    'What deserves a look first, the fewest or the most records first, or by organisation.',
})
const UnitEnum = builder.enumType('DiagnosisUnit', {
  values: ['INDEX', 'SHARE', 'RECORDS', 'DAYS', 'SCORE', 'SECONDS', 'TIMES'] as const,
  description: 'In what a threshold is counted; a share of a half is 0.5.',
})

const Change = builder.objectRef<SetThreshold>('DiagnosisThresholdChange').implement({
  description: 'How a threshold was set, by whom and why.',
  fields: (t) => ({
    revision: t.exposeInt('revision'),
    value: t.exposeFloat('value'),
    reason: t.exposeString('reason'),
    setByName: t.exposeString('setByName'),
    setAt: t.field({ type: 'DateTime', resolve: ({ setAt }) => setAt }),
  }),
})
const Threshold = builder.objectRef<ThresholdRow>('DiagnosisThreshold').implement({
  description: 'From where something is a sign, in a year.',
  fields: (t) => ({
    sign: t.field({ type: SignEnum, resolve: ({ sign }) => sign }),
    name: t.exposeString('name'),
    value: t.exposeFloat('value', { description: 'What holds.' }),
    standard: t.exposeFloat('standard', { description: 'What holds where nothing was set.' }),
    least: t.exposeFloat('least'),
    most: t.exposeFloat('most'),
    step: t.exposeFloat('step'),
    unit: t.field({ type: UnitEnum, resolve: ({ unit }) => unit }),
    revision: t.exposeInt('revision', { description: 'How often it was set in the year.' }),
    changes: t.field({ type: [Change], resolve: ({ changes }) => changes }),
  }),
})
const Trend = builder.objectRef<TrendRow>('DiagnosisTrend').implement({
  description: 'The sign of one quarter by itself.',
  fields: (t) => ({
    quarter: t.exposeInt('quarter'),
    value: t.exposeFloat('value', { nullable: true }),
    concerned: t.exposeInt('concerned'),
    judged: t.exposeInt('judged'),
  }),
})
const MonthType = builder.objectRef<MonthRow>('DiagnosisMonth').implement({
  description: 'How a sign stood at the end of a month, from the first day of the year.',
  fields: (t) => ({
    month: t.exposeString('month', { description: 'YYYY-MM' }),
    value: t.exposeFloat('value', { nullable: true }),
    concerned: t.exposeInt('concerned'),
    judged: t.exposeInt('judged'),
  }),
})
const Point = builder.objectRef<LorenzPoint>('LorenzPoint').implement({
  description: 'The share of the whole that the least so many have together, both from 0 to 1.',
  fields: (t) => ({ members: t.exposeFloat('members'), amount: t.exposeFloat('amount') }),
})
const SHOWN_POINTS = 61
const CurveType = builder.objectRef<Curve>('LorenzCurve').implement({
  description: 'How evenly help is spread over agencies or communities.',
  fields: (t) => ({
    of: t.string({ description: 'AGENCY or COMMUNITY.', resolve: ({ of }) => of }),
    gini: t.exposeFloat('gini', { nullable: true }),
    withNothing: t.exposeInt('withNothing'),
    members: t.exposeInt('members'),
    points: t.field({
      type: [Point],
      description: 'At most some sixty of them, its ends among them.',
      resolve: ({ points }) => thinned(points, SHOWN_POINTS),
    }),
  }),
})
const BarType = builder.objectRef<Bar>('DiagnosisBar').implement({
  description: 'How many lie between two values.',
  fields: (t) => ({
    from: t.exposeFloat('from'),
    to: t.exposeFloat('to'),
    count: t.exposeInt('count'),
  }),
})
type Figure = { name: string; value: number | null }
const FigureType = builder.objectRef<Figure>('DiagnosisFigure').implement({
  description: 'A figure of the whole that stands beside a sign.',
  fields: (t) => ({
    name: t.exposeString('name'),
    value: t.exposeFloat('value', { nullable: true }),
  }),
})
const Sign = builder.objectRef<SignRow>('DiagnosisSign').implement({
  description: 'A sign of a year. It accuses nobody, and no score knows of it.',
  fields: (t) => ({
    sign: t.field({ type: SignEnum, resolve: ({ sign }) => sign }),
    value: t.exposeFloat('value', {
      nullable: true,
      description:
        'The greater Gini coefficient of agencies and communities, or the share of those named among those judged; null where too little is known.',
    }),
    isLit: t.exposeBoolean('isLit', {
      nullable: true,
      description: 'Whether the whole deserves attention.',
    }),
    judged: t.exposeInt('judged', { description: 'How many could be judged.' }),
    concerned: t.int({
      description: 'How many are named.',
      resolve: ({ concerns }) => concerns.length,
    }),
    trend: t.field({ type: [Trend], resolve: ({ trend }) => trend() }),
    curves: t.field({ type: [CurveType], resolve: ({ curves }) => curves }),
    bars: t.field({ type: [BarType], resolve: ({ bars }) => bars }),
    figures: t.field({
      type: [FigureType],
      resolve: ({ figures }) =>
        Object.entries(figures).map(([name, value]): Figure => ({ name, value })),
    }),
    thresholds: t.field({
      type: [Threshold],
      resolve: ({ year, sign }, _args, context) => thresholdsOfSign(context, year, sign),
    }),
  }),
})
const DiagnosisType = builder.objectRef<Diagnosis>('Diagnosis').implement({
  description: 'Where joint building may be there in form only, of what the reader has in sight.',
  fields: (t) => ({
    year: t.exposeInt('year'),
    period: t.field({ type: Period, resolve: ({ period }) => period }),
    asOf: t.field({
      type: 'DateTime',
      resolve: (_diagnosis, _args, { now, figuresAsOf }) => figuresAsOf ?? now,
    }),
    hasBegun: t.boolean({
      description: 'Whether the year has: before, there is nothing to say.',
      resolve: ({ period }, _args, { today }) => period.startsOn <= today,
    }),
    pairings: t.exposeInt('pairings', { description: 'Pairings in sight that held in the year.' }),
    records: t.exposeInt('records', { description: 'Countersigned records under them.' }),
    signs: t.field({
      type: [Sign],
      args: { only: t.arg({ type: SignEnum }) },
      resolve: ({ signs }, { only }) => (only ? signs.filter(({ sign }) => sign === only) : signs),
    }),
  }),
})

const FollowUp = builder.objectRef<FollowUpRow>('DiagnosisFollowUp').implement({
  description: 'What the city committee has made of a sign, who and when.',
  fields: (t) => ({
    subjectId: t.exposeID('subjectId'),
    revision: t.exposeInt('revision'),
    state: t.field({ type: StateEnum, resolve: ({ state }) => state }),
    note: t.exposeString('note'),
    markedByName: t.exposeString('markedByName'),
    markedAt: t.field({ type: 'DateTime', resolve: ({ markedAt }) => markedAt }),
  }),
})
const organisationOf = async (context: RequestContext, id: string) => {
  const found = await loadOrganisation(context, id)
  if (found === null) throw new Error('a sign names an organisation that is not there')
  return found
}
const ConcernType = builder.objectRef<ConcernRow>('DiagnosisConcern').implement({
  description: 'An organisation or a pairing that a sign names, and why.',
  fields: (t) => ({
    id: t.id({ resolve: ({ sign, subjectId }) => `${sign}:${subjectId}` }),
    sign: t.field({ type: SignEnum, resolve: ({ sign }) => sign }),
    subjectId: t.exposeID('subjectId'),
    variant: t.string({ resolve: ({ variant }) => variant }),
    why: t.string({
      description: "Why, in the reader's words.",
      resolve: (row, _args, context) => whyOf(context, row),
    }),
    organisation: t.field({
      type: Organisation,
      description: 'With whom is to be looked first.',
      resolve: ({ organisationId }, _args, context) => organisationOf(context, organisationId),
    }),
    partner: t.field({
      type: Organisation,
      nullable: true,
      resolve: ({ partnerId }, _args, context) =>
        partnerId === null ? null : organisationOf(context, partnerId),
    }),
    pairingId: t.id({ nullable: true, resolve: ({ pairingId }) => pairingId }),
    records: t.exposeInt('records'),
    meantRecords: t.int({
      description:
        'How many of them the sign is about: those of gifts alone, those signed at once.',
      resolve: ({ variant, records, details }) =>
        (variant === 'GIFTS' ? details['gifts'] : variant === 'QUICK' ? details['quick'] : null) ??
        records,
    }),
    revision: t.exposeInt('revision', { description: 'What a change of the mark has read.' }),
    followUp: t.field({ type: FollowUp, nullable: true, resolve: (row) => row.followUp }),
    mayFollowUp: t.boolean({
      resolve: (_row, _args, { viewer }) =>
        viewer?.assignment != null &&
        scopeOf('followUpDiagnosis', viewer.assignment.role) !== 'NONE',
    }),
  }),
})
const Connection = connectionOf('DiagnosisConcern', ConcernType)
const FilterInput = builder.inputType('DiagnosisConcernFilter', {
  fields: (t) => ({
    year: t.int({ required: true }),
    sign: t.field({ type: SignEnum, required: true }),
    zoneId: t.id({ description: 'Of the agencies of this zone.' }),
    search: t.string(),
    followUp: t.field({ type: FollowUpFilterEnum }),
  }),
})
builder.queryFields((t) => ({
  diagnosis: t.field({
    type: DiagnosisType,
    description: 'The signs of a year, kept apart from every score.',
    authScopes: { operation: 'diagnosis' },
    args: { year: t.arg.int({ required: true }), zoneId: t.arg.id() },
    resolve: (_root, { year, zoneId }, context) => diagnosisOf(context, year, zoneId ?? null),
  }),
  diagnosisByMonth: t.field({
    type: [MonthType],
    description:
      'A sign of a year at the end of each month that has begun; the last is how it stands.',
    authScopes: { operation: 'diagnosisByMonth' },
    args: {
      year: t.arg.int({ required: true }),
      sign: t.arg({ type: SignEnum, required: true }),
      zoneId: t.arg.id(),
    },
    resolve: (_root, { year, sign, zoneId }, context) =>
      signByMonth(context, year, sign, zoneId ?? null),
  }),
  diagnosisConcerns: t.field({
    type: Connection,
    description: 'Whom a sign of a year names.',
    authScopes: { operation: 'diagnosisConcerns' },
    args: {
      first: t.arg.int({ defaultValue: 20 }),
      after: t.arg.string(),
      filter: t.arg({ type: FilterInput, required: true }),
      order: t.arg({ type: OrderEnum, defaultValue: 'MOST' }),
    },
    resolve: (_root, { filter, ...page }, context) => listConcerns(context, page, filter),
  }),
}))

const ThresholdInput = builder.inputType('SetDiagnosisThresholdInput', {
  fields: (t) => ({
    year: t.int({ required: true }),
    sign: t.field({ type: SignEnum, required: true }),
    name: t.string({ required: true }),
    revision: t.int({ required: true, description: 'The one that was read.' }),
    value: t.float({ required: true }),
    reason: t.string({ required: true }),
  }),
})
const FollowUpInput = builder.inputType('FollowUpDiagnosisInput', {
  fields: (t) => ({
    year: t.int({ required: true }),
    sign: t.field({ type: SignEnum, required: true }),
    subjectId: t.id({ required: true }),
    revision: t.int({ required: true, description: 'The one that was read; 0: none.' }),
    state: t.field({ type: StateEnum, required: true }),
    note: t.string({ required: true }),
  }),
})
const failures = [InvalidInput, Refused, NotFound]
builder.mutationFields((t) => ({
  setDiagnosisThreshold: t.field({
    type: Threshold,
    description: 'Sets a threshold for a year, with a reason.',
    authScopes: { operation: 'setDiagnosisThreshold' },
    errors: { types: failures, union: { name: 'SetDiagnosisThresholdPayload' } },
    args: { input: t.arg({ type: ThresholdInput, required: true }) },
    resolve: (_root, { input }, context) => setThreshold(context, input),
  }),
  followUpDiagnosis: t.field({
    type: FollowUp,
    description: 'Marks what the committee has made of a sign.',
    authScopes: { operation: 'followUpDiagnosis' },
    errors: { types: failures, union: { name: 'FollowUpDiagnosisPayload' } },
    args: { input: t.arg({ type: FollowUpInput, required: true }) },
    resolve: (_root, { input }, context) => followUp(context, input),
  }),
}))
