import {
  EXPECTED_FROM_DAYS,
  REPORT_STATES,
  reportShare,
  ruleOfMonth,
} from '@gongjian/domain/report-coverage'
import { monthsBetween } from '@gongjian/domain/calendar-day'
import type { ReportRule } from '@gongjian/domain/report-coverage'
import { connectionOf } from '../../platform/connection.ts'
import { builder } from '../../platform/schema-builder.ts'
import { HelpAreaEnum, PairingSideEnum, RoleEnum } from '../../platform/vocabulary.graphql.ts'
import { BreakdownByEnum } from '../analysis/analysis.graphql.ts'
import { Organisation } from '../organisations/organisations.graphql.ts'
import { ReportExpectationEnum } from '../periods/periods.graphql.ts'
import { coverageQuestion } from './coverage-question.ts'
import type { CoverageQuestion } from './coverage-question.ts'
import { pairingMatrixOf } from './pairing-matrix.ts'
import type { MatrixCell, MatrixSide, PairingMatrix } from './pairing-matrix.ts'
import {
  LISTED_REPORT_ORDERS,
  listReports,
  noReports,
  REPORT_ORDERS,
  reportsByMonth,
  reportsByOrganisation,
  totalOfMonths,
} from './report-rates.ts'
import type {
  ListedReport,
  ReportFigures,
  ReportMonthRow,
  ReportOrganisationRow,
} from './report-rates.ts'
import { loadSigningPositions } from './signing-positions.ts'
import type { SigningPosition } from './signing-positions.ts'
import { WAITING_ORDERS, waitingByOrganisation, waitingBySide } from './waiting-by-organisation.ts'
import type {
  WaitingFilter,
  WaitingOrganisationRow,
  WaitingSideRow,
} from './waiting-by-organisation.ts'

const FilterInput = builder.inputType('CoverageFilter', {
  fields: (t) => ({
    organisationId: t.id({ description: 'Of this organisation or one below it, on either side.' }),
    zoneId: t.id(),
    monthFrom: t.field({ type: 'Month', description: 'The first month that counts.' }),
    monthTo: t.field({ type: 'Month', description: 'The last month that counts.' }),
    area: t.field({
      type: HelpAreaEnum,
      description: 'For the matrix: records of this area only.',
    }),
  }),
})
const Figures = builder.objectRef<ReportFigures>('ReportFigures').implement({
  description:
    'Reports: one for each pairing of branch and community and each month in which it is in force long enough. However many records it has, it is one report.',
  fields: (t) => ({
    expected: t.exposeInt('expected', { description: 'How many were to come.' }),
    reported: t.exposeInt('reported', { description: 'With at least one record that was sent.' }),
    onTime: t.exposeInt('onTime', {
      description: 'Whose first record was sent by the due day.',
    }),
    late: t.int({ resolve: ({ reported, onTime }) => reported - onTime }),
    missing: t.int({ resolve: ({ expected, reported }) => expected - reported }),
    reportingRate: t.float({
      nullable: true,
      description: 'Reported by expected, 0 to 1; null where nothing is expected.',
      resolve: ({ reported, expected }) => reportShare(reported, expected),
    }),
    timeliness: t.float({
      nullable: true,
      description: 'On time by expected, 0 to 1; null where nothing is expected.',
      resolve: ({ onTime, expected }) => reportShare(onTime, expected),
    }),
  }),
})
const Month = builder.objectRef<ReportMonthRow>('ReportMonth').implement({
  description: 'The reports of one month.',
  fields: (t) => ({
    month: t.exposeString('month', { description: 'YYYY-MM' }),
    dueOn: t.field({
      type: 'Date',
      description: 'The last day on which they are on time.',
      resolve: ({ dueOn }) => dueOn,
    }),
    isDue: t.exposeBoolean('isDue', { description: 'Whether that day has passed.' }),
    figures: t.field({
      type: Figures,
      description: 'How many of them came.',
      resolve: ({ figures }) => figures,
    }),
  }),
})
type OrganisationMonth = { month: string; figures: ReportFigures }
const OrganisationMonthType = builder
  .objectRef<OrganisationMonth>('ReportOrganisationMonth')
  .implement({
    description: 'The reports of one organisation in one month.',
    fields: (t) => ({
      month: t.exposeString('month', { description: 'YYYY-MM' }),
      figures: t.field({
        type: Figures,
        description: 'How many of them came.',
        resolve: ({ figures }) => figures,
      }),
    }),
  })
