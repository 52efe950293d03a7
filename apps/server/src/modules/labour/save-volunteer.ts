import { parseDay } from '@gongjian/domain/calendar-day'
import { cleanLine } from '@gongjian/domain/clean-text'
import sql from 'sql-template-tag'
import { appendAudit } from '../../platform/audit.ts'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { keepsTheListOf } from './own-organisations.ts'
import { findTeam, findVolunteer } from './volunteer-row.ts'
import type { TeamRow, VolunteerRow } from './volunteer-row.ts'

type Problem = { path: string; code: string; values?: Record<string, string | number> }

/** A first and a last day as typed; the first is needed, neither lies ahead. */
function checkedDays(
  { today }: RequestContext,
  from: { path: string; typed: string },
  to: { path: string; typed: string | null | undefined },
  problems: Problem[],
): { from: string; to: string | null } {
  const check = ({ path, typed }: { path: string; typed: string }) => {
    const day = parseDay(typed)
    if (day === null) problems.push({ path, code: typed.trim() === '' ? 'REQUIRED' : 'NOT_A_DAY' })
    else if (day > today) problems.push({ path, code: 'DAY_IN_THE_FUTURE', values: { today } })
    return day
  }
  const first = check(from)
  const last = to.typed ? check({ path: to.path, typed: to.typed }) : null
  if (first !== null && last !== null && last < first)
    problems.push({ path: to.path, code: 'DAY_BEFORE_THE_FIRST' })
  return { from: first ?? '', to: last }
}

/** The organisation, where the viewer keeps its list: an agency or a branch of their own. */
async function ownOrganisation(context: RequestContext, id: string) {
  const row = await firstRowOf<{ id: string; path: string }>(
    context.database.pool,
    sql`SELECT id, path FROM organisation WHERE city_code = ${context.city.code} AND id = ${id}::uuid AND kind IN ('AGENCY', 'BRANCH')`,
  )
  if (row === null || !keepsTheListOf(context, row.path)) throw new NotFound()
  return row
}

export type VolunteerInput = {
  id: string
  version?: number | null | undefined
  organisationId: string
  name: string
  consentsToNamed: boolean
  joinedOn: string
  leftOn?: string | null | undefined
}

/** Enters a volunteer, or changes what is known of one. The name never goes into the audit: it says which volunteer. */
export async function saveVolunteer(
  context: RequestContext,
  input: VolunteerInput,
): Promise<VolunteerRow> {
  const existing = await findVolunteer(context, input.id)
  if (existing === null && (input.version ?? null) !== null) throw new NotFound()
  if (existing !== null && existing.version !== input.version)
    throw new Refused('CHANGED_MEANWHILE')
  const organisation = await ownOrganisation(
    context,
    existing?.organisation.id ?? input.organisationId,
  )
  const problems: Problem[] = []
  const name = cleanLine(input.name, { maximum: 40, required: true })
  if (!name.ok) problems.push({ path: 'name', code: name.code, values: { maximum: 40 } })
  const days = checkedDays(
    context,
    { path: 'joinedOn', typed: input.joinedOn },
    { path: 'leftOn', typed: input.leftOn },
    problems,
  )
  if (problems.length > 0 || !name.ok) throw new InvalidInput(problems)
  const city = context.city.code
  await inTransaction(context.database.pool, async (client) => {
    // Numbers are given one after the other: of two at once one waits.
    await rowsOf(
      client,
      sql`SELECT pg_advisory_xact_lock(hashtext(${`volunteer ${city} ${organisation.id}`}))`,
    )
    const written = await rowsOf(
      client,
      existing === null
        ? sql`INSERT INTO volunteer (city_code, id, organisation_id, number, name, consents_to_named, joined_on, left_on)
              SELECT ${city}, ${input.id}::uuid, ${organisation.id}::uuid, coalesce(max(number), 0) + 1, ${name.value}, ${input.consentsToNamed}, ${days.from}::date, ${days.to}::date
              FROM volunteer WHERE city_code = ${city} AND organisation_id = ${organisation.id}::uuid
              ON CONFLICT DO NOTHING RETURNING id`
        : sql`UPDATE volunteer SET name = ${name.value}, consents_to_named = ${input.consentsToNamed}, joined_on = ${days.from}::date, left_on = ${days.to}::date, version = version + 1
              WHERE city_code = ${city} AND id = ${input.id}::uuid AND version = ${existing.version} RETURNING id`,
    )
    if (written.length === 0) throw new Refused('CHANGED_MEANWHILE')
    await appendAudit(client, context, {
      action: 'volunteer.save',
      subjectKind: 'volunteer',
      subjectId: input.id,
      detail: {
        consentsToNamed: input.consentsToNamed,
        renamed: existing !== null && existing.name !== name.value,
        joinedOn: days.from,
        leftOn: days.to,
      },
    })
  })
  const row = await findVolunteer(context, input.id)
  if (row === null) throw new NotFound()
  return row
}

