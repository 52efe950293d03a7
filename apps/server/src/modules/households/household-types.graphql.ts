import { HOUSEHOLD_ACTIONS, householdRefusal } from '@gongjian/domain/household-actions'
import type { HouseholdAction, HouseholdRefusal } from '@gongjian/domain/household-actions'
import { mayCall } from '@gongjian/domain/permission-matrix'
import {
  CONSENT_GIVERS,
  CONSENT_PURPOSES,
  DUPLICATE_DECISIONS,
  HARDSHIP_KINDS,
  HOUSEHOLD_STATUSES,
  PERSONAL_FIELDS,
} from '@gongjian/domain/vocabulary'
import type { RequestContext } from '../../platform/context.ts'
import { builder } from '../../platform/schema-builder.ts'
import { Activity } from '../activities/activity.graphql.ts'
import { Refusal } from '../activities/activity-parts.graphql.ts'
import { Organisation } from '../organisations/organisations.graphql.ts'
import { duplicatesOf, MATCHES } from './duplicates.ts'
import type { DuplicateRow } from './duplicates.ts'
import { loadHouseholdPairings } from './household-pairings.ts'
import type { HouseholdPairingRow } from './household-pairings.ts'
import { statusOf } from './household-row.ts'
import type { HouseholdRow } from './household-row.ts'
import { maskedPersonal } from './personal-fields.ts'
import type { Masked } from './personal-fields.ts'
import { loadVisitsOfActivity, loadVisitsOfHousehold } from './visits.ts'
import type { HouseholdVisitRow } from './visits.ts'

export const HardshipKindEnum = builder.enumType('HardshipKind', {
  values: HARDSHIP_KINDS,
  description: 'Why a family is in hardship.',
})
export const ConsentGiverEnum = builder.enumType('ConsentGiver', {
  values: CONSENT_GIVERS,
  description: 'Who of the family agreed.',
})
export const ConsentPurposeEnum = builder.enumType('ConsentPurpose', {
  values: CONSENT_PURPOSES,
  description: 'What the family agreed to.',
})
export const HouseholdStatusEnum = builder.enumType('HouseholdStatus', {
  values: HOUSEHOLD_STATUSES,
  description: 'Looked after, no longer, or no longer and nothing kept that says who it was.',
})
export const PersonalFieldEnum = builder.enumType('PersonalField', {
  values: PERSONAL_FIELDS,
  description: 'What says who a household is.',
})
export const DuplicateDecisionEnum = builder.enumType('DuplicateDecision', {
  values: DUPLICATE_DECISIONS,
  description: 'What was decided about two cases that look alike.',
})
const MatchEnum = builder.enumType('HouseholdMatch', {
  values: MATCHES,
  description: 'Which field of two cases is equal.',
})
const HouseholdActionEnum = builder.enumType('HouseholdAction', {
  values: HOUSEHOLD_ACTIONS,
  description: 'What may be done with a case.',
})

const MaskedPersonal = builder.objectRef<Masked>('MaskedPersonal').implement({
  description: 'Who a household is, masked: the first character of a name, the ends of a number.',
  fields: (t) => ({
    isReadable: t.exposeBoolean('isReadable', {
      description: 'False where the key that sealed it is not here.',
    }),
    name: t.exposeString('name', { nullable: true, description: "As '王**'." }),
    address: t.exposeString('address', { nullable: true, description: 'Whether there is one.' }),
    phone: t.exposeString('phone', { nullable: true, description: "As '1*********8'." }),
    identityNumber: t.exposeString('identityNumber', {
      nullable: true,
      description: 'Its first and last sign.',
    }),
  }),
})
const HouseholdPairing = builder.objectRef<HouseholdPairingRow>('HouseholdPairing').implement({
  description: 'A branch that looks after a household, from a day, until a day or open.',
  fields: (t) => ({
    id: t.exposeID('id'),
    branch: t.field({ type: Organisation, resolve: ({ branch }) => branch }),
    validFrom: t.field({ type: 'Date', resolve: ({ validFrom }) => validFrom }),
    validTo: t.field({ type: 'Date', nullable: true, resolve: ({ validTo }) => validTo }),
    endReason: t.exposeString('endReason', { nullable: true }),
    active: t.boolean({
      resolve: ({ validFrom, validTo }, _args, { today }) =>
        validFrom <= today && (validTo === null || validTo >= today),
    }),
  }),
})
const HouseholdVisit = builder.objectRef<HouseholdVisitRow>('HouseholdVisit').implement({
  description:
    'One contact with a household: who came, how long, what was agreed, what comes next.',
  fields: (t) => ({
    id: t.exposeID('id'),
    householdId: t.exposeID('householdId'),
    householdNumber: t.exposeString('householdNumber'),
    inSight: t.exposeBoolean('inSight', { description: 'Whether the reader may open the case.' }),
    branch: t.field({ type: Organisation, resolve: ({ branch }) => branch }),
    activityId: t.id({ nullable: true, resolve: ({ activityId }) => activityId }),
    day: t.field({ type: 'Date', resolve: ({ day }) => day }),
    // What was said in a home is for those who may see the case.
    visitors: t.string({ resolve: (visit) => (visit.inSight ? visit.visitors : '') }),
    minutes: t.exposeInt('minutes', { nullable: true }),
    agreed: t.string({ resolve: (visit) => (visit.inSight ? visit.agreed : '') }),
    nextStep: t.string({ resolve: (visit) => (visit.inSight ? visit.nextStep : '') }),
    nextStepDue: t.field({
      type: 'Date',
      nullable: true,
      resolve: ({ nextStepDue }) => nextStepDue,
    }),
    nextStepDoneOn: t.field({
      type: 'Date',
      nullable: true,
      resolve: ({ nextStepDoneOn }) => nextStepDoneOn,
    }),
  }),
})
const HouseholdDuplicate = builder.objectRef<DuplicateRow>('HouseholdDuplicate').implement({
  description: 'Another case with an equal field: its number and its community, not who it is.',
  fields: (t) => ({
    householdId: t.exposeID('householdId'),
    number: t.exposeString('number'),
    keeperName: t.exposeString('keeperName'),
    matches: t.field({ type: [MatchEnum], resolve: ({ matches }) => matches }),
    decision: t.field({
      type: DuplicateDecisionEnum,
      nullable: true,
      resolve: ({ decision }) => decision,
    }),
  }),
})