const OrganisationReports = builder
  .objectRef<ReportOrganisationRow & { question: CoverageQuestion }>('ReportOrganisation')
  .implement({
    description: 'The reports of a zone or an organisation; of those that sent nothing too.',
    fields: (t) => ({
      id: t.exposeID('id'),
      code: t.exposeString('code'),
      name: t.exposeString('name'),
      figures: t.field({
        type: Figures,
        description: 'How many of them came.',
        resolve: ({ figures }) => figures,
      }),
      months: t.field({
        type: [OrganisationMonthType],
        description: 'Every month that was chosen and has begun.',
        resolve: ({ months, question }) =>
          question.months.map(({ month }) => ({ month, figures: months[month] ?? noReports })),
      }),
    }),
  })
const OrganisationConnection = connectionOf('ReportOrganisation', OrganisationReports)
const ReportStateEnum = builder.enumType('ReportState', {
  values: REPORT_STATES,
  description: 'How an expected report stands.',
})
const Report = builder.objectRef<ListedReport>('ExpectedReport').implement({
  description: 'The report of one pairing for one month.',
  fields: (t) => ({
    id: t.id({ resolve: ({ pairingId, month }) => `${pairingId}:${month}` }),
    pairingId: t.exposeID('pairingId'),
    agencySide: t.field({ type: Organisation, resolve: ({ agencySide }) => agencySide }),
    communitySide: t.field({ type: Organisation, resolve: ({ communitySide }) => communitySide }),
    month: t.exposeString('month', { description: 'YYYY-MM' }),
    dueOn: t.field({
      type: 'Date',
      description: 'The last day on which it is on time.',
      resolve: ({ dueOn }) => dueOn,
    }),
    sentOn: t.field({
      type: 'Date',
      nullable: true,
      description: 'When its first record was sent.',
      resolve: ({ sentOn }) => sentOn,
    }),
    state: t.field({
      type: ReportStateEnum,
      description: 'How it stands today.',
      resolve: ({ state }) => state,
    }),
    isPlanned: t.exposeBoolean('isPlanned', {
      description: 'Whether a line of the plan that held for the pairing was due in the month.',
    }),
    daysLate: t.exposeInt('daysLate', {
      description: 'Days after the due day: until it came, else until today.',
    }),
  }),
})
const ReportConnection = connectionOf('ExpectedReport', Report)
const ReportOrderEnum = builder.enumType('ReportOrder', {
  values: REPORT_ORDERS,
  description: 'Fixed order, the lowest reporting rate first, or the most that did not come.',
})
const ListedReportOrderEnum = builder.enumType('ExpectedReportOrder', {
  values: LISTED_REPORT_ORDERS,
  description: 'By month, or by organisation.',
})
type RuleRow = ReportRule & { fromMonth: string }
const RuleType = builder.objectRef<RuleRow>('ReportRuleInForce').implement({
  description: 'Until when and of which months reports were to come, from a month on.',
  fields: (t) => ({
    fromMonth: t.field({ type: 'Month', resolve: ({ fromMonth }) => fromMonth }),
    dueDay: t.exposeInt('dueDay'),
    expects: t.field({ type: ReportExpectationEnum, resolve: ({ expects }) => expects }),
  }),
})
function rulesOf({ from, to, reportRules }: CoverageQuestion): RuleRow[] {
  return monthsBetween(from, to)
    .map((month) => ({ ...ruleOfMonth(month, reportRules), fromMonth: month }))
    .filter(({ dueDay, expects }, index, all) => {
      const before = all[index - 1]
      return before === undefined || before.dueDay !== dueDay || before.expects !== expects
    })
}
/** The months are asked once, and only where somebody wants them. */
type Coverage = { question: CoverageQuestion; months: () => Promise<ReportMonthRow[]> }
const CoverageType = builder.objectRef<Coverage>('ReportCoverage').implement({
  description: 'Who was to report in a year, who did, and who did on time.',
  fields: (t) => ({
    rules: t.field({
      type: [RuleType],
      description:
        'Until when and of which months reports were to come: what held first, and each change in the months of the year that were chosen.',
      resolve: ({ question }) => rulesOf(question),
    }),
    expectedFromDays: t.int({
      description: 'A pairing is to report of a month in which it is in force for so many days.',
      resolve: () => EXPECTED_FROM_DAYS,
    }),
    countedMonths: t.stringList({
      description:
        'The months in the sums: those that were chosen, else those whose due day has passed.',
      resolve: ({ question }) => question.counted.map(({ month }) => month),
    }),
    total: t.field({
      type: Figures,
      resolve: async ({ months, question }) => totalOfMonths(await months(), question),
    }),
    months: t.field({ type: [Month], resolve: ({ months }) => months() }),
    organisations: t.field({
      type: OrganisationConnection,
      description: 'By zone or organisation of one level.',
      args: {
        by: t.arg({ type: BreakdownByEnum, required: true }),
        order: t.arg({ type: ReportOrderEnum, defaultValue: 'ORGANISATION' }),
        first: t.arg.int({ defaultValue: 50 }),
        after: t.arg.string(),
        search: t.arg.string(),
      },
      resolve: async ({ question }, args, context) => {
        const page = await reportsByOrganisation(context, question, args)
        return {
          ...page,
          nodes: page.nodes.map(({ cursor, node }) => ({ cursor, node: { ...node, question } })),
        }
      },
    }),
    reports: t.field({
      type: ReportConnection,
      description: 'The reports themselves: by default those that came late or not at all.',
      args: {
        states: t.arg({ type: [ReportStateEnum] }),
        planned: t.arg.boolean({
          description: 'Only those of months in which a line of the plan was due.',
        }),
        order: t.arg({ type: ListedReportOrderEnum, defaultValue: 'OLDEST_MONTH' }),
        first: t.arg.int({ defaultValue: 50 }),
        after: t.arg.string(),
      },
      resolve: ({ question }, args, context) => listReports(context, question, args),
    }),
  }),
})

