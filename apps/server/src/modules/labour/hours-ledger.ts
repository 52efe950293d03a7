import { sumDecimals } from '@gongjian/domain/decimal-text'
import { linesFromList, totalOf } from '@gongjian/domain/labour-hours'
import type { LineFromList } from '@gongjian/domain/labour-hours'
import { likeLiteral, parseSearch } from '@gongjian/domain/search-text'
import sql, { join } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { z } from 'zod'
import { decodeCursor, pageFrom, pageSize } from '../../platform/connection.ts'
import type { Page, PageArguments } from '../../platform/connection.ts'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { organisationJson } from '../organisations/organisation-row.ts'
import type { OrganisationRow } from '../organisations/organisation-row.ts'
import { agencySideInSight } from './own-organisations.ts'
import { shownNameColumn, volunteerJson } from './volunteer-row.ts'
import type { VolunteerRow } from './volunteer-row.ts'

export const HOURS_GROUPS = ['PERSON', 'BRANCH', 'AGENCY'] as const
export type HoursGroup = (typeof HOURS_GROUPS)[number]

export type HoursRow = {
  /** Set for a line of a person. */
  volunteer: VolunteerRow | null
  organisation: OrganisationRow
  volunteers: number
  services: number
  recordedHours: string
  addedHours: string
}
export type HoursFilter = {
  group?: HoursGroup | null | undefined
  organisationId?: string | null | undefined
  campaignId?: string | null | undefined
  dayFrom?: string | null | undefined
  dayTo?: string | null | undefined
  search?: string | null | undefined
}

/** A column's organisation (g) for each way of grouping: the volunteer's own, or the agency above it. */
const grouped = {
  PERSON: sql`o.id`,
  BRANCH: sql`o.id`,
  AGENCY: sql`(SELECT y.id FROM organisation y WHERE y.city_code = o.city_code AND y.code = split_part(o.path, '/', 2))`,
} as const

const cursor = z.tuple([z.string(), z.string(), z.number()])

/**
 * Hours on the spot and hours added later of persons, branches or agencies, in the order of the organisations and of
 * names. There is no order by hours: persons are not ranked.
 */
export async function listHours(
  context: RequestContext,
  page: PageArguments,
  filter: HoursFilter,
): Promise<Page<HoursRow>> {
  const size = pageSize(page)
  const city = context.city.code
  const group = filter.group ?? 'PERSON'
  const shown = shownNameColumn(context)
  const conditions: Sql[] = [
    sql`v.city_code = ${city}`,
    agencySideInSight(context, 'labourHours', sql`o.path`),
  ]
  if (filter.organisationId)
    conditions.push(
      sql`starts_with(o.path, (SELECT x.path FROM organisation x WHERE x.city_code = ${city} AND x.id = ${filter.organisationId}::uuid))`,
    )
  const search = parseSearch(filter.search ?? '')
  if (search) {
    const anywhere = `%${likeLiteral(search.text)}%`
    conditions.push(
      group === 'PERSON'
        ? sql`(${shown} ILIKE ${anywhere} OR o.name ILIKE ${anywhere})`
        : sql`o.name ILIKE ${anywhere}`,
    )
  }
  const services: Sql[] = [sql`a.city_code = v.city_code AND a.volunteer_id = v.id`]
  if (filter.campaignId) services.push(sql`s.campaign_id = ${filter.campaignId}::uuid`)
  if (filter.dayFrom) services.push(sql`s.day >= ${filter.dayFrom}::date`)
  if (filter.dayTo) services.push(sql`s.day <= ${filter.dayTo}::date`)
  const after = decodeCursor(page.after, cursor)
  const later = after
    ? sql`WHERE (g.path, l.shown, l.number) > (${after[0]}, ${after[1]}, ${after[2]}::int)`
    : sql`WHERE true`
  const key =
    group === 'PERSON' ? sql`p.volunteer_id, p.group_id, p.shown, p.number` : sql`p.group_id`
  const person =
    group === 'PERSON'
      ? sql`p.volunteer_id, p.shown, p.number`
      : sql`NULL::uuid AS volunteer_id, '' AS shown, 0 AS number`
  const rows = await rowsOf<HoursRow & { path: string; shown: string; number: number }>(
    context.database.pool,
    sql`WITH persons AS (
          SELECT v.id AS volunteer_id, ${grouped[group]} AS group_id, ${shown} AS shown, v.number, n.services, n.recorded, n.added
          FROM volunteer v JOIN organisation o ON o.city_code = v.city_code AND o.id = v.organisation_id
          CROSS JOIN LATERAL (
            SELECT count(*)::int AS services, coalesce(sum(a.recorded_hours), 0) AS recorded, coalesce(sum(a.added_hours), 0) AS added
            FROM labour_attendance a JOIN labour_session s ON s.city_code = a.city_code AND s.id = a.session_id WHERE ${join(services, ' AND ')}
          ) n
          WHERE ${join(conditions, ' AND ')}
        ), lines AS (
          SELECT ${person}, p.group_id, count(*)::int AS volunteers, sum(p.services)::int AS services, sum(p.recorded) AS recorded, sum(p.added) AS added
          FROM persons p GROUP BY ${key}
        )
        SELECT CASE WHEN v.id IS NULL THEN NULL ELSE ${volunteerJson} END AS volunteer, ${organisationJson('g')} AS organisation,
          l.volunteers, l.services, trim_scale(l.recorded) AS "recordedHours", trim_scale(l.added) AS "addedHours", g.path, l.shown, l.number
        FROM lines l JOIN organisation g ON g.city_code = ${city} AND g.id = l.group_id
        LEFT JOIN volunteer v ON v.city_code = ${city} AND v.id = l.volunteer_id
        LEFT JOIN organisation o ON o.city_code = v.city_code AND o.id = v.organisation_id
        ${later} ORDER BY g.path, l.shown, l.number LIMIT ${size + 1}`,
  )
  return pageFrom(
    rows,
    size,
    page.after,
    (row) => [row.path, row.shown, row.number],
    (row) => row,
  )
}

