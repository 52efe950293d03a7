import { PERIOD_MOVES, periodMoveRefusal, statusOfQuarter } from '@gongjian/domain/period-rules'
import { REPORT_EXPECTATIONS, ruleHoldsFrom, ruleOfMonth } from '@gongjian/domain/report-coverage'
import { monthsBetween } from '@gongjian/domain/calendar-day'
import { connectionOf } from '../../platform/connection.ts'
import { builder } from '../../platform/schema-builder.ts'
import { PeriodStatusEnum } from '../../platform/vocabulary.graphql.ts'
import { Organisation } from '../organisations/organisations.graphql.ts'
import { checklistOf, openCounts } from './checklist.ts'
import type { ChecklistRow, OpenCounts } from './checklist.ts'
import { EXCEPTION_STATES, listExceptions, stateOf } from './exceptions.ts'
import type { ExceptionRow } from './exceptions.ts'
import { periodsOf } from './period-rows.ts'
import type { PeriodRow, QuarterRow, ReportRuleRow } from './period-rows.ts'

export const PeriodMoveEnum = builder.enumType('PeriodMove', {
  values: PERIOD_MOVES,
  description: 'What the city committee does to a programme year or a quarter.',
})
const ExceptionStateEnum = builder.enumType('PeriodExceptionState', {
  values: EXCEPTION_STATES,
  description: 'Whether an exception still opens anything.',
})

const PeriodMoveAnswer = builder
  .objectRef<{ move: (typeof PERIOD_MOVES)[number]; refusal: string | null }>('PeriodMoveAnswer')
  .implement({
    description: 'Whether the period can be moved so.',
    fields: (t) => ({
      move: t.field({ type: PeriodMoveEnum, resolve: ({ move }) => move }),
      refusal: t.string({
        nullable: true,
        description: "Why not, in the reader's language; null where it can.",
        resolve: ({ refusal }, _args, { text }) =>
          refusal === null ? null : text(`failure.${refusal}`),
      }),
    }),
  })

const Quarter = builder.objectRef<QuarterRow & { period: PeriodRow }>('PeriodQuarter').implement({
  description: 'A quarter of a programme year. It closes and locks by itself, before its year.',
  fields: (t) => ({
    quarter: t.exposeInt('quarter'),
    startsOn: t.field({ type: 'Date', resolve: ({ startsOn }) => startsOn }),
    endsOn: t.field({ type: 'Date', resolve: ({ endsOn }) => endsOn }),
    ownStatus: t.field({ type: PeriodStatusEnum, resolve: ({ status }) => status }),
    status: t.field({
      type: PeriodStatusEnum,
      resolve: (quarter) => statusOfQuarter(quarter.period, quarter),
    }),
    version: t.exposeInt('version'),
    changedAt: t.field({
      type: 'DateTime',
      nullable: true,
      resolve: ({ changedAt }) => (changedAt === null ? null : new Date(changedAt)),
    }),
    changedByName: t.exposeString('changedByName', { nullable: true }),
    moves: t.field({
      type: [PeriodMoveAnswer],
      resolve: (row, _args, { today }) => movesOf(row, today),
    }),
  }),
})

export const ReportExpectationEnum = builder.enumType('ReportExpectation', {
  values: REPORT_EXPECTATIONS,
  description:
    'Of which months a pairing is to report: of each, or, where both sides have agreed on a plan, of those in which a line of it is due.',
})
const ReportRuleChange = builder.objectRef<ReportRuleRow>('ReportRuleChange').implement({
  description: 'How the reporting of a year was set, by whom and why.',
  fields: (t) => ({
    revision: t.exposeInt('revision'),
    fromMonth: t.field({
      type: 'Month',
      description: 'The first month that it holds for.',
      resolve: ({ fromMonth }) => fromMonth,
    }),
    dueDay: t.exposeInt('dueDay'),
    expects: t.field({ type: ReportExpectationEnum, resolve: ({ expects }) => expects }),
    reason: t.exposeString('reason'),
    setByName: t.exposeString('setByName'),
    setAt: t.field({ type: 'DateTime', resolve: ({ setAt }) => new Date(setAt) }),
  }),
})
const ReportRuleType = builder.objectRef<PeriodRow>('ReportRule').implement({
  description:
    'Until when and of which months reports are to come: of the month under way, or of the last one of a year that is over.',
  fields: (t) => ({
    dueDay: t.int({
      resolve: (period, _args, { today }) => ruleNow(period, today).dueDay,
    }),
    expects: t.field({
      type: ReportExpectationEnum,
      resolve: (period, _args, { today }) => ruleNow(period, today).expects,
    }),
    revision: t.int({
      description: 'What a change of it has read; 0: nothing was set.',
      resolve: ({ reportRules }) => reportRules[0]?.revision ?? 0,
    }),
    holdsFrom: t.field({
      type: 'Month',
      nullable: true,
      description: 'From which month a change of today holds; null where the year is over.',
      resolve: (period, _args, { today }) => ruleHoldsFrom(period, today),
    }),
    changes: t.field({ type: [ReportRuleChange], resolve: ({ reportRules }) => reportRules }),
  }),
})
function ruleNow(period: PeriodRow, today: string) {
  const months = monthsBetween(period.startsOn, period.endsOn)
  const month = ruleHoldsFrom(period, today) ?? months.at(-1) ?? period.endsOn.slice(0, 7)
  return ruleOfMonth(month, period.reportRules)
}

