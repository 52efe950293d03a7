import type { HelpArea } from '@gongjian/domain/vocabulary'
import { GraphQLError } from 'graphql'
import { connectionOf } from '../../platform/connection.ts'
import { builder } from '../../platform/schema-builder.ts'
import { ActivityKindEnum, DirectionEnum, HelpAreaEnum } from '../../platform/vocabulary.graphql.ts'
import { Indicator } from '../catalogue/catalogue.graphql.ts'
import { periodsOf } from '../periods/period-rows.ts'
import type { PeriodRow } from '../periods/period-rows.ts'
import { Period } from '../periods/periods.graphql.ts'
import { loadOrganisation } from '../organisations/organisation-row.ts'
import { Organisation, Zone } from '../organisations/organisations.graphql.ts'
import { loadZone } from '../organisations/zone-row.ts'
import { areasOf, BREAKDOWNS, breakdownOf, TABLE_ORDERS } from './breakdown.ts'
import type { BreakdownRow } from './breakdown.ts'
import { questionOf } from './measures.ts'
import type { Question, TotalRow } from './measures.ts'
import {
  coverageOf,
  labourOf,
  signingOf,
  structureOf,
  totalOf,
  totalsByArea,
  totalsByDirection,
  totalsByIndicator,
  totalsByKind,
  totalsByMonth,
  waitingByOrganisation,
} from './summary.ts'
import type {
  CoverageRow,
  IndicatorTotalRow,
  LabourRow,
  MonthRow,
  SigningRow,
  StructureRow,
  WaitingRow,
} from './summary.ts'

const ActivityTotal = builder.objectRef<TotalRow>('ActivityTotal').implement({
  description: 'Countersigned records count; submitted ones are claimed, not yet confirmed.',
  fields: (t) => ({
    countersigned: t.exposeInt('countersigned'),
    submitted: t.exposeInt('submitted'),
    personTimes: t.exposeInt('personTimes'),
    submittedPersonTimes: t.exposeInt('submittedPersonTimes'),
    hours: t.field({ type: 'Decimal', resolve: ({ hours }) => hours }),
    submittedHours: t.field({ type: 'Decimal', resolve: ({ submittedHours }) => submittedHours }),
    averageUsefulness: t.exposeFloat('averageUsefulness', { nullable: true }),
    averageSigningDays: t.exposeFloat('averageSigningDays', {
      nullable: true,
      description: 'Days from submission to countersignature.',
    }),
  }),
})
const KindTotal = builder
  .objectRef<{ key: 'SIX_HELPS' | 'LABOUR' | 'VISIT'; total: TotalRow }>('KindTotal')
  .implement({
    description: 'Totals of one kind of record.',
    fields: (t) => ({
      kind: t.field({ type: ActivityKindEnum, resolve: ({ key }) => key }),
      total: t.field({ type: ActivityTotal, resolve: ({ total }) => total }),
    }),
  })
const AreaTotal = builder.objectRef<{ area: HelpArea; total: TotalRow }>('AreaTotal').implement({
  description: 'Totals of the records whose main area this is.',
  fields: (t) => ({
    area: t.field({ type: HelpAreaEnum, resolve: ({ area }) => area }),
    total: t.field({ type: ActivityTotal, resolve: ({ total }) => total }),
  }),
})
const DirectionTotal = builder
  .objectRef<{ key: 'AGENCY_TO_COMMUNITY' | 'COMMUNITY_TO_AGENCY' | 'JOINT'; total: TotalRow }>(
    'DirectionTotal',
  )
  .implement({
    description: 'Totals by who does something for whom.',
    fields: (t) => ({
      direction: t.field({ type: DirectionEnum, resolve: ({ key }) => key }),
      total: t.field({ type: ActivityTotal, resolve: ({ total }) => total }),
    }),
  })
