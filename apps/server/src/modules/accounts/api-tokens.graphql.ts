import { randomUUID } from 'node:crypto'
import { cleanLine } from '@gongjian/domain/clean-text'
import { OPERATIONS, scopeOf, tokenScopeFor } from '@gongjian/domain/permission-matrix'
import type { Role, TokenScope } from '@gongjian/domain/vocabulary'
import sql from 'sql-template-tag'
import { auditCall } from '../../platform/audit.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { builder } from '../../platform/schema-builder.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { TokenScopeEnum } from '../../platform/vocabulary.graphql.ts'
import { hashOf, newSecret, TOKEN_PREFIX } from './sessions.ts'
import { RoleAssignment } from './viewer.graphql.ts'
import type { AssignmentRow } from './viewer.graphql.ts'

export type TokenRow = {
  id: string
  name: string
  scopes: TokenScope[]
  createdAt: Date
  expiresAt: Date
  lastUsedAt: Date | null
  revokedAt: Date | null
  assignment: AssignmentRow
  organisationName: string
}
const LONGEST_DAYS = 730

// Tokens live in real time, since they expire in it; they are shown in the city's.
const select = sql`SELECT k.id, k.name, k.scopes::text[] AS scopes, 
  k.created_at + shift AS "createdAt", k.expires_at + shift AS "expiresAt", k.last_used_at + shift AS "lastUsedAt", k.revoked_at + shift AS "revokedAt",
  json_build_object('id', r.id, 'userId', r.user_id, 'role', r.role, 'organisationId', r.organisation_id, 'zoneId', r.zone_id, 'validFrom', r.valid_from, 'validTo', r.valid_to) AS assignment, o.name AS "organisationName"
  FROM api_token k JOIN role_assignment r ON r.city_code = k.city_code AND r.id = k.assignment_id JOIN organisation o ON o.city_code = r.city_code AND o.id = r.organisation_id
  JOIN city c ON c.code = k.city_code CROSS JOIN LATERAL make_interval(secs => c.clock_offset_seconds) AS shift`

