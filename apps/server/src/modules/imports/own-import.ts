import type { ImportState, RowSort } from '@gongjian/domain/import-states'
import type pg from 'pg'
import sql from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { NotFound, Refused } from '../../platform/failures.ts'
import { firstRowOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { settleBroken } from './import-jobs.ts'

export type ImportRecord = {
  id: string
  fileName: string
  heads: string[]
  state: ImportState
  goodRows: number
  badRows: number
  duplicateRows: number
  similarRows: number
  keptRows: number
  doneRows: number
  totalRows: number | null
  problem: { code: string; values: Record<string, string | number> } | null
  createdAt: Date
  scopePath: string
}
export const importColumns = sql`i.id, i.file_name AS "fileName", i.heads, i.state, i.good_rows AS "goodRows", i.bad_rows AS "badRows", i.duplicate_rows AS "duplicateRows", i.similar_rows AS "similarRows", i.kept_rows AS "keptRows", i.done_rows AS "doneRows", i.total_rows AS "totalRows", i.problem, i.created_at AS "createdAt", i.scope_path AS "scopePath"`

/** Which rows (import_row) are of a sort. */
export const rowsOfSort: Record<RowSort, Sql> = {
  bad: sql`state = 'BAD'`,
  duplicate: sql`state = 'DUPLICATE'`,
  // What was good is kept, or undone, later. What is told of a good row is a hint.
  similar: sql`state IN ('GOOD', 'KEPT', 'UNDONE') AND problems <> '[]'`,
  good: sql`state IN ('GOOD', 'KEPT', 'UNDONE')`,
}

/** The viewer's own import; anybody else's is as if it were not there. */
export async function ownImport(context: RequestContext, id: string): Promise<ImportRecord> {
  const found = await firstRowOf<ImportRecord>(
    context.database.pool,
    sql`SELECT ${importColumns} FROM import i WHERE i.city_code = ${context.city.code} AND i.id = ${id}::uuid AND i.created_by_id = ${actingViewer(context).userId}::uuid`,
  )
  if (found === null) throw new NotFound()
  return found
}

/**
 * Takes the viewer's own import from one of these states into work; of two at once one gets it. Refuses where it is in
 * another, was checked for another subtree, or `mayBegin` throws.
 */
export async function beginWork(
  context: RequestContext,
  id: string,
  from: readonly ImportState[],
  to: 'KEEPING' | 'UNDOING',
  mayBegin: (client: pg.PoolClient) => Promise<void>,
): Promise<void> {
  const { userId, assignment } = actingViewer(context)
  await settleBroken(context)
  await inTransaction(context.database.pool, async (client) => {
    const own = sql`city_code = ${context.city.code} AND id = ${id}::uuid AND created_by_id = ${userId}::uuid`
    const found = await firstRowOf<{ state: ImportState; scopePath: string }>(
      client,
      sql`SELECT state, scope_path AS "scopePath" FROM import WHERE ${own} FOR UPDATE`,
    )
    if (found === null) throw new NotFound()
    if (!from.includes(found.state)) throw new Refused('IMPORT_STATE')
    if (found.scopePath !== assignment.path) throw new Refused('OUT_OF_SCOPE')
    await mayBegin(client)
    await firstRowOf(
      client,
      sql`UPDATE import SET state = ${to}::import_state, stop_asked = false, problem = NULL, done_rows = 0, total_rows = NULL, alive_at = now() WHERE ${own} RETURNING id`,
    )
  })
}

/** Asks that the work on the viewer's own import be stopped: it ends after the batch under way. */
export async function stopImport(context: RequestContext, id: string): Promise<void> {
  const { state } = await ownImport(context, id)
  if (!['READING', 'KEEPING', 'UNDOING'].includes(state)) throw new Refused('IMPORT_STATE')
  await firstRowOf(
    context.database.pool,
    sql`UPDATE import SET stop_asked = true WHERE city_code = ${context.city.code} AND id = ${id}::uuid RETURNING id`,
  )
}