const operationOf = {
  CHANGE: 'saveHousehold',
  PAIR: 'pairHousehold',
  CLOSE: 'closeHousehold',
  REOPEN: 'reopenHousehold',
  ERASE: 'eraseHousehold',
  REVEAL: 'revealHousehold',
  VISIT: 'recordHouseholdVisit',
} as const

function refusalOf(
  { viewer }: RequestContext,
  row: HouseholdRow,
  action: HouseholdAction,
): HouseholdRefusal | 'ROLE_MAY_NOT' | null {
  const role = viewer?.assignment?.role ?? null
  if (!mayCall(operationOf[action], role, viewer !== null)) return 'ROLE_MAY_NOT'
  return householdRefusal(action, statusOf(row))
}

type Answer = { action: HouseholdAction; refusal: HouseholdRefusal | 'ROLE_MAY_NOT' | null }
const HouseholdActionAnswer = builder.objectRef<Answer>('HouseholdActionAnswer').implement({
  description: 'Whether an action may be done now, and if not, why.',
  fields: (t) => ({
    action: t.field({ type: HouseholdActionEnum, resolve: ({ action }) => action }),
    refusal: t.field({ type: Refusal, nullable: true, resolve: ({ refusal }) => refusal }),
  }),
})

export const Household = builder.objectRef<HouseholdRow>('Household').implement({
  description:
    '帮扶家庭: a family in hardship, kept by a community, looked after by branches. Who it is, is masked.',
  fields: (t) => ({
    id: t.exposeID('id'),
    number: t.exposeString('number', { description: 'Says nothing of the family.' }),
    version: t.exposeInt('version'),
    status: t.field({ type: HouseholdStatusEnum, resolve: statusOf }),
    keeper: t.field({ type: Organisation, resolve: ({ keeper }) => keeper }),
    hardshipKind: t.field({ type: HardshipKindEnum, resolve: (row) => row.hardshipKind }),
    situation: t.exposeString('situation'),
    membersCount: t.exposeInt('membersCount'),
    consentBy: t.field({ type: ConsentGiverEnum, resolve: ({ consentBy }) => consentBy }),
    consentOn: t.field({ type: 'Date', resolve: ({ consentOn }) => consentOn }),
    consentPurposes: t.field({
      type: [ConsentPurposeEnum],
      resolve: ({ consentPurposes }) => consentPurposes,
    }),
    consentRecordedByName: t.exposeString('consentRecordedByName'),
    masked: t.field({
      type: MaskedPersonal,
      resolve: (row, _args, context) => maskedPersonal(context, row),
    }),
    openedOn: t.field({ type: 'Date', resolve: ({ openedOn }) => openedOn }),
    closedOn: t.field({ type: 'Date', nullable: true, resolve: ({ closedOn }) => closedOn }),
    closeReason: t.exposeString('closeReason', { nullable: true }),
    erasedAt: t.field({ type: 'DateTime', nullable: true, resolve: ({ erasedAt }) => erasedAt }),
    eraseReason: t.exposeString('eraseReason', { nullable: true }),
    lastVisitDay: t.field({ type: 'Date', nullable: true, resolve: (row) => row.lastVisitDay }),
    visitCount: t.exposeInt('visitCount'),
    openFollowUps: t.exposeInt('openFollowUps'),
    pairings: t.field({
      type: [HouseholdPairing],
      resolve: async ({ id }, _args, context) => (await loadHouseholdPairings(context, id)) ?? [],
    }),
    visits: t.field({
      type: [HouseholdVisit],
      resolve: async ({ id }, _args, context) => (await loadVisitsOfHousehold(context, id)) ?? [],
    }),
    duplicates: t.field({
      type: [HouseholdDuplicate],
      resolve: (row, _args, context) => duplicatesOf(context, row),
    }),
    actions: t.field({
      type: [HouseholdActionAnswer],
      resolve: (row, _args, context) =>
        HOUSEHOLD_ACTIONS.map((action) => ({ action, refusal: refusalOf(context, row, action) })),
    }),
  }),
})

builder.objectField(Activity, 'householdVisits', (t) =>
  t.field({
    type: [HouseholdVisit],
    description: 'The households that the visit went to, by number.',
    resolve: async ({ id }, _args, context) => (await loadVisitsOfActivity(context, id)) ?? [],
  }),
)
