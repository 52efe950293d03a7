import { scopeOf } from '@gongjian/domain/permission-matrix'
import type { Operation } from '@gongjian/domain/permission-matrix'
import type { Grade } from '@gongjian/domain/scheme-content'
import { likeLiteral, parseSearch } from '@gongjian/domain/search-text'
import sql, { join } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { z } from 'zod'
import { decodeCursor, pageFrom, pageSize } from '../../platform/connection.ts'
import type { Page, PageArguments } from '../../platform/connection.ts'
import type { RequestContext } from '../../platform/context.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { isBelow, isBelowThat } from '../activities/activity-row.ts'
import { isPublishedScore } from '../bulletins/published-scores.ts'
import { isPublishedRun, isShownRun } from './published-runs.ts'
import { organisationJson } from '../organisations/organisation-row.ts'
import type { OrganisationBrief } from '../organisations/organisation-row.ts'
import { storedParts } from './input-json.ts'
import type { StoredPart } from './input-json.ts'

export const SCORE_ORDERS = ['RANK', 'LOWEST', 'ORGANISATION'] as const
export type ScoreOrder = (typeof SCORE_ORDERS)[number]
export type ScoreRow = {
  runId: string
  organisation: OrganisationBrief
  /** As it was called in the year. */
  organisationName: string
  organisationPath: string
  position: number
  ranked: boolean
  total: string
  grade: Grade
  rank: number | null
  cappedAt: string | null
  /** Whether the reader may open it: of others only what was published is theirs to see. */
  mayOpen: boolean
  parts: StoredPart[]
  counts: unknown
  marks: unknown
}
export type ScoreFilter = {
  runId: string
  organisationId?: string | null | undefined
  zoneId?: string | null | undefined
  grades?: readonly Grade[] | null | undefined
  search?: string | null | undefined
}

/** What a bulletin publishes of others is who reached what; a veto's cap is not in it. */
const select = (
  isOwn: Sql,
) => sql`SELECT s.run_id AS "runId", ${organisationJson('o')} AS organisation, i.organisation_name AS "organisationName", i.organisation_path AS "organisationPath", i.position, i.ranked,
    trim_scale(s.total)::text AS total, s.grade, s.rank, CASE WHEN ${isOwn} THEN trim_scale(s.capped_at)::text END AS "cappedAt", (${isOwn}) AS "mayOpen", s.parts, i.counts, i.marks
  FROM assessment_score s
    JOIN assessment_input i ON i.city_code = s.city_code AND i.run_id = s.run_id AND i.organisation_id = s.organisation_id
    JOIN organisation o ON o.city_code = s.city_code AND o.id = s.organisation_id`

const inZone = (zoneId: string | null, city: string) =>
  sql`split_part(o.path, '/', 2) IN (SELECT a.code FROM zone_membership z JOIN organisation a ON a.city_code = z.city_code AND a.id = z.agency_id WHERE z.city_code = ${city} AND z.zone_id = ${zoneId}::uuid)`

/**
 * The judged see their own once it is published, or before where the scheme says so; zone and district their part once it
 * is published. Whoever decides or audits sees all. Of a score (alias s) and its organisation (alias o).
 */
export function scoresInSight({ viewer, city }: RequestContext, operation: Operation): Sql {
  const assignment = viewer?.assignment
  if (!assignment) return sql`false`
  const scope = scopeOf(operation, assignment.role)
  if (scope === 'NONE') return sql`false`
  if (scope === 'CITY') return sql`true`
  const run = { cityCode: sql`s.city_code`, runId: sql`s.run_id` }
  const own = sql`(${isBelow(sql`o.path`, assignment.path)} AND ${isShownRun(run)})`
  return scope === 'ZONE'
    ? sql`(${own} OR (${inZone(assignment.zoneId, city.code)} AND ${isPublishedRun(run)}))`
    : own
}

