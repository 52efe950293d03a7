import {
  dueDay,
  FULL_SHARE,
  lineState,
  PLAN_ACTIONS,
  PLAN_LINE_STATES,
  planShare,
} from '@gongjian/domain/plans'
import type { PlanAction, PlanRefusal } from '@gongjian/domain/plans'
import { connectionOf } from '../../platform/connection.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { builder } from '../../platform/schema-builder.ts'
import {
  ActivityKindEnum,
  HelpAreaEnum,
  PairingLevelEnum,
  PairingSideEnum,
  PlanStateEnum,
} from '../../platform/vocabulary.graphql.ts'
import { Viewer } from '../accounts/viewer.graphql.ts'
import { found } from '../activities/activity-parts.graphql.ts'
import { Indicator, loadIndicator } from '../catalogue/catalogue.graphql.ts'
import { loadPairing } from '../pairings/pairing-row.ts'
import { Pairing } from '../pairings/pairings.graphql.ts'
import { Period } from '../periods/periods.graphql.ts'
import { periodsOf, presentYear } from '../periods/period-rows.ts'
import { linesFromRecords } from './last-year.ts'
import type { ProposedLine } from './last-year.ts'
import {
  countPlans,
  earlierEditions,
  findPairingPlan,
  listPlans,
  PLAN_ORDERS,
  PLAN_STANDINGS,
  plansToAgree,
} from './list-plans.ts'
import type { PairingPlanRow, PlanCounts, PlansToAgree } from './list-plans.ts'
import { agreePlan, discardPlan, returnPlan, takeBackPlan } from './move-plan.ts'
import { loadPlan, refusalOf, sideOfReader } from './plan-row.ts'
import type { PlanLineRow, PlanRow } from './plan-row.ts'
import { writePlan } from './write-plan.ts'

const ActionEnum = builder.enumType('PlanAction', {
  values: PLAN_ACTIONS,
  description: 'What may be done with a plan.',
})
const LineStateEnum = builder.enumType('PlanLineState', {
  values: PLAN_LINE_STATES,
  description: 'All of it accepted; over its day; due within 14 days; due later.',
})
const StandingEnum = builder.enumType('PlanStanding', {
  values: PLAN_STANDINGS,
  description: 'No plan; one that is being written, proposed or returned; one that holds.',
})
const OrderEnum = builder.enumType('PlanOrder', {
  values: PLAN_ORDERS,
  description: 'By the pairing, by progress, or by how many lines are overdue.',
})

