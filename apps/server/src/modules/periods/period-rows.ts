import type { KnownException } from '@gongjian/domain/period-rules'
import type { SetReportRule } from '@gongjian/domain/report-coverage'
import type { PeriodStatus } from '@gongjian/domain/vocabulary'
import sql from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { keptForCity } from '../../platform/kept-for-city.ts'
import { rowsOf } from '../../platform/statement.ts'

type Moved = { version: number; changedAt: string | null; changedByName: string | null }
export type QuarterRow = Moved & {
  quarter: number
  startsOn: string
  endsOn: string
  status: PeriodStatus
}
export type PeriodRow = Moved & {
  year: number
  startsOn: string
  endsOn: string
  status: PeriodStatus
  quarters: QuarterRow[]
  /** What was set of its reports, the newest first. */
  reportRules: ReportRuleRow[]
}
export type ReportRuleRow = SetReportRule & { reason: string; setByName: string; setAt: string }

type Asking = Pick<RequestContext, 'database' | 'city' | 'today'>
/** Every form and sum needs the years, and every list of records what is open by exception. */
const kept = keptForCity('periods', 30, (context: Asking) => ({
  periods: readPeriods(context),
  exceptions: readExceptions(context),
}))

/** The programme years with their quarters, the newest first. Who writes a record asks the database itself. */
export const periodsOf = (context: Asking): Promise<PeriodRow[]> => kept.of(context).periods

/** The exceptions that may still be in force, as the rules know them. */
export const exceptionsOf = (context: RequestContext): Promise<KnownException[]> =>
  kept.of(context).exceptions

/** After a change: every process reads anew. */
export const forgetPeriods = (context: RequestContext): void => kept.forget(context)

function readPeriods({ database, city }: Asking): Promise<PeriodRow[]> {
  return rowsOf<PeriodRow>(
    database.pool,
    sql`SELECT y.year, y.starts_on AS "startsOn", y.ends_on AS "endsOn", y.status, y.version, to_char(y.changed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "changedAt", y.changed_by_name AS "changedByName",
          (SELECT coalesce(json_agg(json_build_object('quarter', q.quarter, 'startsOn', q.starts_on, 'endsOn', q.ends_on, 'status', q.status, 'version', q.version,
              'changedAt', to_char(q.changed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'changedByName', q.changed_by_name) ORDER BY q.quarter), '[]')
            FROM period_quarter q WHERE q.city_code = y.city_code AND q.year = y.year) AS quarters,
          (SELECT coalesce(json_agg(json_build_object('revision', r.revision, 'fromMonth', to_char(r.from_month, 'YYYY-MM'), 'dueDay', r.due_day, 'expects', r.expects, 'reason', r.reason, 'setByName', r.set_by_name,
              'setAt', to_char(r.set_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) ORDER BY r.revision DESC), '[]')
            FROM report_rule r WHERE r.city_code = y.city_code AND r.year = y.year) AS "reportRules"
        FROM period y WHERE y.city_code = ${city.code} ORDER BY y.year DESC`,
  )
}

function readExceptions({ database, city, today }: Asking): Promise<KnownException[]> {
  return rowsOf<KnownException>(
    database.pool,
    sql`SELECT e.year, e.quarter, o.path AS "organisationPath", e.activity_id AS "activityId", e.until
        FROM period_exception e LEFT JOIN organisation o ON o.city_code = e.city_code AND o.id = e.organisation_id
        WHERE e.city_code = ${city.code} AND e.revoked_at IS NULL AND e.until >= ${today}::date`,
  )
}

/** The state, at this moment, of the period of a record on the day between these sides: see period_status_for(). */
export function statusNow(
  city: string,
  record: { id: Sql; day: Sql; agencyPath: Sql; communityPath: Sql },
): Sql {
  return sql`period_status_for(${city}, ${record.id}, ${record.day}, ${record.agencyPath}, ${record.communityPath})`
}

/** The programme year that the city's day falls in; the newest begun one where it falls in none. */
export async function presentYear(context: RequestContext): Promise<number> {
  const periods = await periodsOf(context)
  const { today } = context
  const now = periods.find(({ startsOn, endsOn }) => startsOn <= today && today <= endsOn)
  return (
    now?.year ??
    periods.find(({ startsOn }) => startsOn <= today)?.year ??
    Number(today.slice(0, 4))
  )
}
