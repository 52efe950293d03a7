import { mayStandIn } from '@gongjian/domain/positions'
import type { OrganisationKind, Role } from '@gongjian/domain/vocabulary'
import sql from 'sql-template-tag'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { NotFound, Refused } from '../../platform/failures.ts'
import { firstRowOf } from '../../platform/statement.ts'

export type Holding = {
  id: string
  positionId: string
  userId: string
  role: Role
  validFrom: string
  organisation: { id: string; kind: OrganisationKind; path: string }
  zoneId: string | null
}

/** Whether the reader moves people of the whole city, not only themselves. */
export function administers(context: RequestContext): boolean {
  const { role, deputyFor } = actingViewer(context).assignment
  return role === 'ADMINISTRATOR' && deputyFor === null
}

/**
 * A holding that has not ended, which the reader may pass on: their own, or any for the administrator. Another's is as
 * if it were not there; a deputy is told that rights held for another are not passed on.
 */
export async function passableHolding(context: RequestContext, id: string): Promise<Holding> {
  const { userId, assignment } = actingViewer(context)
  const holding = await firstRowOf<Holding>(
    context.database.pool,
    sql`SELECT a.id, a.position_id AS "positionId", a.user_id AS "userId", a.role, a.valid_from AS "validFrom", a.zone_id AS "zoneId",
          json_build_object('id', o.id, 'kind', o.kind, 'path', o.path) AS organisation
        FROM role_assignment a JOIN organisation o ON o.city_code = a.city_code AND o.id = a.organisation_id
        WHERE a.city_code = ${context.city.code} AND a.id = ${id}::uuid AND (a.valid_to IS NULL OR a.valid_to >= ${context.today}::date)`,
  )
  if (holding !== null && (holding.userId === userId || administers(context))) return holding
  if (assignment.id === id) throw new Refused('DEPUTY_MAY_NOT_PASS_ON')
  throw new NotFound()
}

/** Whether the person may take over from the holder: one of the same unit, or whom the administrator names. */
export async function mayTakeOver(
  context: RequestContext,
  { organisation }: Pick<Holding, 'organisation'>,
  userId: string,
): Promise<boolean> {
  const person = await firstRowOf<{ worksAt: string[] }>(
    context.database.pool,
    sql`SELECT ARRAY(SELECT o.path FROM role_assignment a JOIN organisation o ON o.city_code = a.city_code AND o.id = a.organisation_id
          WHERE a.city_code = u.city_code AND a.user_id = u.id AND a.valid_from <= ${context.today}::date AND (a.valid_to IS NULL OR a.valid_to >= ${context.today}::date)) AS "worksAt"
        FROM user_account u WHERE u.city_code = ${context.city.code} AND u.id = ${userId}::uuid AND u.disabled_at IS NULL`,
  )
  return person !== null && (administers(context) || mayStandIn(organisation, person.worksAt))
}