const WaitingFilterInput = builder.inputType('WaitingFilter', {
  fields: (t) => ({
    organisationId: t.id({ description: 'Records of this organisation or one below it.' }),
    zoneId: t.id(),
    side: t.field({ type: PairingSideEnum, description: 'What waits with this side.' }),
    search: t.string({ description: 'Name, code or pinyin initials of whose turn it is.' }),
  }),
})
const WaitingSide = builder.objectRef<WaitingSideRow>('WaitingSide').implement({
  description: 'What waits with one side of the pairings, by whole days.',
  fields: (t) => ({
    side: t.field({
      type: PairingSideEnum,
      description: 'Whose turn it is.',
      resolve: ({ side }) => side,
    }),
    records: t.exposeInt('records', { description: 'How many wait.' }),
    oldestDays: t.exposeInt('oldestDays'),
    days0To3: t.exposeInt('D0_3', { description: 'Of these for 0 to 3 days.' }),
    days4To7: t.exposeInt('D4_7', { description: 'Of these for 4 to 7 days.' }),
    days8To14: t.exposeInt('D8_14', { description: 'Of these for 8 to 14 days.' }),
    daysOver14: t.exposeInt('OVER_14', { description: 'Of these for more than 14 days.' }),
  }),
})
const SigningPositionType = builder.objectRef<SigningPosition>('SigningPosition').implement({
  description: 'A position at an organisation that signs for it, as it is held today.',
  fields: (t) => ({
    id: t.id({ resolve: ({ positionId }) => positionId }),
    role: t.field({ type: RoleEnum, resolve: ({ role }) => role }),
    holders: t.exposeInt('holders', {
      description: 'How many hold it; 0: it is vacant, and what waits there waits with nobody.',
    }),
    onLeave: t.exposeInt('onLeave', { description: 'Of them, who are on leave with a deputy.' }),
  }),
})
const WaitingOrganisation = builder
  .objectRef<WaitingOrganisationRow>('WaitingOrganisation')
  .implement({
    description: 'What waits with one organisation, by whole days.',
    fields: (t) => ({
      organisation: t.field({ type: Organisation, resolve: ({ organisation }) => organisation }),
      counts: t.field({
        type: WaitingSide,
        description: 'How many, by days.',
        resolve: (row) => row,
      }),
      signers: t.field({
        type: [SigningPositionType],
        description: 'Its positions that sign, the nearest first; none: nobody there can.',
        resolve: ({ organisation }, _args, context) =>
          loadSigningPositions(context, organisation.id),
      }),
    }),
  })
