import { communityChain } from '@gongjian/domain/audit-event'
import { cleanLine } from '@gongjian/domain/clean-text'
import { compareDecimals, parseQuantity } from '@gongjian/domain/decimal-text'
import { correctedHours, sourceOfEntry } from '@gongjian/domain/labour-hours'
import { scopeOf } from '@gongjian/domain/permission-matrix'
import sql from 'sql-template-tag'
import { appendAudit } from '../../platform/audit.ts'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { rowsOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { findAttendance } from './attendance-row.ts'
import type { AttendanceRow } from './attendance-row.ts'
import { keepsTheListOf } from './own-organisations.ts'
import { leadsSession } from './open-session.ts'
import { expectedAt, findSession } from './session-row.ts'
import type { SessionRow } from './session-row.ts'

/**
 * Hours as typed, at most what the session was meant to last: what nobody recorded on the spot cannot exceed it
 * (the cap of FEATURES.md A10).
 */
function checkedHours(typed: string, session: { plannedHours: string }, path: string): string {
  const hours = parseQuantity(typed, { decimals: 1, maximum: '24' })
  if (!hours.ok) throw new InvalidInput([{ path, code: hours.code, values: { decimals: 1 } }])
  if (compareDecimals(hours.value, session.plannedHours) > 0)
    throw new InvalidInput([
      { path, code: 'ABOVE_PLANNED_HOURS', values: { hours: session.plannedHours } },
    ])
  return hours.value
}

/** The leader's list: who was there, each for so many hours. Nobody needs a phone for it. */
export async function enterAttendances(
  context: RequestContext,
  input: { sessionId: string; volunteerIds: readonly string[]; hours: string },
): Promise<SessionRow> {
  const session = await findSession(context, input.sessionId)
  if (session === null) throw new NotFound()
  const { assignment, userId } = actingViewer(context)
  const leads = leadsSession(context, session)
  const recordsOwn = scopeOf('saveVolunteer', assignment.role) !== 'NONE'
  if (!leads && !recordsOwn) throw new NotFound()
  if (session.day > context.today) throw new Refused('SESSION_NOT_BEGUN')
  const volunteerIds = [...new Set(input.volunteerIds.map((id) => id.toLowerCase()))]
  if (volunteerIds.length === 0)
    throw new InvalidInput([{ path: 'volunteerIds', code: 'REQUIRED' }])
  const hours = checkedHours(input.hours, session, 'hours')
  const source = sourceOfEntry(session.day, context.today)
  const city = context.city.code
  const own = recordsOwn ? sql`starts_with(o.path, ${assignment.path})` : sql`true`
  await inTransaction(context.database.pool, async (client) => {
    const found = await rowsOf<{ id: string }>(
      client,
      sql`SELECT v.id FROM volunteer v JOIN organisation o ON o.city_code = v.city_code AND o.id = v.organisation_id
          JOIN labour_session s ON s.city_code = v.city_code AND s.id = ${session.id}::uuid
          WHERE v.city_code = ${city} AND v.id = ANY(${volunteerIds}::uuid[]) AND ${own} AND ${expectedAt(sql`o.path`)}
            AND v.joined_on <= s.day AND (v.left_on IS NULL OR v.left_on >= s.day)`,
    )
    if (found.length !== volunteerIds.length) throw new NotFound()
    const [recorded, added] = source === 'LISTED' ? [hours, '0'] : ['0', hours]
    // Who is on the list already stays as they are: a list sent twice is one list.
    const entered = await rowsOf(
      client,
      sql`INSERT INTO labour_attendance (city_code, id, session_id, volunteer_id, source, recorded_hours, added_hours, marks, entered_by_id, entered_at)
          SELECT ${city}, gen_random_uuid(), ${session.id}::uuid, x, ${source}::attendance_source, ${recorded}::numeric, ${added}::numeric, '{}', ${userId}::uuid, ${context.now}::timestamptz
          FROM unnest(${volunteerIds}::uuid[]) x ON CONFLICT (city_code, session_id, volunteer_id) DO NOTHING RETURNING id`,
    )
    if (entered.length > 0)
      await appendAudit(client, context, {
        chain: communityChain(session.community.code),
        action: 'labour.enter',
        subjectKind: 'labourSession',
        subjectId: session.id,
        detail: { entered: entered.length, hours, source },
      })
  })
  return (await findSession(context, session.id)) ?? session
}

/** Whether the viewer may correct: who leads the session, or who keeps the volunteer's list. */
export function mayCorrect(context: RequestContext, attendance: AttendanceRow): boolean {
  const assignment = context.viewer?.assignment
  if (!assignment || scopeOf('correctAttendance', assignment.role) === 'NONE') return false
  return (
    keepsTheListOf(context, attendance.volunteer.organisation.path) ||
    attendance.session.community.path.startsWith(assignment.path)
  )
}

/** Puts the hours right, with the reason; what they were is kept beside. */
export async function correctAttendance(
  context: RequestContext,
  input: { id: string; version: number; hours: string; reason: string },
): Promise<AttendanceRow> {
  const attendance = await findAttendance(context, input.id)
  if (attendance === null || !mayCorrect(context, attendance)) throw new NotFound()
  if (attendance.version !== input.version) throw new Refused('CHANGED_MEANWHILE')
  const reason = cleanLine(input.reason, { maximum: 200, required: true })
  if (!reason.ok)
    throw new InvalidInput([{ path: 'reason', code: reason.code, values: { maximum: 200 } }])
  const before = { recorded: attendance.recordedHours, added: attendance.addedHours }
  const parsed = parseQuantity(input.hours, { decimals: 1, maximum: '24' })
  const isLower = parsed.ok && compareDecimals(parsed.value, before.recorded) <= 0
  const total = isLower ? parsed.value : checkedHours(input.hours, attendance.session, 'hours')
  const after = correctedHours(before, total)
  const city = context.city.code
  await inTransaction(context.database.pool, async (client) => {
    const corrected = await rowsOf(
      client,
      sql`UPDATE labour_attendance SET recorded_hours = ${after.recorded}::numeric, added_hours = ${after.added}::numeric, version = version + 1
          WHERE city_code = ${city} AND id = ${attendance.id}::uuid AND version = ${input.version} RETURNING id`,
    )
    if (corrected.length === 0) throw new Refused('CHANGED_MEANWHILE')
    await rowsOf(
      client,
      sql`INSERT INTO attendance_correction (city_code, attendance_id, version, recorded_before, added_before, recorded_after, added_after, reason, corrected_by_id, corrected_at)
          VALUES (${city}, ${attendance.id}::uuid, ${input.version + 1}, ${before.recorded}::numeric, ${before.added}::numeric, ${after.recorded}::numeric, ${after.added}::numeric, ${reason.value}, ${actingViewer(context).userId}::uuid, ${context.now})`,
    )
    await appendAudit(client, context, {
      chain: communityChain(attendance.session.community.code),
      action: 'labour.correct',
      subjectKind: 'labourAttendance',
      subjectId: attendance.id,
      detail: { before, after, reason: reason.value },
    })
  })
  const row = await findAttendance(context, attendance.id)
  if (row === null) throw new NotFound()
  return row
}
