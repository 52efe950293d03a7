import { communityChain } from '@gongjian/domain/audit-event'
import type pg from 'pg'
import sql from 'sql-template-tag'
import { appendAudit } from '../../platform/audit.ts'
import type { RequestContext } from '../../platform/context.ts'
import { Refused } from '../../platform/failures.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { appendAudits } from './append-audits.ts'
import type { ImportJob } from './import-jobs.ts'
import { rollUp, rollUpInBatches, tellMoved } from './rolled-up.ts'
import { beginWork } from './own-import.ts'

const batch = 500
const isSigned = sql`(t.status = 'COUNTERSIGNED' OR t.signed_side IS NOT NULL)`
const isLocked = sql`(period_status_for(t.city_code, t.id, t.day, t.agency_side_path, t.community_side_path) = 'LOCKED')`
const madeBy = ({ city }: RequestContext, id: string) =>
  sql`FROM import_row r JOIN activity t ON t.city_code = r.city_code AND t.id = r.activity_id JOIN organisation c ON c.city_code = t.city_code AND c.id = t.community_side_id
      WHERE r.city_code = ${city.code} AND r.import_id = ${id}::uuid AND r.state = 'KEPT'`

/** Takes an import into undoing, while nothing of it is signed or locked. Throws NotFound, Refused. */
export function beginUndoing(context: RequestContext, id: string): Promise<void> {
  return beginWork(context, id, ['KEPT', 'STOPPED'], 'UNDOING', async (client) => {
    const inTheWay = await firstRowOf<Facts>(
      client,
      sql`SELECT coalesce(bool_or(${isSigned}), false) AS "isSigned", coalesce(bool_or(${isLocked}), false) AS "isLocked" ${madeBy(context, id)}`,
    )
    refuse(inTheWay)
  })
}

type Facts = { isSigned: boolean; isLocked: boolean }
function refuse(facts: Facts | null): void {
  if (facts?.isSigned === true) throw new Refused('IMPORT_SIGNED')
  if (facts?.isLocked === true) throw new Refused('PERIOD_LOCKED')
}

type Made = Facts & {
  rowNumber: number
  id: string
  code: string
  status: string
  version: number
}

/** Withdraws all records of the import, a batch in a transaction; ends before the first that was signed meanwhile. */
export async function undoImport(
  context: RequestContext,
  id: string,
  job: ImportJob,
): Promise<void> {
  const order = (
    await rowsOf<{ rowNumber: number }>(
      context.database.pool,
      sql`SELECT r.row_number AS "rowNumber" ${madeBy(context, id)} ORDER BY c.code, r.row_number`,
    )
  ).map(({ rowNumber }) => rowNumber)
  let undone = 0
  try {
    for (let done = 0; done < order.length; done += batch) {
      // oxlint-disable no-await-in-loop -- a batch a transaction
      await job.at(done, order.length)
      const numbers = order.slice(done, done + batch)
      undone += await inTransaction(context.database.pool, (client) =>
        withdraw(client, context, id, numbers),
      )
      // oxlint-enable no-await-in-loop
    }
    await rowsOf(
      context.database.pool,
      sql`UPDATE import SET state = 'UNDONE', done_rows = ${order.length}, total_rows = ${order.length} WHERE city_code = ${context.city.code} AND id = ${id}::uuid AND state = 'UNDOING'`,
    )
  } finally {
    if (undone > 0) {
      await appendAudit(context.database.pool, context, {
        action: 'import.undo',
        subjectKind: 'import',
        subjectId: id,
        detail: { rows: undone },
      })
    }
  }
}

async function withdraw(
  client: pg.PoolClient,
  context: RequestContext,
  id: string,
  numbers: readonly number[],
): Promise<number> {
  const city = context.city.code
  const made = await rowsOf<Made>(
    client,
    sql`SELECT r.row_number AS "rowNumber", t.id, c.code, t.status, t.version, ${isSigned} AS "isSigned", ${isLocked} AS "isLocked"
        ${madeBy(context, id)} AND r.row_number = ANY(${numbers}::int[]) ORDER BY c.code, r.row_number FOR UPDATE OF t`,
  )
  made.forEach(refuse)
  const open = made.filter(({ status }) => status !== 'WITHDRAWN')
  const ids = open.map((one) => one.id)
  await rollUpInBatches(client)
  await rollUp(client, { city, ids }, -1)
  await rowsOf(
    client,
    sql`UPDATE activity SET status = 'WITHDRAWN', version = version + 1, updated_at = ${context.now} WHERE city_code = ${city} AND id = ANY(${ids}::uuid[])`,
  )
  const drafts = open.filter(({ status }) => status === 'DRAFT').map((one) => one.id)
  const sent = open.filter(({ status }) => status !== 'DRAFT').map((one) => one.id)
  await tellMoved(client, { city, ids: drafts }, false)
  await tellMoved(client, { city, ids: sent }, true)
  await appendAudits(
    client,
    context,
    'activity.withdraw',
    open.map((one) => ({
      chain: communityChain(one.code),
      id: one.id,
      detail: { from: one.status, to: 'WITHDRAWN', version: one.version + 1 },
    })),
  )
  await rowsOf(
    client,
    sql`UPDATE import_row SET state = 'UNDONE' WHERE city_code = ${city} AND import_id = ${id}::uuid AND row_number = ANY(${made.map(({ rowNumber }) => rowNumber)}::int[]) AND state = 'KEPT'`,
  )
  await rowsOf(
    client,
    sql`UPDATE import SET kept_rows = kept_rows - ${made.length} WHERE city_code = ${city} AND id = ${id}::uuid`,
  )
  await rowsOf(
    client,
    sql`UPDATE notification SET read_at = ${context.now} WHERE city_code = ${city} AND read_at IS NULL AND subject_id = ANY(${[id, ...ids]}::uuid[])`,
  )
  return open.length
}
