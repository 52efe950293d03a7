import { cleanWords } from '@gongjian/domain/clean-text'
import { checkReportRule, ruleHoldsFrom } from '@gongjian/domain/report-coverage'
import type { ReportExpectation } from '@gongjian/domain/report-coverage'
import sql from 'sql-template-tag'
import { appendAudit } from '../../platform/audit.ts'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { rowsOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { forgetPeriods, periodsOf } from './period-rows.ts'
import type { PeriodRow } from './period-rows.ts'

export type SetReportRuleInput = {
  year: number
  /** The revision that was read; 0: nothing was set. */
  revision: number
  dueDay: number
  expects: ReportExpectation
  reason: string
}

/**
 * Sets until when, and of which months, the reports of a year are to come, with a reason. It holds from the month that is
 * under way: what is over stays judged by what held then. Throws InvalidInput, NotFound, Refused.
 */
export async function setReportRule(
  context: RequestContext,
  { year, revision, dueDay, expects, reason }: SetReportRuleInput,
): Promise<PeriodRow> {
  const period = (await periodsOf(context)).find((one) => one.year === year)
  if (period === undefined) throw new NotFound()
  const checked = checkReportRule({ dueDay, expects })
  const words = cleanWords(reason, { maximum: 300, required: true })
  const problems = [
    ...(checked.ok ? [] : [checked.problem]),
    ...(words.ok ? [] : [{ path: 'reason', code: words.code, values: { maximum: words.maximum } }]),
  ]
  if (problems.length > 0 || !checked.ok || !words.ok) throw new InvalidInput(problems)
  const fromMonth = ruleHoldsFrom(period, context.today)
  if (fromMonth === null) throw new Refused('YEAR_OVER')
  if (period.status === 'LOCKED') throw new Refused('PERIOD_LOCKED')
  const { userId, name } = actingViewer(context)
  const city = context.city.code
  await inTransaction(context.database.pool, async (client) => {
    // Of two at once the key lets one through; and nothing follows on a revision that is not there.
    const kept = await rowsOf(
      client,
      sql`INSERT INTO report_rule (city_code, year, revision, from_month, due_day, expects, reason, set_by_id, set_by_name, set_at)
          SELECT ${city}, ${year}::int, ${revision + 1}::int, ${`${fromMonth}-01`}::date, ${dueDay}::smallint, ${expects}::report_expectation, ${words.value}, ${userId}::uuid, ${name}, ${context.now}::timestamptz
          WHERE ${revision}::int = coalesce((SELECT max(r.revision) FROM report_rule r WHERE r.city_code = ${city} AND r.year = ${year}::int), 0)
          ON CONFLICT DO NOTHING RETURNING revision`,
    )
    if (kept.length !== 1) throw new Refused('CHANGED_MEANWHILE')
    await appendAudit(client, context, {
      action: 'period.setReportRule',
      subjectKind: 'period',
      subjectId: String(year),
      detail: { year, fromMonth, dueDay, expects, reason: words.value },
    })
  })
  forgetPeriods(context)
  const row = (await periodsOf(context)).find((one) => one.year === year)
  if (row === undefined) throw new NotFound()
  return row
}
