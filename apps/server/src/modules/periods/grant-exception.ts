import { cleanWords } from '@gongjian/domain/clean-text'
import { checkUntil } from '@gongjian/domain/period-rules'
import sql from 'sql-template-tag'
import { auditCall } from '../../platform/audit.ts'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { findException } from './exceptions.ts'
import type { ExceptionRow } from './exceptions.ts'
import { forgetPeriods, periodsOf } from './period-rows.ts'

export const REASON_LENGTH = 500

export type GrantExceptionInput = {
  id: string
  year: number
  quarter: number | null
  organisationId: string | null
  activityId: string | null
  reason: string
  until: string
}

type Problem = { path: string; code: string; values?: Record<string, string | number> }

/** A reason of two characters or more, or what is wrong with it. */
export function checkedReason(typed: string, problems: Problem[], path = 'reason'): string {
  const values = { maximum: REASON_LENGTH }
  const reason = cleanWords(typed, { maximum: REASON_LENGTH, required: true })
  if (!reason.ok) problems.push({ path, code: reason.code, values })
  else if ([...reason.value].length < 2) problems.push({ path, code: 'REASON_TOO_SHORT' })
  return reason.ok ? reason.value : ''
}

/**
 * Opens the days of a year or a quarter again, for one organisation with all below it, or for one record, until a day.
 * The id is the client's: the same again is the same exception. Throws InvalidInput, NotFound, Refused.
 */
export async function grantException(
  context: RequestContext,
  input: GrantExceptionInput,
): Promise<ExceptionRow> {
  const problems: Problem[] = []
  const reason = checkedReason(input.reason, problems)
  const until = checkUntil(input.until, context.today)
  if (!until.ok) problems.push(until.problem)
  if ((input.organisationId === null) === (input.activityId === null))
    problems.push({ path: 'organisationId', code: 'ONE_SCOPE' })
  const record = await recordInYear(context, input, problems)
  if (problems.length > 0 || !until.ok) throw new InvalidInput(problems)
  await refuseOpen(context, input)

  const { userId, name } = actingViewer(context)
  const subject = input.organisationId ?? input.activityId
  const entry = auditCall(context, {
    action: 'period.grantException',
    subjectKind: record === null ? 'organisation' : 'activity',
    subjectId: subject ?? '',
    detail: { id: input.id, year: input.year, quarter: input.quarter, until: until.until, reason },
  })
  await rowsOf(
    context.database.pool,
    sql`WITH granted AS (
          INSERT INTO period_exception (city_code, id, year, quarter, organisation_id, activity_id, reason, until, granted_by_id, granted_by_name, granted_at)
          VALUES (${context.city.code}, ${input.id}::uuid, ${input.year}, ${input.quarter}::smallint, ${input.organisationId}::uuid, ${input.activityId}::uuid, ${reason}, ${until.until}::date, ${userId}::uuid, ${name}, ${context.now})
          ON CONFLICT (city_code, id) DO NOTHING RETURNING id
        ) SELECT granted.id, ${entry} AS seq FROM granted`,
  )
  forgetPeriods(context)
  const row = await findException(context, input.id)
  if (row === null) throw new NotFound()
  return row
}

/** Whom it is for has to be there, and a record in the days that are opened. */
async function recordInYear(
  context: RequestContext,
  { year, quarter, organisationId, activityId }: GrantExceptionInput,
  problems: Problem[],
): Promise<{ id: string } | null> {
  const { database, city } = context
  if (organisationId !== null) {
    const known = await firstRowOf<{ kind: string }>(
      database.pool,
      sql`SELECT kind FROM organisation WHERE city_code = ${city.code} AND id = ${organisationId}::uuid`,
    )
    if (known === null) throw new NotFound()
    // For everybody is no exception: a period that closes is opened again, and one that is locked stays so.
    if (known.kind === 'CITY_COMMITTEE')
      problems.push({ path: 'organisationId', code: 'NOT_FOR_EVERYBODY' })
  }
  if (activityId === null) return null
  const record = await firstRowOf<{ id: string; isInside: boolean }>(
    database.pool,
    sql`SELECT t.id, EXISTS (SELECT FROM period y LEFT JOIN period_quarter q ON q.city_code = y.city_code AND q.year = y.year AND q.quarter = ${quarter}::smallint
            WHERE y.city_code = t.city_code AND y.year = ${year} AND t.day BETWEEN coalesce(q.starts_on, y.starts_on) AND coalesce(q.ends_on, y.ends_on)) AS "isInside"
        FROM activity t WHERE t.city_code = ${city.code} AND t.id = ${activityId}::uuid AND t.status IN ('SUBMITTED', 'COUNTERSIGNED', 'RETURNED')`,
  )
  if (record === null) throw new NotFound()
  if (!record.isInside) problems.push({ path: 'activityId', code: 'RECORD_OF_OTHER_DAYS' })
  return record
}

/** What is open needs no exception. */
async function refuseOpen(
  context: RequestContext,
  { year, quarter }: GrantExceptionInput,
): Promise<void> {
  forgetPeriods(context)
  const period = (await periodsOf(context)).find((one) => one.year === year)
  if (period === undefined) throw new NotFound()
  const quarters = period.quarters.filter((one) => quarter === null || one.quarter === quarter)
  if (quarters.length === 0) throw new NotFound()
  if (period.status === 'OPEN' && quarters.every(({ status }) => status === 'OPEN'))
    throw new Refused('PERIOD_OPEN')
}
