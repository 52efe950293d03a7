import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { builder } from '../../platform/schema-builder.ts'
import { confirmHandOver, handOverPosition } from './hand-over-position.ts'
import { endDeputation, nameDeputy } from './name-deputy.ts'
import { DeputationType, HandOverType } from './positions.graphql.ts'

const NameInput = builder.inputType('NameDeputyInput', {
  fields: (t) => ({
    id: t.id({ required: true }),
    assignmentId: t.id({ required: true }),
    deputyId: t.id({ required: true }),
    from: t.string({ required: true }),
    to: t.string({ required: true }),
    reason: t.string({ required: true }),
  }),
})
const EndInput = builder.inputType('EndDeputationInput', {
  fields: (t) => ({ id: t.id({ required: true }) }),
})
const HandOverInput = builder.inputType('HandOverPositionInput', {
  fields: (t) => ({
    id: t.id({ required: true }),
    assignmentId: t.id({ required: true }),
    toUserId: t.id({ required: true }),
    day: t.string({ required: true }),
    note: t.string({ required: true }),
  }),
})
const ConfirmInput = builder.inputType('ConfirmHandOverInput', {
  fields: (t) => ({ id: t.id({ required: true }) }),
})

builder.mutationFields((t) => ({
  nameDeputy: t.field({
    type: DeputationType,
    description: 'Names who acts for a holder on leave, from day to day.',
    authScopes: { operation: 'nameDeputy' },
    errors: { types: [InvalidInput, NotFound, Refused], union: { name: 'NameDeputyPayload' } },
    args: { input: t.arg({ type: NameInput, required: true }) },
    resolve: (_root, { input }, context) => nameDeputy(context, input),
  }),
  endDeputation: t.field({
    type: DeputationType,
    description: 'Ends a leave before its last day.',
    authScopes: { operation: 'endDeputation' },
    errors: { types: [NotFound], union: { name: 'EndDeputationPayload' } },
    args: { input: t.arg({ type: EndInput, required: true }) },
    resolve: (_root, { input }, context) => endDeputation(context, input.id),
  }),
  handOverPosition: t.field({
    type: HandOverType,
    description: 'Passes a position on: the receiver holds it from the day on.',
    authScopes: { operation: 'handOverPosition' },
    errors: {
      types: [InvalidInput, NotFound, Refused],
      union: { name: 'HandOverPositionPayload' },
    },
    args: { input: t.arg({ type: HandOverInput, required: true }) },
    resolve: (_root, { input }, context) => handOverPosition(context, input),
  }),
  confirmHandOver: t.field({
    type: HandOverType,
    description: 'The receiver confirms the sheet; what was asked of the former holder is theirs.',
    authScopes: { operation: 'confirmHandOver' },
    errors: { types: [NotFound, Refused], union: { name: 'ConfirmHandOverPayload' } },
    args: { input: t.arg({ type: ConfirmInput, required: true }) },
    resolve: (_root, { input }, context) => confirmHandOver(context, input.id),
  }),
}))
