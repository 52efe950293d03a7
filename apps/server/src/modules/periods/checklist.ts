import { scopeOf } from '@gongjian/domain/permission-matrix'
import sql, { join } from 'sql-template-tag'
import type pg from 'pg'
import type { RequestContext } from '../../platform/context.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { isBelow } from '../activities/activity-row.ts'
import { organisationJson } from '../organisations/organisation-row.ts'
import type { OrganisationBrief } from '../organisations/organisation-row.ts'

/** What is not finished in a period: drafts, records that were returned, and records that wait to be signed. */
export type OpenCounts = { drafts: number; returned: number; waiting: number }
export type ChecklistRow = OpenCounts & { organisation: OrganisationBrief }
export type Days = { startsOn: string; endsOn: string }

/** What is open in the days, city-wide: what whoever locks them has to have seen. */
export async function openCounts(
  client: pg.Pool | pg.ClientBase,
  city: string,
  { startsOn, endsOn }: Days,
): Promise<OpenCounts> {
  const row = await firstRowOf<OpenCounts>(
    client,
    sql`SELECT count(*) FILTER (WHERE status = 'DRAFT')::int AS drafts, count(*) FILTER (WHERE status = 'RETURNED')::int AS returned, count(*) FILTER (WHERE status = 'SUBMITTED')::int AS waiting
        FROM activity WHERE city_code = ${city} AND day BETWEEN ${startsOn}::date AND ${endsOn}::date AND status IN ('DRAFT', 'RETURNED', 'SUBMITTED')`,
  )
  return row ?? { drafts: 0, returned: 0, waiting: 0 }
}

/**
 * Whose it is to finish what is open in the days: drafts and returned records are their recording side's; what waits, of
 * the side that has to sign next. By organisation, who has most first; of what concerns the reader.
 */
export async function checklistOf(
  context: RequestContext,
  { startsOn, endsOn }: Days,
): Promise<ChecklistRow[]> {
  const { city, viewer, database } = context
  const assignment = viewer?.assignment
  if (!assignment) return []
  const conditions = [
    sql`t.city_code = ${city.code} AND t.day BETWEEN ${startsOn}::date AND ${endsOn}::date AND t.status IN ('DRAFT', 'RETURNED', 'SUBMITTED')`,
  ]
  const agency = isBelow(sql`t.agency_side_path`, assignment.path)
  const community = isBelow(sql`t.community_side_path`, assignment.path)
  switch (scopeOf('periodChecklist', assignment.role)) {
    case 'CITY':
      break
    case 'ZONE':
      conditions.push(sql`t.zone_id = ${assignment.zoneId}::uuid`)
      break
    case 'DISTRICT':
      conditions.push(community)
      break
    case 'NONE':
      return []
    default:
      conditions.push(sql`(${agency} OR ${community})`)
  }
  const own = ['CITY', 'ZONE', 'DISTRICT'].includes(scopeOf('periodChecklist', assignment.role))
    ? sql`true`
    : isBelow(sql`o.path`, assignment.path)
  return rowsOf<ChecklistRow>(
    database.pool,
    sql`WITH open AS (
          SELECT t.status, CASE WHEN ${isAgencysTurn} THEN t.agency_side_id ELSE t.community_side_id END AS organisation_id
          FROM activity t WHERE ${join(conditions, ' AND ')}
        )
        SELECT ${organisationJson('o')} AS organisation, count(*) FILTER (WHERE open.status = 'DRAFT')::int AS drafts,
          count(*) FILTER (WHERE open.status = 'RETURNED')::int AS returned, count(*) FILTER (WHERE open.status = 'SUBMITTED')::int AS waiting
        FROM open JOIN organisation o ON o.city_code = ${city.code} AND o.id = open.organisation_id
        WHERE ${own} GROUP BY o.city_code, o.id ORDER BY count(*) DESC, o.path LIMIT 200`,
  )
}

/** As sidesToSign() in the domain says it: a joint record is signed by the other side first, then by its own. */
const isAgencysTurn = sql`(CASE WHEN t.status <> 'SUBMITTED' THEN t.recording_side = 'AGENCY_SIDE'
  WHEN t.direction = 'JOINT' AND t.signed_side IS NOT NULL THEN t.signed_side = 'COMMUNITY_SIDE'
  ELSE t.recording_side = 'COMMUNITY_SIDE' END)`
