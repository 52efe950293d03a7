import { NotFound, Refused } from '../../platform/failures.ts'
import { builder } from '../../platform/schema-builder.ts'
import { Activity } from '../activities/activity.graphql.ts'
import { removeEvidence } from './remove-evidence.ts'

const RemoveEvidenceInput = builder.inputType('RemoveEvidenceInput', {
  description: 'Which photo is taken off its record.',
  fields: (t) => ({ id: t.id({ required: true }) }),
})

builder.mutationField('removeEvidence', (t) =>
  t.field({
    type: Activity,
    description:
      'Takes a photo off a record that has not been sent; photos are added by POST /api/activities/{activityId}/evidence/{id}.',
    authScopes: { operation: 'removeEvidence' },
    errors: { types: [Refused, NotFound], union: { name: 'RemoveEvidencePayload' } },
    args: { input: t.arg({ type: RemoveEvidenceInput, required: true }) },
    resolve: (_root, { input }, context) => removeEvidence(context, input.id),
  }),
)
