import { canonicalEvent } from '@gongjian/domain/audit-event'
import type { AuditAction } from '@gongjian/domain/audit-event'
import type { JsonValue } from '@gongjian/domain/canonical-json'
import type pg from 'pg'
import sql from 'sql-template-tag'
import { withPrincipal } from '../../platform/audit.ts'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { jsonRows } from '../../platform/json-rows.ts'
import { rowsOf } from '../../platform/statement.ts'
import { keepSubmittedFor } from '../activities/acted-for.ts'

type Entry = { chain: string; id: string; detail: JsonValue }

/** Appends an event for each record, in one statement for each chain; the caller orders them by chain. */
export async function appendAudits(
  client: pg.PoolClient,
  context: RequestContext,
  action: AuditAction,
  records: readonly Entry[],
): Promise<void> {
  const { city, now } = context
  const { userId, name, assignment } = actingViewer(context)
  if (action === 'activity.submit')
    await keepSubmittedFor(
      client,
      context,
      records.map(({ id }) => id),
    )
  for (const [chain, entries] of Map.groupBy(records, (record) => record.chain)) {
    const events = entries.map(({ id, detail }) =>
      canonicalEvent({
        city: city.code,
        chain,
        at: now,
        actorId: userId,
        actorName: name,
        actorRole: assignment.role,
        organisationId: assignment.organisationId,
        action,
        subjectKind: 'activity',
        subjectId: id,
        detail: withPrincipal(detail, assignment.deputyFor),
      }),
    )
    // oxlint-disable-next-line no-await-in-loop -- one after the other: the chains are locked in their order
    await rowsOf(
      client,
      sql`SELECT append_audits(${city.code}::text, ${chain}::text, ${now}::timestamptz, ${userId}::uuid, ${name}::text, ${assignment.role}::role, ${assignment.organisationId}::uuid, ${action}::text, 'activity', ${entries.map(({ id }) => id)}::text[], ARRAY(SELECT event FROM jsonb_array_elements_text(${jsonRows(events)}::text::jsonb) WITH ORDINALITY AS events (event, position) ORDER BY position))`,
    )
  }
}