export type ListForRecord = {
  people: number
  hours: string
  lines: LineFromList[]
}

/**
 * What the lists of the community's sessions of the day say of the agency side's volunteers, as participation lines:
 * the record then says exactly the same.
 */
export async function attendanceForRecord(
  context: RequestContext,
  { pairingId, day, campaignId }: { pairingId: string; day: string; campaignId: string | null },
): Promise<ListForRecord | null> {
  const { assignment } = actingViewer(context)
  const city = context.city.code
  const pairing = await firstRowOf<{ agencyPath: string; communityId: string }>(
    context.database.pool,
    sql`SELECT a.path AS "agencyPath", p.community_side_id AS "communityId" FROM pairing p JOIN organisation a ON a.city_code = p.city_code AND a.id = p.agency_side_id
        WHERE p.city_code = ${city} AND p.id = ${pairingId}::uuid AND starts_with(a.path, ${assignment.path})`,
  )
  if (pairing === null) return null
  const rows = await rowsOf<{ label: string; recorded: string; added: string }>(
    context.database.pool,
    sql`SELECT coalesce(t.name, o.name) AS label, trim_scale(a.recorded_hours) AS recorded, trim_scale(a.added_hours) AS added
        FROM labour_session s
        JOIN labour_attendance a ON a.city_code = s.city_code AND a.session_id = s.id
        JOIN volunteer v ON v.city_code = a.city_code AND v.id = a.volunteer_id
        JOIN organisation o ON o.city_code = v.city_code AND o.id = v.organisation_id
        LEFT JOIN LATERAL (
          SELECT x.name FROM team_membership m JOIN volunteer_team x ON x.city_code = m.city_code AND x.id = m.team_id
          WHERE m.city_code = v.city_code AND m.volunteer_id = v.id AND m.joined_on <= s.day AND (m.left_on IS NULL OR m.left_on >= s.day) ORDER BY m.joined_on, x.name LIMIT 1
        ) t ON true
        WHERE s.city_code = ${city} AND s.community_id = ${pairing.communityId}::uuid AND s.day = ${day}::date
          AND (${campaignId}::uuid IS NULL OR s.campaign_id = ${campaignId}::uuid) AND starts_with(o.path, ${pairing.agencyPath})
          AND (a.source <> 'CHECKED_IN' OR a.checked_out_at IS NOT NULL OR a.added_hours > 0)`,
  )
  const list = rows.map(({ label, recorded, added }) => ({
    label,
    hours: totalOf({ recorded, added }),
  }))
  return {
    people: list.length,
    hours: sumDecimals(list.map(({ hours }) => hours)),
    lines: linesFromList(list),
  }
}
