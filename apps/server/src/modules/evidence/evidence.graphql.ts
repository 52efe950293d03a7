import { NotFound, Refused } from '../../platform/failures.ts'
import { builder } from '../../platform/schema-builder.ts'
import { Activity } from '../activities/activity.graphql.ts'
import { removeEvidence } from './remove-evidence.ts'
import { loadRepeatedPhotos } from './repeated-photos.ts'
import type { RepeatedPhotoRow } from './repeated-photos.ts'

const RepeatedPhoto = builder.objectRef<RepeatedPhotoRow>('RepeatedPhoto').implement({
  description: 'A photo that another record carries too. Pointed out, never a hindrance.',
  fields: (t) => ({
    evidenceId: t.exposeID('evidenceId', { description: 'The photo of this record.' }),
    otherId: t.exposeID('otherId', {
      nullable: true,
      description: 'The other record; null where the reader may not see it.',
    }),
    otherTitle: t.exposeString('otherTitle', {
      nullable: true,
      description: 'Its title, where the reader may see it.',
    }),
    otherDay: t.exposeString('otherDay', {
      nullable: true,
      description: 'Its day as YYYY-MM-DD, where the reader may see it.',
    }),
  }),
})

builder.objectField(Activity, 'repeatedPhotos', (t) =>
  t.field({
    type: [RepeatedPhoto],
    description: 'Which of its photos another record carries too.',
    resolve: async ({ id }, _args, context) => (await loadRepeatedPhotos(context, id)) ?? [],
  }),
)

const RemoveEvidenceInput = builder.inputType('RemoveEvidenceInput', {
  description: 'Which photo or document is taken off its record.',
  fields: (t) => ({ id: t.id({ required: true }) }),
})

builder.mutationField('removeEvidence', (t) =>
  t.field({
    type: Activity,
    description:
      'Takes a photo or document off a record that has not been sent. They are added by POST /api/activities/{activityId}/evidence/{id}, PUT /api/evidence-uploads/{id}?offset= for each piece, and POST /api/evidence-uploads/{id}/finish.',
    authScopes: { operation: 'removeEvidence' },
    errors: { types: [Refused, NotFound], union: { name: 'RemoveEvidencePayload' } },
    args: { input: t.arg({ type: RemoveEvidenceInput, required: true }) },
    resolve: (_root, { input }, context) => removeEvidence(context, input.id),
  }),
)
