import { canonicalEvent, CITY_CHAIN } from '@gongjian/domain/audit-event'
import type { AuditAction } from '@gongjian/domain/audit-event'
import type { JsonValue } from '@gongjian/domain/canonical-json'
import type pg from 'pg'
import sql from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import type { RequestContext } from './context.ts'
import { rowsOf } from './statement.ts'

export type AuditEntry = {
  /** The chain: the community's for records, the city's for all else. */
  chain?: string
  action: AuditAction
  subjectKind: string
  subjectId: string
  detail?: JsonValue
  /** Who did it, where that is not the viewer: somebody who is just signing in. */
  actor?: { id: string | null; name: string }
}

/** What a deputy does says for whom: it is the deputy's act, by the rights of another. */
export function withPrincipal(
  detail: JsonValue,
  deputyFor: { id: string; name: string } | null,
): JsonValue {
  if (deputyFor === null || typeof detail !== 'object' || detail === null || Array.isArray(detail))
    return detail
  return { ...detail, actingFor: { id: deputyFor.id, name: deputyFor.name } }
}

/** The call that appends the event, to stand in the statement that makes the change. */
export function auditCall(
  context: Pick<RequestContext, 'city' | 'viewer' | 'now'>,
  entry: AuditEntry,
): Sql {
  const { city, viewer, now } = context
  const chain = entry.chain ?? CITY_CHAIN
  const actorId = entry.actor ? entry.actor.id : (viewer?.userId ?? null)
  const actorName = entry.actor?.name ?? viewer?.name ?? ''
  const role = entry.actor ? null : (viewer?.assignment?.role ?? null)
  const organisationId = entry.actor ? null : (viewer?.assignment?.organisationId ?? null)
  const event = canonicalEvent({
    city: city.code,
    chain,
    at: now,
    actorId,
    actorName,
    actorRole: role,
    organisationId,
    action: entry.action,
    subjectKind: entry.subjectKind,
    subjectId: entry.subjectId,
    detail: withPrincipal(
      entry.detail ?? {},
      entry.actor ? null : (viewer?.assignment?.deputyFor ?? null),
    ),
  })
  return sql`append_audit(${city.code}::text, ${chain}::text, ${now}::timestamptz, ${actorId}::uuid, ${actorName}::text, ${role}::role, ${organisationId}::uuid, ${entry.action}::text, ${entry.subjectKind}::text, ${entry.subjectId}::text, ${event}::text)`
}

export async function appendAudit(
  client: pg.Pool | pg.ClientBase,
  context: Pick<RequestContext, 'city' | 'viewer' | 'now'>,
  entry: AuditEntry,
): Promise<void> {
  await rowsOf(client, sql`SELECT ${auditCall(context, entry)}`)
}
