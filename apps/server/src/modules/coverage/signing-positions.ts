import type { Role } from '@gongjian/domain/vocabulary'
import sql from 'sql-template-tag'
import { loaderOf } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'

/** Roles that sign for an organisation of their own, in the order in which they are asked. */
const SIGNING_ROLES = [
  'COMMUNITY_OFFICER',
  'STREET_SECRETARY',
  'BRANCH_RECORDER',
  'AGENCY_SECRETARY',
] as const satisfies readonly Role[]

/** A position at an organisation that may sign for it, as it is held today; persons are not named beside how long things wait. */
export type SigningPosition = {
  positionId: string
  organisationId: string
  role: Role
  /** How many hold it today; 0: it is vacant, and what waits there waits with nobody. */
  holders: number
  /** Of them, who are on leave with a deputy. */
  onLeave: number
}

/** The positions that may sign for the organisation: its own, not those above it. */
export async function loadSigningPositions(
  context: RequestContext,
  organisationId: string,
): Promise<SigningPosition[]> {
  const loader = loaderOf<string, SigningPosition[]>(context, 'signing-positions', async (ids) =>
    Map.groupBy(await readSigningPositions(context, ids), (row) => row.organisationId),
  )
  return (await loader.load(organisationId)) ?? []
}

function readSigningPositions(
  { database, city, today }: RequestContext,
  ids: readonly string[],
): Promise<SigningPosition[]> {
  return rowsOf<SigningPosition>(
    database.pool,
    sql`SELECT p.id AS "positionId", p.organisation_id AS "organisationId", p.role, count(DISTINCT a.id)::int AS holders, count(DISTINCT d.assignment_id)::int AS "onLeave"
        FROM position p
          LEFT JOIN role_assignment a ON a.city_code = p.city_code AND a.position_id = p.id AND a.valid_from <= ${today}::date AND (a.valid_to IS NULL OR a.valid_to >= ${today}::date)
          LEFT JOIN deputation d ON d.city_code = a.city_code AND d.assignment_id = a.id AND d.ended_at IS NULL AND ${today}::date BETWEEN d.valid_from AND d.valid_to
        WHERE p.city_code = ${city.code} AND p.organisation_id = ANY(${[...ids]}::uuid[]) AND p.role::text = ANY(${[...SIGNING_ROLES]}::text[])
        GROUP BY p.id, p.organisation_id, p.role ORDER BY array_position(${[...SIGNING_ROLES]}::text[], p.role::text)`,
  )
}
