import { ESCALATION_STEPS, waitingBefore } from '@gongjian/domain/notification-rules'
import { waitingSince } from '@gongjian/domain/waiting'
import sql from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'
import { isBelowThat, visibleActivities } from '../activities/activity-row.ts'
import { organisationJson } from '../organisations/organisation-row.ts'
import type { OrganisationBrief } from '../organisations/organisation-row.ts'
import { recordsWaiting } from './waiting-records.ts'

export type LongWaitingRow = {
  organisation: OrganisationBrief
  records: number
  oldestDays: number
  /** Of how many the officer, and those above, have been told. */
  officerTold: number
  aboveTold: number
}
const committeeAfterDays = 14
const [officer, above] = ESCALATION_STEPS

/** With whom records in sight have waited for so long that the committee sees it: the longest waiting first. */
export async function longWaiting(
  context: RequestContext,
  filter: { organisationId?: string | null | undefined; zoneId?: string | null | undefined },
): Promise<LongWaitingRow[]> {
  const { city, now, today } = context
  const before = waitingBefore(committeeAfterDays, today, city.timeZone)
  const conditions: Sql[] = [visibleActivities(context.viewer)]
  if (filter.zoneId) conditions.push(sql`t.zone_id = ${filter.zoneId}::uuid`)
  if (filter.organisationId) {
    const path = sql`(SELECT o.path FROM organisation o WHERE o.city_code = ${city.code} AND o.id = ${filter.organisationId}::uuid)`
    conditions.push(
      sql`((${isBelowThat(sql`t.agency_side_path`, path)}) OR (${isBelowThat(sql`t.community_side_path`, path)}))`,
    )
  }
  const told = (afterDays: number) =>
    sql`count(*) FILTER (WHERE EXISTS (SELECT FROM escalation e WHERE e.city_code = ${city.code} AND e.activity_id = w.id AND e.version = w.version AND e.after_days = ${afterDays}::smallint))::int`
  const rows = await rowsOf<Omit<LongWaitingRow, 'oldestDays'> & { oldest: Date }>(
    context.database.pool,
    sql`WITH waiting AS (${recordsWaiting(city.code, before, ...conditions)}),
        counted AS (
          SELECT w.organisation_id, count(*)::int AS records, min(w.since) AS oldest, ${told(officer.afterDays)} AS officer_told, ${told(above.afterDays)} AS above_told
          FROM waiting w GROUP BY 1
        )
        SELECT ${organisationJson('o')} AS organisation, c.records, c.oldest, c.officer_told AS "officerTold", c.above_told AS "aboveTold"
        FROM counted c JOIN organisation o ON o.city_code = ${city.code} AND o.id = c.organisation_id ORDER BY c.oldest, o.path LIMIT 50`,
  )
  return rows.map(({ oldest, ...row }) => ({
    ...row,
    oldestDays: waitingSince(oldest, now, city.timeZone).days,
  }))
}
