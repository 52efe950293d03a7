import { isUnderWay } from '@gongjian/domain/run-actions'
import { scopeOf } from '@gongjian/domain/permission-matrix'
import { connectionOf } from '../../platform/connection.ts'
import { loaderOf } from '../../platform/context.ts'
import { NotFound, Refused } from '../../platform/failures.ts'
import { builder } from '../../platform/schema-builder.ts'
import { PeriodStatusEnum } from '../../platform/vocabulary.graphql.ts'
import { AssessedKindEnum, RunStateEnum } from './assessment-vocabulary.graphql.ts'
import { findRun, listRuns, RUN_ORDERS } from './run-row.ts'
import type { RunRow } from './run-row.ts'
import { findSchemes } from './scheme-row.ts'
import type { SchemeRow } from './scheme-row.ts'
import { Scheme } from './schemes.graphql.ts'
import { cancelRun, startRun } from './start-run.ts'
import { takeUpSilentRuns } from './take-up-runs.ts'

export const Run = builder.objectRef<RunRow>('AssessmentRun').implement({
  description: '考评: one frozen calculation of a scheme.',
  fields: (t) => ({
    id: t.exposeID('id'),
    scheme: t.field({
      type: Scheme,
      nullable: true,
      resolve: ({ schemeId }, _args, context) =>
        loaderOf<string, SchemeRow>(context, 'assessment scheme', (ids) =>
          findSchemes(context, ids),
        ).load(schemeId),
    }),
    programmeYear: t.exposeInt('programmeYear'),
    state: t.field({ type: RunStateEnum, resolve: ({ state }) => state }),
    doneOrganisations: t.exposeInt('doneOrganisations'),
    totalOrganisations: t.exposeInt('totalOrganisations', { nullable: true }),
    problemMessage: t.string({
      nullable: true,
      resolve: ({ problem }, _args, { text }) =>
        problem === null ? null : text(`failure.${problem}`),
    }),
    periodStatus: t.field({
      type: PeriodStatusEnum,
      nullable: true,
      resolve: ({ periodStatus }) => periodStatus,
    }),
    frozenAt: t.field({ type: 'DateTime', nullable: true, resolve: ({ frozenAt }) => frozenAt }),
    scoringVersion: t.exposeString('scoringVersion'),
    inputsHash: t.exposeString('inputsHash', { nullable: true }),
    resultHash: t.exposeString('resultHash', { nullable: true }),
    startedByName: t.exposeString('startedByName'),
    startedAt: t.field({ type: 'DateTime', resolve: ({ startedAt }) => startedAt }),
    endedAt: t.field({ type: 'DateTime', nullable: true, resolve: ({ endedAt }) => endedAt }),
    previousRunId: t.exposeID('previousRunId', { nullable: true }),
    isPublished: t.exposeBoolean('isPublished'),
    isPreview: t.boolean({
      resolve: ({ isPublished, periodStatus }) => !isPublished && periodStatus !== 'LOCKED',
    }),
    mayCancel: t.boolean({
      resolve: ({ state }, _args, { viewer }) =>
        isUnderWay(state) &&
        viewer?.assignment != null &&
        scopeOf('cancelAssessmentRun', viewer.assignment.role) !== 'NONE',
    }),
  }),
})
const Connection = connectionOf('AssessmentRun', Run)
const FilterInput = builder.inputType('AssessmentRunFilter', {
  fields: (t) => ({
    programmeYear: t.int(),
    schemeId: t.id(),
    kind: t.field({ type: AssessedKindEnum }),
    states: t.field({ type: [RunStateEnum] }),
    published: t.boolean(),
    search: t.string(),
  }),
})
const OrderEnum = builder.enumType('AssessmentRunOrder', {
  values: RUN_ORDERS,
  description: 'By when they were begun.',
})

builder.queryFields((t) => ({
  assessmentRuns: t.field({
    type: Connection,
    authScopes: { operation: 'assessmentRuns' },
    args: {
      first: t.arg.int({ defaultValue: 50 }),
      after: t.arg.string(),
      filter: t.arg({ type: FilterInput }),
      order: t.arg({ type: OrderEnum, defaultValue: 'NEWEST' }),
    },
    resolve: async (_root, { filter, ...page }, context) => {
      await takeUpSilentRuns(context)
      return listRuns(context, page, filter ?? {})
    },
  }),
  assessmentRun: t.field({
    type: Run,
    nullable: true,
    authScopes: { operation: 'assessmentRun' },
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, { id }, context) => {
      await takeUpSilentRuns(context)
      return findRun(context, id)
    },
  }),
}))

const StartInput = builder.inputType('StartAssessmentRunInput', {
  fields: (t) => ({ id: t.id({ required: true }), schemeId: t.id({ required: true }) }),
})
const CancelInput = builder.inputType('CancelAssessmentRunInput', {
  fields: (t) => ({ id: t.id({ required: true }) }),
})
builder.mutationFields((t) => ({
  startAssessmentRun: t.field({
    type: Run,
    authScopes: { operation: 'startAssessmentRun' },
    errors: { types: [Refused, NotFound], union: { name: 'StartAssessmentRunPayload' } },
    args: { input: t.arg({ type: StartInput, required: true }) },
    resolve: (_root, { input }, context) => startRun(context, input),
  }),
  cancelAssessmentRun: t.field({
    type: Run,
    authScopes: { operation: 'cancelAssessmentRun' },
    errors: { types: [Refused, NotFound], union: { name: 'CancelAssessmentRunPayload' } },
    args: { input: t.arg({ type: CancelInput, required: true }) },
    resolve: (_root, { input }, context) => cancelRun(context, input),
  }),
}))
