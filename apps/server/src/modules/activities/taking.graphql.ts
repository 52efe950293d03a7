import { NotFound, Refused } from '../../platform/failures.ts'
import { builder } from '../../platform/schema-builder.ts'
import { Activity } from './activity.graphql.ts'
import { releaseActivity, takeActivity } from './take-activity.ts'

const TakeInput = builder.inputType('TakeActivityInput', {
  fields: (t) => ({ id: t.id({ required: true }), takeOver: t.boolean() }),
})
const ReleaseInput = builder.inputType('ReleaseActivityInput', {
  fields: (t) => ({ id: t.id({ required: true }) }),
})

builder.mutationFields((t) => ({
  takeActivity: t.field({
    type: Activity,
    description:
      'Takes a record to sign or to write it, for a short time; where another has it, only by taking over.',
    authScopes: { operation: 'takeActivity' },
    errors: { types: [NotFound, Refused], union: { name: 'TakeActivityPayload' } },
    args: { input: t.arg({ type: TakeInput, required: true }) },
    resolve: (_root, { input }, context) =>
      takeActivity(context, { id: input.id, takeOver: input.takeOver ?? false }),
  }),
  releaseActivity: t.field({
    type: Activity,
    description: 'Lets go of a record that the reader has taken.',
    authScopes: { operation: 'releaseActivity' },
    errors: { types: [NotFound], union: { name: 'ReleaseActivityPayload' } },
    args: { input: t.arg({ type: ReleaseInput, required: true }) },
    resolve: (_root, { input }, context) => releaseActivity(context, input.id),
  }),
}))
