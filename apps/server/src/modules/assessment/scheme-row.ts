import type { FormulaNames } from '@gongjian/domain/assessment-types'
import type { AssessedKind } from '@gongjian/domain/assessment-measures'
import { scopeOf } from '@gongjian/domain/permission-matrix'
import type { SchemeContent } from '@gongjian/domain/scheme-content'
import type { SchemeStatus } from '@gongjian/domain/scheme-actions'
import sql, { join } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { indicatorsOf } from '../catalogue/catalogue-rows.ts'
import { storedScheme } from './scheme-json.ts'

export type SchemeRow = {
  id: string
  programmeYear: number
  kind: AssessedKind
  revision: number
  status: SchemeStatus
  version: number
  title: string
  content: SchemeContent
  changedAt: Date
  changedByName: string
  inForceAt: Date | null
  retiredAt: Date | null
}
export type SchemeFilter = {
  programmeYear?: number | null | undefined
  kind?: AssessedKind | null | undefined
  statuses?: readonly SchemeStatus[] | null | undefined
}

const select = sql`SELECT s.id, s.programme_year AS "programmeYear", s.kind, s.revision, s.status, s.version, s.title, s.content, s.changed_at AS "changedAt",
    s.changed_by_name AS "changedByName", s.in_force_at AS "inForceAt", s.retired_at AS "retiredAt" FROM assessment_scheme s`

/** A draft is seen by those who decide and by those who read everything; the judged see what was or is in force. */
function inSight({ viewer }: RequestContext): Sql {
  const assignment = viewer?.assignment
  if (!assignment) return sql`false`
  return scopeOf('assessmentScores', assignment.role) === 'CITY'
    ? sql`true`
    : sql`s.status <> 'DRAFT'`
}

/** What formulas may name today: the catalogue's indicators with their units. */
export async function formulaNames(context: RequestContext): Promise<FormulaNames> {
  const indicators = await indicatorsOf(context)
  return { indicatorUnits: new Map(indicators.map(({ code, unit }) => [code, unit['zh-CN']])) }
}

const parsed = (row: SchemeRow): SchemeRow => ({
  ...row,
  content: storedScheme.parse(row.content),
})

export async function findScheme(context: RequestContext, id: string): Promise<SchemeRow | null> {
  const row = await firstRowOf<SchemeRow>(
    context.database.pool,
    sql`${select} WHERE s.city_code = ${context.city.code} AND s.id = ${id}::uuid AND ${inSight(context)}`,
  )
  return row === null ? null : parsed(row)
}

/** The scheme whoever asks: for the work on its runs. */
export async function schemeById(
  { database, city }: Pick<RequestContext, 'database' | 'city'>,
  id: string,
): Promise<SchemeRow | null> {
  const row = await firstRowOf<SchemeRow>(
    database.pool,
    sql`${select} WHERE s.city_code = ${city.code} AND s.id = ${id}::uuid`,
  )
  return row === null ? null : parsed(row)
}

export async function findSchemes(
  context: RequestContext,
  ids: readonly string[],
): Promise<Map<string, SchemeRow>> {
  const rows = await rowsOf<SchemeRow>(
    context.database.pool,
    sql`${select} WHERE s.city_code = ${context.city.code} AND s.id = ANY(${[...ids]}::uuid[]) AND ${inSight(context)}`,
  )
  return new Map(rows.map((row) => [row.id, parsed(row)]))
}

/** The schemes in sight, the newest year first: a few a year. */
export async function listSchemes(
  context: RequestContext,
  { programmeYear, kind, statuses }: SchemeFilter,
): Promise<SchemeRow[]> {
  const conditions = [sql`s.city_code = ${context.city.code}`, inSight(context)]
  if (programmeYear) conditions.push(sql`s.programme_year = ${programmeYear}`)
  if (kind) conditions.push(sql`s.kind = ${kind}::organisation_kind`)
  if (statuses?.length) conditions.push(sql`s.status = ANY(${[...statuses]}::scheme_status[])`)
  const rows = await rowsOf<SchemeRow>(
    context.database.pool,
    sql`${select} WHERE ${join(conditions, ' AND ')} ORDER BY s.programme_year DESC, s.kind, s.revision DESC LIMIT 200`,
  )
  return rows.map(parsed)
}
