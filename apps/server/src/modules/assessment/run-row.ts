import type { AssessedKind } from '@gongjian/domain/assessment-measures'
import type { RunState } from '@gongjian/domain/run-actions'
import { scopeOf } from '@gongjian/domain/permission-matrix'
import { likeLiteral, parseSearch } from '@gongjian/domain/search-text'
import type { PeriodStatus } from '@gongjian/domain/vocabulary'
import sql, { join } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { z } from 'zod'
import { decodeCursor, pageFrom, pageSize } from '../../platform/connection.ts'
import type { Page, PageArguments } from '../../platform/connection.ts'
import type { RequestContext } from '../../platform/context.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { isPublishedRun, isShownRun } from './published-runs.ts'

export type RunRow = {
  id: string
  schemeId: string
  programmeYear: number
  state: RunState
  doneOrganisations: number
  totalOrganisations: number | null
  problem: string | null
  periodStatus: PeriodStatus | null
  frozenAt: Date | null
  scoringVersion: string
  indicatorUnits: unknown
  inputsHash: string | null
  resultHash: string | null
  statistics: unknown
  startedById: string
  startedByName: string
  startedAt: Date
  endedAt: Date | null
  /** Of a run after appeals: the one that it takes the place of. */
  previousRunId: string | null
  /** Whether the judged may see it, and of each other what a bulletin says. */
  isPublished: boolean
}
export const RUN_ORDERS = ['NEWEST', 'OLDEST'] as const
export type RunOrder = (typeof RUN_ORDERS)[number]
export type RunFilter = {
  programmeYear?: number | null | undefined
  schemeId?: string | null | undefined
  kind?: AssessedKind | null | undefined
  states?: readonly RunState[] | null | undefined
  /** Only what was published, or only what was not. */
  published?: boolean | null | undefined
  search?: string | null | undefined
}

const select = sql`SELECT r.id, r.scheme_id AS "schemeId", r.programme_year AS "programmeYear", r.state, r.done_organisations AS "doneOrganisations", r.total_organisations AS "totalOrganisations",
    r.problem, r.period_status AS "periodStatus", r.frozen_at AS "frozenAt", r.scoring_version AS "scoringVersion", r.indicator_units AS "indicatorUnits", r.inputs_hash AS "inputsHash", r.result_hash AS "resultHash",
    r.statistics, r.started_by_id AS "startedById", r.started_by_name AS "startedByName", r.started_at AS "startedAt", r.ended_at AS "endedAt",
    r.previous_run_id AS "previousRunId", ${isPublishedRun({ cityCode: sql`r.city_code`, runId: sql`r.id` })} AS "isPublished"
  FROM assessment_run r`

/** Who decides and who reads everything sees every run; the judged see what was published, or what the scheme shows before. */
function inSight({ viewer }: RequestContext): Sql {
  const assignment = viewer?.assignment
  if (!assignment) return sql`false`
  const scope = scopeOf('assessmentRuns', assignment.role)
  if (scope === 'NONE') return sql`false`
  return scope === 'CITY'
    ? sql`true`
    : sql`(r.state = 'DONE' AND ${isShownRun({ cityCode: sql`r.city_code`, runId: sql`r.id` })})`
}

export function findRun(context: RequestContext, id: string): Promise<RunRow | null> {
  return firstRowOf<RunRow>(
    context.database.pool,
    sql`${select} WHERE r.city_code = ${context.city.code} AND r.id = ${id}::uuid AND ${inSight(context)}`,
  )
}

export async function findRuns(
  context: RequestContext,
  ids: readonly string[],
): Promise<Map<string, RunRow>> {
  const rows = await rowsOf<RunRow>(
    context.database.pool,
    sql`${select} WHERE r.city_code = ${context.city.code} AND r.id = ANY(${[...ids]}::uuid[]) AND ${inSight(context)}`,
  )
  return new Map(rows.map((row) => [row.id, row]))
}

/** The run whoever asks: for the work on it. */
export function runById(
  { database, city }: Pick<RequestContext, 'database' | 'city'>,
  id: string,
): Promise<RunRow | null> {
  return firstRowOf<RunRow>(
    database.pool,
    sql`${select} WHERE r.city_code = ${city.code} AND r.id = ${id}::uuid`,
  )
}

const cursor = z.tuple([z.iso.datetime(), z.uuid()])

/** Whether a run's scheme (alias k) is such a one. */
const ofScheme = (condition: Sql): Sql =>
  sql`EXISTS (SELECT FROM assessment_scheme k WHERE k.city_code = r.city_code AND k.id = r.scheme_id AND ${condition})`

/** The runs in sight, by when they were begun. */
export async function listRuns(
  context: RequestContext,
  page: PageArguments & { order?: RunOrder | null | undefined },
  { programmeYear, schemeId, kind, states, published, search }: RunFilter,
): Promise<Page<RunRow>> {
  const size = pageSize(page)
  const conditions = [sql`r.city_code = ${context.city.code}`, inSight(context)]
  if (programmeYear) conditions.push(sql`r.programme_year = ${programmeYear}`)
  if (schemeId) conditions.push(sql`r.scheme_id = ${schemeId}::uuid`)
  if (kind) conditions.push(ofScheme(sql`k.kind = ${kind}::organisation_kind`))
  if (states?.length) conditions.push(sql`r.state = ANY(${[...states]}::assessment_run_state[])`)
  const isPublished = isPublishedRun({ cityCode: sql`r.city_code`, runId: sql`r.id` })
  if (published === true) conditions.push(isPublished)
  if (published === false) conditions.push(sql`NOT ${isPublished}`)
  const words = parseSearch(search ?? '')
  if (words !== null) {
    const anywhere = `%${likeLiteral(words.text)}%`
    conditions.push(
      sql`(r.started_by_name ILIKE ${anywhere} OR ${ofScheme(sql`k.title ILIKE ${anywhere}`)})`,
    )
  }
  const isNewest = (page.order ?? 'NEWEST') === 'NEWEST'
  const after = decodeCursor(page.after, cursor)
  if (after) {
    const at = sql`(${after[0]}::timestamptz, ${after[1]}::uuid)`
    conditions.push(
      isNewest ? sql`(r.started_at, r.id) < ${at}` : sql`(r.started_at, r.id) > ${at}`,
    )
  }
  const order = isNewest ? sql`r.started_at DESC, r.id DESC` : sql`r.started_at, r.id`
  const rows = await rowsOf<RunRow>(
    context.database.pool,
    sql`${select} WHERE ${join(conditions, ' AND ')} ORDER BY ${order} LIMIT ${size + 1}`,
  )
  return pageFrom(
    rows,
    size,
    page.after,
    ({ startedAt, id }) => [startedAt.toISOString(), id],
    (row) => row,
  )
}
