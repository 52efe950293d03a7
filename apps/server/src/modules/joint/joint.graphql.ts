import { JOINT_BODY_STATES, JOINT_STATES, marksAreOpen } from '@gongjian/domain/joint-actions'
import { scopeOf } from '@gongjian/domain/permission-matrix'
import { connectionOf } from '../../platform/connection.ts'
import { loaderOf } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { builder } from '../../platform/schema-builder.ts'
import { AssessedKindEnum, MarkingLevelEnum } from '../assessment/assessment-vocabulary.graphql.ts'
import { Run } from '../assessment/runs.graphql.ts'
import { findRuns } from '../assessment/run-row.ts'
import type { RunRow } from '../assessment/run-row.ts'
import { findSchemes } from '../assessment/scheme-row.ts'
import type { SchemeRow } from '../assessment/scheme-row.ts'
import { Scheme } from '../assessment/schemes.graphql.ts'
import { bodiesOf, findJoint, JOINT_ORDERS, listJoints } from './joint-row.ts'
import type { BodyRow, JointRow } from './joint-row.ts'
import { closeJoint, leaveOutBodies, openJoint, remindBodies } from './move-joint.ts'

const JointStateEnum = builder.enumType('JointState', {
  values: JOINT_STATES,
  description: 'Levels mark; closed; open to appeals; decided.',
})
const JointBodyStateEnum = builder.enumType('JointBodyState', {
  values: JOINT_BODY_STATES,
  description: 'Still marks, has delivered, or is done without.',
})

export const JointBody = builder.objectRef<BodyRow>('JointBody').implement({
  description: 'Who marks at a level, and how far they are: never a mark.',
  fields: (t) => ({
    level: t.field({ type: MarkingLevelEnum, resolve: ({ level }) => level }),
    bodyId: t.exposeID('bodyId'),
    bodyName: t.exposeString('bodyName'),
    state: t.field({ type: JointBodyStateEnum, resolve: ({ state }) => state }),
    deliveredByName: t.exposeString('deliveredByName', { nullable: true }),
    deliveredAt: t.field({
      type: 'DateTime',
      nullable: true,
      resolve: ({ deliveredAt }) => deliveredAt,
    }),
    leftOutReason: t.exposeString('leftOutReason', { nullable: true }),
    given: t.exposeInt('given'),
    wanted: t.exposeInt('wanted'),
    isMine: t.exposeBoolean('isMine'),
  }),
})

const bodiesLoader = (context: RequestContext) =>
  loaderOf<string, BodyRow[]>(context, 'joint bodies', (ids) => bodiesOf(context, ids))

export const Joint = builder.objectRef<JointRow>('JointAssessment').implement({
  description: '三级联评: the levels mark apart, then the joint run.',
  fields: (t) => ({
    id: t.exposeID('id'),
    programmeYear: t.exposeInt('programmeYear'),
    state: t.field({ type: JointStateEnum, resolve: ({ state }) => state }),
    version: t.exposeInt('version'),
    dueOn: t.field({ type: 'Date', resolve: ({ dueOn }) => dueOn }),
    isLate: t.boolean({
      resolve: ({ state, dueOn }, _args, { today }) => state === 'SCORING' && dueOn < today,
    }),
    openedByName: t.exposeString('openedByName'),
    openedAt: t.field({ type: 'DateTime', resolve: ({ openedAt }) => openedAt }),
    closedAt: t.field({ type: 'DateTime', nullable: true, resolve: ({ closedAt }) => closedAt }),
    scheme: t.field({
      type: Scheme,
      nullable: true,
      resolve: ({ schemeId }, _args, context) =>
        loaderOf<string, SchemeRow>(context, 'assessment scheme', (ids) =>
          findSchemes(context, ids),
        ).load(schemeId),
    }),
    resultRun: t.field({
      type: Run,
      nullable: true,
      resolve: ({ resultRunId }, _args, context) =>
        resultRunId === null
          ? null
          : loaderOf<string, RunRow>(context, 'assessment run', (ids) =>
              findRuns(context, ids),
            ).load(resultRunId),
    }),
    bodies: t.field({
      type: [JointBody],
      resolve: async ({ id }, _args, context) => (await bodiesLoader(context).load(id)) ?? [],
    }),
    marksAreOpen: t.boolean({
      resolve: ({ state }, _args, { viewer }) =>
        marksAreOpen(state) &&
        viewer?.assignment != null &&
        scopeOf('jointSheet', viewer.assignment.role) === 'CITY',
    }),
  }),
})

