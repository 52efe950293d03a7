import { randomInt } from 'node:crypto'
import { cleanLine } from '@gongjian/domain/clean-text'
import { likeLiteral, parseSearch } from '@gongjian/domain/search-text'
import { ORGANISATION_KIND_OF_ROLE } from '@gongjian/domain/vocabulary'
import type { Role } from '@gongjian/domain/vocabulary'
import { addDays } from '@gongjian/domain/calendar-day'
import type pg from 'pg'
import sql, { join } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { z } from 'zod'
import { appendAudit, auditCall } from '../../platform/audit.ts'
import { decodeCursor, pageFrom, pageSize } from '../../platform/connection.ts'
import type { Page, PageArguments } from '../../platform/connection.ts'
import { signedInViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { soundsLike } from '../../platform/sounds-like.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { loadOrganisation } from '../organisations/organisation-row.ts'
import { loadZone } from '../organisations/zone-row.ts'
import { hashPassword } from './password-rules.ts'

export type UserAccountRow = {
  id: string
  account: string
  name: string
  disabledAt: Date | null
  mustChangePassword: boolean
  createdAt: Date
  lastSeenAt: Date | null
}
export type RoleInput = { role: Role; organisationId: string; zoneId?: string | null | undefined }

const columns = sql`u.id, u.account, u.name, u.disabled_at AS "disabledAt", u.must_change_password AS "mustChangePassword", u.created_at AS "createdAt",
  (SELECT max(s.last_seen_at) + make_interval(secs => c.clock_offset_seconds) FROM session s JOIN city c ON c.code = s.city_code WHERE s.user_id = u.id GROUP BY c.code) AS "lastSeenAt"`
const cursor = z.tuple([z.string()])

export type UserAccountFilter = {
  search?: string | null | undefined
  role?: Role | null | undefined
  organisationId?: string | null | undefined
  disabled?: boolean | null | undefined
}

export async function listUserAccounts(
  context: RequestContext,
  page: PageArguments,
  filter: UserAccountFilter,
): Promise<Page<UserAccountRow>> {
  const size = pageSize(page)
  const city = context.city.code
  const conditions: Sql[] = [sql`u.city_code = ${city}`]
  const search = parseSearch(filter.search ?? '')
  if (search) {
    const anywhere = `%${likeLiteral(search.text)}%`
    conditions.push(
      sql`(u.account LIKE ${anywhere} OR u.name ILIKE ${anywhere} OR ${soundsLike(sql`u.name`, search.text)} OR EXISTS (SELECT FROM role_assignment r JOIN organisation o ON o.city_code = r.city_code AND o.id = r.organisation_id WHERE r.city_code = ${city} AND r.user_id = u.id AND o.name ILIKE ${anywhere}))`,
    )
  }
  if (filter.role)
    conditions.push(
      sql`EXISTS (SELECT FROM role_assignment r WHERE r.city_code = ${city} AND r.user_id = u.id AND r.role = ${filter.role}::role AND (r.valid_to IS NULL OR r.valid_to >= ${context.today}::date))`,
    )
  if (filter.organisationId)
    conditions.push(
      sql`EXISTS (SELECT FROM role_assignment r JOIN organisation o ON o.city_code = r.city_code AND o.id = r.organisation_id JOIN organisation x ON x.city_code = ${city} AND x.id = ${filter.organisationId}::uuid WHERE r.city_code = ${city} AND r.user_id = u.id AND o.path LIKE x.path || '%')`,
    )
  if (filter.disabled === true) conditions.push(sql`u.disabled_at IS NOT NULL`)
  if (filter.disabled === false) conditions.push(sql`u.disabled_at IS NULL`)
  const after = decodeCursor(page.after, cursor)
  if (after) conditions.push(sql`u.account > ${after[0]}`)
  const rows = await rowsOf<UserAccountRow>(
    context.database.pool,
    sql`SELECT ${columns} FROM user_account u WHERE ${join(conditions, ' AND ')} ORDER BY u.account LIMIT ${size + 1}`,
  )
  return pageFrom(
    rows,
    size,
    page.after,
    (row) => [row.account],
    (row) => row,
  )
}

export function findUserAccount(
  context: RequestContext,
  id: string,
): Promise<UserAccountRow | null> {
  return firstRowOf<UserAccountRow>(
    context.database.pool,
    sql`SELECT ${columns} FROM user_account u WHERE u.city_code = ${context.city.code} AND u.id = ${id}::uuid`,
  )
}

async function existing(context: RequestContext, id: string): Promise<UserAccountRow> {
  const user = await findUserAccount(context, id)
  if (user === null) throw new NotFound()
  return user
}

/** Letters that nobody mistakes for others, read out over the telephone without trouble. */
function newFirstPassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
  return Array.from(
    { length: 12 },
    (_, index) =>
      (index > 0 && index % 4 === 0 ? '-' : '') + letters.charAt(randomInt(letters.length)),
  ).join('')
}

