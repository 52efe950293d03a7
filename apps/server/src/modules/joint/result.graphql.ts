import { RESULT_MOVES, resultRefusal } from '@gongjian/domain/appeal-actions'
import type { ResultFacts } from '@gongjian/domain/appeal-actions'
import { loaderOf } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { builder } from '../../platform/schema-builder.ts'
import { appealCounts } from '../appeals/appeal-counts.ts'
import type { AppealCounts } from '../appeals/appeal-counts.ts'
import { Joint } from './joint.graphql.ts'
import { decideJoint, publishResult, rerunJoint, resultFacts } from './move-result.ts'

const MoveEnum = builder.enumType('ResultMove', {
  values: RESULT_MOVES,
  description: 'Publishes a result to the judged, runs it anew after appeals, decides it.',
})

const countsOf = (context: RequestContext, id: string) =>
  loaderOf<string, AppealCounts>(context, 'appeal counts', (ids) =>
    appealCounts(context, ids),
  ).load(id)

builder.objectFields(Joint, (t) => ({
  appealsUntil: t.field({
    type: 'Date',
    nullable: true,
    resolve: ({ appealsUntil }) => appealsUntil,
  }),
  decidedAt: t.field({ type: 'DateTime', nullable: true, resolve: ({ decidedAt }) => decidedAt }),
  decidedByName: t.exposeString('decidedByName', { nullable: true }),
  appealsFiled: t.int({
    resolve: async ({ id }, _args, context) => (await countsOf(context, id))?.filed ?? 0,
  }),
  appealsWaiting: t.int({
    resolve: async ({ id }, _args, context) => (await countsOf(context, id))?.waiting ?? 0,
  }),
  resultRefusal: t.string({
    nullable: true,
    args: { move: t.arg({ type: MoveEnum, required: true }) },
    resolve: async ({ id }, { move }, context) => {
      const facts = await loaderOf<string, ResultFacts>(context, 'joint result facts', (ids) =>
        resultFacts(context, ids),
      ).load(id)
      const refusal = facts ? resultRefusal(move, facts, context.today) : null
      return refusal === null ? null : context.text(`failure.${refusal}`)
    },
  }),
}))

const PublishInput = builder.inputType('PublishJointResultInput', {
  fields: (t) => ({
    id: t.id({ required: true }),
    appealsUntil: t.field({ type: 'Date', required: true }),
  }),
})
const RerunInput = builder.inputType('RerunJointInput', {
  fields: (t) => ({ id: t.id({ required: true }), runId: t.id({ required: true }) }),
})
const DecideInput = builder.inputType('DecideJointInput', {
  fields: (t) => ({ id: t.id({ required: true }) }),
})
builder.mutationFields((t) => ({
  publishJointResult: t.field({
    type: Joint,
    authScopes: { operation: 'publishJointResult' },
    errors: {
      types: [InvalidInput, Refused, NotFound],
      union: { name: 'PublishJointResultPayload' },
    },
    args: { input: t.arg({ type: PublishInput, required: true }) },
    resolve: (_root, { input }, context) => publishResult(context, input),
  }),
  rerunJoint: t.field({
    type: Joint,
    authScopes: { operation: 'rerunJoint' },
    errors: { types: [Refused, NotFound], union: { name: 'RerunJointPayload' } },
    args: { input: t.arg({ type: RerunInput, required: true }) },
    resolve: (_root, { input }, context) => rerunJoint(context, input),
  }),
  decideJoint: t.field({
    type: Joint,
    authScopes: { operation: 'decideJoint' },
    errors: { types: [Refused, NotFound], union: { name: 'DecideJointPayload' } },
    args: { input: t.arg({ type: DecideInput, required: true }) },
    resolve: (_root, { input }, context) => decideJoint(context, input),
  }),
}))
