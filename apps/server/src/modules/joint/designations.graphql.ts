import {
  DESIGNATION_DECISIONS,
  DESIGNATION_STATES,
  designationRefusal,
} from '@gongjian/domain/designation-rule'
import type { Shortfall } from '@gongjian/domain/designation-rule'
import { connectionOf } from '../../platform/connection.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { builder } from '../../platform/schema-builder.ts'
import { decideDesignation } from './decide-designation.ts'
import { listDesignations } from './designation-row.ts'
import type { DesignationRow } from './designation-row.ts'

const StateEnum = builder.enumType('DesignationState', {
  values: DESIGNATION_STATES,
  description: 'Proposed by the rule, fallen short of it, granted, refused.',
})
const DecisionEnum = builder.enumType('DesignationDecision', {
  values: DESIGNATION_DECISIONS,
  description: 'What the committee decides.',
})
const ShortfallType = builder.objectRef<Shortfall>('DesignationShortfall').implement({
  description: 'What a branch is missing.',
  fields: (t) => ({
    what: t.exposeString('what'),
    has: t.exposeInt('has', { nullable: true }),
    needs: t.exposeInt('needs', { nullable: true }),
  }),
})
const Designation = builder.objectRef<DesignationRow>('Designation').implement({
  description: '规范化党支部: a branch as the rule sees its year, and what was decided.',
  fields: (t) => ({
    organisationId: t.exposeID('organisationId'),
    organisationName: t.exposeString('name'),
    agencyName: t.exposeString('agencyName'),
    state: t.field({ type: StateEnum, resolve: ({ state }) => state }),
    accepted: t.exposeInt('accepted'),
    months: t.exposeInt('months'),
    areas: t.exposeInt('areas'),
    waiting: t.exposeInt('waiting'),
    missing: t.field({ type: [ShortfallType], resolve: ({ missing }) => missing }),
    archiveNumber: t.exposeString('archiveNumber', { nullable: true }),
    mayGrant: t.boolean({
      resolve: ({ state, archiveId }) =>
        designationRefusal('GRANTED', { state, hasArchive: archiveId !== null }) === null,
    }),
    reason: t.exposeString('reason', { nullable: true }),
    decidedByName: t.exposeString('decidedByName', { nullable: true }),
    decidedAt: t.field({ type: 'DateTime', nullable: true, resolve: ({ decidedAt }) => decidedAt }),
  }),
})
const Connection = connectionOf('Designation', Designation)
const FilterInput = builder.inputType('DesignationFilter', {
  fields: (t) => ({
    jointId: t.id({ required: true }),
    states: t.field({ type: [StateEnum] }),
    search: t.string(),
  }),
})
builder.queryFields((t) => ({
  designations: t.field({
    type: Connection,
    authScopes: { operation: 'designations' },
    args: {
      first: t.arg.int({ defaultValue: 50 }),
      after: t.arg.string(),
      filter: t.arg({ type: FilterInput, required: true }),
    },
    resolve: (_root, { filter, ...page }, context) => listDesignations(context, page, filter),
  }),
}))
const DecideInput = builder.inputType('DecideDesignationInput', {
  fields: (t) => ({
    jointId: t.id({ required: true }),
    organisationId: t.id({ required: true }),
    decision: t.field({ type: DecisionEnum, required: true }),
    reason: t.string({ required: true, description: 'Needed where it is refused.' }),
  }),
})
builder.mutationFields((t) => ({
  decideDesignation: t.field({
    type: Designation,
    authScopes: { operation: 'decideDesignation' },
    errors: {
      types: [InvalidInput, Refused, NotFound],
      union: { name: 'DecideDesignationPayload' },
    },
    args: { input: t.arg({ type: DecideInput, required: true }) },
    resolve: (_root, { input }, context) => decideDesignation(context, input),
  }),
}))
