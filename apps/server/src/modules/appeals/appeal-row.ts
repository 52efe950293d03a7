import type { AppealState } from '@gongjian/domain/appeal-actions'
import { scopeOf } from '@gongjian/domain/permission-matrix'
import type { Operation } from '@gongjian/domain/permission-matrix'
import type { SchemeIndicator } from '@gongjian/domain/scheme-content'
import { likeLiteral, parseSearch } from '@gongjian/domain/search-text'
import sql, { join } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { z } from 'zod'
import { decodeCursor, pageFrom, pageSize } from '../../platform/connection.ts'
import type { Page, PageArguments } from '../../platform/connection.ts'
import type { RequestContext } from '../../platform/context.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { isBelow } from '../activities/activity-row.ts'
import { storedScheme } from '../assessment/scheme-json.ts'

export const APPEAL_ORDERS = ['NEWEST', 'OLDEST'] as const
export type AppealOrder = (typeof APPEAL_ORDERS)[number]
export type AppealRow = {
  id: string
  jointId: string
  runId: string
  programmeYear: number
  schemeId: string
  schemeTitle: string
  organisationId: string
  organisationName: string
  /** The part of the score; null: the whole. */
  indicator: SchemeIndicator | null
  /** What that part, or the whole, had in the published run. */
  points: string
  reason: string
  state: AppealState
  version: number
  filedById: string
  filedByName: string
  filedAt: Date
  answerWords: string
  correction: string
  answeredByName: string | null
  answeredAt: Date | null
  /** Photos and documents of the appeal, and of the answer once it is given. */
  fileCount: number
}
export type AppealFilter = {
  jointId?: string | null | undefined
  programmeYear?: number | null | undefined
  states?: readonly AppealState[] | null | undefined
  search?: string | null | undefined
}

const select = sql`SELECT a.id, a.joint_id AS "jointId", a.run_id AS "runId", j.programme_year AS "programmeYear", k.id AS "schemeId", k.title AS "schemeTitle",
    a.organisation_id AS "organisationId", i.organisation_name AS "organisationName", x.indicator,
    trim_scale(CASE WHEN a.indicator_code = '' THEN s.total ELSE (SELECT (p ->> 'points')::numeric FROM jsonb_array_elements(s.parts) p WHERE p ->> 'code' = a.indicator_code) END)::text AS points,
    a.reason, a.state, a.version, a.filed_by_id AS "filedById", a.filed_by_name AS "filedByName", a.filed_at AS "filedAt",
    a.answer_words AS "answerWords", a.correction, a.answered_by_name AS "answeredByName", a.answered_at AS "answeredAt",
    (SELECT count(*)::int FROM evidence e WHERE e.city_code = a.city_code AND e.appeal_id = a.id AND e.removed_at IS NULL AND (e.appeal_part = 'REASON' OR a.answered_at IS NOT NULL)) AS "fileCount"
  FROM appeal a
    JOIN joint_assessment j ON j.city_code = a.city_code AND j.id = a.joint_id
    JOIN assessment_scheme k ON k.city_code = j.city_code AND k.id = j.scheme_id
    JOIN organisation o ON o.city_code = a.city_code AND o.id = a.organisation_id
    JOIN assessment_input i ON i.city_code = a.city_code AND i.run_id = a.run_id AND i.organisation_id = a.organisation_id
    JOIN assessment_score s ON s.city_code = a.city_code AND s.run_id = a.run_id AND s.organisation_id = a.organisation_id
    LEFT JOIN LATERAL (SELECT e AS indicator FROM jsonb_array_elements(k.content -> 'indicators') e WHERE e ->> 'code' = a.indicator_code) x ON true`

/** Appeals (with their organisation, alias o): the judged see their own and those below them; whoever decides or audits sees all. */
export function appealsInSight({ viewer }: RequestContext, operation: Operation): Sql {
  const assignment = viewer?.assignment
  if (!assignment) return sql`false`
  const scope = scopeOf(operation, assignment.role)
  if (scope === 'NONE') return sql`false`
  return scope === 'CITY' ? sql`true` : sql`(${isBelow(sql`o.path`, assignment.path)})`
}

const storedIndicator = storedScheme.shape.indicators.element.nullable()
const parsed = (row: AppealRow): AppealRow => ({
  ...row,
  indicator: storedIndicator.parse(row.indicator),
})

export async function findAppeal(
  context: RequestContext,
  operation: Operation,
  id: string,
): Promise<AppealRow | null> {
  const row = await firstRowOf<AppealRow>(
    context.database.pool,
    sql`${select} WHERE a.city_code = ${context.city.code} AND a.id = ${id}::uuid AND ${appealsInSight(context, operation)}`,
  )
  return row === null ? null : parsed(row)
}

const cursor = z.tuple([z.iso.datetime(), z.uuid()])

/** The appeals in sight, by when they were filed. */
export async function listAppeals(
  context: RequestContext,
  page: PageArguments & { order?: AppealOrder | null | undefined },
  { jointId, programmeYear, states, search }: AppealFilter,
): Promise<Page<AppealRow>> {
  const size = pageSize(page)
  const isNewest = (page.order ?? 'NEWEST') === 'NEWEST'
  const conditions = [sql`a.city_code = ${context.city.code}`, appealsInSight(context, 'appeals')]
  if (jointId) conditions.push(sql`a.joint_id = ${jointId}::uuid`)
  if (programmeYear) conditions.push(sql`j.programme_year = ${programmeYear}`)
  if (states?.length) conditions.push(sql`a.state = ANY(${[...states]}::appeal_state[])`)
  const words = parseSearch(search ?? '')
  if (words !== null) {
    const anywhere = `%${likeLiteral(words.text)}%`
    conditions.push(
      sql`(i.organisation_name ILIKE ${anywhere} OR o.code ILIKE ${anywhere} OR o.pinyin_initials LIKE ${anywhere} OR a.reason ILIKE ${anywhere})`,
    )
  }
  const after = decodeCursor(page.after, cursor)
  if (after) {
    const at = sql`(${after[0]}::timestamptz, ${after[1]}::uuid)`
    conditions.push(isNewest ? sql`(a.filed_at, a.id) < ${at}` : sql`(a.filed_at, a.id) > ${at}`)
  }
  const order = isNewest ? sql`a.filed_at DESC, a.id DESC` : sql`a.filed_at, a.id`
  const rows = await rowsOf<AppealRow>(
    context.database.pool,
    sql`${select} WHERE ${join(conditions, ' AND ')} ORDER BY ${order} LIMIT ${size + 1}`,
  )
  return pageFrom(rows, size, page.after, ({ filedAt, id }) => [filedAt.toISOString(), id], parsed)
}
