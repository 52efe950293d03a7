import { shownName } from '@gongjian/domain/volunteer-name'
import { likeLiteral, parseSearch } from '@gongjian/domain/search-text'
import sql, { join } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { z } from 'zod'
import { decodeCursor, pageFrom, pageSize } from '../../platform/connection.ts'
import type { Page, PageArguments } from '../../platform/connection.ts'
import { loaderOf } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { soundsLike } from '../../platform/sounds-like.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { isBelow } from '../activities/activity-row.ts'
import { organisationJson } from '../organisations/organisation-row.ts'
import type { OrganisationRow } from '../organisations/organisation-row.ts'
import { agencySideInSight, keepsTheListOf, listKeptBy } from './own-organisations.ts'
import { expectedAt } from './session-row.ts'

export type VolunteerRow = {
  id: string
  number: number
  name: string
  consentsToNamed: boolean
  joinedOn: string
  leftOn: string | null
  version: number
  organisation: OrganisationRow
}

/** A volunteer (v) with the organisation (o), as the row type names them. */
export const volunteerJson = sql`json_build_object('id', v.id, 'number', v.number, 'name', v.name, 'consentsToNamed', v.consents_to_named,
  'joinedOn', v.joined_on, 'leftOn', v.left_on, 'version', v.version, 'organisation', ${organisationJson('o')})`
export const volunteerTables = sql`volunteer v JOIN organisation o ON o.city_code = v.city_code AND o.id = v.organisation_id`

/** The name as this reader may see it: 'volunteer 3' where there was no consent. */
export function nameFor(context: RequestContext, volunteer: VolunteerRow): string {
  const shown = shownName(volunteer, keepsTheListOf(context, volunteer.organisation.path))
  return 'name' in shown
    ? shown.name
    : context.text('words.volunteer_number', { number: shown.number })
}

/** Sorts as what is seen: who is not named does not stand where the name would. */
export function shownNameColumn(context: RequestContext): Sql {
  return sql`CASE WHEN v.consents_to_named OR ${listKeptBy(context, sql`o.path`)} THEN v.name ELSE '' END`
}

export type VolunteerFilter = {
  organisationId?: string | null | undefined
  teamId?: string | null | undefined
  sessionId?: string | null | undefined
  active?: boolean | null | undefined
  search?: string | null | undefined
}

/** Whom the viewer may see: those of their own side, and for a community those who may come to a session of its own. */
function inSight(context: RequestContext, filter: VolunteerFilter): Sql {
  const assignment = context.viewer?.assignment
  const ofSession = (condition: Sql) =>
    sql`EXISTS (SELECT FROM labour_session s WHERE s.city_code = v.city_code AND s.id = ${filter.sessionId ?? null}::uuid AND ${expectedAt(sql`o.path`)}
      AND v.joined_on <= s.day AND (v.left_on IS NULL OR v.left_on >= s.day) AND ${condition})`
  if (assignment?.role === 'COMMUNITY_OFFICER' || assignment?.role === 'STREET_SECRETARY')
    return ofSession(isBelow(sql`s.community_path`, assignment.path))
  const own = agencySideInSight(context, 'volunteers', sql`o.path`)
  return filter.sessionId ? sql`${own} AND ${ofSession(sql`true`)}` : own
}

function volunteerConditions(context: RequestContext, filter: VolunteerFilter): Sql[] {
  const city = context.city.code
  const conditions: Sql[] = [sql`v.city_code = ${city}`, inSight(context, filter)]
  if (filter.organisationId)
    conditions.push(
      sql`starts_with(o.path, (SELECT x.path FROM organisation x WHERE x.city_code = ${city} AND x.id = ${filter.organisationId}::uuid))`,
    )
  if (filter.teamId)
    conditions.push(
      sql`EXISTS (SELECT FROM team_membership m WHERE m.city_code = ${city} AND m.team_id = ${filter.teamId}::uuid AND m.volunteer_id = v.id AND m.left_on IS NULL)`,
    )
  if (filter.active === true)
    conditions.push(sql`(v.left_on IS NULL OR v.left_on >= ${context.today}::date)`)
  if (filter.active === false) conditions.push(sql`v.left_on < ${context.today}::date`)
  const search = parseSearch(filter.search ?? '')
  if (search) {
    const anywhere = `%${likeLiteral(search.text)}%`
    const shown = shownNameColumn(context)
    // Who may not see a name may not find out by asking for it either.
    conditions.push(
      sql`(${shown} ILIKE ${anywhere} OR ${soundsLike(shown, search.text)} OR o.name ILIKE ${anywhere} OR v.number::text = ${search.text})`,
    )
  }
  return conditions
}
const cursor = z.tuple([z.string(), z.string(), z.number()])