const Line = builder.objectRef<PlanLineRow>('PlanLine').implement({
  description: 'One line of a plan, with what countersigned records brought for it.',
  fields: (t) => ({
    position: t.exposeInt('position'),
    indicator: t.field({
      type: Indicator,
      nullable: true,
      resolve: ({ indicatorCode }, _args, context) =>
        indicatorCode === null ? null : found(loadIndicator(context, indicatorCode)),
    }),
    kind: t.field({ type: ActivityKindEnum, resolve: ({ kind }) => kind }),
    area: t.field({ type: HelpAreaEnum, nullable: true, resolve: ({ area }) => area }),
    quantity: t.field({ type: 'Decimal', resolve: ({ quantity }) => quantity }),
    dueMonth: t.exposeString('dueMonth'),
    dueOn: t.field({ type: 'Date', resolve: ({ dueMonth }) => dueDay(dueMonth) }),
    side: t.field({ type: PairingSideEnum, resolve: ({ side }) => side }),
    responsible: t.exposeString('responsible'),
    words: t.exposeString('words'),
    accepted: t.field({ type: 'Decimal', resolve: ({ accepted }) => accepted }),
    progress: t.float({ resolve: ({ share }) => share / FULL_SHARE }),
    state: t.field({
      type: LineStateEnum,
      resolve: (line, _args, { today }) => lineState(line, today),
    }),
  }),
})
type ActionRow = { action: PlanAction; refusal: PlanRefusal | null }
const ActionType = builder.objectRef<ActionRow>('PlanActionAnswer').implement({
  description: 'Whether the reader may do this to the plan.',
  fields: (t) => ({
    action: t.field({ type: ActionEnum, resolve: ({ action }) => action }),
    refusal: t.exposeString('refusal', { nullable: true }),
    message: t.string({
      nullable: true,
      resolve: ({ refusal }, _args, { text }) =>
        refusal === null ? null : text(`failure.${refusal}`),
    }),
  }),
})
const Plan = builder.objectRef<PlanRow>('Plan').implement({
  description: '年度共建计划: one edition of what a pairing intends for a programme year.',
  fields: (t) => ({
    id: t.exposeID('id'),
    pairing: t.field({
      type: Pairing,
      resolve: ({ pairingId }, _args, context) => found(loadPairing(context, pairingId)),
    }),
    year: t.int({ resolve: ({ programmeYear }) => programmeYear }),
    edition: t.exposeInt('edition'),
    state: t.field({ type: PlanStateEnum, resolve: ({ state }) => state }),
    version: t.exposeInt('version'),
    side: t.field({ type: PairingSideEnum, resolve: ({ side }) => side }),
    words: t.exposeString('words'),
    proposedByName: t.exposeString('proposedByName', { nullable: true }),
    proposedAt: t.field({
      type: 'DateTime',
      nullable: true,
      resolve: ({ proposedAt }) => proposedAt,
    }),
    decidedByName: t.exposeString('decidedByName', { nullable: true }),
    decidedAt: t.field({ type: 'DateTime', nullable: true, resolve: ({ decidedAt }) => decidedAt }),
    decisionWords: t.exposeString('decisionWords'),
    agreedOn: t.field({ type: 'Date', nullable: true, resolve: ({ agreedOn }) => agreedOn }),
    lines: t.field({
      type: [Line],
      resolve: ({ lines }) => lines,
    }),
    progress: t.float({
      resolve: ({ lines }) => planShare(lines.map(({ share }) => share)) / FULL_SHARE,
    }),
    actions: t.field({
      type: [ActionType],
      resolve: (plan, _args, context) =>
        Promise.all(
          PLAN_ACTIONS.map(async (action) => ({
            action,
            refusal: await refusalOf(context, action, plan),
          })),
        ),
    }),
  }),
})
const PairingPlan = builder.objectRef<PairingPlanRow>('PairingPlan').implement({
  description: 'The year of a pairing: which plan of it holds, and which is being written.',
  fields: (t) => ({
    pairing: t.field({ type: Pairing, resolve: ({ pairing }) => pairing }),
    year: t.exposeInt('year'),
    period: t.field({
      type: Period,
      nullable: true,
      resolve: async ({ year }, _args, context) =>
        (await periodsOf(context)).find((one) => one.year === year) ?? null,
    }),
    standing: t.field({
      type: StandingEnum,
      resolve: ({ agreedId, writtenState }) =>
        agreedId === null
          ? (PLAN_STANDINGS.find((one) => one === writtenState) ?? 'NONE')
          : 'AGREED',
    }),
    writtenState: t.field({
      type: PlanStateEnum,
      nullable: true,
      resolve: ({ writtenState }) => writtenState,
    }),
    agreedOn: t.field({ type: 'Date', nullable: true, resolve: ({ agreedOn }) => agreedOn }),
    progress: t.float({
      nullable: true,
      resolve: ({ share }) => (share === null ? null : share / FULL_SHARE),
    }),
    lineCount: t.int({ resolve: ({ lines }) => lines }),
    doneLines: t.exposeInt('doneLines'),
    overdueLines: t.exposeInt('overdueLines'),
    agreed: t.field({
      type: Plan,
      nullable: true,
      resolve: ({ agreedId }, _args, context) =>
        agreedId === null ? null : loadPlan(context, agreedId),
    }),
    written: t.field({
      type: Plan,
      nullable: true,
      resolve: ({ writtenId }, _args, context) =>
        writtenId === null ? null : loadPlan(context, writtenId),
    }),
    earlier: t.field({
      type: [Plan],
      resolve: async ({ pairing, year }, _args, context) => {
        const ids = await earlierEditions(context, pairing.id, year)
        const plans = await Promise.all(ids.map((id) => loadPlan(context, id)))
        return plans.flatMap((plan) => plan ?? [])
      },
    }),
    readerSide: t.field({
      type: PairingSideEnum,
      nullable: true,
      resolve: ({ pairing }, _args, context) => sideOfReader(context, pairing),
    }),
  }),
})
const Connection = connectionOf('PairingPlan', PairingPlan)
const Counts = builder.objectRef<PlanCounts>('PlanCounts').implement({
  description: 'How many pairings have which plan.',
  fields: (t) => ({
    year: t.exposeInt('year'),
    pairings: t.exposeInt('pairings'),
    agreed: t.exposeInt('agreed'),
    proposed: t.exposeInt('proposed'),
    returned: t.exposeInt('returned'),
    drafts: t.exposeInt('drafts'),
    none: t.exposeInt('none'),
    behind: t.exposeInt('behind'),
    waitsForReader: t.exposeInt('waitsForReader'),
  }),
})
const Proposed = builder.objectRef<ProposedLine>('ProposedPlanLine').implement({
  description: 'A line as it may stand in the plan, from what was done before.',
  fields: (t) => ({
    indicator: t.field({
      type: Indicator,
      nullable: true,
      resolve: ({ indicatorCode }, _args, context) =>
        indicatorCode === null ? null : found(loadIndicator(context, indicatorCode)),
    }),
    kind: t.field({ type: ActivityKindEnum, resolve: ({ kind }) => kind }),
    area: t.field({ type: HelpAreaEnum, nullable: true, resolve: ({ area }) => area }),
    quantity: t.field({ type: 'Decimal', resolve: ({ quantity }) => quantity }),
    dueMonth: t.exposeString('dueMonth'),
    side: t.field({ type: PairingSideEnum, resolve: ({ side }) => side }),
  }),
})
type FromRecords = { fromYear: number | null; lines: ProposedLine[] }
const ProposedLines = builder.objectRef<FromRecords>('LinesFromLastYear').implement({
  description: 'Lines for a plan from the records of the pairing.',
  fields: (t) => ({
    fromYear: t.exposeInt('fromYear', { nullable: true }),
    lines: t.field({ type: [Proposed], resolve: ({ lines }) => lines }),
  }),
})

