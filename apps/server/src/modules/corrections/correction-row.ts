import type { CorrectionStatus, PairingSide } from '@gongjian/domain/vocabulary'
import { scopeOf } from '@gongjian/domain/permission-matrix'
import sql, { join } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { z } from 'zod'
import { decodeCursor, pageFrom, pageSize } from '../../platform/connection.ts'
import type { Page, PageArguments } from '../../platform/connection.ts'
import type { RequestContext } from '../../platform/context.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { visibleActivities } from '../activities/activity-row.ts'

export type CorrectionLine = { indicatorCode: string; before: string; after: string }
export type CorrectionRow = {
  id: string
  activity: { id: string; title: string }
  agencyName: string
  communityName: string
  communityCode: string
  day: string
  status: CorrectionStatus
  version: number
  reason: string
  personTimesBefore: number
  personTimesAfter: number
  hoursBefore: string
  hoursAfter: string
  side: PairingSide
  proposedById: string
  proposedByName: string
  proposedForName: string
  proposedAt: Date
  decidedByName: string | null
  decidedAt: Date | null
  decisionWords: string
  lines: CorrectionLine[]
}

const columns = sql`c.id, json_build_object('id', t.id, 'title', t.title) AS activity, a.name AS "agencyName", m.name AS "communityName", m.code AS "communityCode", t.day, c.status, c.version, c.reason,
  c.person_times_before AS "personTimesBefore", c.person_times_after AS "personTimesAfter", c.hours_before AS "hoursBefore", c.hours_after AS "hoursAfter", c.side,
  c.proposed_by_id AS "proposedById", c.proposed_by_name AS "proposedByName", c.proposed_for_name AS "proposedForName", c.proposed_at AS "proposedAt",
  c.decided_by_name AS "decidedByName", c.decided_at AS "decidedAt", c.decision_words AS "decisionWords",
  (SELECT coalesce(json_agg(json_build_object('indicatorCode', l.indicator_code, 'before', l.before::text, 'after', l.after::text) ORDER BY l.position), '[]')
    FROM correction_line l WHERE l.city_code = c.city_code AND l.correction_id = c.id) AS lines`
const tables = sql`correction c JOIN activity t ON t.city_code = c.city_code AND t.id = c.activity_id
  JOIN organisation a ON a.city_code = t.city_code AND a.id = t.agency_side_id JOIN organisation m ON m.city_code = t.city_code AND m.id = t.community_side_id`

/** Those of records in sight. */
function visible({ viewer }: RequestContext): Sql {
  const role = viewer?.assignment?.role
  return role === undefined || scopeOf('corrections', role) === 'NONE'
    ? sql`false`
    : visibleActivities(viewer)
}

export type CorrectionFilter = {
  status?: CorrectionStatus | null | undefined
  activityId?: string | null | undefined
  year?: number | null | undefined
}
const cursor = z.tuple([z.iso.datetime(), z.uuid()])

/** Corrections of records in sight, the newest first. */
export async function listCorrections(
  context: RequestContext,
  page: PageArguments,
  filter: CorrectionFilter,
): Promise<Page<CorrectionRow>> {
  const size = pageSize(page)
  const after = decodeCursor(page.after, cursor)
  const conditions = [sql`c.city_code = ${context.city.code}`, visible(context)]
  if (filter.status) conditions.push(sql`c.status = ${filter.status}::correction_status`)
  if (filter.activityId) conditions.push(sql`c.activity_id = ${filter.activityId}::uuid`)
  if (filter.year) conditions.push(sql`t.programme_year = ${filter.year}`)
  if (after)
    conditions.push(sql`(c.proposed_at, c.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`)
  const rows = await rowsOf<CorrectionRow>(
    context.database.pool,
    sql`SELECT ${columns} FROM ${tables} WHERE ${join(conditions, ' AND ')} ORDER BY c.proposed_at DESC, c.id DESC LIMIT ${size + 1}`,
  )
  return pageFrom(
    rows,
    size,
    page.after,
    (row) => [row.proposedAt.toISOString(), row.id],
    (row) => row,
  )
}

export function findCorrection(context: RequestContext, id: string): Promise<CorrectionRow | null> {
  return firstRowOf<CorrectionRow>(
    context.database.pool,
    sql`SELECT ${columns} FROM ${tables} WHERE c.city_code = ${context.city.code} AND c.id = ${id}::uuid AND ${visible(context)}`,
  )
}
