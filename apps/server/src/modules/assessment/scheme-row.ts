import type { FormulaNames } from '@gongjian/domain/assessment-types'
import type { AssessedKind } from '@gongjian/domain/assessment-measures'
import { scopeOf } from '@gongjian/domain/permission-matrix'
import type { SchemeContent } from '@gongjian/domain/scheme-content'
import type { SchemeStatus } from '@gongjian/domain/scheme-actions'
import { likeLiteral, parseSearch } from '@gongjian/domain/search-text'
import sql, { join } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { z } from 'zod'
import { decodeCursor, pageFrom, pageSize } from '../../platform/connection.ts'
import type { Page, PageArguments } from '../../platform/connection.ts'
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
export const SCHEME_ORDERS = ['YEAR', 'CHANGED'] as const
export type SchemeOrder = (typeof SCHEME_ORDERS)[number]
export type SchemeFilter = {
  programmeYear?: number | null | undefined
  kind?: AssessedKind | null | undefined
  statuses?: readonly SchemeStatus[] | null | undefined
  search?: string | null | undefined
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

/** The scheme of a year and kind that is in force; null where there is none. */
export async function schemeInForce(
  context: RequestContext,
  { programmeYear, kind }: { programmeYear: number; kind: AssessedKind },
): Promise<SchemeRow | null> {
  const row = await firstRowOf<SchemeRow>(
    context.database.pool,
    sql`${select} WHERE s.city_code = ${context.city.code} AND s.programme_year = ${programmeYear} AND s.kind = ${kind}::organisation_kind AND s.status = 'IN_FORCE'
        ORDER BY s.revision DESC LIMIT 1`,
  )
  return row === null ? null : parsed(row)
}

const cursors = {
  YEAR: z.tuple([z.number(), z.string(), z.number(), z.uuid()]),
  CHANGED: z.tuple([z.iso.datetime(), z.uuid()]),
}

/** The schemes in sight: the newest year first, or what was changed last. */
export async function listSchemes(
  context: RequestContext,
  page: PageArguments & { order?: SchemeOrder | null | undefined },
  { programmeYear, kind, statuses, search }: SchemeFilter,
): Promise<Page<SchemeRow>> {
  const size = pageSize(page)
  const conditions = [sql`s.city_code = ${context.city.code}`, inSight(context)]
  if (programmeYear) conditions.push(sql`s.programme_year = ${programmeYear}`)
  if (kind) conditions.push(sql`s.kind = ${kind}::organisation_kind`)
  if (statuses?.length) conditions.push(sql`s.status = ANY(${[...statuses]}::scheme_status[])`)
  const words = parseSearch(search ?? '')
  if (words !== null) conditions.push(sql`s.title ILIKE ${`%${likeLiteral(words.text)}%`}`)
  const isByYear = (page.order ?? 'YEAR') === 'YEAR'
  if (isByYear) {
    const after = decodeCursor(page.after, cursors.YEAR)
    if (after)
      conditions.push(
        sql`(-s.programme_year, s.kind::text COLLATE "C", -s.revision, s.id) > (${-after[0]}::int, ${after[1]}, ${-after[2]}::int, ${after[3]}::uuid)`,
      )
  } else {
    const after = decodeCursor(page.after, cursors.CHANGED)
    if (after)
      conditions.push(sql`(s.changed_at, s.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`)
  }
  const order = isByYear
    ? sql`-s.programme_year, s.kind::text COLLATE "C", -s.revision, s.id`
    : sql`s.changed_at DESC, s.id DESC`
  const rows = await rowsOf<SchemeRow>(
    context.database.pool,
    sql`${select} WHERE ${join(conditions, ' AND ')} ORDER BY ${order} LIMIT ${size + 1}`,
  )
  return pageFrom(
    rows,
    size,
    page.after,
    (row) =>
      isByYear
        ? [row.programmeYear, row.kind, row.revision, row.id]
        : [row.changedAt.toISOString(), row.id],
    parsed,
  )
}