const FilterInput = builder.inputType('PlanFilter', {
  fields: (t) => ({
    year: t.int(),
    states: t.field({ type: [StandingEnum] }),
    level: t.field({ type: PairingLevelEnum }),
    zoneId: t.id(),
    organisationId: t.id({ description: 'On either side, with all below it.' }),
    search: t.string(),
    behind: t.boolean(),
    mayAgree: t.boolean(),
  }),
})
const ToAgree = builder.objectRef<PlansToAgree>('PlansToAgree').implement({
  description: 'How many plans of a year wait for the reader to agree to them.',
  fields: (t) => ({ year: t.exposeInt('year'), count: t.exposeInt('count') }),
})
builder.objectField(Viewer, 'plansToAgree', (t) =>
  t.field({ type: [ToAgree], resolve: (_viewer, _args, context) => plansToAgree(context) }),
)

/** A pairing's year, by pairing and year or by any edition of its plan. */
async function yearOf(
  context: RequestContext,
  {
    pairingId,
    year,
    planId,
  }: {
    pairingId?: string | null | undefined
    year?: number | null | undefined
    planId?: string | null | undefined
  },
): Promise<PairingPlanRow | null> {
  if (planId) {
    const plan = await loadPlan(context, planId)
    return plan && findPairingPlan(context, plan.pairingId, plan.programmeYear)
  }
  if (!pairingId) return null
  return findPairingPlan(context, pairingId, year ?? (await presentYear(context)))
}

builder.queryFields((t) => ({
  plans: t.field({
    type: Connection,
    authScopes: { operation: 'plans' },
    args: {
      first: t.arg.int({ defaultValue: 50 }),
      after: t.arg.string(),
      filter: t.arg({ type: FilterInput }),
      order: t.arg({ type: OrderEnum, defaultValue: 'PAIRING' }),
    },
    resolve: (_root, { filter, ...page }, context) => listPlans(context, page, filter ?? {}),
  }),
  planCounts: t.field({
    type: Counts,
    authScopes: { operation: 'planCounts' },
    args: { filter: t.arg({ type: FilterInput }) },
    resolve: (_root, { filter }, context) => countPlans(context, filter ?? {}),
  }),
  pairingPlan: t.field({
    type: PairingPlan,
    nullable: true,
    authScopes: { operation: 'pairingPlan' },
    args: { pairingId: t.arg.id(), year: t.arg.int(), planId: t.arg.id() },
    resolve: (_root, asked, context) => yearOf(context, asked),
  }),
}))

