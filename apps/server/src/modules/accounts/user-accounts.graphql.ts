import { connectionOf } from '../../platform/connection.ts'
import { loaderOf } from '../../platform/context.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { builder } from '../../platform/schema-builder.ts'
import { RoleEnum } from '../../platform/vocabulary.graphql.ts'
import {
  createUserAccount,
  findUserAccount,
  grantRole,
  listUserAccounts,
  resetPassword,
  revokeRole,
  setAccountDisabled,
} from './user-accounts.ts'
import type { UserAccountRow } from './user-accounts.ts'
import { assignmentsOf, RoleAssignment } from './viewer.graphql.ts'
import type { AssignmentRow } from './viewer.graphql.ts'

const UserAccount = builder.objectRef<UserAccountRow>('UserAccount').implement({
  description: 'A person with an account.',
  fields: (t) => ({
    id: t.exposeID('id'),
    account: t.exposeString('account'),
    name: t.exposeString('name'),
    disabledAt: t.expose('disabledAt', { type: 'DateTime', nullable: true }),
    mustChangePassword: t.exposeBoolean('mustChangePassword'),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    lastSeenAt: t.expose('lastSeenAt', { type: 'DateTime', nullable: true }),
    assignments: t.field({
      type: [RoleAssignment],
      resolve: async ({ id }, _args, context) =>
        (await loaderOf<string, AssignmentRow[]>(context, 'assignments of users', async (ids) =>
          Map.groupBy(await assignmentsOf(context, ids), ({ userId }) => userId),
        ).load(id)) ?? [],
    }),
  }),
})
const Connection = connectionOf('UserAccount', UserAccount)
const Filter = builder.inputType('UserAccountFilter', {
  fields: (t) => ({
    search: t.string(),
    role: t.field({ type: RoleEnum }),
    organisationId: t.id(),
    disabled: t.boolean(),
  }),
})

builder.queryFields((t) => ({
  userAccounts: t.field({
    type: Connection,
    authScopes: { operation: 'userAccounts' },
    args: {
      first: t.arg.int({ defaultValue: 50 }),
      after: t.arg.string(),
      filter: t.arg({ type: Filter }),
    },
    resolve: (_root, { filter, ...page }, context) => listUserAccounts(context, page, filter ?? {}),
  }),
  userAccount: t.field({
    type: UserAccount,
    nullable: true,
    authScopes: { operation: 'userAccount' },
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) => findUserAccount(context, id),
  }),
}))

const FirstPassword = builder
  .objectRef<{ userAccount: UserAccountRow; firstPassword: string }>('FirstPassword')
  .implement({
    description: 'A first password: shown once, to be changed at the first sign-in.',
    fields: (t) => ({
      userAccount: t.expose('userAccount', { type: UserAccount }),
      firstPassword: t.exposeString('firstPassword'),
    }),
  })
const RoleInput = builder.inputType('RoleInput', {
  fields: (t) => ({
    role: t.field({ type: RoleEnum, required: true }),
    organisationId: t.id({ required: true }),
    zoneId: t.id(),
  }),
})
const CreateInput = builder.inputType('CreateUserAccountInput', {
  fields: (t) => ({
    id: t.id({ required: true }),
    account: t.string({ required: true }),
    name: t.string({ required: true }),
    role: t.field({ type: RoleInput, required: true }),
  }),
})
const ResetInput = builder.inputType('ResetPasswordInput', {
  fields: (t) => ({ userId: t.id({ required: true }) }),
})
const DisableInput = builder.inputType('SetAccountDisabledInput', {
  fields: (t) => ({ userId: t.id({ required: true }), disabled: t.boolean({ required: true }) }),
})
const GrantInput = builder.inputType('GrantRoleInput', {
  fields: (t) => ({
    userId: t.id({ required: true }),
    role: t.field({ type: RoleInput, required: true }),
  }),
})
const RevokeInput = builder.inputType('RevokeRoleInput', {
  fields: (t) => ({ assignmentId: t.id({ required: true }) }),
})

builder.mutationFields((t) => ({
  createUserAccount: t.field({
    type: FirstPassword,
    authScopes: { operation: 'createUserAccount' },
    errors: { types: [InvalidInput, Refused], union: { name: 'CreateUserAccountPayload' } },
    args: { input: t.arg({ type: CreateInput, required: true }) },
    resolve: (_root, { input }, context) => createUserAccount(context, input),
  }),
  resetPassword: t.field({
    type: FirstPassword,
    authScopes: { operation: 'resetPassword' },
    errors: { types: [NotFound, Refused], union: { name: 'ResetPasswordPayload' } },
    args: { input: t.arg({ type: ResetInput, required: true }) },
    resolve: (_root, { input }, context) => resetPassword(context, input.userId),
  }),
  setAccountDisabled: t.field({
    type: UserAccount,
    authScopes: { operation: 'setAccountDisabled' },
    errors: { types: [NotFound, Refused], union: { name: 'SetAccountDisabledPayload' } },
    args: { input: t.arg({ type: DisableInput, required: true }) },
    resolve: (_root, { input }, context) => setAccountDisabled(context, input),
  }),
  grantRole: t.field({
    type: UserAccount,
    authScopes: { operation: 'grantRole' },
    errors: { types: [InvalidInput, NotFound, Refused], union: { name: 'GrantRolePayload' } },
    args: { input: t.arg({ type: GrantInput, required: true }) },
    resolve: (_root, { input }, context) => grantRole(context, input),
  }),
  revokeRole: t.field({
    type: UserAccount,
    authScopes: { operation: 'revokeRole' },
    errors: { types: [NotFound, Refused], union: { name: 'RevokeRolePayload' } },
    args: { input: t.arg({ type: RevokeInput, required: true }) },
    resolve: (_root, { input }, context) => revokeRole(context, input.assignmentId),
  }),
}))
