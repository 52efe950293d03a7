import { createHash } from 'node:crypto'
import { communityChain } from '@gongjian/domain/audit-event'
import { judgeScan, readCode } from '@gongjian/domain/check-in-code'
import { cleanLine } from '@gongjian/domain/clean-text'
import { hoursBetween, sessionProblem } from '@gongjian/domain/labour-hours'
import type { AttendanceMark } from '@gongjian/domain/vocabulary'
import type pg from 'pg'
import sql from 'sql-template-tag'
import { appendAudit } from '../../platform/audit.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, Refused } from '../../platform/failures.ts'
import { countTry, limitsOf } from '../../platform/limits.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { signerOf } from '../../platform/signing-key.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { expectedAt, findSession } from './session-row.ts'
import type { SessionRow } from './session-row.ts'

export type CheckInInput = {
  /** Made by the phone: the same sending again is the same check-in. */
  id: string
  code: string
  direction: 'IN' | 'OUT'
  /** Milliseconds since the code was scanned, and what the phone's clock shows. */
  scannedAgo: number
  phoneClock: Date
  /** A random number of the phone's browser for this session. */
  phone: string
  volunteerId?: string | null | undefined
  name?: string | null | undefined
  organisationId?: string | null | undefined
}
export type CheckInRow = {
  direction: 'IN' | 'OUT'
  at: Date
  hours: string | null
  sentLater: boolean
  sessionTitle: string
}
type Found = {
  id: string
  source: string
  checkedInAt: Date | null
  checkedOutAt: Date | null
  recordedHours: string
  marks: AttendanceMark[]
  phoneHash: string | null
  version: number
}

/** The session of an unaltered code; a forged one and one of another city look alike. */
export async function sessionOfCode(
  context: RequestContext,
  code: string,
): Promise<{ session: SessionRow; step: number }> {
  const read = readCode(code, context.city.code, signerOf(context.config))
  const session = read === null ? null : await findSession(context, read.sessionId)
  if (read === null || session === null) throw new Refused('CODE_FORGED')
  return { session, step: read.step }
}

/** Who is meant: one of the session's expected volunteers, picked from the list or named in full. */
async function volunteerOf(
  context: RequestContext,
  session: SessionRow,
  input: CheckInInput,
): Promise<string> {
  const typed = cleanLine(input.name ?? '', { maximum: 40 })
  const name = typed.ok ? typed.value : ''
  if (!input.volunteerId && name === '')
    throw new InvalidInput([{ path: 'name', code: 'REQUIRED' }])
  const which = input.volunteerId
    ? sql`v.id = ${input.volunteerId}::uuid AND v.consents_to_named`
    : sql`v.name = ${name} AND (${input.organisationId ?? null}::uuid IS NULL OR v.organisation_id = ${input.organisationId ?? null}::uuid)`
  const rows = await rowsOf<{ id: string }>(
    context.database.pool,
    sql`SELECT v.id FROM volunteer v JOIN organisation o ON o.city_code = v.city_code AND o.id = v.organisation_id
        JOIN labour_session s ON s.city_code = v.city_code AND s.id = ${session.id}::uuid
        WHERE v.city_code = ${context.city.code} AND ${which} AND ${expectedAt(sql`o.path`)}
          AND v.joined_on <= s.day AND (v.left_on IS NULL OR v.left_on >= s.day) LIMIT 2`,
  )
  const [found, another] = rows
  if (found === undefined) throw new Refused('NAME_NOT_KNOWN')
  if (another !== undefined) throw new Refused('NAME_NOT_UNIQUE')
  return found.id
}

/** Checks in or out by a code that was scanned just now, or earlier without a network. */
export async function checkIn(context: RequestContext, input: CheckInInput): Promise<CheckInRow> {
  await countTry(limitsOf(context.database).checkInByAddress, context.client.ip)
  if (input.phone.length < 16 || input.phone.length > 64)
    throw new InvalidInput([{ path: 'phone', code: 'REQUIRED' }])
  const { session, step } = await sessionOfCode(context, input.code)
  const now = context.now.getTime()
  const scan = judgeScan({
    step,
    now,
    scannedAgo: input.scannedAgo,
    // The phone knows the real time, the city may live in another year.
    phoneClock: input.phoneClock.getTime() + context.city.clockOffsetSeconds * 1000,
  })
  if (!scan.ok) throw new Refused(scan.code)
  const at = new Date(scan.scannedAt)
  const problem = sessionProblem(session, at, context.city.timeZone)
  if (problem !== null) throw new Refused(problem)
  const volunteerId = await volunteerOf(context, session, input)
  const phoneHash = createHash('sha256').update(`${session.id}|${input.phone}`).digest('hex')
  const marks: AttendanceMark[] = [
    ...(scan.sentLater ? (['SENT_LATER'] as const) : []),
    ...(scan.clockDiffers ? (['CLOCK_DIFFERS'] as const) : []),
  ]
  const scanned = { input, session, volunteerId, at, marks, phoneHash }
  const outcome = await inTransaction(context.database.pool, (client) =>
    input.direction === 'IN' ? arrive(context, client, scanned) : leave(context, client, scanned),
  )
  // Thrown after the transaction: what was noted of the attempt stays.
  if (typeof outcome === 'string') throw new Refused(outcome)
  return {
    direction: input.direction,
    sentLater: scan.sentLater,
    sessionTitle: session.title,
    ...outcome,
  }
}