const LineInput = builder.inputType('PlanLineInput', {
  fields: (t) => ({
    indicatorCode: t.string(),
    kind: t.field({ type: ActivityKindEnum, required: true }),
    area: t.field({ type: HelpAreaEnum }),
    quantity: t.string({ required: true }),
    dueMonth: t.string({ required: true }),
    side: t.field({ type: PairingSideEnum, required: true }),
    responsible: t.string({ required: true }),
    words: t.string({ required: true }),
  }),
})
const writes = (name: 'SavePlanInput' | 'ProposePlanInput') =>
  builder.inputType(name, {
    fields: (t) => ({
      id: t.id({ required: true }),
      version: t.int(),
      pairingId: t.id({ required: true }),
      year: t.int({ required: true }),
      words: t.string({ required: true }),
      lines: t.field({ type: [LineInput], required: true }),
    }),
  })
const moves = (name: 'AgreePlanInput' | 'TakeBackPlanInput' | 'DiscardPlanInput') =>
  builder.inputType(name, {
    fields: (t) => ({ id: t.id({ required: true }), version: t.int({ required: true }) }),
  })
const SaveInput = writes('SavePlanInput')
const ProposeInput = writes('ProposePlanInput')
const AgreeInput = moves('AgreePlanInput')
const TakeBackInput = moves('TakeBackPlanInput')
const DiscardInput = moves('DiscardPlanInput')
const ReturnInput = builder.inputType('ReturnPlanInput', {
  fields: (t) => ({
    id: t.id({ required: true }),
    version: t.int({ required: true }),
    reason: t.string({ required: true }),
  }),
})
type WrittenLine = typeof LineInput.$inferInput
const typed = <
  Input extends { version?: number | null | undefined; lines: readonly WrittenLine[] },
>(
  input: Input,
) => ({
  ...input,
  version: input.version ?? null,
  lines: input.lines.map((line) => ({
    ...line,
    indicatorCode: line.indicatorCode ?? null,
    area: line.area ?? null,
  })),
})
const failures = [InvalidInput, Refused, NotFound]
builder.queryField('linesFromLastYear', (t) =>
  t.field({
    type: ProposedLines,
    nullable: true,
    authScopes: { operation: 'linesFromLastYear' },
    args: { pairingId: t.arg.id({ required: true }), year: t.arg.int({ required: true }) },
    resolve: (_root, { pairingId, year }, context) =>
      linesFromRecords(context, pairingId, year).catch((problem: unknown) => {
        if (problem instanceof NotFound) return null
        throw problem
      }),
  }),
)
builder.mutationFields((t) => ({
  savePlan: t.field({
    type: Plan,
    authScopes: { operation: 'savePlan' },
    errors: { types: failures, union: { name: 'SavePlanPayload' } },
    args: { input: t.arg({ type: SaveInput, required: true }) },
    resolve: (_root, { input }, context) => writePlan(context, 'SAVE', typed(input)),
  }),
  proposePlan: t.field({
    type: Plan,
    authScopes: { operation: 'proposePlan' },
    errors: { types: failures, union: { name: 'ProposePlanPayload' } },
    args: { input: t.arg({ type: ProposeInput, required: true }) },
    resolve: (_root, { input }, context) => writePlan(context, 'PROPOSE', typed(input)),
  }),
  agreePlan: t.field({
    type: Plan,
    authScopes: { operation: 'agreePlan' },
    errors: { types: [Refused, NotFound], union: { name: 'AgreePlanPayload' } },
    args: { input: t.arg({ type: AgreeInput, required: true }) },
    resolve: (_root, { input }, context) => agreePlan(context, input),
  }),
  returnPlan: t.field({
    type: Plan,
    authScopes: { operation: 'returnPlan' },
    errors: { types: failures, union: { name: 'ReturnPlanPayload' } },
    args: { input: t.arg({ type: ReturnInput, required: true }) },
    resolve: (_root, { input }, context) => returnPlan(context, input),
  }),
  takeBackPlan: t.field({
    type: Plan,
    authScopes: { operation: 'takeBackPlan' },
    errors: { types: [Refused, NotFound], union: { name: 'TakeBackPlanPayload' } },
    args: { input: t.arg({ type: TakeBackInput, required: true }) },
    resolve: (_root, { input }, context) => takeBackPlan(context, input),
  }),
  discardPlan: t.field({
    type: Plan,
    authScopes: { operation: 'discardPlan' },
    errors: { types: [Refused, NotFound], union: { name: 'DiscardPlanPayload' } },
    args: { input: t.arg({ type: DiscardInput, required: true }) },
    resolve: (_root, { input }, context) => discardPlan(context, input),
  }),
}))