export const Period = builder.objectRef<PeriodRow>('Period').implement({
  description: '考核年度',
  fields: (t) => ({
    year: t.exposeInt('year'),
    startsOn: t.field({ type: 'Date', resolve: ({ startsOn }) => startsOn }),
    endsOn: t.field({ type: 'Date', resolve: ({ endsOn }) => endsOn }),
    status: t.field({ type: PeriodStatusEnum, resolve: ({ status }) => status }),
    version: t.exposeInt('version'),
    changedAt: t.field({
      type: 'DateTime',
      nullable: true,
      resolve: ({ changedAt }) => (changedAt === null ? null : new Date(changedAt)),
    }),
    changedByName: t.exposeString('changedByName', { nullable: true }),
    moves: t.field({
      type: [PeriodMoveAnswer],
      resolve: (row, _args, { today }) => movesOf(row, today),
    }),
    reportRule: t.field({ type: ReportRuleType, resolve: (period) => period }),
    quarters: t.field({
      type: [Quarter],
      resolve: (period) => period.quarters.map((quarter) => ({ ...quarter, period })),
    }),
  }),
})

function movesOf(row: Pick<QuarterRow, 'status' | 'endsOn'>, today: string) {
  return PERIOD_MOVES.map((move) => ({ move, refusal: periodMoveRefusal(move, row, today) }))
}

const OpenCountsType = builder.objectRef<OpenCounts>('PeriodOpenCounts').implement({
  description: 'What is not finished.',
  fields: (t) => ({
    drafts: t.exposeInt('drafts'),
    returned: t.exposeInt('returned'),
    waiting: t.exposeInt('waiting'),
  }),
})
const ChecklistLine = builder.objectRef<ChecklistRow>('PeriodChecklistLine').implement({
  description: 'What one organisation has to finish.',
  fields: (t) => ({
    organisation: t.field({ type: Organisation, resolve: ({ organisation }) => organisation }),
    drafts: t.exposeInt('drafts'),
    returned: t.exposeInt('returned'),
    waiting: t.exposeInt('waiting'),
  }),
})
type Checklist = { days: { startsOn: string; endsOn: string }; lines: ChecklistRow[] }
const PeriodChecklist = builder.objectRef<Checklist>('PeriodChecklist').implement({
  description: 'What is left to do before a period closes or locks.',
  fields: (t) => ({
    total: t.field({
      type: OpenCountsType,
      description: 'In the whole city; for others than the city, what is in their lines.',
      resolve: ({ days, lines }, _args, { viewer, database, city }) =>
        viewer?.assignment?.organisationKind === 'CITY_COMMITTEE'
          ? openCounts(database.pool, city.code, days)
          : {
              drafts: lines.reduce((sum, { drafts }) => sum + drafts, 0),
              returned: lines.reduce((sum, { returned }) => sum + returned, 0),
              waiting: lines.reduce((sum, { waiting }) => sum + waiting, 0),
            },
    }),
    lines: t.field({ type: [ChecklistLine], resolve: ({ lines }) => lines }),
  }),
})

export const RecordReference = builder
  .objectRef<{ id: string; title: string }>('RecordReference')
  .implement({
    description: 'A record by its name.',
    fields: (t) => ({ id: t.exposeID('id'), title: t.exposeString('title') }),
  })
export const PeriodException = builder.objectRef<ExceptionRow>('PeriodException').implement({
  description: 'Opens the days of a year or quarter again, for one organisation or one record.',
  fields: (t) => ({
    id: t.exposeID('id'),
    year: t.exposeInt('year'),
    quarter: t.exposeInt('quarter', { nullable: true }),
    organisation: t.field({
      type: Organisation,
      nullable: true,
      resolve: ({ organisation }) => organisation,
    }),
    activity: t.field({
      type: RecordReference,
      nullable: true,
      resolve: ({ activity }) => activity,
    }),
    reason: t.exposeString('reason'),
    until: t.field({ type: 'Date', resolve: ({ until }) => until }),
    state: t.field({
      type: ExceptionStateEnum,
      resolve: (row, _args, { today }) => stateOf(row, today),
    }),
    grantedByName: t.exposeString('grantedByName'),
    grantedAt: t.field({ type: 'DateTime', resolve: ({ grantedAt }) => grantedAt }),
    revokedByName: t.exposeString('revokedByName', { nullable: true }),
    revokedAt: t.field({ type: 'DateTime', nullable: true, resolve: ({ revokedAt }) => revokedAt }),
    revokeReason: t.exposeString('revokeReason', { nullable: true }),
  }),
})
const ExceptionConnection = connectionOf('PeriodException', PeriodException)
const ExceptionFilterInput = builder.inputType('PeriodExceptionFilter', {
  fields: (t) => ({ year: t.int(), state: t.field({ type: ExceptionStateEnum }) }),
})

builder.queryFields((t) => ({
  periods: t.field({
    type: [Period],
    authScopes: { operation: 'periods' },
    resolve: (_root, _args, context) => periodsOf(context),
  }),
  periodChecklist: t.field({
    type: PeriodChecklist,
    nullable: true,
    description: 'What is left open in a year or one of its quarters; null where there is no such.',
    authScopes: { operation: 'periodChecklist' },
    args: { year: t.arg.int({ required: true }), quarter: t.arg.int() },
    resolve: async (_root, { year, quarter }, context) => {
      const period = (await periodsOf(context)).find((one) => one.year === year)
      const days =
        quarter === null || quarter === undefined
          ? period
          : period?.quarters.find((one) => one.quarter === quarter)
      return days === undefined ? null : { days, lines: await checklistOf(context, days) }
    },
  }),
  periodExceptions: t.field({
    type: ExceptionConnection,
    description: 'Exceptions that concern the reader, the newest first.',
    authScopes: { operation: 'periodExceptions' },
    args: {
      first: t.arg.int({ defaultValue: 50 }),
      after: t.arg.string(),
      filter: t.arg({ type: ExceptionFilterInput }),
    },
    resolve: (_root, { filter, ...page }, context) => listExceptions(context, page, filter ?? {}),
  }),
}))