const Connection = connectionOf('JointAssessment', Joint)
const FilterInput = builder.inputType('JointAssessmentFilter', {
  fields: (t) => ({
    programmeYear: t.int(),
    kind: t.field({ type: AssessedKindEnum }),
    states: t.field({ type: [JointStateEnum] }),
    search: t.string(),
  }),
})
const OrderEnum = builder.enumType('JointAssessmentOrder', {
  values: JOINT_ORDERS,
  description: 'By when they were opened, or until when marks are expected.',
})
builder.queryFields((t) => ({
  jointAssessments: t.field({
    type: Connection,
    authScopes: { operation: 'jointAssessments' },
    args: {
      first: t.arg.int({ defaultValue: 50 }),
      after: t.arg.string(),
      filter: t.arg({ type: FilterInput }),
      order: t.arg({ type: OrderEnum, defaultValue: 'NEWEST' }),
    },
    resolve: (_root, { filter, ...page }, context) => listJoints(context, page, filter ?? {}),
  }),
  jointAssessment: t.field({
    type: Joint,
    nullable: true,
    authScopes: { operation: 'jointAssessment' },
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) => findJoint(context, id),
  }),
}))

const OpenInput = builder.inputType('OpenJointScoringInput', {
  fields: (t) => ({
    id: t.id({ required: true }),
    runId: t.id({ required: true }),
    dueOn: t.field({ type: 'Date', required: true }),
  }),
})
const RemindInput = builder.inputType('RemindJointBodiesInput', {
  fields: (t) => ({ id: t.id({ required: true }) }),
})
const LeaveOutInput = builder.inputType('LeaveOutJointBodiesInput', {
  fields: (t) => ({
    id: t.id({ required: true }),
    level: t.field({ type: MarkingLevelEnum, required: true }),
    bodyId: t.id({ description: 'Null: all of the level that still mark.' }),
    reason: t.string({ required: true }),
  }),
})
const CloseInput = builder.inputType('CloseJointScoringInput', {
  fields: (t) => ({ id: t.id({ required: true }), runId: t.id({ required: true }) }),
})
builder.mutationFields((t) => ({
  openJointScoring: t.field({
    type: Joint,
    authScopes: { operation: 'openJointScoring' },
    errors: {
      types: [InvalidInput, Refused, NotFound],
      union: { name: 'OpenJointScoringPayload' },
    },
    args: { input: t.arg({ type: OpenInput, required: true }) },
    resolve: (_root, { input }, context) => openJoint(context, input),
  }),
  remindJointBodies: t.field({
    type: Joint,
    authScopes: { operation: 'remindJointBodies' },
    errors: { types: [Refused, NotFound], union: { name: 'RemindJointBodiesPayload' } },
    args: { input: t.arg({ type: RemindInput, required: true }) },
    resolve: (_root, { input }, context) => remindBodies(context, input),
  }),
  leaveOutJointBodies: t.field({
    type: Joint,
    authScopes: { operation: 'leaveOutJointBodies' },
    errors: {
      types: [InvalidInput, Refused, NotFound],
      union: { name: 'LeaveOutJointBodiesPayload' },
    },
    args: { input: t.arg({ type: LeaveOutInput, required: true }) },
    resolve: (_root, { input }, context) =>
      leaveOutBodies(context, { ...input, bodyId: input.bodyId ?? null }),
  }),
  closeJointScoring: t.field({
    type: Joint,
    authScopes: { operation: 'closeJointScoring' },
    errors: { types: [Refused, NotFound], union: { name: 'CloseJointScoringPayload' } },
    args: { input: t.arg({ type: CloseInput, required: true }) },
    resolve: (_root, { input }, context) => closeJoint(context, input),
  }),
}))
