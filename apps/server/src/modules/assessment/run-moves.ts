import type { Grade } from '@gongjian/domain/scheme-content'
import { likeLiteral, parseSearch } from '@gongjian/domain/search-text'
import sql, { join } from 'sql-template-tag'
import { z } from 'zod'
import { decodeCursor, pageFrom, pageSize } from '../../platform/connection.ts'
import type { Page, PageArguments } from '../../platform/connection.ts'
import type { RequestContext } from '../../platform/context.ts'
import { NotFound } from '../../platform/failures.ts'
import { rowsOf } from '../../platform/statement.ts'
import { storedParts } from './input-json.ts'
import { findRun } from './run-row.ts'
import { findScheme } from './scheme-row.ts'
import type { SchemeRow } from './scheme-row.ts'
import { scoresInSight } from './score-row.ts'

export const MOVED_IN = ['SCORE', 'RANK', 'GRADE'] as const
export type MovedIn = (typeof MOVED_IN)[number]
export const MOVE_ORDERS = ['CHANGE', 'RANK', 'ORGANISATION'] as const
export type MoveOrder = (typeof MOVE_ORDERS)[number]

export type MovedPart = {
  indicator: SchemeRow['content']['indicators'][number]
  before: string
  after: string
}
type Stored = {
  organisationId: string
  organisationName: string
  organisationPath: string
  totalBefore: string | null
  total: string
  rankBefore: number | null
  rank: number | null
  gradeBefore: Grade | null
  grade: Grade
  partsBefore: unknown
  parts: unknown
}
export type MoveRow = Omit<Stored, 'parts' | 'partsBefore'> & { parts: MovedPart[] }
export type MoveFilter = {
  runId: string
  movedIn?: MovedIn | null | undefined
  search?: string | null | undefined
}
const cursor = z.tuple([z.string(), z.string()])

/** Who moved between a run and the one that it takes the place of, and in which part: of the scores in sight. */
export async function listMoves(
  context: RequestContext,
  page: PageArguments & { order?: MoveOrder | null | undefined },
  { runId, movedIn, search }: MoveFilter,
): Promise<Page<MoveRow>> {
  const size = pageSize(page)
  const run = await findRun(context, runId)
  const scheme = run && (await findScheme(context, run.schemeId))
  if (run === null || scheme === null) throw new NotFound()
  const differs = {
    SCORE: sql`s.total IS DISTINCT FROM q.total`,
    RANK: sql`s.rank IS DISTINCT FROM q.rank`,
    GRADE: sql`s.grade IS DISTINCT FROM q.grade`,
  }
  const conditions = [
    sql`s.city_code = ${context.city.code} AND s.run_id = ${runId}::uuid`,
    scoresInSight(context, 'assessmentMoves'),
    movedIn ? differs[movedIn] : sql`(${differs.SCORE} OR ${differs.RANK} OR ${differs.GRADE})`,
  ]
  const words = parseSearch(search ?? '')
  if (words !== null) {
    const anywhere = `%${likeLiteral(words.text)}%`
    conditions.push(
      sql`(i.organisation_name ILIKE ${anywhere} OR o.code ILIKE ${anywhere} OR o.pinyin_initials LIKE ${anywhere})`,
    )
  }
  const value = {
    CHANGE: sql`(-abs(s.total - coalesce(q.total, 0)))`,
    RANK: sql`coalesce(s.rank, 2147483647)::numeric`,
    ORGANISATION: sql`0::numeric`,
  }[page.order ?? 'CHANGE']
  const after = decodeCursor(page.after, cursor)
  if (after)
    conditions.push(
      sql`(${value}, i.organisation_path COLLATE "C") > (${after[0]}::numeric, ${after[1]})`,
    )
  const rows = await rowsOf<Stored & { value: string }>(
    context.database.pool,
    sql`SELECT s.organisation_id AS "organisationId", i.organisation_name AS "organisationName", i.organisation_path AS "organisationPath",
          trim_scale(q.total)::text AS "totalBefore", trim_scale(s.total)::text AS total, q.rank AS "rankBefore", s.rank, q.grade AS "gradeBefore", s.grade, q.parts AS "partsBefore", s.parts, ${value}::text AS value
        FROM assessment_score s
          JOIN assessment_input i ON i.city_code = s.city_code AND i.run_id = s.run_id AND i.organisation_id = s.organisation_id
          JOIN organisation o ON o.city_code = s.city_code AND o.id = s.organisation_id
          LEFT JOIN assessment_score q ON q.city_code = s.city_code AND q.run_id = ${run.previousRunId}::uuid AND q.organisation_id = s.organisation_id
        WHERE ${run.previousRunId !== null} AND ${join(conditions, ' AND ')} ORDER BY ${value}, i.organisation_path COLLATE "C" LIMIT ${size + 1}`,
  )
  return pageFrom(
    rows,
    size,
    page.after,
    (row) => [row.value, row.organisationPath],
    ({ value: _value, parts, partsBefore, ...row }) => ({
      ...row,
      parts: movedParts(scheme, storedParts.parse(partsBefore ?? []), storedParts.parse(parts)),
    }),
  )
}

function movedParts(
  { content }: SchemeRow,
  before: z.infer<typeof storedParts>,
  after: z.infer<typeof storedParts>,
): MovedPart[] {
  const was = new Map(before.map(({ code, points }) => [code, points]))
  return after.flatMap(({ code, points }) => {
    const indicator = content.indicators.find((one) => one.code === code)
    const old = was.get(code) ?? '0'
    return indicator === undefined || old === points
      ? []
      : [{ indicator, before: old, after: points }]
  })
}
