import { PERMISSION_MATRIX, OPERATIONS } from '@gongjian/domain/permission-matrix'
import { scopeOf } from '@gongjian/domain/permission-matrix'
import type { Role } from '@gongjian/domain/vocabulary'
import sql from 'sql-template-tag'
import { cityTime, signedInViewer } from '../../platform/context.ts'
import type { City, RequestContext, SignedInViewer } from '../../platform/context.ts'
import { appendAudit } from '../../platform/audit.ts'
import { InvalidInput, NotFound, SignInFailed, Throttled } from '../../platform/failures.ts'
import { countTry, limitsOf } from '../../platform/limits.ts'
import { builder } from '../../platform/schema-builder.ts'
import { signerOf } from '../../platform/signing-key.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { LocaleEnum, RoleEnum } from '../../platform/vocabulary.graphql.ts'
import { presentYear } from '../periods/period-rows.ts'
import { waitingFor } from '../countersigning/waiting-for.ts'
import { Organisation, Zone } from '../organisations/organisations.graphql.ts'
import { loadOrganisation } from '../organisations/organisation-row.ts'
import { loadZone } from '../organisations/zone-row.ts'
import { checkNewPassword, hashPassword, verifyPassword } from './password-rules.ts'
import { endSessions } from './sessions.ts'
import { signIn } from './sign-in.ts'

export type AssignmentRow = {
  id: string
  userId: string
  role: Role
  organisationId: string
  zoneId: string | null
  validFrom: string
  validTo: string | null
  /** Who holds it, where it is stood in for. */
  deputyForName?: string | null
}
type SessionRow = { tokenHash: string; userAgent: string; createdAt: Date; lastSeenAt: Date }

export const RoleAssignment = builder.objectRef<AssignmentRow>('RoleAssignment').implement({
  description: 'A role held at an organisation, from a day, until a day or open.',
  fields: (t) => ({
    id: t.exposeID('id'),
    role: t.expose('role', { type: RoleEnum }),
    organisation: t.field({
      type: Organisation,
      resolve: async ({ organisationId }, _args, context) => {
        const organisation = await loadOrganisation(context, organisationId)
        if (organisation === null) throw new Error('a role at no organisation')
        return organisation
      },
    }),
    zone: t.field({
      type: Zone,
      nullable: true,
      resolve: ({ zoneId }, _args, context) => (zoneId === null ? null : loadZone(context, zoneId)),
    }),
    deputyForName: t.string({
      nullable: true,
      description: 'Who holds it, where the reader is their deputy; null where it is held.',
      resolve: ({ deputyForName }) => deputyForName ?? null,
    }),
    validFrom: t.expose('validFrom', { type: 'Date' }),
    validTo: t.expose('validTo', { type: 'Date', nullable: true }),
    active: t.boolean({
      resolve: ({ validFrom, validTo }, _args, { today }) =>
        validFrom <= today && (validTo === null || validTo >= today),
    }),
  }),
})

/** The roles of users, newest grants last. */
export function assignmentsOf(
  context: RequestContext,
  userIds: readonly string[],
): Promise<AssignmentRow[]> {
  return rowsOf<AssignmentRow>(
    context.database.pool,
    sql`SELECT id, user_id AS "userId", role, organisation_id AS "organisationId", zone_id AS "zoneId", valid_from AS "validFrom", valid_to AS "validTo"
        FROM role_assignment WHERE city_code = ${context.city.code} AND user_id = ANY(${[...userIds]}::uuid[])
        ORDER BY array_position(enum_range(NULL::role), role), id`,
  )
}

/** What somebody may act in today: the roles they hold, and those that they stand in for. */
async function actingAssignmentsOf(
  context: RequestContext,
  userId: string,
): Promise<(AssignmentRow & { deputyForId: string | null })[]> {
  return rowsOf(
    context.database.pool,
    sql`SELECT id, user_id AS "userId", role, organisation_id AS "organisationId", zone_id AS "zoneId", valid_from AS "validFrom", valid_to AS "validTo",
          deputy_for_id AS "deputyForId", deputy_for_name AS "deputyForName"
        FROM acting_role WHERE city_code = ${context.city.code} AND user_id = ${userId}::uuid
          AND valid_from <= ${context.today}::date AND (valid_to IS NULL OR valid_to >= ${context.today}::date)
        ORDER BY deputy_for_id IS NOT NULL, array_position(enum_range(NULL::role), role), id`,
  )
}

const CityType = builder.objectRef<City>('City').implement({
  description: 'The city that the reader works in.',
  fields: (t) => ({
    code: t.exposeString('code'),
    name: t.exposeString('name'),
    demonstration: t.exposeBoolean('demonstration'),
    timeZone: t.exposeString('timeZone'),
  }),
})
const Permission = builder.objectRef<{ operation: string; scope: string }>('Permission').implement({
  description: "What the reader's present role may call, and whose data it reaches.",
  fields: (t) => ({ operation: t.exposeString('operation'), scope: t.exposeString('scope') }),
})
const SignedInSession = builder.objectRef<SessionRow>('SignedInSession').implement({
  description: 'A browser in which the reader is signed in.',
  fields: (t) => ({
    id: t.id({ resolve: ({ tokenHash }) => tokenHash.slice(0, 16) }),
    userAgent: t.exposeString('userAgent'),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    lastSeenAt: t.expose('lastSeenAt', { type: 'DateTime' }),
    current: t.boolean({
      resolve: ({ tokenHash }, _args, { viewer }) => viewer?.sessionHash === tokenHash,
    }),
  }),
})

