import sql, { join } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { z } from 'zod'
import { decodeCursor, pageFrom, pageSize } from '../../platform/connection.ts'
import type { Page, PageArguments } from '../../platform/connection.ts'
import type { RequestContext } from '../../platform/context.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { organisationJson } from '../organisations/organisation-row.ts'
import type { OrganisationRow } from '../organisations/organisation-row.ts'
import type { CampaignRow } from '../catalogue/catalogue-rows.ts'

export type SessionRow = {
  id: string
  day: string
  title: string
  place: string
  plannedHours: string
  openedAt: Date
  closedAt: Date | null
  community: OrganisationRow
  campaign: CampaignRow | null
  /** How many are on the list, and how many of them have not left. */
  present: number
  notLeft: number
}

const select = sql`
  SELECT s.id, s.day, s.title, s.place, trim_scale(s.planned_hours) AS "plannedHours", s.opened_at AS "openedAt", s.closed_at AS "closedAt",
    ${organisationJson('o')} AS community,
    CASE WHEN c.id IS NULL THEN NULL ELSE json_build_object('id', c.id, 'programmeYear', c.programme_year, 'name', c.name, 'day', c.day, 'place', c.place) END AS campaign,
    n.present, n."notLeft"
  FROM labour_session s JOIN organisation o ON o.city_code = s.city_code AND o.id = s.community_id
  LEFT JOIN campaign c ON c.city_code = s.city_code AND c.id = s.campaign_id
  CROSS JOIN LATERAL (
    SELECT count(*)::int AS present, count(*) FILTER (WHERE a.source = 'CHECKED_IN' AND a.checked_out_at IS NULL AND s.closed_at IS NULL)::int AS "notLeft"
    FROM labour_attendance a WHERE a.city_code = s.city_code AND a.session_id = s.id
  ) n`

/**
 * Whether volunteers of the organisation (its path as a column) may be expected at the session (alias s): their agency
 * is invited to its campaign, or is paired with the community or with one above or below it.
 */
export function expectedAt(path: Sql): Sql {
  return sql`(EXISTS (
      SELECT FROM campaign_invitation ci JOIN organisation ca ON ca.city_code = ci.city_code AND ca.id = ci.agency_id
      WHERE ci.city_code = s.city_code AND ci.campaign_id = s.campaign_id AND starts_with(${path}, ca.path)
    ) OR EXISTS (
      SELECT FROM pairing cp JOIN organisation pa ON pa.city_code = cp.city_code AND pa.id = cp.agency_side_id JOIN organisation pc ON pc.city_code = cp.city_code AND pc.id = cp.community_side_id
      WHERE cp.city_code = s.city_code AND starts_with(s.community_path, pc.path) AND split_part(pa.path, '/', 2) = split_part(${path}, '/', 2)
        AND cp.valid_from <= s.day AND (cp.valid_to IS NULL OR cp.valid_to >= s.day)
    ))`
}

export type SessionFilter = {
  campaignId?: string | null | undefined
  organisationId?: string | null | undefined
  dayFrom?: string | null | undefined
  dayTo?: string | null | undefined
  open?: boolean | null | undefined
  mine?: boolean | null | undefined
}
const cursor = z.tuple([z.iso.date(), z.uuid()])

/** Sessions, the newest day first. Who was there is not part of it: `labourAttendances` says that, to whom it may. */
export async function listSessions(
  context: RequestContext,
  page: PageArguments,
  filter: SessionFilter,
): Promise<Page<SessionRow>> {
  const size = pageSize(page)
  const city = context.city.code
  const conditions: Sql[] = [sql`s.city_code = ${city}`]
  if (filter.campaignId) conditions.push(sql`s.campaign_id = ${filter.campaignId}::uuid`)
  if (filter.organisationId)
    conditions.push(
      sql`starts_with(s.community_path, (SELECT x.path FROM organisation x WHERE x.city_code = ${city} AND x.id = ${filter.organisationId}::uuid))`,
    )
  if (filter.dayFrom) conditions.push(sql`s.day >= ${filter.dayFrom}::date`)
  if (filter.dayTo) conditions.push(sql`s.day <= ${filter.dayTo}::date`)
  if (filter.open === true) conditions.push(sql`s.closed_at IS NULL`)
  if (filter.open === false) conditions.push(sql`s.closed_at IS NOT NULL`)
  const own = context.viewer?.assignment?.path ?? '-'
  if (filter.mine)
    conditions.push(
      sql`(starts_with(s.community_path, ${own}) OR ${expectedAt(sql`${own}::text`)})`,
    )
  const after = decodeCursor(page.after, cursor)
  if (after) conditions.push(sql`(s.day, s.id) < (${after[0]}::date, ${after[1]}::uuid)`)
  const rows = await rowsOf<SessionRow>(
    context.database.pool,
    sql`${select} WHERE ${join(conditions, ' AND ')} ORDER BY s.day DESC, s.id DESC LIMIT ${size + 1}`,
  )
  return pageFrom(
    rows,
    size,
    page.after,
    (row) => [row.day, row.id],
    (row) => row,
  )
}

export function findSession(context: RequestContext, id: string): Promise<SessionRow | null> {
  return firstRowOf<SessionRow>(
    context.database.pool,
    sql`${select} WHERE s.city_code = ${context.city.code} AND s.id = ${id}::uuid`,
  )
}