/** Volunteers by organisation and name: never by what they did. */
export async function listVolunteers(
  context: RequestContext,
  page: PageArguments,
  filter: VolunteerFilter,
): Promise<Page<VolunteerRow>> {
  const size = pageSize(page)
  const conditions = volunteerConditions(context, filter)
  const shown = shownNameColumn(context)
  const after = decodeCursor(page.after, cursor)
  if (after)
    conditions.push(
      sql`(o.path, ${shown}, v.number) > (${after[0]}, ${after[1]}, ${after[2]}::int)`,
    )
  const rows = await rowsOf<{ volunteer: VolunteerRow; shown: string }>(
    context.database.pool,
    sql`SELECT ${volunteerJson} AS volunteer, ${shown} AS shown FROM ${volunteerTables} WHERE ${join(conditions, ' AND ')} ORDER BY o.path, ${shown}, v.number LIMIT ${size + 1}`,
  )
  return pageFrom(
    rows,
    size,
    page.after,
    (row) => [row.volunteer.organisation.path, row.shown, row.volunteer.number],
    (row) => row.volunteer,
  )
}

export async function findVolunteer(
  context: RequestContext,
  id: string,
): Promise<VolunteerRow | null> {
  const row = await firstRowOf<{ volunteer: VolunteerRow }>(
    context.database.pool,
    sql`SELECT ${volunteerJson} AS volunteer FROM ${volunteerTables} WHERE v.city_code = ${context.city.code} AND v.id = ${id}::uuid AND ${agencySideInSight(context, 'volunteer', sql`o.path`)}`,
  )
  return row?.volunteer ?? null
}

export type TeamRow = {
  id: string
  name: string
  foundedOn: string
  dissolvedOn: string | null
  version: number
  members: number
  organisation: OrganisationRow
}
const teamColumns = sql`t.id, t.name, t.founded_on AS "foundedOn", t.dissolved_on AS "dissolvedOn", t.version, ${organisationJson('o')} AS organisation,
  (SELECT count(*)::int FROM team_membership m WHERE m.city_code = t.city_code AND m.team_id = t.id AND m.left_on IS NULL) AS members`
const teamTables = sql`volunteer_team t JOIN organisation o ON o.city_code = t.city_code AND o.id = t.organisation_id`
const teamCursor = z.tuple([z.string(), z.string(), z.uuid()])

export type TeamFilter = {
  organisationId?: string | null | undefined
  dissolved?: boolean | null | undefined
  search?: string | null | undefined
}

/** Teams, in the order of their organisations. */
export async function listTeams(
  context: RequestContext,
  page: PageArguments,
  filter: TeamFilter,
): Promise<Page<TeamRow>> {
  const size = pageSize(page)
  const city = context.city.code
  const conditions: Sql[] = [
    sql`t.city_code = ${city}`,
    agencySideInSight(context, 'volunteerTeams', sql`o.path`),
  ]
  if (filter.organisationId)
    conditions.push(
      sql`starts_with(o.path, (SELECT x.path FROM organisation x WHERE x.city_code = ${city} AND x.id = ${filter.organisationId}::uuid))`,
    )
  if (filter.dissolved === true) conditions.push(sql`t.dissolved_on IS NOT NULL`)
  if (filter.dissolved === false) conditions.push(sql`t.dissolved_on IS NULL`)
  const search = parseSearch(filter.search ?? '')
  if (search) {
    const anywhere = `%${likeLiteral(search.text)}%`
    conditions.push(sql`(t.name ILIKE ${anywhere} OR o.name ILIKE ${anywhere})`)
  }
  const after = decodeCursor(page.after, teamCursor)
  if (after)
    conditions.push(sql`(o.path, t.name, t.id) > (${after[0]}, ${after[1]}, ${after[2]}::uuid)`)
  const rows = await rowsOf<TeamRow>(
    context.database.pool,
    sql`SELECT ${teamColumns} FROM ${teamTables} WHERE ${join(conditions, ' AND ')} ORDER BY o.path, t.name, t.id LIMIT ${size + 1}`,
  )
  return pageFrom(
    rows,
    size,
    page.after,
    (row) => [row.organisation.path, row.name, row.id],
    (row) => row,
  )
}

export function findTeam(context: RequestContext, id: string): Promise<TeamRow | null> {
  return firstRowOf<TeamRow>(
    context.database.pool,
    sql`SELECT ${teamColumns} FROM ${teamTables} WHERE t.city_code = ${context.city.code} AND t.id = ${id}::uuid AND ${agencySideInSight(context, 'volunteerTeams', sql`o.path`)}`,
  )
}

export type MembershipRow = {
  teamId: string
  teamName: string
  joinedOn: string
  leftOn: string | null
}

export function loadMemberships(
  context: RequestContext,
  volunteerId: string,
): Promise<MembershipRow[]> {
  return loaderOf<string, MembershipRow[]>(context, 'team memberships', async (ids) => {
    const rows = await rowsOf<MembershipRow & { volunteerId: string }>(
      context.database.pool,
      sql`SELECT m.volunteer_id AS "volunteerId", t.id AS "teamId", t.name AS "teamName", m.joined_on AS "joinedOn", m.left_on AS "leftOn"
          FROM team_membership m JOIN volunteer_team t ON t.city_code = m.city_code AND t.id = m.team_id
          WHERE m.city_code = ${context.city.code} AND m.volunteer_id = ANY(${[...ids]}::uuid[]) ORDER BY m.joined_on, t.name`,
    )
    return new Map(ids.map((id) => [id, rows.filter((row) => row.volunteerId === id)]))
  })
    .load(volunteerId)
    .then((memberships) => memberships ?? [])
}