export const Viewer = builder.objectRef<SignedInViewer>('Viewer').implement({
  description: 'Who is signed in, and the role they act in.',
  fields: (t) => ({
    id: t.id({ resolve: ({ userId }) => userId }),
    account: t.exposeString('account'),
    name: t.exposeString('name'),
    locale: t.field({
      type: LocaleEnum,
      nullable: true,
      resolve: ({ locale }) =>
        locale === 'zh-CN' || locale === 'zh-TW' || locale === 'en' ? locale : null,
    }),
    mustChangePassword: t.exposeBoolean('mustChangePassword'),
    city: t.field({ type: CityType, resolve: (_viewer, _args, { city }) => city }),
    today: t.field({
      type: 'Date',
      description: "The city's today: in the demonstration city a day of its year.",
      resolve: (_viewer, _args, { today }) => today,
    }),
    now: t.field({ type: 'DateTime', resolve: (_viewer, _args, { now }) => now }),
    programmeYear: t.int({ resolve: (_viewer, _args, context) => presentYear(context) }),
    assignments: t.field({
      type: [RoleAssignment],
      description: 'What the reader may act in today, with what they stand in for.',
      resolve: ({ userId }, _args, context) => actingAssignmentsOf(context, userId),
    }),
    activeAssignment: t.field({
      type: RoleAssignment,
      nullable: true,
      resolve: async ({ userId, assignment }, _args, context) =>
        (await actingAssignmentsOf(context, userId)).find(({ id }) => id === assignment?.id) ??
        null,
    }),
    permissions: t.field({
      type: [Permission],
      resolve: ({ assignment }) =>
        OPERATIONS.flatMap((operation) => {
          const scope = assignment
            ? scopeOf(operation, assignment.role)
            : PERMISSION_MATRIX[operation].AUDITOR
          return scope === 'NONE' || (assignment === null && scope !== 'SELF' && scope !== 'PUBLIC')
            ? []
            : [{ operation, scope }]
        }),
    }),
    waitingForMe: t.int({
      description: 'How many records wait for this reader: to countersign, or returned to correct.',
      resolve: (_viewer, _args, context) => waitingFor(context),
    }),
    deviceKey: t.string({
      nullable: true,
      description:
        'With this key the browser seals what the reader has not sent yet before somebody else uses the device; null for a token.',
      resolve: ({ userId, sessionHash }, _args, { config, city }) =>
        sessionHash === null ? null : signerOf(config)(`device-key ${city.code} ${userId}`),
    }),
    sessions: t.field({
      type: [SignedInSession],
      resolve: ({ userId }, _args, { database, city }) => {
        // Sessions live in real time, since they expire in it; they are shown in the city's.
        const shift = sql`make_interval(secs => ${city.clockOffsetSeconds}::int)`
        return rowsOf<SessionRow>(
          database.pool,
          sql`SELECT token_hash AS "tokenHash", user_agent AS "userAgent", created_at + ${shift} AS "createdAt", last_seen_at + ${shift} AS "lastSeenAt" FROM session WHERE user_id = ${userId}::uuid AND expires_at > now() ORDER BY last_seen_at DESC`,
        )
      },
    }),
  }),
})

builder.queryField('viewer', (t) =>
  t.field({
    type: Viewer,
    nullable: true,
    description: 'Who is signed in; null for nobody.',
    authScopes: { operation: 'viewer' },
    resolve: (_root, _args, { viewer }) => viewer,
  }),
)

const SignInInput = builder.inputType('SignInInput', {
  fields: (t) => ({
    account: t.string({ required: true }),
    password: t.string({ required: true }),
  }),
})
const ChangePasswordInput = builder.inputType('ChangePasswordInput', {
  fields: (t) => ({ current: t.string({ required: true }), next: t.string({ required: true }) }),
})
const SwitchRoleInput = builder.inputType('SwitchRoleInput', {
  fields: (t) => ({ assignmentId: t.id({ required: true }) }),
})
const SetLocaleInput = builder.inputType('SetLocaleInput', {
  fields: (t) => ({ locale: t.field({ type: LocaleEnum, required: true }) }),
})
const SignedOut = builder.objectRef<{ signedOut: boolean }>('SignedOut').implement({
  description: 'Nobody is signed in here any more.',
  fields: (t) => ({ signedOut: t.exposeBoolean('signedOut') }),
})

