import { cleanLine } from '@gongjian/domain/clean-text'
import {
  mayChangeSavedView,
  readSavedSearch,
  SAVED_VIEW_LIMITS,
  sharingsFor,
} from '@gongjian/domain/saved-view'
import type { SavedViewRoute, SavedViewSharing } from '@gongjian/domain/saved-view'
import sql from 'sql-template-tag'
import { appendAudit } from '../../platform/audit.ts'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { findSavedView } from './saved-view-row.ts'
import type { SavedViewRow } from './saved-view-row.ts'

export type SavedViewInput = {
  id: string
  /** The version that was read; none for a new one. */
  version?: number | null | undefined
  route: SavedViewRoute
  name: string
  search: readonly { field: string; value: string }[]
  sharing: SavedViewSharing
}

/** Keeps the filters of a page under a name, alone or shared. Throws InvalidInput, NotFound, Refused. */
export async function saveView(
  context: RequestContext,
  input: SavedViewInput,
): Promise<SavedViewRow> {
  const { city, now, database } = context
  const { userId, assignment } = actingViewer(context)
  const before = await findSavedView(context, input.id)
  if (before === null && input.version) throw new NotFound()
  if (before !== null && !mayChangeSavedView(before, { userId, role: assignment.role }))
    throw new NotFound()
  if (before !== null && before.version !== input.version) throw new Refused('CHANGED_MEANWHILE')

  const name = cleanLine(input.name, { maximum: SAVED_VIEW_LIMITS.name, required: true })
  const { search, unknown } = readSavedSearch(input.route, input.search)
  // What is shared with the city stays so while its owner only names it anew, whichever role they act in by then.
  const mayShare =
    sharingsFor(assignment.role).includes(input.sharing) || before?.sharing === input.sharing
  const problems = [
    ...(name.ok
      ? []
      : [{ path: 'name', code: name.code, values: { maximum: name.maximum } as const }]),
    ...(unknown.length === 0 ? [] : [{ path: 'search', code: 'UNKNOWN_CHOICE' }]),
    ...(mayShare ? [] : [{ path: 'sharing', code: 'UNKNOWN_CHOICE' }]),
  ]
  if (problems.length > 0 || !name.ok) throw new InvalidInput(problems)
  const others = await firstRowOf<{ count: number; hasName: boolean }>(
    database.pool,
    sql`SELECT count(*)::int AS count, coalesce(bool_or(name = ${name.value} AND route = ${input.route}::saved_view_route), false) AS "hasName"
        FROM saved_view WHERE city_code = ${city.code} AND owner_id = ${userId}::uuid AND id <> ${input.id}::uuid`,
  )
  if (others?.hasName) throw new InvalidInput([{ path: 'name', code: 'OWN_NAME_TAKEN' }])
  const { each } = SAVED_VIEW_LIMITS
  if (before === null && (others?.count ?? 0) >= each)
    throw new InvalidInput([{ path: 'name', code: 'TOO_MANY_LINES', values: { maximum: each } }])

  await inTransaction(database.pool, async (client) => {
    const kept = await rowsOf(
      client,
      before === null
        ? sql`INSERT INTO saved_view (city_code, id, owner_id, route, name, search, sharing, organisation_id, version, created_at, updated_at)
              VALUES (${city.code}, ${input.id}::uuid, ${userId}::uuid, ${input.route}::saved_view_route, ${name.value}, ${JSON.stringify(search)}::jsonb, ${input.sharing}::saved_view_sharing, ${assignment.organisationId}::uuid, 1, ${now}, ${now})
              ON CONFLICT DO NOTHING RETURNING id`
        : sql`UPDATE saved_view SET name = ${name.value}, search = ${JSON.stringify(search)}::jsonb, sharing = ${input.sharing}::saved_view_sharing, organisation_id = ${assignment.organisationId}::uuid, version = version + 1, updated_at = ${now}
              WHERE city_code = ${city.code} AND id = ${input.id}::uuid AND owner_id = ${userId}::uuid AND version = ${before.version} RETURNING id`,
    )
    if (kept.length === 0) throw new Refused('CHANGED_MEANWHILE')
    const wasShared = before !== null && before.sharing !== 'PRIVATE'
    const isShared = input.sharing !== 'PRIVATE'
    // What one keeps for oneself is nobody's business; what others find is.
    if (isShared || wasShared)
      await appendAudit(client, context, {
        action: isShared ? 'view.share' : 'view.unshare',
        subjectKind: 'savedView',
        subjectId: input.id,
        detail: { route: input.route, name: name.value, sharing: input.sharing, search },
      })
  })
  const row = await findSavedView(context, input.id)
  if (row === null) throw new NotFound()
  return row
}