const ApiToken = builder.objectRef<TokenRow>('ApiToken').implement({
  description: 'What another system signs in with: acts as one role, within its scopes.',
  fields: (t) => ({
    id: t.exposeID('id'),
    name: t.exposeString('name'),
    scopes: t.expose('scopes', { type: [TokenScopeEnum] }),
    assignment: t.expose('assignment', { type: RoleAssignment }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime' }),
    lastUsedAt: t.expose('lastUsedAt', { type: 'DateTime', nullable: true }),
    revokedAt: t.expose('revokedAt', { type: 'DateTime', nullable: true }),
  }),
})
const NewApiToken = builder
  .objectRef<{ apiToken: TokenRow; token: string }>('NewApiToken')
  .implement({
    description: 'A token: shown once.',
    fields: (t) => ({
      apiToken: t.expose('apiToken', { type: ApiToken }),
      token: t.exposeString('token'),
    }),
  })

/** All tokens of the city, the newest first, without what they sign in with. */
export function listApiTokens({ database, city }: RequestContext): Promise<TokenRow[]> {
  return rowsOf<TokenRow>(
    database.pool,
    sql`${select} WHERE k.city_code = ${city.code} ORDER BY k.created_at DESC`,
  )
}

async function tokenById(context: RequestContext, id: string): Promise<TokenRow> {
  const row = await firstRowOf<TokenRow>(
    context.database.pool,
    sql`${select} WHERE k.city_code = ${context.city.code} AND k.id = ${id}::uuid`,
  )
  if (row === null) throw new NotFound()
  return row
}

/** A token cannot hold what its role has not: a scope must open at least one operation. */
function hasScope(role: Role, scope: TokenScope): boolean {
  return OPERATIONS.some(
    (operation) => tokenScopeFor(operation) === scope && scopeOf(operation, role) !== 'NONE',
  )
}

async function createApiToken(
  context: RequestContext,
  input: { name: string; scopes: readonly TokenScope[]; assignmentId: string; days: number },
) {
  const problems: { path: string; code: string; values?: Record<string, number> }[] = []
  const name = cleanLine(input.name, { maximum: 60, required: true })
  if (!name.ok) problems.push({ path: 'name', code: name.code, values: { maximum: name.maximum } })
  if (input.scopes.length === 0) problems.push({ path: 'scopes', code: 'REQUIRED' })
  if (input.days < 1 || input.days > LONGEST_DAYS)
    problems.push({ path: 'days', code: 'DAYS_RANGE', values: { maximum: LONGEST_DAYS } })
  const holder = await firstRowOf<{ userId: string; role: Role; disabled: boolean }>(
    context.database.pool,
    sql`SELECT r.user_id AS "userId", r.role, u.disabled_at IS NOT NULL AS disabled FROM role_assignment r JOIN user_account u ON u.id = r.user_id
        WHERE r.city_code = ${context.city.code} AND r.id = ${input.assignmentId}::uuid AND r.valid_to IS NULL`,
  )
  if (holder === null) problems.push({ path: 'assignmentId', code: 'REQUIRED' })
  else if (!input.scopes.every((scope) => hasScope(holder.role, scope)))
    problems.push({ path: 'scopes', code: 'SCOPE_NOT_OF_THIS_ROLE' })
  if (problems.length > 0 || !name.ok || holder === null) throw new InvalidInput(problems)
  if (holder.disabled) throw new Refused('ACCOUNT_DISABLED')
  const token = `${TOKEN_PREFIX}${newSecret()}`
  const id = randomUUID()
  const entry = auditCall(context, {
    action: 'token.create',
    subjectKind: 'token',
    subjectId: id,
    detail: { name: name.value, scopes: [...input.scopes], assignmentId: input.assignmentId },
  })
  await rowsOf(
    context.database.pool,
    sql`WITH made AS (
          INSERT INTO api_token (id, city_code, token_hash, name, scopes, user_id, assignment_id, created_at, expires_at)
          VALUES (${id}::uuid, ${context.city.code}, ${hashOf(token)}, ${name.value}, ${[...input.scopes]}::token_scope[], ${holder.userId}::uuid, ${input.assignmentId}::uuid, now(), now() + make_interval(days => ${input.days}::int)) RETURNING id
        ) SELECT id, ${entry} FROM made`,
  )
  return { apiToken: await tokenById(context, id), token }
}

async function revokeApiToken(context: RequestContext, id: string): Promise<TokenRow> {
  await tokenById(context, id)
  const entry = auditCall(context, { action: 'token.revoke', subjectKind: 'token', subjectId: id })
  await rowsOf(
    context.database.pool,
    sql`WITH gone AS (UPDATE api_token SET revoked_at = now() WHERE city_code = ${context.city.code} AND id = ${id}::uuid AND revoked_at IS NULL RETURNING id) SELECT id, ${entry} FROM gone`,
  )
  return tokenById(context, id)
}

builder.queryField('apiTokens', (t) =>
  t.field({
    type: [ApiToken],
    authScopes: { operation: 'apiTokens' },
    resolve: (_root, _args, context) => listApiTokens(context),
  }),
)
const CreateInput = builder.inputType('CreateApiTokenInput', {
  fields: (t) => ({
    name: t.string({ required: true }),
    scopes: t.field({ type: [TokenScopeEnum], required: true }),
    assignmentId: t.id({ required: true }),
    days: t.int({ required: true }),
  }),
})
const RevokeInput = builder.inputType('RevokeApiTokenInput', {
  fields: (t) => ({ id: t.id({ required: true }) }),
})
builder.mutationFields((t) => ({
  createApiToken: t.field({
    type: NewApiToken,
    authScopes: { operation: 'createApiToken' },
    errors: { types: [InvalidInput, Refused], union: { name: 'CreateApiTokenPayload' } },
    args: { input: t.arg({ type: CreateInput, required: true }) },
    resolve: (_root, { input }, context) => createApiToken(context, input),
  }),
  revokeApiToken: t.field({
    type: ApiToken,
    authScopes: { operation: 'revokeApiToken' },
    errors: { types: [NotFound, Refused], union: { name: 'RevokeApiTokenPayload' } },
    args: { input: t.arg({ type: RevokeInput, required: true }) },
    resolve: (_root, { input }, context) => revokeApiToken(context, input.id),
  }),
}))
