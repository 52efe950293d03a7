import { createHash, randomBytes } from 'node:crypto'
import type { Database } from '@gongjian/database'
import sql from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import type { Assignment, City, SignedInViewer } from '../../platform/context.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'

export const SESSION_COOKIE = 'gongjian_session'
const idleHours = 12
export const SESSION_DAYS = 30
export const TOKEN_PREFIX = 'gj_'

/** Only hashes of secrets are kept: who reads the table cannot sign in. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

type ViewerRow = Omit<SignedInViewer, 'assignment'> & {
  stale: boolean
  cityCode: string
  cityName: string
  timeZone: string
  demonstration: boolean
  clockOffsetSeconds: number
  assignmentId: string | null
  deputyForId: string | null
  deputyForName: string | null
} & Omit<Assignment, 'id' | 'deputyFor'>

/** Columns of their own, not JSON: read with every request. */
const columns = sql`
  u.id AS "userId", u.account, u.name, u.must_change_password AS "mustChangePassword", u.locale,
  r.id AS "assignmentId", r.role, o.id AS "organisationId", o.code AS "organisationCode", o.name AS "organisationName", o.kind AS "organisationKind", o.path, r.zone_id AS "zoneId", r.deputy_for_id AS "deputyForId", r.deputy_for_name AS "deputyForName",
  c.code AS "cityCode", c.name AS "cityName", c.time_zone AS "timeZone", c.demonstration, c.clock_offset_seconds AS "clockOffsetSeconds"`

/** A role held on the city's day, or stood in for; the one that was chosen, else of one's own the one that reaches furthest. */
const assignmentJoin = (chosen: Sql) => sql`
  LEFT JOIN LATERAL (
    SELECT a.* FROM acting_role a JOIN organisation h ON h.city_code = a.city_code AND h.id = a.organisation_id
    WHERE a.user_id = u.id AND a.city_code = u.city_code
      AND a.valid_from <= (now() + make_interval(secs => c.clock_offset_seconds))::date
      AND (a.valid_to IS NULL OR a.valid_to >= (now() + make_interval(secs => c.clock_offset_seconds))::date)
    ORDER BY (a.id = ${chosen}) DESC NULLS LAST, a.deputy_for_id IS NOT NULL, length(h.path), array_position(enum_range(NULL::role), a.role), a.id LIMIT 1
  ) r ON true
  LEFT JOIN organisation o ON o.city_code = r.city_code AND o.id = r.organisation_id`

export type Found = { viewer: SignedInViewer; city: City }

function found(row: ViewerRow): Found {
  const { userId, account, name, mustChangePassword, locale, sessionHash, tokenScopes } = row
  const { cityCode, cityName, timeZone, demonstration, clockOffsetSeconds, assignmentId } = row
  const { role, organisationId, organisationCode, organisationName, organisationKind } = row
  const { deputyForId: id, deputyForName } = row
  const deputyFor = id === null ? null : { id, name: deputyForName ?? '' }
  const organisation = { organisationId, organisationCode, organisationName, organisationKind }
  return {
    city: { code: cityCode, name: cityName, timeZone, demonstration, clockOffsetSeconds },
    viewer: {
      userId,
      account,
      name,
      mustChangePassword,
      locale,
      sessionHash,
      tokenScopes,
      assignment:
        assignmentId === null
          ? null
          : {
              id: assignmentId,
              role,
              ...organisation,
              path: row.path,
              zoneId: row.zoneId,
              deputyFor,
            },
    },
  }
}

/** Who the session belongs to, with the role they act in: one statement a request. */
export async function viewerOfSession(database: Database, token: string): Promise<Found | null> {
  const tokenHash = hashOf(token)
  const row = await firstRowOf<ViewerRow>(
    database.pool,
    sql`SELECT s.token_hash AS "sessionHash", NULL AS "tokenScopes", s.last_seen_at < now() - interval '5 minutes' AS stale, ${columns}
        FROM session s JOIN user_account u ON u.id = s.user_id JOIN city c ON c.code = u.city_code ${assignmentJoin(sql`s.active_assignment_id`)}
        WHERE s.token_hash = ${tokenHash} AND s.expires_at > now() AND s.last_seen_at > now() - make_interval(hours => ${idleHours}::int) AND u.disabled_at IS NULL`,
  )
  if (row === null) return null
  if (row.stale)
    await rowsOf(
      database.pool,
      sql`UPDATE session SET last_seen_at = now() WHERE token_hash = ${tokenHash}`,
    )
  return found(row)
}

/** Whom an API token acts for. */
export async function viewerOfToken(database: Database, token: string): Promise<Found | null> {
  const row = await firstRowOf<ViewerRow & { id: string }>(
    database.pool,
    sql`SELECT NULL AS "sessionHash", k.scopes::text[] AS "tokenScopes", k.last_used_at IS NULL OR k.last_used_at < now() - interval '5 minutes' AS stale, ${columns}
        FROM api_token k JOIN user_account u ON u.id = k.user_id JOIN city c ON c.code = u.city_code ${assignmentJoin(sql`k.assignment_id`)}
        WHERE k.token_hash = ${hashOf(token)} AND k.revoked_at IS NULL AND k.expires_at > now() AND u.disabled_at IS NULL AND r.id = k.assignment_id`,
  )
  if (row === null) return null
  if (row.stale)
    await rowsOf(
      database.pool,
      sql`UPDATE api_token SET last_used_at = now() WHERE token_hash = ${hashOf(token)}`,
    )
  return found(row)
}

/** The city of those who have not signed in: the installation's first. */
export async function firstCity(database: Database): Promise<City> {
  const city = await firstRowOf<City>(
    database.pool,
    sql`SELECT code, name, time_zone AS "timeZone", demonstration, clock_offset_seconds AS "clockOffsetSeconds" FROM city ORDER BY code LIMIT 1`,
  )
  if (city === null) throw new Error('the database holds no city')
  return city
}

/** Opens a session and gives its secret, which only the cookie keeps. */
export async function openSession(
  database: Database,
  user: { userId: string; cityCode: string },
  userAgent: string,
): Promise<string> {
  const token = newSecret()
  await rowsOf(
    database.pool,
    sql`INSERT INTO session (token_hash, user_id, city_code, user_agent, created_at, last_seen_at, expires_at)
        VALUES (${hashOf(token)}, ${user.userId}::uuid, ${user.cityCode}, ${userAgent.slice(0, 300)}, now(), now(), now() + make_interval(days => ${SESSION_DAYS}::int))`,
  )
  return token
}

/** Ends the sessions of a user: all, or all but one. */
export async function endSessions(
  database: Database,
  userId: string,
  exceptHash: string | null = null,
): Promise<void> {
  await rowsOf(
    database.pool,
    sql`DELETE FROM session WHERE user_id = ${userId}::uuid AND token_hash IS DISTINCT FROM ${exceptHash}`,
  )
}
