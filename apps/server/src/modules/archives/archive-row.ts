import { scopeOf } from '@gongjian/domain/permission-matrix'
import type { Operation } from '@gongjian/domain/permission-matrix'
import type { ArchiveFormat, ArchiveState, PairingSide } from '@gongjian/domain/vocabulary'
import sql, { join } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { z } from 'zod'
import { decodeCursor, pageFrom, pageSize } from '../../platform/connection.ts'
import type { Page, PageArguments } from '../../platform/connection.ts'
import type { RequestContext } from '../../platform/context.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { isBelow } from '../activities/activity-row.ts'
import { organisationJson } from '../organisations/organisation-row.ts'
import type { OrganisationBrief } from '../organisations/organisation-row.ts'

export type ArchiveRow = {
  id: string
  organisation: OrganisationBrief
  organisationName: string
  organisationPath: string
  side: PairingSide
  programmeYear: number
  year: number
  serial: number
  code: string
  format: ArchiveFormat
  state: ArchiveState
  doneRecords: number
  totalRecords: number | null
  problem: string | null
  contentHash: string | null
  fileHash: string | null
  fileBytes: number | null
  signedRecords: number | null
  madeById: string
  madeByName: string
  requestedAt: Date
  madeAt: Date | null
}
export type ArchiveFilter = {
  programmeYear?: number | null | undefined
  organisationId?: string | null | undefined
  states?: readonly ArchiveState[] | null | undefined
}

const select = sql`SELECT a.id, ${organisationJson('o')} AS organisation, a.organisation_name AS "organisationName", a.organisation_path AS "organisationPath", a.side,
    a.programme_year AS "programmeYear", a.year, a.serial, a.code, a.format, a.state, a.done_records AS "doneRecords", a.total_records AS "totalRecords", a.problem,
    a.content_hash AS "contentHash", a.file_hash AS "fileHash", a.file_bytes AS "fileBytes", a.signed_records AS "signedRecords",
    a.made_by_id AS "madeById", a.made_by_name AS "madeByName", a.requested_at AS "requestedAt", a.made_at AS "madeAt"
  FROM archive a JOIN organisation o ON o.city_code = a.city_code AND o.id = a.organisation_id`

/** The number under which an archive is filed: 共建档〔2008〕0007号. */
export function archiveNumber(
  { text }: Pick<RequestContext, 'text'>,
  { year, serial }: Pick<ArchiveRow, 'year' | 'serial'>,
): string {
  return text('archive.number', { year: String(year), serial: String(serial).padStart(4, '0') })
}

/** Whether the operation reaches the organisation for the viewer. */
export function reachesOrganisation(
  { viewer }: RequestContext,
  operation: Operation,
  path: string,
): boolean {
  const assignment = viewer?.assignment
  if (!assignment) return false
  const scope = scopeOf(operation, assignment.role)
  return scope === 'CITY' || (scope !== 'NONE' && path.startsWith(assignment.path))
}

/** The same as a condition: those of one's own organisation and below, or all of the city. */
function inSight({ viewer }: RequestContext, operation: Operation): Sql {
  const assignment = viewer?.assignment
  if (!assignment) return sql`false`
  const scope = scopeOf(operation, assignment.role)
  if (scope === 'CITY') return sql`true`
  return scope === 'NONE'
    ? sql`false`
    : sql`(${isBelow(sql`a.organisation_path`, assignment.path)})`
}

/** An archive in sight of the viewer. */
export function findArchive(
  context: RequestContext,
  operation: Operation,
  id: string,
): Promise<ArchiveRow | null> {
  return firstRowOf<ArchiveRow>(
    context.database.pool,
    sql`${select} WHERE a.city_code = ${context.city.code} AND a.id = ${id}::uuid AND ${inSight(context, operation)}`,
  )
}

/** An archive that has been made, by its code or the hash of its file: for anybody. */
export function findRegistered(
  context: RequestContext,
  by: { code: string } | { fileHash: string },
): Promise<ArchiveRow | null> {
  const condition = 'code' in by ? sql`a.code = ${by.code}` : sql`a.file_hash = ${by.fileHash}`
  return firstRowOf<ArchiveRow>(
    context.database.pool,
    sql`${select} WHERE a.city_code = ${context.city.code} AND a.state = 'MADE' AND ${condition} LIMIT 1`,
  )
}

const cursor = z.tuple([z.iso.datetime(), z.uuid()])

/** The archives in sight, the newest first. */
export async function listArchives(
  context: RequestContext,
  page: PageArguments,
  filter: ArchiveFilter,
): Promise<Page<ArchiveRow>> {
  const size = pageSize(page)
  const city = context.city.code
  const conditions = [sql`a.city_code = ${city}`, inSight(context, 'archives')]
  if (filter.programmeYear) conditions.push(sql`a.programme_year = ${filter.programmeYear}`)
  if (filter.organisationId)
    conditions.push(
      sql`starts_with(a.organisation_path, (SELECT x.path FROM organisation x WHERE x.city_code = ${city} AND x.id = ${filter.organisationId}::uuid))`,
    )
  if (filter.states?.length)
    conditions.push(sql`a.state = ANY(${[...filter.states]}::archive_state[])`)
  const after = decodeCursor(page.after, cursor)
  if (after)
    conditions.push(sql`(a.requested_at, a.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`)
  const rows = await rowsOf<ArchiveRow>(
    context.database.pool,
    sql`${select} WHERE ${join(conditions, ' AND ')} ORDER BY a.requested_at DESC, a.id DESC LIMIT ${size + 1}`,
  )
  return pageFrom(
    rows,
    size,
    page.after,
    ({ requestedAt, id }) => [requestedAt.toISOString(), id],
    (row) => row,
  )
}
