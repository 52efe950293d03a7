import type { AttendanceMark, AttendanceSource } from '@gongjian/domain/vocabulary'
import sql, { join } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { z } from 'zod'
import { decodeCursor, pageFrom, pageSize } from '../../platform/connection.ts'
import type { Page, PageArguments } from '../../platform/connection.ts'
import { loaderOf } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { organisationJson } from '../organisations/organisation-row.ts'
import type { OrganisationRow } from '../organisations/organisation-row.ts'
import { eitherSideInSight } from './own-organisations.ts'
import { shownNameColumn, volunteerJson } from './volunteer-row.ts'
import type { VolunteerRow } from './volunteer-row.ts'

export type AttendanceRow = {
  id: string
  source: AttendanceSource
  checkedInAt: Date | null
  checkedOutAt: Date | null
  recordedHours: string
  addedHours: string
  marks: AttendanceMark[]
  enteredAt: Date
  version: number
  volunteer: VolunteerRow
  session: {
    id: string
    day: string
    title: string
    plannedHours: string
    community: OrganisationRow
  }
}

const columns = sql`a.id, a.source, a.checked_in_at AS "checkedInAt", a.checked_out_at AS "checkedOutAt", trim_scale(a.recorded_hours) AS "recordedHours",
  trim_scale(a.added_hours) AS "addedHours", a.marks::text[] AS marks, a.entered_at AS "enteredAt", a.version, ${volunteerJson} AS volunteer,
  json_build_object('id', s.id, 'day', s.day, 'title', s.title, 'plannedHours', trim_scale(s.planned_hours)::text, 'community', ${organisationJson('c')}) AS session`
const tables = sql`labour_attendance a
  JOIN labour_session s ON s.city_code = a.city_code AND s.id = a.session_id
  JOIN organisation c ON c.city_code = s.city_code AND c.id = s.community_id
  JOIN volunteer v ON v.city_code = a.city_code AND v.id = a.volunteer_id
  JOIN organisation o ON o.city_code = v.city_code AND o.id = v.organisation_id`

const inSight = (context: RequestContext) =>
  eitherSideInSight(context, 'labourAttendances', {
    agencyPath: sql`o.path`,
    communityPath: sql`s.community_path`,
  })

export type AttendanceFilter = {
  sessionId?: string | null | undefined
  volunteerId?: string | null | undefined
  marked?: boolean | null | undefined
}
const cursor = z.tuple([z.iso.date(), z.string(), z.string(), z.number(), z.uuid()])

/** A list of who was there, by day (newest first), organisation and name: never by hours. */
export async function listAttendances(
  context: RequestContext,
  page: PageArguments,
  filter: AttendanceFilter,
): Promise<Page<AttendanceRow>> {
  const size = pageSize(page)
  const conditions: Sql[] = [sql`a.city_code = ${context.city.code}`, inSight(context)]
  if (filter.sessionId) conditions.push(sql`a.session_id = ${filter.sessionId}::uuid`)
  if (filter.volunteerId) conditions.push(sql`a.volunteer_id = ${filter.volunteerId}::uuid`)
  if (filter.marked === true) conditions.push(sql`cardinality(a.marks) > 0`)
  if (filter.marked === false) conditions.push(sql`cardinality(a.marks) = 0`)
  const shown = shownNameColumn(context)
  const after = decodeCursor(page.after, cursor)
  if (after) {
    const [day, path, name, number, id] = after
    conditions.push(
      sql`(s.day < ${day}::date OR (s.day = ${day}::date AND (o.path, ${shown}, v.number, a.id) > (${path}, ${name}, ${number}::int, ${id}::uuid)))`,
    )
  }
  const rows = await rowsOf<AttendanceRow & { shown: string }>(
    context.database.pool,
    sql`SELECT ${columns}, ${shown} AS shown FROM ${tables} WHERE ${join(conditions, ' AND ')}
        ORDER BY s.day DESC, o.path, ${shown}, v.number, a.id LIMIT ${size + 1}`,
  )
  return pageFrom(
    rows,
    size,
    page.after,
    (row) => [
      row.session.day,
      row.volunteer.organisation.path,
      row.shown,
      row.volunteer.number,
      row.id,
    ],
    (row) => row,
  )
}

export function findAttendance(context: RequestContext, id: string): Promise<AttendanceRow | null> {
  return firstRowOf<AttendanceRow>(
    context.database.pool,
    sql`SELECT ${columns} FROM ${tables} WHERE a.city_code = ${context.city.code} AND a.id = ${id}::uuid AND ${inSight(context)}`,
  )
}

export type CorrectionRow = {
  recordedBefore: string
  addedBefore: string
  recordedAfter: string
  addedAfter: string
  reason: string
  correctedByName: string
  correctedAt: Date
}

export function loadCorrections(context: RequestContext, id: string): Promise<CorrectionRow[]> {
  return loaderOf<string, CorrectionRow[]>(context, 'attendance corrections', async (ids) => {
    const rows = await rowsOf<CorrectionRow & { id: string }>(
      context.database.pool,
      sql`SELECT x.attendance_id AS id, trim_scale(x.recorded_before) AS "recordedBefore", trim_scale(x.added_before) AS "addedBefore",
            trim_scale(x.recorded_after) AS "recordedAfter", trim_scale(x.added_after) AS "addedAfter", x.reason, u.name AS "correctedByName", x.corrected_at AS "correctedAt"
          FROM attendance_correction x JOIN user_account u ON u.id = x.corrected_by_id
          WHERE x.city_code = ${context.city.code} AND x.attendance_id = ANY(${[...ids]}::uuid[]) ORDER BY x.version`,
    )
    return new Map(ids.map((one) => [one, rows.filter((row) => row.id === one)]))
  })
    .load(id)
    .then((corrections) => corrections ?? [])
}
