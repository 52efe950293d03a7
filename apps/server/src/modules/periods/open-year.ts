import { checkNewYear, quartersFrom } from '@gongjian/domain/period-rules'
import sql from 'sql-template-tag'
import { appendAudit } from '../../platform/audit.ts'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput } from '../../platform/failures.ts'
import { rowsOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { forgetPeriods, periodsOf } from './period-rows.ts'
import type { PeriodRow } from './period-rows.ts'

/** Opens a programme year with its four quarters. Of two at once one opens it. Throws InvalidInput. */
export async function openProgrammeYear(
  context: RequestContext,
  input: { year: string; startsOn: string },
): Promise<PeriodRow> {
  const city = context.city.code
  const opened = await inTransaction(context.database.pool, async (client) => {
    await client.query('LOCK TABLE period IN SHARE ROW EXCLUSIVE MODE')
    const known = await rowsOf<{ year: number; startsOn: string; endsOn: string }>(
      client,
      sql`SELECT year, starts_on AS "startsOn", ends_on AS "endsOn" FROM period WHERE city_code = ${city}`,
    )
    const checked = checkNewYear(input, known)
    if (!checked.ok) throw new InvalidInput(checked.problems)
    const { year, startsOn, endsOn } = checked.year
    const quarters = quartersFrom(startsOn)
    await rowsOf(
      client,
      sql`WITH year AS (
            INSERT INTO period (city_code, year, starts_on, ends_on, status, changed_at, changed_by_name)
            VALUES (${city}, ${year}, ${startsOn}::date, ${endsOn}::date, 'OPEN', ${context.now}, ${actingViewer(context).name}) RETURNING city_code, year
          )
          INSERT INTO period_quarter (city_code, year, quarter, starts_on, ends_on, status)
          SELECT year.city_code, year.year, q.quarter, q.starts_on, q.ends_on, 'OPEN' FROM year,
            unnest(${quarters.map(({ quarter }) => quarter)}::int[], ${quarters.map((one) => one.startsOn)}::date[], ${quarters.map((one) => one.endsOn)}::date[]) AS q (quarter, starts_on, ends_on)`,
    )
    await appendAudit(client, context, {
      action: 'period.open',
      subjectKind: 'period',
      subjectId: String(year),
      detail: { startsOn, endsOn },
    })
    return year
  })
  forgetPeriods(context)
  const row = (await periodsOf(context)).find(({ year }) => year === opened)
  if (row === undefined) throw new Error('the year was just opened')
  return row
}