type Scanned = {
  input: CheckInInput
  session: SessionRow
  volunteerId: string
  at: Date
  marks: AttendanceMark[]
  phoneHash: string
}
type Outcome = { at: Date; hours: string | null } | string

function findLocked(
  { city }: RequestContext,
  client: pg.PoolClient,
  { session, volunteerId }: Scanned,
): Promise<Found | null> {
  return firstRowOf<Found>(
    client,
    sql`SELECT id, source, checked_in_at AS "checkedInAt", checked_out_at AS "checkedOutAt", trim_scale(recorded_hours) AS "recordedHours", marks::text[] AS marks, phone_hash AS "phoneHash", version
        FROM labour_attendance WHERE city_code = ${city.code} AND session_id = ${session.id}::uuid AND volunteer_id = ${volunteerId}::uuid FOR UPDATE`,
  )
}

function mark(
  { city }: RequestContext,
  client: pg.PoolClient,
  id: string,
  one: AttendanceMark,
): Promise<unknown> {
  return rowsOf(
    client,
    sql`UPDATE labour_attendance SET marks = array_append(marks, ${one}::attendance_mark) WHERE city_code = ${city.code} AND id = ${id}::uuid AND NOT ${one}::attendance_mark = ANY(marks)`,
  )
}

async function arrive(
  context: RequestContext,
  client: pg.PoolClient,
  scanned: Scanned,
): Promise<Outcome> {
  const { input, session, volunteerId, at, phoneHash } = scanned
  const city = context.city.code
  const made = await rowsOf(
    client,
    sql`INSERT INTO labour_attendance (city_code, id, session_id, volunteer_id, source, checked_in_at, recorded_hours, added_hours, marks, phone_hash, entered_at)
        SELECT ${city}, ${input.id}::uuid, ${session.id}::uuid, ${volunteerId}::uuid, 'CHECKED_IN', ${at}::timestamptz, 0, 0,
          ${scanned.marks}::attendance_mark[] || CASE WHEN EXISTS (SELECT FROM labour_attendance x WHERE x.city_code = ${city} AND x.session_id = ${session.id}::uuid AND x.phone_hash = ${phoneHash})
            THEN '{SHARED_PHONE}'::attendance_mark[] ELSE '{}' END, ${phoneHash}, ${context.now}::timestamptz
        ON CONFLICT DO NOTHING RETURNING id`,
  )
  if (made.length > 0) {
    await appendAudit(client, context, {
      chain: communityChain(session.community.code),
      action: 'labour.checkIn',
      subjectKind: 'labourAttendance',
      subjectId: input.id,
      detail: { at: at.toISOString(), marks: scanned.marks },
    })
    return { at, hours: null }
  }
  const found = await findLocked(context, client, scanned)
  if (found === null) return 'CODE_REPLAYED'
  if (found.source !== 'CHECKED_IN' || found.checkedInAt === null) return 'ALREADY_LISTED'
  if (found.phoneHash !== phoneHash) {
    await mark(context, client, found.id, 'SECOND_PHONE')
    return 'OTHER_PHONE'
  }
  if (found.checkedOutAt !== null) return 'ALREADY_CHECKED_OUT'
  return { at: found.checkedInAt, hours: null }
}

async function leave(
  context: RequestContext,
  client: pg.PoolClient,
  scanned: Scanned,
): Promise<Outcome> {
  const { session, at, phoneHash } = scanned
  const found = await findLocked(context, client, scanned)
  if (found === null) return 'NOT_CHECKED_IN'
  if (found.source !== 'CHECKED_IN' || found.checkedInAt === null) return 'ALREADY_LISTED'
  if (found.checkedOutAt !== null)
    return found.phoneHash === phoneHash
      ? { at: found.checkedOutAt, hours: found.recordedHours }
      : 'ALREADY_CHECKED_OUT'
  // Somebody has already said how long it was.
  if (found.version > 1) return 'ALREADY_LISTED'
  if (at < found.checkedInAt) return 'OUT_BEFORE_IN'
  const hours = hoursBetween(found.checkedInAt, at)
  if (hours === null) return 'CHECK_OUT_TOO_LATE'
  const marks = new Set([...found.marks, ...scanned.marks])
  marks.delete('FORGOTTEN_CHECK_OUT')
  if (found.phoneHash !== phoneHash) marks.add('SECOND_PHONE')
  await rowsOf(
    client,
    sql`UPDATE labour_attendance SET checked_out_at = ${at}, recorded_hours = ${hours}::numeric, marks = ${[...marks]}::attendance_mark[]
        WHERE city_code = ${context.city.code} AND id = ${found.id}::uuid RETURNING id`,
  )
  await appendAudit(client, context, {
    chain: communityChain(session.community.code),
    action: 'labour.checkOut',
    subjectKind: 'labourAttendance',
    subjectId: found.id,
    detail: { at: at.toISOString(), hours, marks: [...marks] },
  })
  return { at, hours }
}
