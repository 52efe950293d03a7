import { scopeOf } from '@gongjian/domain/permission-matrix'
import type { Operation } from '@gongjian/domain/permission-matrix'
import sql from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { isBelow } from '../activities/activity-row.ts'

/** The code of the agency that an organisation's path runs through. */
export const agencyCodeOf = (path: Sql) => sql`split_part(${path}, '/', 2)`

/** The codes of the agencies of a zone today. */
function agenciesOfZone({ city, viewer, today }: RequestContext): Sql {
  return sql`SELECT z.code FROM zone_membership x JOIN organisation z ON z.city_code = x.city_code AND z.id = x.agency_id
    WHERE x.city_code = ${city.code} AND x.zone_id = ${viewer?.assignment?.zoneId ?? null}::uuid AND x.valid_from <= ${today}::date AND (x.valid_to IS NULL OR x.valid_to >= ${today}::date)`
}

/** Which agencies' organisations (their path as a column) the operation reaches for the viewer. */
export function agencySideInSight(context: RequestContext, operation: Operation, path: Sql): Sql {
  const assignment = context.viewer?.assignment
  if (!assignment) return sql`false`
  switch (scopeOf(operation, assignment.role)) {
    case 'OWN_BRANCH':
    case 'OWN_AGENCY':
      return sql`(${isBelow(path, assignment.path)})`
    case 'ZONE':
      return sql`${agencyCodeOf(path)} IN (${agenciesOfZone(context)})`
    case 'CITY':
      return sql`true`
    default:
      return sql`false`
  }
}

/** As above, for what a community takes part in: those of its own side see it by the community's path. */
export function eitherSideInSight(
  context: RequestContext,
  operation: Operation,
  { agencyPath, communityPath }: { agencyPath: Sql; communityPath: Sql },
): Sql {
  const assignment = context.viewer?.assignment
  if (!assignment) return sql`false`
  switch (scopeOf(operation, assignment.role)) {
    case 'OWN_COMMUNITY':
    case 'OWN_STREET':
    case 'DISTRICT':
      return sql`(${isBelow(communityPath, assignment.path)})`
    default:
      return agencySideInSight(context, operation, agencyPath)
  }
}

/** Whether the viewer keeps the list of volunteers of the organisation: sees every name, and may change them. */
export function keepsTheListOf({ viewer }: RequestContext, organisationPath: string): boolean {
  const assignment = viewer?.assignment
  return (
    assignment !== null &&
    assignment !== undefined &&
    scopeOf('saveVolunteer', assignment.role) !== 'NONE' &&
    organisationPath.startsWith(assignment.path)
  )
}

/** The same of an organisation's path as a column. */
export function listKeptBy({ viewer }: RequestContext, path: Sql): Sql {
  const assignment = viewer?.assignment
  return assignment && scopeOf('saveVolunteer', assignment.role) !== 'NONE'
    ? sql`starts_with(${path}, ${assignment.path})`
    : sql`false`
}
