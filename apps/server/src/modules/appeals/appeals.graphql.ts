import { APPEAL_ANSWERS, APPEAL_STATES, appealRefusal } from '@gongjian/domain/appeal-actions'
import { scopeOf } from '@gongjian/domain/permission-matrix'
import { connectionOf } from '../../platform/connection.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { builder } from '../../platform/schema-builder.ts'
import { Evidence } from '../activities/activity-parts.graphql.ts'
import { MarkingLevelEnum } from '../assessment/assessment-vocabulary.graphql.ts'
import { SchemeIndicatorType } from '../assessment/schemes.graphql.ts'
import { answerAppeal } from './answer-appeal.ts'
import { APPEAL_ORDERS, findAppeal, listAppeals } from './appeal-row.ts'
import type { AppealRow } from './appeal-row.ts'
import { loadAppealFiles, mayAddFiles } from './appeal-files.ts'
import { fileAppeal, withdrawAppeal } from './file-appeal.ts'
import { removeAppealFile } from './remove-appeal-file.ts'

const StateEnum = builder.enumType('AppealState', {
  values: APPEAL_STATES,
  description: 'Filed; upheld, partly upheld or rejected by the office; taken back.',
})
const AnswerEnum = builder.enumType('AppealAnswer', {
  values: APPEAL_ANSWERS,
  description: 'How the office answers.',
})
const OrderEnum = builder.enumType('AppealOrder', {
  values: APPEAL_ORDERS,
  description: 'By when they were filed.',
})
const Appeal = builder.objectRef<AppealRow>('Appeal').implement({
  description: '申诉: who is judged asks for a part of their score to be looked at again.',
  fields: (t) => ({
    id: t.exposeID('id'),
    jointId: t.exposeID('jointId'),
    runId: t.exposeID('runId'),
    programmeYear: t.exposeInt('programmeYear'),
    schemeTitle: t.exposeString('schemeTitle'),
    organisationId: t.exposeID('organisationId'),
    organisationName: t.exposeString('organisationName'),
    indicator: t.field({
      type: SchemeIndicatorType,
      nullable: true,
      resolve: ({ indicator }) => indicator,
    }),
    points: t.field({ type: 'Decimal', resolve: ({ points }) => points }),
    reason: t.exposeString('reason'),
    state: t.field({ type: StateEnum, resolve: ({ state }) => state }),
    version: t.exposeInt('version'),
    filedByName: t.exposeString('filedByName'),
    filedAt: t.field({ type: 'DateTime', resolve: ({ filedAt }) => filedAt }),
    answerWords: t.exposeString('answerWords'),
    correction: t.exposeString('correction'),
    answeredByName: t.exposeString('answeredByName', { nullable: true }),
    answeredAt: t.field({
      type: 'DateTime',
      nullable: true,
      resolve: ({ answeredAt }) => answeredAt,
    }),
    fileCount: t.exposeInt('fileCount'),
    files: t.field({
      type: [Evidence],
      resolve: async (appeal, _args, context) =>
        (await loadAppealFiles(context, appeal)).filter(({ part }) => part === 'REASON'),
    }),
    answerFiles: t.field({
      type: [Evidence],
      resolve: async (appeal, _args, context) =>
        (await loadAppealFiles(context, appeal)).filter(({ part }) => part === 'ANSWER'),
    }),
    mayAddFiles: t.boolean({
      resolve: (appeal, _args, context) => mayAddFiles(context, appeal),
    }),
    mayWithdraw: t.boolean({
      resolve: (appeal, _args, { viewer }) =>
        viewer?.assignment != null &&
        scopeOf('withdrawAppeal', viewer.assignment.role) !== 'NONE' &&
        appealRefusal('WITHDRAW', appeal, viewer) === null,
    }),
    mayAnswer: t.boolean({
      resolve: (appeal, _args, { viewer }) =>
        viewer?.assignment != null &&
        scopeOf('answerAppeal', viewer.assignment.role) !== 'NONE' &&
        appealRefusal('ANSWER', appeal, viewer) === null,
    }),
  }),
})
const Connection = connectionOf('Appeal', Appeal)
const FilterInput = builder.inputType('AppealFilter', {
  fields: (t) => ({
    jointId: t.id(),
    programmeYear: t.int(),
    states: t.field({ type: [StateEnum] }),
    search: t.string(),
  }),
})
builder.queryFields((t) => ({
  appeals: t.field({
    type: Connection,
    authScopes: { operation: 'appeals' },
    args: {
      first: t.arg.int({ defaultValue: 50 }),
      after: t.arg.string(),
      filter: t.arg({ type: FilterInput }),
      order: t.arg({ type: OrderEnum, defaultValue: 'NEWEST' }),
    },
    resolve: (_root, { filter, ...page }, context) => listAppeals(context, page, filter ?? {}),
  }),
  appeal: t.field({
    type: Appeal,
    nullable: true,
    authScopes: { operation: 'appeal' },
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) => findAppeal(context, 'appeal', id),
  }),
}))