const MonthTotal = builder.objectRef<MonthRow>('MonthTotal').implement({
  description: 'Totals of one month.',
  fields: (t) => ({
    month: t.exposeString('month', { description: 'YYYY-MM' }),
    total: t.field({ type: ActivityTotal, resolve: ({ total }) => total }),
    sixHelps: t.exposeInt('sixHelps'),
    labour: t.exposeInt('labour'),
    visits: t.exposeInt('visits'),
  }),
})
const IndicatorTotal = builder.objectRef<IndicatorTotalRow>('IndicatorTotal').implement({
  description: 'An indicator: what was accepted, and what is still claimed.',
  fields: (t) => ({
    indicator: t.field({ type: Indicator, resolve: ({ indicator }) => indicator }),
    accepted: t.field({ type: 'Decimal', resolve: ({ accepted }) => accepted }),
    claimed: t.field({ type: 'Decimal', resolve: ({ claimed }) => claimed }),
    acceptedRecords: t.exposeInt('acceptedRecords'),
    claimedRecords: t.exposeInt('claimedRecords'),
  }),
})
const Row = builder.objectRef<BreakdownRow>('BreakdownRow').implement({
  description: 'Totals of one zone or organisation; of those that reported nothing too.',
  fields: (t) => ({
    id: t.exposeID('id'),
    code: t.exposeString('code'),
    name: t.exposeString('name'),
    position: t.exposeInt('position'),
    organisation: t.field({
      type: Organisation,
      nullable: true,
      resolve: ({ id, isZone }, _args, context) => (isZone ? null : loadOrganisation(context, id)),
    }),
    zone: t.field({
      type: Zone,
      nullable: true,
      resolve: ({ id, isZone }, _args, context) => (isZone ? loadZone(context, id) : null),
    }),
    total: t.field({ type: ActivityTotal, resolve: (row) => row }),
    sixHelps: t.exposeInt('sixHelps'),
    labour: t.exposeInt('labour'),
    visits: t.exposeInt('visits'),
    areas: t.field({ type: [AreaTotal], resolve: areasOf }),
    lastActivityDay: t.field({
      type: 'Date',
      nullable: true,
      description: 'First day of the last month with a countersigned record.',
      resolve: ({ lastActivityDay }) => lastActivityDay,
    }),
  }),
})
const BreakdownConnection = connectionOf('Breakdown', Row)
const Structure = builder.objectRef<StructureRow>('Structure').implement({
  description: 'Organisations and pairings as they are today.',
  fields: (t) => ({
    agencies: t.exposeInt('agencies'),
    branches: t.exposeInt('branches'),
    districts: t.exposeInt('districts'),
    streets: t.exposeInt('streets'),
    communities: t.exposeInt('communities'),
    zones: t.exposeInt('zones'),
    pairings: t.exposeInt('pairings'),
    branchPairings: t.exposeInt('branchPairings'),
  }),
})
const LabourTotal = builder.objectRef<LabourRow>('LabourTotal').implement({
  description:
    '义务献工: campaigns with countersigned records, agencies that took part, person-times, hours.',
  fields: (t) => ({
    campaigns: t.exposeInt('campaigns'),
    agencies: t.exposeInt('agencies'),
    personTimes: t.exposeInt('personTimes'),
    hours: t.field({ type: 'Decimal', resolve: ({ hours }) => hours }),
  }),
})
const Coverage = builder.objectRef<CoverageRow>('Coverage').implement({
  description: 'Where joint building lives and where nothing has happened for a while.',
  fields: (t) => ({
    pairings: t.exposeInt('pairings'),
    active: t.exposeInt('active'),
    nothingForDays: t.exposeInt('nothingForDays'),
    withNothing: t.exposeInt('withNothing'),
    neverAnything: t.exposeInt('neverAnything'),
    silentAgencies: t.exposeInt('silentAgencies'),
    silentCommunities: t.exposeInt('silentCommunities'),
  }),
})
const WaitingRowType = builder.objectRef<WaitingRow>('WaitingRow').implement({
  description: 'What waits with one organisation.',
  fields: (t) => ({
    organisation: t.field({ type: Organisation, resolve: ({ organisation }) => organisation }),
    waiting: t.exposeInt('waiting'),
    overdue: t.exposeInt('overdue'),
    oldestSince: t.field({ type: 'DateTime', resolve: ({ oldestSince }) => oldestSince }),
    oldestDays: t.exposeInt('oldestDays'),
    averageSigningDays: t.exposeFloat('averageSigningDays', { nullable: true }),
  }),
})
const Signing = builder.objectRef<SigningRow & { question: Question }>('Signing').implement({
  description: 'How fast records are countersigned, and with whom what waits.',
  fields: (t) => ({
    waiting: t.exposeInt('waiting'),
    overdue: t.exposeInt('overdue'),
    countersigned: t.exposeInt('countersigned'),
    corrected: t.exposeInt('corrected'),
    returned: t.exposeInt('returned'),
    averageDays: t.exposeFloat('averageDays', { nullable: true }),
    medianDays: t.exposeFloat('medianDays', { nullable: true }),
    withinSevenDays: t.exposeInt('withinSevenDays'),
    byOrganisation: t.field({
      type: [WaitingRowType],
      args: { first: t.arg.int({ defaultValue: 50 }) },
      resolve: ({ question }, { first }, context) =>
        waitingByOrganisation(context, question, Math.min(Math.max(first ?? 50, 1), 700)),
    }),
  }),
})