const WaitingConnection = connectionOf('WaitingOrganisation', WaitingOrganisation)
const WaitingOrderEnum = builder.enumType('WaitingOrder', {
  values: WAITING_ORDERS,
  description: 'The longest waiting first, the most records first, or fixed order.',
})
const WaitingType = builder.objectRef<{ filter: WaitingFilter }>('WaitingRecords').implement({
  description: 'With whom records wait to be signed, and for how long.',
  fields: (t) => ({
    sides: t.field({
      type: [WaitingSide],
      description: 'Summed by side.',
      resolve: ({ filter }, _args, context) => waitingBySide(context, filter),
    }),
    organisations: t.field({
      type: WaitingConnection,
      description: 'By whose turn it is.',
      args: {
        order: t.arg({ type: WaitingOrderEnum, defaultValue: 'LONGEST' }),
        first: t.arg.int({ defaultValue: 50 }),
        after: t.arg.string(),
      },
      resolve: ({ filter }, page, context) => waitingByOrganisation(context, filter, page),
    }),
  }),
})

const Side = builder.objectRef<MatrixSide>('MatrixSide').implement({
  description: 'An agency or a street of the matrix.',
  fields: (t) => ({
    id: t.exposeID('id'),
    code: t.exposeString('code'),
    name: t.exposeString('name'),
    groupName: t.exposeString('groupName', {
      nullable: true,
      description: 'The zone of the agency, the district of the street.',
    }),
  }),
})
const Cell = builder.objectRef<MatrixCell>('MatrixCell').implement({
  description: 'An agency and a street that are paired, or that met; all others have no cell.',
  fields: (t) => ({
    agencyId: t.exposeID('agencyId', { description: 'Its row.' }),
    streetId: t.exposeID('streetId', { description: 'Its column.' }),
    isPaired: t.exposeBoolean('isPaired', {
      description:
        'Whether they, or a branch and a community of theirs, are paired on one of the days.',
    }),
    pairingId: t.id({
      nullable: true,
      description: 'That pairing; one of branches where they are not paired themselves.',
      resolve: ({ pairingId }) => pairingId,
    }),
    meetings: t.exposeInt('meetings', { description: 'Countersigned records between the two.' }),
    personTimes: t.exposeInt('personTimes'),
    hours: t.field({ type: 'Decimal', resolve: ({ hours }) => hours }),
    lastDay: t.field({
      type: 'Date',
      nullable: true,
      description: 'The day of the last of them.',
      resolve: ({ lastDay }) => lastDay,
    }),
  }),
})
const Matrix = builder.objectRef<PairingMatrix>('PairingMatrix').implement({
  description: 'Agencies by streets: who is paired with whom, and how often they met.',
  fields: (t) => ({
    agencies: t.field({ type: [Side], resolve: ({ agencies }) => agencies }),
    streets: t.field({ type: [Side], resolve: ({ streets }) => streets }),
    cells: t.field({
      type: [Cell],
      description: 'Those of which there is something to say.',
      resolve: ({ cells }) => cells,
    }),
  }),
})

builder.queryFields((t) => ({
  reportCoverage: t.field({
    type: CoverageType,
    description: 'Expected, actual and timely reports of a year, of what is in sight.',
    authScopes: { operation: 'reportCoverage' },
    args: { year: t.arg.int({ required: true }), filter: t.arg({ type: FilterInput }) },
    resolve: async (_root, { year, filter }, context) => {
      const question = await coverageQuestion(context, year, { ...filter, area: null })
      let asked: Promise<ReportMonthRow[]> | null = null
      return {
        question,
        months: () => {
          asked ??= reportsByMonth(context, question)
          return asked
        },
      }
    },
  }),
  waitingRecords: t.field({
    type: WaitingType,
    description: 'With whom records in sight wait to be signed, and how many days.',
    authScopes: { operation: 'waitingRecords' },
    args: { filter: t.arg({ type: WaitingFilterInput }) },
    resolve: (_root, { filter }) => ({ filter: filter ?? {} }),
  }),
  pairingMatrix: t.field({
    type: Matrix,
    description: 'Agencies by streets in a year, of what is in sight.',
    authScopes: { operation: 'pairingMatrix' },
    args: { year: t.arg.int({ required: true }), filter: t.arg({ type: FilterInput }) },
    resolve: async (_root, { year, filter }, context) =>
      pairingMatrixOf(context, await coverageQuestion(context, year, filter ?? {})),
  }),
}))