const FileInput = builder.inputType('FileAppealInput', {
  fields: (t) => ({
    id: t.id({ required: true }),
    jointId: t.id({ required: true }),
    organisationId: t.id({ required: true }),
    indicatorCode: t.string({ required: true }),
    reason: t.string({ required: true }),
  }),
})
const WithdrawInput = builder.inputType('WithdrawAppealInput', {
  fields: (t) => ({ id: t.id({ required: true }), version: t.int({ required: true }) }),
})
const CorrectedMarkInput = builder.inputType('CorrectedMarkInput', {
  description: 'A mark that is corrected with the answer.',
  fields: (t) => ({
    level: t.field({ type: MarkingLevelEnum, required: true }),
    points: t.string({ required: true }),
  }),
})
const AnswerInput = builder.inputType('AnswerAppealInput', {
  fields: (t) => ({
    id: t.id({ required: true }),
    version: t.int({ required: true }),
    answer: t.field({ type: AnswerEnum, required: true }),
    words: t.string({ required: true }),
    correction: t.string({ required: true }),
    mark: t.field({ type: CorrectedMarkInput }),
  }),
})
const RemoveFileInput = builder.inputType('RemoveAppealFileInput', {
  fields: (t) => ({ id: t.id({ required: true }) }),
})
const failures = [InvalidInput, Refused, NotFound]
builder.mutationFields((t) => ({
  fileAppeal: t.field({
    type: Appeal,
    authScopes: { operation: 'fileAppeal' },
    errors: { types: failures, union: { name: 'FileAppealPayload' } },
    args: { input: t.arg({ type: FileInput, required: true }) },
    resolve: (_root, { input }, context) => fileAppeal(context, input),
  }),
  withdrawAppeal: t.field({
    type: Appeal,
    authScopes: { operation: 'withdrawAppeal' },
    errors: { types: [Refused, NotFound], union: { name: 'WithdrawAppealPayload' } },
    args: { input: t.arg({ type: WithdrawInput, required: true }) },
    resolve: (_root, { input }, context) => withdrawAppeal(context, input),
  }),
  removeAppealFile: t.field({
    type: Appeal,
    authScopes: { operation: 'removeAppealFile' },
    errors: { types: [Refused, NotFound], union: { name: 'RemoveAppealFilePayload' } },
    args: { input: t.arg({ type: RemoveFileInput, required: true }) },
    resolve: (_root, { input }, context) => removeAppealFile(context, input.id),
  }),
  answerAppeal: t.field({
    type: Appeal,
    authScopes: { operation: 'answerAppeal' },
    errors: { types: failures, union: { name: 'AnswerAppealPayload' } },
    args: { input: t.arg({ type: AnswerInput, required: true }) },
    resolve: (_root, { input }, context) =>
      answerAppeal(context, { ...input, mark: input.mark ?? null }),
  }),
}))