const SummaryFilterInput = builder.inputType('SummaryFilter', {
  fields: (t) => ({
    organisationId: t.id(),
    zoneId: t.id(),
    month: t.field({ type: 'Month' }),
    area: t.field({ type: HelpAreaEnum }),
    kind: t.field({ type: ActivityKindEnum }),
    direction: t.field({ type: DirectionEnum }),
  }),
})
export const BreakdownByEnum = builder.enumType('BreakdownBy', {
  values: BREAKDOWNS,
  description: 'By what totals are broken down.',
})
const TableOrderEnum = builder.enumType('TableOrder', {
  values: TABLE_ORDERS,
  description: 'Fixed organisation order, or by value.',
})

/** Only what is asked for is computed: each field is a statement of its own. */
const CitySummary = builder
  .objectRef<{ question: Question; period: PeriodRow }>('CitySummary')
  .implement({
    description: 'The figures of a programme year, of what the reader may see.',
    fields: (t) => ({
      year: t.int({ resolve: ({ period }) => period.year }),
      period: t.field({ type: Period, resolve: ({ period }) => period }),
      asOf: t.field({
        type: 'DateTime',
        resolve: (_summary, _args, { now, figuresAsOf }) => figuresAsOf ?? now,
      }),
      structure: t.field({
        type: Structure,
        resolve: (_summary, _args, context) => structureOf(context),
      }),
      total: t.field({
        type: ActivityTotal,
        resolve: ({ question }, _args, context) => totalOf(context, question),
      }),
      kinds: t.field({
        type: [KindTotal],
        resolve: ({ question }, _args, context) => totalsByKind(context, question),
      }),
      areas: t.field({
        type: [AreaTotal],
        resolve: async ({ question }, _args, context) =>
          (await totalsByArea(context, question)).map(({ key, total }) => ({ area: key, total })),
      }),
      directions: t.field({
        type: [DirectionTotal],
        resolve: ({ question }, _args, context) => totalsByDirection(context, question),
      }),
      months: t.field({
        type: [MonthTotal],
        resolve: ({ question, period }, _args, context) => totalsByMonth(context, question, period),
      }),
      indicators: t.field({
        type: [IndicatorTotal],
        resolve: ({ question }, _args, context) => totalsByIndicator(context, question),
      }),
      labour: t.field({
        type: LabourTotal,
        resolve: ({ question }, _args, context) => labourOf(context, question),
      }),
      breakdown: t.field({
        type: BreakdownConnection,
        args: {
          by: t.arg({ type: BreakdownByEnum, required: true }),
          order: t.arg({ type: TableOrderEnum, defaultValue: 'ORGANISATION' }),
          first: t.arg.int({ defaultValue: 100 }),
          after: t.arg.string(),
          search: t.arg.string(),
        },
        resolve: ({ question }, args, context) => breakdownOf(context, question, args),
      }),
      coverage: t.field({
        type: Coverage,
        args: { nothingForDays: t.arg.int({ defaultValue: 60 }) },
        resolve: ({ question }, { nothingForDays }, context) =>
          coverageOf(context, question, Math.min(Math.max(nothingForDays ?? 60, 1), 3650)),
      }),
      signing: t.field({
        type: Signing,
        resolve: async ({ question }, _args, context) => ({
          ...(await signingOf(context, question)),
          question,
        }),
      }),
    }),
  })

builder.queryField('figuresAsOf', (t) =>
  t.field({
    type: 'DateTime',
    nullable: true,
    description:
      'Where this query is answered from a copy of the database: up to which moment that has everything. Null where the figures are of this moment.',
    authScopes: { operation: 'figuresAsOf' },
    args: {
      of: t.arg.string({
        required: true,
        description:
          'The root field beside it whose figures are meant: who keeps answers keeps them apart by it.',
      }),
    },
    resolve: (_root, _args, { figuresAsOf }) => figuresAsOf ?? null,
  }),
)

builder.queryField('citySummary', (t) =>
  t.field({
    type: CitySummary,
    description: 'The figures of a programme year. Everybody sees those of what is in their sight.',
    authScopes: { operation: 'citySummary' },
    args: { year: t.arg.int({ required: true }), filter: t.arg({ type: SummaryFilterInput }) },
    resolve: async (_root, { year, filter }, context) => {
      const period = (await periodsOf(context)).find((one) => one.year === year)
      if (period === undefined)
        throw new GraphQLError(context.text('failure.NO_SUCH_YEAR', { year }), {
          extensions: { code: 'NO_SUCH_YEAR' },
        })
      return { question: await questionOf(context, year, filter ?? {}), period }
    },
  }),
)
