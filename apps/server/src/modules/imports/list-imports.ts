import type { ImportState } from '@gongjian/domain/import-states'
import sql, { join } from 'sql-template-tag'
import { z } from 'zod'
import { decodeCursor, pageFrom, pageSize } from '../../platform/connection.ts'
import type { Page, PageArguments } from '../../platform/connection.ts'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'
import { importColumns } from './own-import.ts'
import type { ImportRecord } from './own-import.ts'

const cursor = z.tuple([z.iso.datetime(), z.uuid()])

/** The viewer's own imports, the newest first. */
export async function listImports(
  context: RequestContext,
  page: PageArguments,
  { states }: { states?: readonly ImportState[] | undefined },
): Promise<Page<ImportRecord>> {
  const size = pageSize(page)
  const conditions = [
    sql`i.city_code = ${context.city.code} AND i.created_by_id = ${actingViewer(context).userId}::uuid`,
  ]
  if (states?.length) conditions.push(sql`i.state = ANY(${[...states]}::import_state[])`)
  const after = decodeCursor(page.after, cursor)
  if (after)
    conditions.push(
      sql`(i.created_at < ${after[0]}::timestamptz OR (i.created_at = ${after[0]}::timestamptz AND i.id > ${after[1]}::uuid))`,
    )
  const rows = await rowsOf<ImportRecord>(
    context.database.pool,
    sql`SELECT ${importColumns} FROM import i WHERE ${join(conditions, ' AND ')} ORDER BY i.created_at DESC, i.id LIMIT ${size + 1}`,
  )
  return pageFrom(
    rows,
    size,
    page.after,
    ({ createdAt, id }) => [createdAt.toISOString(), id],
    (row) => row,
  )
}
