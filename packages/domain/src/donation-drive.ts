import type { CalendarDay } from './calendar-day.ts'
import { parseDay } from './calendar-day.ts'
import { cleanLine, cleanWords } from './clean-text.ts'
import type { FieldErrorCode, FieldProblem } from './field-problem.ts'

export const DRIVE_LIMITS = { name: 40, purpose: 500 } as const

/** A drive as a donation looks at it: first and last day. */
export type KnownDrive = { id: string; opensOn: CalendarDay; closesOn: CalendarDay }

/** Whom a drive is for: a zone, or all at or below the organisation that calls it. */
export type DriveReach = { organiserPath: string; zoneId: string | null }

/** Whether donations under the pairing may belong to the drive: the city's, the zone's, or the community's street's. */
export function reachesPairing(
  { organiserPath, zoneId }: DriveReach,
  pairing: { communitySidePath: string; zoneId: string | null },
): boolean {
  return zoneId === null
    ? pairing.communitySidePath.startsWith(organiserPath)
    : zoneId === pairing.zoneId
}

/** Why a donation of that day (null: wrong itself) cannot belong to the drive, or null. */
export function driveProblem(
  driveId: string,
  drives: readonly KnownDrive[],
  day: CalendarDay | null,
): { code: FieldErrorCode; values?: Record<string, string> } | null {
  const drive = drives.find(({ id }) => id === driveId.toLowerCase())
  if (drive === undefined) return { code: 'UNKNOWN_DRIVE' }
  const { opensOn, closesOn } = drive
  if (day === null || (opensOn <= day && day <= closesOn)) return null
  return { code: 'OUTSIDE_THE_DRIVE', values: { from: opensOn, to: closesOn } }
}

export type TypedDrive = { name: string; purpose: string; opensOn: string; closesOn: string }

/**
 * A drive in canonical form, or all that is wrong with it. Where donations belong to it already, their first and last
 * day stay within it.
 */
export function checkDrive(
  typed: TypedDrive,
  used: { from: CalendarDay; to: CalendarDay } | null,
): { ok: true; drive: TypedDrive } | { ok: false; problems: FieldProblem[] } {
  const problems: FieldProblem[] = []
  const name = cleanLine(typed.name, { maximum: DRIVE_LIMITS.name, required: true })
  if (!name.ok) problems.push({ path: 'name', code: name.code, values: { maximum: name.maximum } })
  const purpose = cleanWords(typed.purpose, { maximum: DRIVE_LIMITS.purpose })
  if (!purpose.ok)
    problems.push({ path: 'purpose', code: purpose.code, values: { maximum: purpose.maximum } })
  const [opensOn, closesOn] = [parseDay(typed.opensOn), parseDay(typed.closesOn)]
  if (opensOn === null) problems.push({ path: 'opensOn', code: 'NOT_A_DAY' })
  else if (used !== null && opensOn > used.from)
    problems.push({ path: 'opensOn', code: 'DONATIONS_OUTSIDE', values: { day: used.from } })
  if (closesOn === null) problems.push({ path: 'closesOn', code: 'NOT_A_DAY' })
  else if (opensOn !== null && closesOn < opensOn)
    problems.push({ path: 'closesOn', code: 'DRIVE_ENDS_BEFORE_IT_BEGINS' })
  else if (used !== null && closesOn < used.to)
    problems.push({ path: 'closesOn', code: 'DONATIONS_OUTSIDE', values: { day: used.to } })
  if (problems.length > 0 || !name.ok || !purpose.ok || opensOn === null || closesOn === null)
    return { ok: false, problems }
  return { ok: true, drive: { name: name.value, purpose: purpose.value, opensOn, closesOn } }
}