async function checkedRole(
  context: RequestContext,
  { role, organisationId, zoneId }: RoleInput,
  at: string,
): Promise<RoleInput> {
  const organisation = await loadOrganisation(context, organisationId)
  if (organisation === null)
    throw new InvalidInput([{ path: `${at}.organisationId`, code: 'REQUIRED' }])
  if (organisation.kind !== ORGANISATION_KIND_OF_ROLE[role])
    throw new InvalidInput([
      { path: `${at}.organisationId`, code: 'ROLE_NOT_AT_THIS_ORGANISATION' },
    ])
  if (role !== 'ZONE_LEAD') return { role, organisationId, zoneId: null }
  const zone = zoneId ? await loadZone(context, zoneId) : null
  if (zone === null || zone.leadAgencyId !== organisationId)
    throw new InvalidInput([{ path: `${at}.zoneId`, code: 'ZONE_REQUIRED' }])
  return { role, organisationId, zoneId: zone.id }
}

function grant(
  context: RequestContext,
  userId: string,
  { role, organisationId, zoneId }: RoleInput,
): Sql {
  return sql`INSERT INTO role_assignment (city_code, id, user_id, role, organisation_id, zone_id, valid_from)
    VALUES (${context.city.code}, gen_random_uuid(), ${userId}::uuid, ${role}::role, ${organisationId}::uuid, ${zoneId ?? null}::uuid, ${context.today}::date)`
}

/** Makes an account with one role and a first password, which is given back once. */
export async function createUserAccount(
  context: RequestContext,
  input: { id: string; account: string; name: string; role: RoleInput },
): Promise<{ userAccount: UserAccountRow; firstPassword: string }> {
  const account = input.account.trim().toLowerCase()
  const name = cleanLine(input.name, { maximum: 40, required: true })
  const problems: { path: string; code: string; values?: Record<string, string | number> }[] = []
  if (!/^[a-z][a-z0-9._-]{2,39}$/.test(account))
    problems.push({ path: 'account', code: account === '' ? 'REQUIRED' : 'ACCOUNT_FORM' })
  if (!name.ok) problems.push({ path: 'name', code: name.code, values: { maximum: name.maximum } })
  if (problems.length > 0 || !name.ok) throw new InvalidInput(problems)
  const role = await checkedRole(context, input.role, 'role')
  const firstPassword = newFirstPassword()
  const passwordHash = await hashPassword(firstPassword)
  await inTransaction(context.database.pool, async (client) => {
    const made = await rowsOf(
      client,
      sql`INSERT INTO user_account (id, city_code, account, name, password_hash, must_change_password, created_at)
          VALUES (${input.id}::uuid, ${context.city.code}, ${account}, ${name.value}, ${passwordHash}, true, ${context.now}) ON CONFLICT DO NOTHING RETURNING id`,
    )
    if (made.length === 0) throw new InvalidInput([{ path: 'account', code: 'TAKEN' }])
    await rowsOf(client, grant(context, input.id, role))
    await rowsOf(
      client,
      sql`SELECT ${auditCall(context, { action: 'account.create', subjectKind: 'account', subjectId: input.id, detail: { account, role: role.role, organisationId: role.organisationId } })}`,
    )
  })
  return { userAccount: await existing(context, input.id), firstPassword }
}

/** A new first password: the old one and all sessions end. */
export async function resetPassword(
  context: RequestContext,
  userId: string,
): Promise<{ userAccount: UserAccountRow; firstPassword: string }> {
  if (userId === signedInViewer(context).userId) throw new Refused('NOT_ONESELF')
  await existing(context, userId)
  const firstPassword = newFirstPassword()
  const passwordHash = await hashPassword(firstPassword)
  await inTransaction(context.database.pool, async (client) => {
    await rowsOf(
      client,
      sql`UPDATE user_account SET password_hash = ${passwordHash}, must_change_password = true WHERE city_code = ${context.city.code} AND id = ${userId}::uuid`,
    )
    await rowsOf(client, sql`DELETE FROM session WHERE user_id = ${userId}::uuid`)
    await rowsOf(
      client,
      sql`SELECT ${auditCall(context, { action: 'account.resetPassword', subjectKind: 'account', subjectId: userId })}`,
    )
  })
  return { userAccount: await existing(context, userId), firstPassword }
}

