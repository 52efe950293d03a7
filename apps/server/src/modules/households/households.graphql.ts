import { connectionOf } from '../../platform/connection.ts'
import { builder } from '../../platform/schema-builder.ts'
import { RoleEnum } from '../../platform/vocabulary.graphql.ts'
import { Organisation } from '../organisations/organisations.graphql.ts'
import { countHouseholds } from './counts.ts'
import type { HouseholdCounts } from './counts.ts'
import { loadHousehold } from './household-row.ts'
import {
  HardshipKindEnum,
  Household,
  HouseholdStatusEnum,
  PersonalFieldEnum,
} from './household-types.graphql.ts'
import { HOUSEHOLD_ORDERS, listHouseholds } from './list-households.ts'
import { listLooks, LOOK_ORDERS } from './looks.ts'
import type { LookRow } from './looks.ts'

const LookFilterInput = builder.inputType('HouseholdLookFilter', {
  description: 'Which looks are shown.',
  fields: (t) => ({
    householdId: t.id({ description: 'At one case.' }),
    dayFrom: t.field({ type: 'Date', description: 'On this day or later.' }),
    dayTo: t.field({ type: 'Date', description: 'On this day or earlier.' }),
    search: t.string({
      description: 'In who looked and from where, in the number of the case, and in why.',
    }),
  }),
})
const LookOrderEnum = builder.enumType('HouseholdLookOrder', {
  values: LOOK_ORDERS,
  description: 'By when it was looked at.',
})
const HouseholdLook = builder.objectRef<LookRow>('HouseholdLook').implement({
  description:
    'Somebody looked at who a household is: who, when, which fields, why. From the audit.',
  fields: (t) => ({
    id: t.exposeID('id'),
    at: t.field({ type: 'DateTime', resolve: ({ at }) => at }),
    byName: t.exposeString('byName'),
    role: t.field({ type: RoleEnum, nullable: true, resolve: ({ role }) => role }),
    organisationName: t.exposeString('organisationName', { nullable: true }),
    householdId: t.exposeID('householdId'),
    number: t.exposeString('number', { description: 'The number of the case.' }),
    fields: t.field({ type: [PersonalFieldEnum], resolve: ({ fields }) => fields }),
    reason: t.exposeString('reason'),
  }),
})
const HouseholdConnection = connectionOf('Household', Household)
const LookConnection = connectionOf('HouseholdLook', HouseholdLook)

const KindCount = builder
  .objectRef<HouseholdCounts['kinds'][number]>('HouseholdKindCount')
  .implement({
    description: 'How many open cases are of a kind of hardship.',
    fields: (t) => ({
      kind: t.field({ type: HardshipKindEnum, resolve: ({ kind }) => kind }),
      open: t.exposeInt('open'),
    }),
  })
const DistrictCount = builder
  .objectRef<HouseholdCounts['districts'][number]>('HouseholdDistrictCount')
  .implement({
    description: 'How many cases the communities of a district keep.',
    fields: (t) => ({
      organisation: t.field({ type: Organisation, resolve: ({ organisation }) => organisation }),
      open: t.exposeInt('open'),
      paired: t.exposeInt('paired'),
      visited: t.exposeInt('visited'),
      closed: t.exposeInt('closed'),
      erased: t.exposeInt('erased'),
      visits: t.exposeInt('visits'),
    }),
  })
const Counts = builder.objectRef<HouseholdCounts>('HouseholdCounts').implement({
  description: 'How many cases there are within the scope: numbers alone.',
  fields: (t) => ({
    open: t.exposeInt('open'),
    paired: t.exposeInt('paired'),
    visited: t.exposeInt('visited'),
    closed: t.exposeInt('closed'),
    erased: t.exposeInt('erased'),
    visits: t.exposeInt('visits'),
    kinds: t.field({ type: [KindCount], resolve: ({ kinds }) => kinds }),
    districts: t.field({ type: [DistrictCount], resolve: ({ districts }) => districts }),
  }),
})

const Filter = builder.inputType('HouseholdFilter', {
  fields: (t) => ({
    statuses: t.field({ type: [HouseholdStatusEnum] }),
    hardshipKinds: t.field({ type: [HardshipKindEnum] }),
    organisationId: t.id({
      description: 'The keeper, or a branch that is paired today; with all below.',
    }),
    search: t.string({ description: 'A part of the number, the situation or the community.' }),
    notVisitedForDays: t.int(),
    openFollowUp: t.boolean(),
    unpaired: t.boolean(),
    possibleDuplicate: t.boolean(),
  }),
})
const Order = builder.enumType('HouseholdOrder', {
  values: HOUSEHOLD_ORDERS,
  description: 'In which order cases are listed.',
})

builder.queryFields((t) => ({
  households: t.field({
    type: HouseholdConnection,
    description: 'The cases that the reader keeps or looks after.',
    authScopes: { operation: 'households' },
    args: {
      first: t.arg.int({ defaultValue: 50 }),
      after: t.arg.string(),
      filter: t.arg({ type: Filter }),
      order: t.arg({ type: Order, defaultValue: 'NUMBER' }),
    },
    resolve: (_root, { filter, order, ...page }, context) =>
      listHouseholds(context, page, filter ?? {}, order ?? 'NUMBER'),
  }),
  household: t.field({
    type: Household,
    nullable: true,
    authScopes: { operation: 'household' },
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) => loadHousehold(context, id),
  }),
  householdCounts: t.field({
    type: Counts,
    authScopes: { operation: 'householdCounts' },
    resolve: (_root, _args, context) => countHouseholds(context),
  }),
  householdLooks: t.field({
    type: LookConnection,
    description: 'Who looked at who a household is.',
    authScopes: { operation: 'householdLooks' },
    args: {
      first: t.arg.int({ defaultValue: 50 }),
      after: t.arg.string(),
      filter: t.arg({ type: LookFilterInput }),
      order: t.arg({ type: LookOrderEnum, defaultValue: 'NEWEST' }),
    },
    resolve: (_root, { filter, ...page }, context) => listLooks(context, page, filter ?? {}),
  }),
}))
