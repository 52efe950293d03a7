import { householdRefusal, householdStatus } from '@gongjian/domain/household-actions'
import type { HouseholdAction } from '@gongjian/domain/household-actions'
import { scopeOf } from '@gongjian/domain/permission-matrix'
import type { Operation } from '@gongjian/domain/permission-matrix'
import type {
  ConsentGiver,
  ConsentPurpose,
  HardshipKind,
  HouseholdStatus,
  PersonalField,
} from '@gongjian/domain/vocabulary'
import sql from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { loaderOf } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { NotFound, Refused } from '../../platform/failures.ts'
import { rowsOf } from '../../platform/statement.ts'
import { isBelow } from '../activities/activity-row.ts'
import { hasTakenPlace } from './link-visits.ts'
import { organisationJson } from '../organisations/organisation-row.ts'
import type { OrganisationBrief } from '../organisations/organisation-row.ts'

export type HouseholdRow = {
  id: string
  number: string
  version: number
  keeper: OrganisationBrief
  hardshipKind: HardshipKind
  situation: string
  membersCount: number
  consentBy: ConsentGiver
  consentOn: string
  consentPurposes: ConsentPurpose[]
  consentRecordedByName: string
  sealed: Record<PersonalField, string | null>
  openedOn: string
  closedOn: string | null
  closeReason: string | null
  erasedAt: Date | null
  eraseReason: string | null
  createdById: string
  createdAt: Date
  lastVisitDay: string | null
  visitCount: number
  openFollowUps: number
}

/** The columns of a case (alias h) with its keeper (k) and its contacts (v), as its row type names them. */
export const householdColumns = sql`
  h.id, h.number, h.version, ${organisationJson('k')} AS keeper, h.hardship_kind AS "hardshipKind", h.situation, h.members_count AS "membersCount",
  h.consent_by AS "consentBy", h.consent_on AS "consentOn", h.consent_purposes::text[] AS "consentPurposes",
  (SELECT u.name FROM user_account u WHERE u.id = h.consent_recorded_by_id) AS "consentRecordedByName",
  json_build_object('name', h.name_sealed, 'address', h.address_sealed, 'phone', h.phone_sealed, 'identityNumber', h.identity_sealed) AS sealed,
  h.opened_on AS "openedOn", h.closed_on AS "closedOn", h.close_reason AS "closeReason", h.erased_at AS "erasedAt", h.erase_reason AS "eraseReason",
  h.created_by_id AS "createdById", h.created_at AS "createdAt", v.last_day AS "lastVisitDay", v.visits AS "visitCount", v.follow_ups AS "openFollowUps"`

export const householdTables = sql`household h
  JOIN organisation k ON k.city_code = h.city_code AND k.id = h.keeper_id
  CROSS JOIN LATERAL (
    SELECT max(w.day) AS last_day, count(*)::int AS visits,
      (count(*) FILTER (WHERE w.next_step <> '' AND w.next_step_done_on IS NULL))::int AS follow_ups
    FROM household_visit w WHERE w.city_code = h.city_code AND w.household_id = h.id AND ${hasTakenPlace}
  ) v`

/** The case (alias h) is paired today with a branch at or below the path. */
export function isPairedBelow(path: string, today: string): Sql {
  return sql`EXISTS (SELECT FROM household_pairing p JOIN organisation b ON b.city_code = p.city_code AND b.id = p.branch_id
    WHERE p.city_code = h.city_code AND p.household_id = h.id AND ${isBelow(sql`b.path`, path)}
      AND p.valid_from <= ${today}::date AND (p.valid_to IS NULL OR p.valid_to >= ${today}::date))`
}

/** Which cases the viewer reaches by the operation (aliases h, k): the keeper's side, and who is paired today. */
export function visibleHouseholds(
  { viewer, today }: Pick<RequestContext, 'viewer' | 'today'>,
  operation: Operation = 'households',
): Sql {
  const assignment = viewer?.assignment
  if (!assignment) return sql`false`
  switch (scopeOf(operation, assignment.role)) {
    case 'OWN_COMMUNITY':
    case 'OWN_STREET':
    case 'DISTRICT':
      return sql`(${isBelow(sql`k.path`, assignment.path)})`
    case 'OWN_BRANCH':
    case 'OWN_AGENCY':
      return isPairedBelow(assignment.path, today)
    case 'ZONE':
      return sql`EXISTS (SELECT FROM household_pairing p JOIN organisation b ON b.city_code = p.city_code AND b.id = p.branch_id
        JOIN zone_membership z ON z.city_code = p.city_code AND z.agency_id = b.parent_id
        WHERE p.city_code = h.city_code AND p.household_id = h.id AND z.zone_id = ${assignment.zoneId}::uuid
          AND p.valid_from <= ${today}::date AND (p.valid_to IS NULL OR p.valid_to >= ${today}::date))`
    case 'CITY':
      return sql`true`
    default:
      return sql`false`
  }
}

export function statusOf({
  closedOn,
  erasedAt,
}: Pick<HouseholdRow, 'closedOn' | 'erasedAt'>): HouseholdStatus {
  return householdStatus({ closedOn, isErased: erasedAt !== null })
}

/** A case in sight of the viewer by the operation, with the action open to it. Throws NotFound, Refused. */
export async function findHousehold(
  context: RequestContext,
  id: string,
  operation: Operation,
  action: HouseholdAction,
): Promise<HouseholdRow> {
  const [row] = await rowsOf<HouseholdRow>(
    context.database.pool,
    sql`SELECT ${householdColumns} FROM ${householdTables}
        WHERE h.city_code = ${context.city.code} AND h.id = ${id}::uuid AND ${visibleHouseholds(context, operation)}`,
  )
  if (row === undefined) throw new NotFound()
  const refusal = householdRefusal(action, statusOf(row))
  if (refusal !== null) throw new Refused(refusal)
  return row
}

/** Cases by id, those in sight of the viewer only. */
export function loadHousehold(context: RequestContext, id: string): Promise<HouseholdRow | null> {
  return loaderOf<string, HouseholdRow>(context, 'household by id', async (ids) => {
    const rows = await rowsOf<HouseholdRow>(
      context.database.pool,
      sql`SELECT ${householdColumns} FROM ${householdTables}
          WHERE h.city_code = ${context.city.code} AND h.id = ANY(${[...ids]}::uuid[]) AND ${visibleHouseholds(context)}`,
    )
    return new Map(rows.map((row) => [row.id, row]))
  }).load(id)
}

/** The case as it is after a change that the viewer made: read again, without what the request knew before. */
export async function reread(context: RequestContext, id: string): Promise<HouseholdRow> {
  context.loaders.clear()
  const row = await loadHousehold(context, id)
  if (row === null) throw new NotFound()
  return row
}
