import type { AssessedKind } from '@gongjian/domain/assessment-measures'
import type { BulletinState } from '@gongjian/domain/bulletin-actions'
import type { BulletinContent } from '@gongjian/domain/bulletin-content'
import { scopeOf } from '@gongjian/domain/permission-matrix'
import type { Operation } from '@gongjian/domain/permission-matrix'
import sql, { join } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { z } from 'zod'
import { decodeCursor, pageFrom, pageSize } from '../../platform/connection.ts'
import type { Page, PageArguments } from '../../platform/connection.ts'
import type { RequestContext } from '../../platform/context.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { storedBulletin } from './bulletin-json.ts'

type Brief = { id: string; documentNumber: string; title: string }
export type BulletinRow = {
  id: string
  runId: string
  programmeYear: number
  kind: AssessedKind
  state: BulletinState
  version: number
  content: BulletinContent
  code: string
  replaces: Brief | null
  replacedBy: Brief | null
  changedAt: Date
  changedByName: string
  proposedById: string | null
  proposedByName: string | null
  proposedAt: Date | null
  publishedByName: string | null
  publishedAt: Date | null
  supersededAt: Date | null
  files: { format: 'PDF' | 'DOCX'; hash: string }[]
}
export type BulletinFilter = {
  programmeYear?: number | null | undefined
  states?: readonly BulletinState[] | null | undefined
}

const brief = (condition: Sql) =>
  sql`(SELECT json_build_object('id', x.id, 'documentNumber', x.document_number, 'title', x.title) FROM bulletin x WHERE x.city_code = b.city_code AND ${condition} LIMIT 1)`
const select = sql`SELECT b.id, b.run_id AS "runId", b.programme_year AS "programmeYear", b.kind, b.state, b.version, b.content, b.code,
    ${brief(sql`x.id = b.replaces_id`)} AS replaces, ${brief(sql`x.replaces_id = b.id AND x.state IN ('PUBLISHED', 'SUPERSEDED')`)} AS "replacedBy",
    b.changed_at AS "changedAt", b.changed_by_name AS "changedByName", b.proposed_by_id AS "proposedById", b.proposed_by_name AS "proposedByName", b.proposed_at AS "proposedAt",
    b.published_by_name AS "publishedByName", b.published_at AS "publishedAt", b.superseded_at AS "supersededAt",
    coalesce((SELECT json_agg(json_build_object('format', f.format, 'hash', f.hash) ORDER BY f.format) FROM bulletin_file f WHERE f.city_code = b.city_code AND f.bulletin_id = b.id), '[]') AS files
  FROM bulletin b`

const published = sql`b.state IN ('PUBLISHED', 'SUPERSEDED')`

/** What was published is everybody's; what is being written, theirs who write it and of who reads everything. */
function inSight({ viewer }: RequestContext, operation: Operation): Sql {
  const assignment = viewer?.assignment
  if (!assignment || scopeOf(operation, assignment.role) === 'NONE') return sql`false`
  return scopeOf('assessmentScores', assignment.role) === 'CITY' ? sql`true` : published
}
const parsed = (row: BulletinRow): BulletinRow => ({
  ...row,
  content: storedBulletin.parse(row.content),
})

export async function findBulletin(
  context: RequestContext,
  operation: Operation,
  id: string,
): Promise<BulletinRow | null> {
  const row = await firstRowOf<BulletinRow>(
    context.database.pool,
    sql`${select} WHERE b.city_code = ${context.city.code} AND b.id = ${id}::uuid AND ${inSight(context, operation)}`,
  )
  return row === null ? null : parsed(row)
}

/** A published one, by its code or the hash of a file: for anybody. */
export async function findPublished(
  context: RequestContext,
  by: { code: string } | { fileHash: string },
): Promise<BulletinRow | null> {
  const condition =
    'code' in by
      ? sql`b.code = ${by.code}`
      : sql`b.id IN (SELECT f.bulletin_id FROM bulletin_file f WHERE f.city_code = ${context.city.code} AND f.hash = ${by.fileHash})`
  const row = await firstRowOf<BulletinRow>(
    context.database.pool,
    sql`${select} WHERE b.city_code = ${context.city.code} AND ${published} AND ${condition} LIMIT 1`,
  )
  return row === null ? null : parsed(row)
}

const cursor = z.tuple([z.iso.datetime(), z.uuid()])

/** The bulletins in sight, the last changed first. */
export async function listBulletins(
  context: RequestContext,
  page: PageArguments,
  { programmeYear, states }: BulletinFilter,
): Promise<Page<BulletinRow>> {
  const size = pageSize(page)
  const conditions = [sql`b.city_code = ${context.city.code}`, inSight(context, 'bulletins')]
  if (programmeYear) conditions.push(sql`b.programme_year = ${programmeYear}`)
  if (states?.length) conditions.push(sql`b.state = ANY(${[...states]}::bulletin_state[])`)
  const after = decodeCursor(page.after, cursor)
  if (after)
    conditions.push(sql`(b.changed_at, b.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`)
  const rows = await rowsOf<BulletinRow>(
    context.database.pool,
    sql`${select} WHERE ${join(conditions, ' AND ')} ORDER BY b.changed_at DESC, b.id DESC LIMIT ${size + 1}`,
  )
  return pageFrom(
    rows,
    size,
    page.after,
    ({ changedAt, id }) => [changedAt.toISOString(), id],
    parsed,
  )
}