/** Makes a team, or changes or dissolves one: who was in it leaves it on that day. */
export async function saveVolunteerTeam(
  context: RequestContext,
  input: {
    id: string
    version?: number | null | undefined
    organisationId: string
    name: string
    foundedOn: string
    dissolvedOn?: string | null | undefined
  },
): Promise<TeamRow> {
  const existing = await findTeam(context, input.id)
  if (existing === null && (input.version ?? null) !== null) throw new NotFound()
  if (existing !== null && existing.version !== input.version)
    throw new Refused('CHANGED_MEANWHILE')
  const organisation = await ownOrganisation(
    context,
    existing?.organisation.id ?? input.organisationId,
  )
  const city = context.city.code
  const problems: Problem[] = []
  const name = cleanLine(input.name, { maximum: 40, required: true })
  if (!name.ok) problems.push({ path: 'name', code: name.code, values: { maximum: 40 } })
  const days = checkedDays(
    context,
    { path: 'foundedOn', typed: input.foundedOn },
    { path: 'dissolvedOn', typed: input.dissolvedOn },
    problems,
  )
  if (name.ok) {
    const same = await rowsOf(
      context.database.pool,
      sql`SELECT 1 FROM volunteer_team WHERE city_code = ${city} AND organisation_id = ${organisation.id}::uuid AND name = ${name.value} AND id <> ${input.id}::uuid`,
    )
    if (same.length > 0) problems.push({ path: 'name', code: 'NAME_TAKEN' })
  }
  if (problems.length > 0 || !name.ok) throw new InvalidInput(problems)
  await inTransaction(context.database.pool, async (client) => {
    const written = await rowsOf(
      client,
      existing === null
        ? sql`INSERT INTO volunteer_team (city_code, id, organisation_id, name, founded_on, dissolved_on)
              VALUES (${city}, ${input.id}::uuid, ${organisation.id}::uuid, ${name.value}, ${days.from}::date, ${days.to}::date) ON CONFLICT DO NOTHING RETURNING id`
        : sql`UPDATE volunteer_team SET name = ${name.value}, founded_on = ${days.from}::date, dissolved_on = ${days.to}::date, version = version + 1
              WHERE city_code = ${city} AND id = ${input.id}::uuid AND version = ${existing.version} RETURNING id`,
    )
    if (written.length === 0) throw new Refused('CHANGED_MEANWHILE')
    if (days.to !== null)
      await rowsOf(
        client,
        sql`UPDATE team_membership SET left_on = greatest(joined_on, ${days.to}::date) WHERE city_code = ${city} AND team_id = ${input.id}::uuid AND left_on IS NULL`,
      )
    await appendAudit(client, context, {
      action: 'volunteer.saveTeam',
      subjectKind: 'volunteerTeam',
      subjectId: input.id,
      detail: { name: name.value, foundedOn: days.from, dissolvedOn: days.to },
    })
  })
  const row = await findTeam(context, input.id)
  if (row === null) throw new NotFound()
  return row
}

/** A volunteer joins a team of the same organisation's side, or leaves it, today. */
export async function changeTeamMembership(
  context: RequestContext,
  input: { teamId: string; volunteerId: string; member: boolean },
): Promise<VolunteerRow> {
  const [team, volunteer] = [
    await findTeam(context, input.teamId),
    await findVolunteer(context, input.volunteerId),
  ]
  if (team === null || volunteer === null) throw new NotFound()
  const { path } = actingViewer(context).assignment
  if (
    !keepsTheListOf(context, team.organisation.path) ||
    !volunteer.organisation.path.startsWith(path)
  )
    throw new NotFound()
  if (input.member && team.dissolvedOn !== null) throw new Refused('TEAM_DISSOLVED')
  const city = context.city.code
  await inTransaction(context.database.pool, async (client) => {
    const changed = await rowsOf(
      client,
      input.member
        ? sql`INSERT INTO team_membership (city_code, team_id, volunteer_id, joined_on)
              SELECT ${city}, ${team.id}::uuid, ${volunteer.id}::uuid, ${context.today}::date
              WHERE NOT EXISTS (SELECT FROM team_membership WHERE city_code = ${city} AND team_id = ${team.id}::uuid AND volunteer_id = ${volunteer.id}::uuid AND left_on IS NULL)
              ON CONFLICT (city_code, team_id, volunteer_id, joined_on) DO UPDATE SET left_on = NULL RETURNING team_id`
        : sql`UPDATE team_membership SET left_on = ${context.today}::date
              WHERE city_code = ${city} AND team_id = ${team.id}::uuid AND volunteer_id = ${volunteer.id}::uuid AND left_on IS NULL RETURNING team_id`,
    )
    if (changed.length > 0)
      await appendAudit(client, context, {
        action: 'volunteer.changeTeam',
        subjectKind: 'volunteer',
        subjectId: volunteer.id,
        detail: { teamId: team.id, member: input.member },
      })
  })
  return volunteer
}