builder.mutationFields((t) => ({
  signIn: t.field({
    type: Viewer,
    authScopes: { operation: 'signIn' },
    errors: { types: [SignInFailed, Throttled, InvalidInput], union: { name: 'SignInPayload' } },
    args: { input: t.arg({ type: SignInInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const missing = (['account', 'password'] as const).filter((path) => input[path].trim() === '')
      if (missing.length > 0)
        throw new InvalidInput(missing.map((path) => ({ path, code: 'REQUIRED' })))
      const { viewer, city } = await signIn(context, input)
      // What is asked for below is asked as the one who has just signed in.
      Object.assign(context, { viewer, city, ...cityTime(city) })
      return viewer
    },
  }),
  signOut: t.field({
    type: SignedOut,
    authScopes: { operation: 'signOut' },
    resolve: async (_root, _args, context) => {
      const { userId, sessionHash } = signedInViewer(context)
      await rowsOf(
        context.database.pool,
        sql`DELETE FROM session WHERE token_hash = ${sessionHash}`,
      )
      await appendAudit(context.database.pool, context, {
        action: 'account.signOut',
        subjectKind: 'account',
        subjectId: userId,
      })
      context.clearSessionCookie()
      return { signedOut: true }
    },
  }),
  signOutEverywhere: t.field({
    type: SignedOut,
    authScopes: { operation: 'signOutEverywhere' },
    resolve: async (_root, _args, context) => {
      const { userId } = signedInViewer(context)
      await endSessions(context.database, userId)
      await appendAudit(context.database.pool, context, {
        action: 'account.signOutEverywhere',
        subjectKind: 'account',
        subjectId: userId,
      })
      context.clearSessionCookie()
      return { signedOut: true }
    },
  }),
  changePassword: t.field({
    type: Viewer,
    authScopes: { operation: 'changePassword' },
    errors: { types: [InvalidInput, Throttled], union: { name: 'ChangePasswordPayload' } },
    args: { input: t.arg({ type: ChangePasswordInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const viewer = signedInViewer(context)
      await countTry(
        limitsOf(context.database).signInByAccountAndAddress,
        `change:${viewer.account}`,
      )
      const row = await firstRowOf<{ passwordHash: string }>(
        context.database.pool,
        sql`SELECT password_hash AS "passwordHash" FROM user_account WHERE id = ${viewer.userId}::uuid`,
      )
      if (!(await verifyPassword(row?.passwordHash ?? null, input.current)))
        throw new InvalidInput([{ path: 'current', code: 'WRONG_PASSWORD' }])
      checkNewPassword(input.next, viewer.account, input.current)
      const passwordHash = await hashPassword(input.next)
      await rowsOf(
        context.database.pool,
        sql`UPDATE user_account SET password_hash = ${passwordHash}, must_change_password = false WHERE id = ${viewer.userId}::uuid`,
      )
      await limitsOf(context.database).signInByAccountAndAddress.delete(`change:${viewer.account}`)
      await endSessions(context.database, viewer.userId, viewer.sessionHash)
      await appendAudit(context.database.pool, context, {
        action: 'account.changePassword',
        subjectKind: 'account',
        subjectId: viewer.userId,
      })
      context.viewer = { ...viewer, mustChangePassword: false }
      return context.viewer
    },
  }),
  switchRole: t.field({
    type: Viewer,
    authScopes: { operation: 'switchRole' },
    errors: { types: [NotFound], union: { name: 'SwitchRolePayload' } },
    args: { input: t.arg({ type: SwitchRoleInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const viewer = signedInViewer(context)
      const assignment = (await actingAssignmentsOf(context, viewer.userId)).find(
        ({ id }) => id === input.assignmentId,
      )
      if (assignment === undefined) throw new NotFound()
      const organisation = await loadOrganisation(context, assignment.organisationId)
      if (organisation === null) throw new NotFound()
      await rowsOf(
        context.database.pool,
        sql`UPDATE session SET active_assignment_id = ${assignment.id}::uuid WHERE token_hash = ${viewer.sessionHash}`,
      )
      context.viewer = {
        ...viewer,
        assignment: {
          id: assignment.id,
          role: assignment.role,
          organisationId: organisation.id,
          organisationCode: organisation.code,
          organisationName: organisation.name,
          organisationKind: organisation.kind,
          path: organisation.path,
          zoneId: assignment.zoneId,
          deputyFor:
            assignment.deputyForId === null
              ? null
              : { id: assignment.deputyForId, name: assignment.deputyForName ?? '' },
        },
      }
      await appendAudit(context.database.pool, context, {
        action: 'account.switchRole',
        subjectKind: 'account',
        subjectId: viewer.userId,
        detail: { assignmentId: assignment.id },
      })
      return context.viewer
    },
  }),
  setLocale: t.field({
    type: Viewer,
    nullable: true,
    authScopes: { operation: 'setLocale' },
    args: { input: t.arg({ type: SetLocaleInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const viewer = signedInViewer(context)
      await rowsOf(
        context.database.pool,
        sql`UPDATE user_account SET locale = ${input.locale} WHERE id = ${viewer.userId}::uuid`,
      )
      return { ...viewer, locale: input.locale }
    },
  }),
}))
