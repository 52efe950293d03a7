import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { builder } from '../../platform/schema-builder.ts'
import { grantException } from './grant-exception.ts'
import { movePeriod } from './move-period.ts'
import { openProgrammeYear } from './open-year.ts'
import {
  Period,
  PeriodException,
  PeriodMoveEnum,
  ReportExpectationEnum,
} from './periods.graphql.ts'
import { revokeException } from './revoke-exception.ts'
import { setReportRule } from './set-report-rule.ts'

const OpenYearInput = builder.inputType('OpenProgrammeYearInput', {
  fields: (t) => ({
    year: t.string({ required: true }),
    startsOn: t.string({ required: true, description: 'The first of a month.' }),
  }),
})
const LeavesInput = builder.inputType('PeriodLeavesInput', {
  description: 'What is left unfinished, as the checklist said it.',
  fields: (t) => ({
    drafts: t.int({ required: true }),
    returned: t.int({ required: true }),
    waiting: t.int({ required: true }),
  }),
})
const MoveInput = builder.inputType('MovePeriodInput', {
  fields: (t) => ({
    year: t.int({ required: true }),
    quarter: t.int(),
    version: t.int({ required: true }),
    move: t.field({ type: PeriodMoveEnum, required: true }),
    leaves: t.field({ type: LeavesInput }),
  }),
})
const GrantInput = builder.inputType('GrantPeriodExceptionInput', {
  description: 'For an organisation or for a record: one of both.',
  fields: (t) => ({
    id: t.id({ required: true }),
    year: t.int({ required: true }),
    quarter: t.int(),
    organisationId: t.id(),
    activityId: t.id(),
    reason: t.string({ required: true }),
    until: t.string({ required: true, description: 'Its last day, YYYY-MM-DD.' }),
  }),
})
const RevokeInput = builder.inputType('RevokePeriodExceptionInput', {
  fields: (t) => ({ id: t.id({ required: true }), reason: t.string({ required: true }) }),
})

const ReportRuleInput = builder.inputType('SetReportRuleInput', {
  fields: (t) => ({
    year: t.int({ required: true }),
    revision: t.int({ required: true, description: 'The one that was read; 0: none.' }),
    dueDay: t.int({ required: true }),
    expects: t.field({ type: ReportExpectationEnum, required: true }),
    reason: t.string({ required: true }),
  }),
})

builder.mutationFields((t) => ({
  setReportRule: t.field({
    type: Period,
    description:
      'Sets until when and of which months reports are to come, from the month under way on.',
    authScopes: { operation: 'setReportRule' },
    errors: {
      types: [InvalidInput, NotFound, Refused],
      union: { name: 'SetReportRulePayload' },
    },
    args: { input: t.arg({ type: ReportRuleInput, required: true }) },
    resolve: (_root, { input }, context) => setReportRule(context, input),
  }),
  openProgrammeYear: t.field({
    type: Period,
    description: 'Opens a programme year of twelve months that joins the others.',
    authScopes: { operation: 'openProgrammeYear' },
    errors: { types: [InvalidInput], union: { name: 'OpenProgrammeYearPayload' } },
    args: { input: t.arg({ type: OpenYearInput, required: true }) },
    resolve: (_root, { input }, context) => openProgrammeYear(context, input),
  }),
  movePeriod: t.field({
    type: Period,
    description: 'Begins the closing of a year or quarter, takes it back, or locks what is over.',
    authScopes: { operation: 'movePeriod' },
    errors: { types: [NotFound, Refused], union: { name: 'MovePeriodPayload' } },
    args: { input: t.arg({ type: MoveInput, required: true }) },
    resolve: (_root, { input }, context) =>
      movePeriod(context, {
        ...input,
        quarter: input.quarter ?? null,
        leaves: input.leaves ?? null,
      }),
  }),
  grantPeriodException: t.field({
    type: PeriodException,
    description: 'Opens what is closing or locked again, for one organisation or one record.',
    authScopes: { operation: 'grantPeriodException' },
    errors: {
      types: [InvalidInput, NotFound, Refused],
      union: { name: 'GrantPeriodExceptionPayload' },
    },
    args: { input: t.arg({ type: GrantInput, required: true }) },
    resolve: (_root, { input }, context) =>
      grantException(context, {
        ...input,
        quarter: input.quarter ?? null,
        organisationId: input.organisationId ?? null,
        activityId: input.activityId ?? null,
      }),
  }),
  revokePeriodException: t.field({
    type: PeriodException,
    description: 'Ends an exception before its day.',
    authScopes: { operation: 'revokePeriodException' },
    errors: {
      types: [InvalidInput, NotFound, Refused],
      union: { name: 'RevokePeriodExceptionPayload' },
    },
    args: { input: t.arg({ type: RevokeInput, required: true }) },
    resolve: (_root, { input }, context) => revokeException(context, input),
  }),
}))
