import { scopeOf } from '@gongjian/domain/permission-matrix'
import type { Operation } from '@gongjian/domain/permission-matrix'
import type { SendingTimes } from '@gongjian/domain/notification-choice'
import type { DeliveryState, RobotKind } from '@gongjian/domain/vocabulary'
import sql, { join } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { z } from 'zod'
import { decodeCursor, pageFrom, pageSize } from '../../platform/connection.ts'
import type { Page, PageArguments } from '../../platform/connection.ts'
import type { RequestContext } from '../../platform/context.ts'
import { NotFound } from '../../platform/failures.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { isBelow } from '../activities/activity-row.ts'
import type { DeliveryRow } from '../notifications/last-deliveries.ts'
import { organisationJson } from '../organisations/organisation-row.ts'
import type { OrganisationBrief } from '../organisations/organisation-row.ts'

export type RobotRow = SendingTimes & {
  id: string
  organisation: OrganisationBrief
  kind: RobotKind
  name: string
  addressHint: string
  hasSecret: boolean
  enabled: boolean
  stoppedAt: Date | null
  stoppedBy: string | null
  failures: number
  version: number
  savedAt: Date
}
const select = sql`SELECT r.id, ${organisationJson('o')} AS organisation, r.kind, r.name, r.address_hint AS "addressHint", r.sealed_secret IS NOT NULL AS "hasSecret", r.enabled,
    r.stopped_at AS "stoppedAt", r.stopped_by AS "stoppedBy", r.failures, r.digest, r.daily_hour AS "dailyHour", r.quiet_from AS "quietFrom", r.quiet_to AS "quietTo", r.version, r.saved_at AS "savedAt"
  FROM robot r JOIN organisation o ON o.city_code = r.city_code AND o.id = r.organisation_id`

/** An organisation (alias o) that the operation reaches for the viewer. */
export function reached({ viewer }: RequestContext, operation: Operation): Sql {
  const assignment = viewer?.assignment
  if (!assignment) return sql`false`
  const scope = scopeOf(operation, assignment.role)
  if (scope === 'CITY') return sql`true`
  return scope === 'NONE' ? sql`false` : sql`(${isBelow(sql`o.path`, assignment.path)})`
}

/** A robot in sight of the viewer, or null. */
export const findRobot = (
  context: RequestContext,
  operation: Operation,
  id: string,
): Promise<RobotRow | null> =>
  firstRowOf<RobotRow>(
    context.database.pool,
    sql`${select} WHERE r.city_code = ${context.city.code} AND r.id = ${id}::uuid AND ${reached(context, operation)}`,
  )

const robotCursor = z.tuple([z.string(), z.uuid()])
export type RobotFilter = { enabled?: boolean | null | undefined }

/** The robots in sight, by organisation. */
export async function listRobots(
  context: RequestContext,
  page: PageArguments,
  filter: RobotFilter,
): Promise<Page<RobotRow>> {
  const size = pageSize(page)
  const conditions = [sql`r.city_code = ${context.city.code}`, reached(context, 'robots')]
  if (typeof filter.enabled === 'boolean') conditions.push(sql`r.enabled = ${filter.enabled}`)
  const after = decodeCursor(page.after, robotCursor)
  if (after) conditions.push(sql`(o.path, r.id) > (${after[0]}, ${after[1]}::uuid)`)
  const rows = await rowsOf<RobotRow>(
    context.database.pool,
    sql`${select} WHERE ${join(conditions, ' AND ')} ORDER BY o.path, r.id LIMIT ${size + 1}`,
  )
  return pageFrom(
    rows,
    size,
    page.after,
    ({ organisation, id }) => [organisation.path, id],
    (row) => row,
  )
}

export type RobotDeliveryRow = DeliveryRow & { robotName: string }
export type RobotDeliveryFilter = {
  robotId?: string | null | undefined
  state?: DeliveryState | null | undefined
}
const deliveryCursor = z.tuple([z.iso.datetime(), z.uuid()])

/** What went to robots in sight, or could not, the newest first. Throws NotFound where the robot that is named is out of sight. */
export async function listRobotDeliveries(
  context: RequestContext,
  page: PageArguments,
  { robotId, state }: RobotDeliveryFilter,
): Promise<Page<RobotDeliveryRow>> {
  if (robotId && (await findRobot(context, 'robotDeliveries', robotId)) === null)
    throw new NotFound()
  const size = pageSize(page)
  const conditions = [
    sql`d.city_code = ${context.city.code} AND d.robot_id IS NOT NULL`,
    reached(context, 'robotDeliveries'),
  ]
  if (robotId) conditions.push(sql`d.robot_id = ${robotId}::uuid`)
  if (state) conditions.push(sql`d.state = ${state}::delivery_state`)
  const after = decodeCursor(page.after, deliveryCursor)
  if (after) conditions.push(sql`(d.made_at, d.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`)
  const rows = await rowsOf<RobotDeliveryRow>(
    context.database.pool,
    sql`SELECT d.id, d.counts, d.state, d.tries, d.problem, d.made_at AS "madeAt", d.sent_at AS "sentAt", d.next_try_at AS "nextTryAt", r.name AS "robotName"
        FROM delivery d JOIN robot r ON r.city_code = d.city_code AND r.id = d.robot_id JOIN organisation o ON o.city_code = r.city_code AND o.id = r.organisation_id
        WHERE ${join(conditions, ' AND ')} ORDER BY d.made_at DESC, d.id DESC LIMIT ${size + 1}`,
  )
  return pageFrom(
    rows,
    size,
    page.after,
    ({ madeAt, id }) => [madeAt.toISOString(), id],
    (row) => row,
  )
}
