import type { AssessedKind } from '@gongjian/domain/assessment-measures'
import { levelsOfRole } from '@gongjian/domain/joint-actions'
import type { JointBodyState, JointState } from '@gongjian/domain/joint-actions'
import { scopeOf } from '@gongjian/domain/permission-matrix'
import type { MarkingLevel } from '@gongjian/domain/scheme-content'
import { likeLiteral, parseSearch } from '@gongjian/domain/search-text'
import sql, { join } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { z } from 'zod'
import { decodeCursor, pageFrom, pageSize } from '../../platform/connection.ts'
import type { Page, PageArguments } from '../../platform/connection.ts'
import type { RequestContext } from '../../platform/context.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'

export type JointRow = {
  id: string
  schemeId: string
  programmeYear: number
  state: JointState
  version: number
  dueOn: string
  openingRunId: string
  resultRunId: string | null
  openedByName: string
  openedAt: Date
  closedAt: Date | null
  appealsUntil: string | null
  decidedAt: Date | null
  decidedByName: string | null
}
export const JOINT_ORDERS = ['NEWEST', 'OLDEST', 'DUE'] as const
export type JointOrder = (typeof JOINT_ORDERS)[number]
export type JointFilter = {
  programmeYear?: number | null | undefined
  kind?: AssessedKind | null | undefined
  states?: readonly JointState[] | null | undefined
  search?: string | null | undefined
}
export type BodyRow = {
  jointId: string
  level: MarkingLevel
  bodyId: string
  bodyName: string
  state: JointBodyState
  deliveredByName: string | null
  deliveredAt: Date | null
  leftOutReason: string | null
  given: number
  wanted: number
  isMine: boolean
}

const select = sql`SELECT j.id, j.scheme_id AS "schemeId", j.programme_year AS "programmeYear", j.state, j.version, j.due_on::text AS "dueOn",
    j.opening_run_id AS "openingRunId", j.result_run_id AS "resultRunId", j.opened_by_name AS "openedByName", j.opened_at AS "openedAt", j.closed_at AS "closedAt",
    j.appeals_until::text AS "appealsUntil", j.decided_at AS "decidedAt", j.decided_by_name AS "decidedByName"
  FROM joint_assessment j`

export function findJoint(
  { database, city }: Pick<RequestContext, 'database' | 'city'>,
  id: string,
): Promise<JointRow | null> {
  return firstRowOf<JointRow>(
    database.pool,
    sql`${select} WHERE j.city_code = ${city.code} AND j.id = ${id}::uuid`,
  )
}

const cursor = z.tuple([z.union([z.iso.datetime(), z.iso.date()]), z.uuid()])

/** The joint assessments: by when they were opened, or until when marks are expected. */
export async function listJoints(
  { database, city }: RequestContext,
  page: PageArguments & { order?: JointOrder | null | undefined },
  { programmeYear, kind, states, search }: JointFilter,
): Promise<Page<JointRow>> {
  const size = pageSize(page)
  const order = page.order ?? 'NEWEST'
  const conditions = [sql`j.city_code = ${city.code}`]
  if (programmeYear) conditions.push(sql`j.programme_year = ${programmeYear}`)
  if (states?.length) conditions.push(sql`j.state = ANY(${[...states]}::joint_state[])`)
  const ofScheme = (condition: Sql) =>
    sql`EXISTS (SELECT FROM assessment_scheme k WHERE k.city_code = j.city_code AND k.id = j.scheme_id AND ${condition})`
  if (kind) conditions.push(ofScheme(sql`k.kind = ${kind}::organisation_kind`))
  const words = parseSearch(search ?? '')
  if (words !== null) {
    const anywhere = `%${likeLiteral(words.text)}%`
    conditions.push(ofScheme(sql`k.title ILIKE ${anywhere}`))
  }
  const after = decodeCursor(page.after, cursor)
  if (after) {
    const [at, id] = [after[0], sql`${after[1]}::uuid`]
    conditions.push(
      {
        NEWEST: sql`(j.opened_at, j.id) < (${at}::timestamptz, ${id})`,
        OLDEST: sql`(j.opened_at, j.id) > (${at}::timestamptz, ${id})`,
        DUE: sql`(j.due_on, j.id) > (${at}::date, ${id})`,
      }[order],
    )
  }
  const by = {
    NEWEST: sql`j.opened_at DESC, j.id DESC`,
    OLDEST: sql`j.opened_at, j.id`,
    DUE: sql`j.due_on, j.id`,
  }[order]
  const rows = await rowsOf<JointRow>(
    database.pool,
    sql`${select} WHERE ${join(conditions, ' AND ')} ORDER BY ${by} LIMIT ${size + 1}`,
  )
  return pageFrom(
    rows,
    size,
    page.after,
    ({ dueOn, openedAt, id }) => [order === 'DUE' ? dueOn : openedAt.toISOString(), id],
    (row) => row,
  )
}

/** Whether a body (alias b) is the viewer's own: their organisation, or their zone, at a level of their role. */
export function isOwnBody({ viewer }: RequestContext): Sql {
  const assignment = viewer?.assignment
  if (!assignment) return sql`false`
  const { role, zoneId, organisationId } = assignment
  const own = role === 'ZONE_LEAD' ? zoneId : organisationId
  return sql`(b.level = ANY(${[...levelsOfRole(role)]}::marking_level[]) AND b.body_id = ${own}::uuid)`
}

/** Who marks, and how far they are: the committee and the auditor see all, who marks sees themselves. Never a mark. */
export async function bodiesOf(
  context: RequestContext,
  jointIds: readonly string[],
): Promise<Map<string, BodyRow[]>> {
  const role = context.viewer?.assignment?.role
  const seesAll = role !== undefined && scopeOf('assessmentScores', role) === 'CITY'
  const mine = isOwnBody(context)
  const rows = await rowsOf<BodyRow>(
    context.database.pool,
    sql`SELECT b.joint_id AS "jointId", b.level, b.body_id AS "bodyId", b.body_name AS "bodyName", b.state, b.delivered_by_name AS "deliveredByName", b.delivered_at AS "deliveredAt",
        b.left_out_reason AS "leftOutReason", m.given, m.wanted, ${mine} AS "isMine"
      FROM joint_body b JOIN LATERAL (SELECT count(k.points)::int AS given, count(*)::int AS wanted FROM joint_mark k
        WHERE k.city_code = b.city_code AND k.joint_id = b.joint_id AND k.level = b.level AND k.body_id = b.body_id) m ON true
      WHERE b.city_code = ${context.city.code} AND b.joint_id = ANY(${[...jointIds]}::uuid[]) AND ${seesAll ? sql`true` : mine}
      ORDER BY b.level, b.state, b.body_name COLLATE "C", b.body_id`,
  )
  const byJoint = new Map<string, BodyRow[]>(jointIds.map((id) => [id, []]))
  for (const row of rows) byJoint.get(row.jointId)?.push(row)
  return byJoint
}
