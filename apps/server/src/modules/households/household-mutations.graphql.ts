import { InvalidInput, NotFound, Refused, Throttled } from '../../platform/failures.ts'
import { builder } from '../../platform/schema-builder.ts'
import { closeHousehold, eraseHousehold, reopenHousehold } from './close-household.ts'
import { decideDuplicate } from './duplicates.ts'
import { endHouseholdPairing, pairHousehold } from './household-pairings.ts'
import {
  ConsentGiverEnum,
  ConsentPurposeEnum,
  DuplicateDecisionEnum,
  HardshipKindEnum,
  Household,
  PersonalFieldEnum,
} from './household-types.graphql.ts'
import { revealHousehold } from './reveal-household.ts'
import type { RevealedHousehold } from './reveal-household.ts'
import { saveHousehold } from './save-household.ts'
import { closeFollowUp, recordVisit } from './visits.ts'

const Revealed = builder.objectRef<RevealedHousehold>('RevealedHousehold').implement({
  description:
    'Who the household is: the fields that were asked for, for a short time on one page.',
  fields: (t) => ({
    name: t.exposeString('name', { nullable: true }),
    address: t.exposeString('address', { nullable: true, description: 'Where it lives.' }),
    phone: t.exposeString('phone', { nullable: true }),
    identityNumber: t.exposeString('identityNumber', { nullable: true }),
    visibleForSeconds: t.exposeInt('visibleForSeconds'),
  }),
})

const PersonalInput = builder.inputType('HouseholdPersonalInput', {
  description:
    'Who the household is. A field that is not there stays as it is; an empty one is taken out.',
  fields: (t) => ({
    name: t.string(),
    address: t.string(),
    phone: t.string(),
    identityNumber: t.string(),
  }),
})
const SaveInput = builder.inputType('SaveHouseholdInput', {
  description:
    'id: UUIDv7 made by the client. version: the one that was read; null for a new case.',
  fields: (t) => ({
    id: t.id({ required: true }),
    version: t.int(),
    hardshipKind: t.field({ type: HardshipKindEnum, required: true }),
    situation: t.string({ required: true }),
    membersCount: t.string({ required: true }),
    consentBy: t.field({ type: ConsentGiverEnum, required: true }),
    consentOn: t.string({ required: true, description: 'A day, as typed.' }),
    consentPurposes: t.field({ type: [ConsentPurposeEnum], required: true }),
    personal: t.field({ type: PersonalInput, required: true }),
  }),
})
const PairInput = builder.inputType('PairHouseholdInput', {
  fields: (t) => ({
    id: t.id({ required: true }),
    householdId: t.id({ required: true }),
    branchId: t.id({ required: true }),
    validFrom: t.string({ required: true, description: 'A day, as typed.' }),
  }),
})
const EndPairingInput = builder.inputType('EndHouseholdPairingInput', {
  fields: (t) => ({
    id: t.id({ required: true, description: "The pairing's id." }),
    validTo: t.string({ required: true, description: 'The last day, as typed.' }),
    reason: t.string({ required: true }),
  }),
})
const moveInput = (name: string) =>
  builder.inputType(name, {
    fields: (t) => ({
      id: t.id({ required: true }),
      version: t.int({ required: true }),
      reason: t.string({ required: true }),
    }),
  })
const CloseInput = moveInput('CloseHouseholdInput')
const ReopenInput = moveInput('ReopenHouseholdInput')
const EraseInput = moveInput('EraseHouseholdInput')
const RevealInput = builder.inputType('RevealHouseholdInput', {
  fields: (t) => ({
    id: t.id({ required: true }),
    reason: t.string({ required: true }),
    fields: t.field({ type: [PersonalFieldEnum], required: true }),
  }),
})
const DecideInput = builder.inputType('DecideHouseholdDuplicateInput', {
  fields: (t) => ({
    householdId: t.id({ required: true }),
    otherId: t.id({ required: true }),
    decision: t.field({ type: DuplicateDecisionEnum, required: true }),
  }),
})
const VisitInput = builder.inputType('RecordHouseholdVisitInput', {
  description: 'id: UUIDv7 made by the client; the same again changes the contact.',
  fields: (t) => ({
    id: t.id({ required: true }),
    householdId: t.id({ required: true }),
    activityId: t.id(),
    day: t.string({ required: true, description: "A day, as typed; with a record, the record's." }),
    visitors: t.string({ required: true }),
    minutes: t.string(),
    agreed: t.string(),
    nextStep: t.string(),
    nextStepDue: t.string({ description: 'A day, as typed.' }),
  }),
})
const CloseFollowUpInput = builder.inputType('CloseHouseholdFollowUpInput', {
  fields: (t) => ({ visitId: t.id({ required: true }) }),
})