/** What a bulletin has published is for everybody who may ask for scores at all. */
function isPublished({ viewer }: RequestContext): Sql {
  const role = viewer?.assignment?.role
  return role === undefined || scopeOf('assessmentScores', role) === 'NONE'
    ? sql`false`
    : isPublishedScore({ cityCode: sql`s.city_code`, runId: sql`s.run_id`, grade: sql`s.grade` })
}

const parsed = (row: ScoreRow): ScoreRow => ({ ...row, parts: storedParts.parse(row.parts) })

export async function findScore(
  context: RequestContext,
  { runId, organisationId }: { runId: string; organisationId: string },
): Promise<ScoreRow | null> {
  const row = await firstRowOf<ScoreRow>(
    context.database.pool,
    sql`${select(sql`true`)} WHERE s.city_code = ${context.city.code} AND s.run_id = ${runId}::uuid AND s.organisation_id = ${organisationId}::uuid AND ${scoresInSight(context, 'assessmentScore')}`,
  )
  return row === null ? null : parsed(row)
}

const NO_RANK = 2_147_483_647
const cursor = z.tuple([z.number(), z.string()])

/** The scores of a run in sight: by rank, from the last, or in the fixed order of the organisations. */
export async function listScores(
  context: RequestContext,
  page: PageArguments & { order?: ScoreOrder | null | undefined },
  { runId, organisationId, zoneId, grades, search }: ScoreFilter,
): Promise<Page<ScoreRow>> {
  const size = pageSize(page)
  const order = page.order ?? 'RANK'
  const city = context.city.code
  const isOwn = scoresInSight(context, 'assessmentScores')
  const conditions = [
    sql`s.city_code = ${city} AND s.run_id = ${runId}::uuid`,
    sql`(${isOwn} OR ${isPublished(context)})`,
  ]
  if (organisationId)
    conditions.push(
      sql`(${isBelowThat(sql`o.path`, sql`(SELECT x.path FROM organisation x WHERE x.city_code = ${city} AND x.id = ${organisationId}::uuid)`)})`,
    )
  if (zoneId) conditions.push(inZone(zoneId, city))
  if (grades?.length) conditions.push(sql`s.grade = ANY(${[...grades]}::grade[])`)
  const words = parseSearch(search ?? '')
  if (words !== null) {
    const anywhere = `%${likeLiteral(words.text)}%`
    conditions.push(
      sql`(i.organisation_name ILIKE ${anywhere} OR o.code ILIKE ${anywhere} OR o.pinyin_initials LIKE ${anywhere})`,
    )
  }
  const value = {
    // As the indexes have it, which no parameter would be.
    RANK: sql`coalesce(s.rank, 2147483647)`,
    LOWEST: sql`(-coalesce(s.rank, 0))`,
    ORGANISATION: sql`0::int`,
  }[order]
  const after = decodeCursor(page.after, cursor)
  const path = sql`s.organisation_path COLLATE "C"`
  if (after)
    conditions.push(
      order === 'ORGANISATION'
        ? sql`${path} > ${after[1]}`
        : sql`(${value}, ${path}) > (${after[0]}::int, ${after[1]})`,
    )
  const by = order === 'ORGANISATION' ? path : sql`${value}, ${path}`
  const rows = await rowsOf<ScoreRow & { value: number }>(
    context.database.pool,
    sql`SELECT x.*, ${{ RANK: sql`coalesce(x.rank, ${NO_RANK})`, LOWEST: sql`-coalesce(x.rank, 0)`, ORGANISATION: sql`0` }[order]} AS value FROM (${select(isOwn)} WHERE ${join(conditions, ' AND ')}
        ORDER BY ${by} LIMIT ${size + 1}) x ORDER BY value, x."organisationPath" COLLATE "C"`,
  )
  return pageFrom(
    rows,
    size,
    page.after,
    (row) => [row.value, row.organisationPath],
    (row) => parsed(row),
  )
}
