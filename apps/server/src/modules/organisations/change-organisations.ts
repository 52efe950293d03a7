import { partsOf } from '@gongjian/domain/organisation-change'
import type { OrganisationChange } from '@gongjian/domain/organisation-change'
import { changeProblems } from '@gongjian/domain/organisation-change-rules'
import type pg from 'pg'
import sql from 'sql-template-tag'
import { appendAudit } from '../../platform/audit.ts'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput } from '../../platform/failures.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { carryOutChange, lockTree } from './carry-out-change.ts'
import { circumstancesOf } from './change-circumstances.ts'
import { changeRow } from './list-changes.ts'
import type { ChangeRow } from './list-changes.ts'
import { parseChange } from './parse-change.ts'
import type { TypedChange } from './parse-change.ts'
import { readTree } from './read-tree.ts'

/**
 * Decides a change. One of today or before is carried out at once, one of a day to come waits for its day; sent twice it
 * happens once. Throws InvalidInput.
 */
export async function changeOrganisations(
  context: RequestContext,
  typed: TypedChange,
): Promise<ChangeRow> {
  const { change, reason } = parseChange(typed)
  const { city, today, now } = context
  await inTransaction(context.database.pool, async (client) => {
    await lockTree(client, city.code)
    if (await isThere(client, city.code, change.id)) return
    await refuseProblems(client, context, change)
    const isDue = change.day <= today
    const { userId } = actingViewer(context)
    await rowsOf(
      client,
      sql`INSERT INTO organisation_change (city_code, id, kind, day, reason, content, registered_by_id, registered_at, carried_out_at)
          VALUES (${city.code}, ${change.id}::uuid, ${change.kind}::organisation_change_kind, ${change.day}::date, ${reason}, ${JSON.stringify(change)}::jsonb, ${userId}::uuid, ${now}, ${isDue ? now : null}::timestamptz)`,
    )
    const parts = partsOf(change)
    await rowsOf(
      client,
      sql`INSERT INTO organisation_change_part (city_code, change_id, organisation_id, part)
          SELECT ${city.code}, ${change.id}::uuid, part.id, part.kind
          FROM unnest(${parts.map(({ organisationId }) => organisationId)}::uuid[], ${parts.map(({ part }) => part)}::organisation_change_part_kind[]) AS part (id, kind)`,
    )
    if (isDue) await carryOutChange(client, { city: city.code, today, reason }, change)
    await appendAudit(client, context, {
      action: isDue ? 'organisation.change' : 'organisation.planChange',
      subjectKind: 'organisationChange',
      subjectId: change.id,
      detail: { kind: change.kind, day: change.day, organisations: parts },
    })
  })
  return changeRow(context, change.id)
}

/** Throws InvalidInput with all that forbids the change, each at its field. */
export async function refuseProblems(
  client: pg.Pool | pg.ClientBase,
  context: RequestContext,
  change: OrganisationChange,
): Promise<void> {
  const organisations = await readTree(client, context.city.code)
  const circumstances = await circumstancesOf(client, context, change)
  const problems = changeProblems(organisations, change, circumstances)
  if (problems.length > 0) throw new InvalidInput(problems)
}

async function isThere(client: pg.ClientBase, city: string, id: string): Promise<boolean> {
  const row = await firstRowOf(
    client,
    sql`SELECT 1 FROM organisation_change WHERE city_code = ${city} AND id = ${id}::uuid`,
  )
  return row !== null
}