/** A disabled account cannot sign in and is signed out at once; what it did stays. */
export async function setAccountDisabled(
  context: RequestContext,
  { userId, disabled }: { userId: string; disabled: boolean },
): Promise<UserAccountRow> {
  if (userId === signedInViewer(context).userId) throw new Refused('NOT_ONESELF')
  await existing(context, userId)
  await inTransaction(context.database.pool, async (client) => {
    if (disabled) await keepAnAdministrator(context, client, { userId })
    const changed = await rowsOf(
      client,
      sql`UPDATE user_account SET disabled_at = ${disabled ? context.now : null}::timestamptz
          WHERE city_code = ${context.city.code} AND id = ${userId}::uuid AND (disabled_at IS NULL) = ${disabled} RETURNING id`,
    )
    if (changed.length === 0) return
    if (disabled) await rowsOf(client, sql`DELETE FROM session WHERE user_id = ${userId}::uuid`)
    const action = disabled ? 'account.disable' : 'account.enable'
    await appendAudit(client, context, { action, subjectKind: 'account', subjectId: userId })
  })
  return existing(context, userId)
}

/** Refuses where nobody would administrate any more. Administrators who remove each other wait in line here. */
async function keepAnAdministrator(
  { city, today }: RequestContext,
  client: pg.PoolClient,
  without: { userId: string } | { assignmentId: string },
): Promise<void> {
  await rowsOf(client, sql`SELECT FROM city WHERE code = ${city.code} FOR UPDATE`)
  const leaving =
    'userId' in without
      ? sql`r.user_id = ${without.userId}::uuid`
      : sql`r.id = ${without.assignmentId}::uuid`
  const rows = await rowsOf<{ leaves: boolean }>(
    client,
    sql`SELECT ${leaving} AS leaves FROM role_assignment r JOIN user_account u ON u.id = r.user_id
        WHERE r.city_code = ${city.code} AND r.role = 'ADMINISTRATOR' AND u.disabled_at IS NULL
          AND r.valid_from <= ${today}::date AND (r.valid_to IS NULL OR r.valid_to >= ${today}::date)`,
  )
  if (rows.some(({ leaves }) => leaves) && rows.every(({ leaves }) => leaves))
    throw new Refused('LAST_ADMINISTRATOR')
}

export async function grantRole(
  context: RequestContext,
  input: { userId: string; role: RoleInput },
): Promise<UserAccountRow> {
  await existing(context, input.userId)
  const role = await checkedRole(context, input.role, 'role')
  const held = await rowsOf(
    context.database.pool,
    sql`SELECT 1 FROM role_assignment WHERE city_code = ${context.city.code} AND user_id = ${input.userId}::uuid AND role = ${role.role}::role AND organisation_id = ${role.organisationId}::uuid AND valid_to IS NULL`,
  )
  if (held.length > 0) throw new InvalidInput([{ path: 'role.role', code: 'ROLE_HELD_ALREADY' }])
  await inTransaction(context.database.pool, async (client) => {
    await rowsOf(client, grant(context, input.userId, role))
    await rowsOf(
      client,
      sql`SELECT ${auditCall(context, { action: 'account.grantRole', subjectKind: 'account', subjectId: input.userId, detail: { role: role.role, organisationId: role.organisationId } })}`,
    )
  })
  return existing(context, input.userId)
}

/** Ends a role as of yesterday: it is kept as history. One of today has no history. The last administrator stays one. */
export async function revokeRole(
  context: RequestContext,
  assignmentId: string,
): Promise<UserAccountRow> {
  const city = context.city.code
  const here = sql`city_code = ${city} AND id = ${assignmentId}::uuid`
  const held = await firstRowOf<{ userId: string; role: Role; organisationId: string }>(
    context.database.pool,
    sql`SELECT user_id AS "userId", role, organisation_id AS "organisationId" FROM role_assignment WHERE ${here} AND valid_to IS NULL`,
  )
  if (held === null) throw new NotFound()
  const { userId, role, organisationId } = held
  await inTransaction(context.database.pool, async (client) => {
    if (role === 'ADMINISTRATOR') await keepAnAdministrator(context, client, { assignmentId })
    const ended = await rowsOf(
      client,
      sql`UPDATE role_assignment SET valid_to = ${addDays(context.today, -1)}::date
          WHERE ${here} AND valid_to IS NULL AND valid_from < ${context.today}::date RETURNING id`,
    )
    if (ended.length === 0)
      await rowsOf(client, sql`DELETE FROM role_assignment WHERE ${here} AND valid_to IS NULL`)
    await rowsOf(
      client,
      sql`UPDATE api_token SET revoked_at = now() WHERE city_code = ${city} AND assignment_id = ${assignmentId}::uuid AND revoked_at IS NULL`,
    )
    const detail = { role, organisationId, assignmentId }
    await appendAudit(client, context, {
      action: 'account.revokeRole',
      subjectKind: 'account',
      subjectId: userId,
      detail,
    })
  })
  return existing(context, userId)
}