const failures = [InvalidInput, Refused, NotFound]

builder.mutationFields((t) => ({
  saveHousehold: t.field({
    type: Household,
    authScopes: { operation: 'saveHousehold' },
    errors: { types: failures, union: { name: 'SaveHouseholdPayload' } },
    args: { input: t.arg({ type: SaveInput, required: true }) },
    resolve: (_root, { input }, context) =>
      saveHousehold(context, {
        ...input,
        version: input.version ?? null,
        personal: input.personal,
      }),
  }),
  revealHousehold: t.field({
    type: Revealed,
    description: 'Opens the fields for the reason; the look is written to the audit first.',
    authScopes: { operation: 'revealHousehold' },
    errors: { types: [...failures, Throttled], union: { name: 'RevealHouseholdPayload' } },
    args: { input: t.arg({ type: RevealInput, required: true }) },
    resolve: (_root, { input }, context) => revealHousehold(context, input),
  }),
  pairHousehold: t.field({
    type: Household,
    authScopes: { operation: 'pairHousehold' },
    errors: { types: failures, union: { name: 'PairHouseholdPayload' } },
    args: { input: t.arg({ type: PairInput, required: true }) },
    resolve: (_root, { input }, context) => pairHousehold(context, input),
  }),
  endHouseholdPairing: t.field({
    type: Household,
    authScopes: { operation: 'endHouseholdPairing' },
    errors: { types: failures, union: { name: 'EndHouseholdPairingPayload' } },
    args: { input: t.arg({ type: EndPairingInput, required: true }) },
    resolve: (_root, { input }, context) => endHouseholdPairing(context, input),
  }),
  closeHousehold: t.field({
    type: Household,
    authScopes: { operation: 'closeHousehold' },
    errors: { types: failures, union: { name: 'CloseHouseholdPayload' } },
    args: { input: t.arg({ type: CloseInput, required: true }) },
    resolve: (_root, { input }, context) => closeHousehold(context, input),
  }),
  reopenHousehold: t.field({
    type: Household,
    authScopes: { operation: 'reopenHousehold' },
    errors: { types: failures, union: { name: 'ReopenHouseholdPayload' } },
    args: { input: t.arg({ type: ReopenInput, required: true }) },
    resolve: (_root, { input }, context) => reopenHousehold(context, input),
  }),
  eraseHousehold: t.field({
    type: Household,
    description: 'For ever: number, kind of hardship, days and counts stay, and nothing else.',
    authScopes: { operation: 'eraseHousehold' },
    errors: { types: failures, union: { name: 'EraseHouseholdPayload' } },
    args: { input: t.arg({ type: EraseInput, required: true }) },
    resolve: (_root, { input }, context) => eraseHousehold(context, input),
  }),
  decideHouseholdDuplicate: t.field({
    type: Household,
    authScopes: { operation: 'decideHouseholdDuplicate' },
    errors: { types: [Refused, NotFound], union: { name: 'DecideHouseholdDuplicatePayload' } },
    args: { input: t.arg({ type: DecideInput, required: true }) },
    resolve: (_root, { input }, context) => decideDuplicate(context, input),
  }),
  recordHouseholdVisit: t.field({
    type: Household,
    authScopes: { operation: 'recordHouseholdVisit' },
    errors: { types: failures, union: { name: 'RecordHouseholdVisitPayload' } },
    args: { input: t.arg({ type: VisitInput, required: true }) },
    resolve: (_root, { input }, context) =>
      recordVisit(context, {
        ...input,
        activityId: input.activityId ?? null,
        minutes: input.minutes ?? '',
        agreed: input.agreed ?? '',
        nextStep: input.nextStep ?? '',
        nextStepDue: input.nextStepDue ?? '',
      }),
  }),
  closeHouseholdFollowUp: t.field({
    type: Household,
    authScopes: { operation: 'closeHouseholdFollowUp' },
    errors: { types: [Refused, NotFound], union: { name: 'CloseHouseholdFollowUpPayload' } },
    args: { input: t.arg({ type: CloseFollowUpInput, required: true }) },
    resolve: (_root, { input }, context) => closeFollowUp(context, input),
  }),
}))
