import sql from 'sql-template-tag'
import { appendAudit } from '../../platform/audit.ts'
import type { RequestContext } from '../../platform/context.ts'
import { NotFound, Refused } from '../../platform/failures.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { forgetCatalogue } from './catalogue-rows.ts'

/** Takes an indicator out that no record and no plan has ever carried. Throws NotFound, and Refused for one in use: it is retired. */
export async function removeIndicator(
  context: RequestContext,
  code: string,
): Promise<{ code: string }> {
  const city = context.city.code
  await inTransaction(context.database.pool, async (client) => {
    const row = await firstRowOf<{ inUse: boolean }>(
      client,
      sql`SELECT EXISTS (SELECT FROM output o WHERE o.city_code = i.city_code AND o.indicator_code = i.code) OR EXISTS (SELECT FROM plan_line l WHERE l.city_code = i.city_code AND l.indicator_code = i.code) AS "inUse"
          FROM indicator i WHERE i.city_code = ${city} AND i.code = ${code} FOR UPDATE`,
    )
    if (row === null) throw new NotFound()
    if (row.inUse) throw new Refused('INDICATOR_IN_USE')
    await rowsOf(client, sql`DELETE FROM indicator WHERE city_code = ${city} AND code = ${code}`)
    await appendAudit(client, context, {
      action: 'catalogue.remove',
      subjectKind: 'indicator',
      subjectId: code,
    })
  })
  forgetCatalogue(context)
  return { code }
}
