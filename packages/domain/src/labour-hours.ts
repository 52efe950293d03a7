import { dayIn } from './calendar-day.ts'
import type { CalendarDay } from './calendar-day.ts'
import {
  addDecimals,
  canonical,
  compareDecimals,
  subtractDecimals,
  sumDecimals,
} from './decimal-text.ts'

/** Hours, as canonical decimal text. What was recorded on the spot and what was added later are never mixed. */
export type HoursApart = { recorded: string; added: string }

/** Longer than this nobody works in one go: the check-out was forgotten. */
export const LONGEST_HOURS = 16
/** A session takes check-ins and check-outs from the morning of its day until so many hours after its end. */
const OPEN_HOURS_AFTER_MIDNIGHT = 12

/**
 * From check-in to check-out in tenths of an hour, rounded half up. Instants know nothing of midnight. Null where the
 * check-out lies before the check-in, or so late that it was forgotten.
 */
export function hoursBetween(checkedInAt: Date, checkedOutAt: Date): string | null {
  const minutes = Math.floor((checkedOutAt.getTime() - checkedInAt.getTime()) / 60_000)
  if (minutes < 0 || minutes > LONGEST_HOURS * 60) return null
  const tenths = Math.floor((minutes + 3) / 6)
  return canonical(`${Math.floor(tenths / 10)}.${tenths % 10}`)
}

export type SessionTime = { day: CalendarDay; closedAt: Date | null }
export type SessionProblem = 'SESSION_NOT_BEGUN' | 'SESSION_CLOSED'

/** Whether a session receives volunteers at the instant; one that began in the evening may end after midnight. */
export function sessionProblem(
  { day, closedAt }: SessionTime,
  instant: Date,
  timeZone: string,
): SessionProblem | null {
  if (closedAt !== null && instant >= closedAt) return 'SESSION_CLOSED'
  const today = dayIn(instant, timeZone)
  if (today < day) return 'SESSION_NOT_BEGUN'
  const earlier = new Date(instant.getTime() - OPEN_HOURS_AFTER_MIDNIGHT * 3_600_000)
  return dayIn(earlier, timeZone) > day ? 'SESSION_CLOSED' : null
}

/** What a leader enters counts as recorded on the spot on the session's own day, and as added later on any other. */
export function sourceOfEntry(
  sessionDay: CalendarDay,
  today: CalendarDay,
): 'LISTED' | 'ADDED_LATER' {
  return today <= sessionDay ? 'LISTED' : 'ADDED_LATER'
}

/**
 * Corrected hours: a correction may lower what was recorded on the spot; what it raises was not seen by anybody at the
 * time, and counts as added later.
 */
export function correctedHours(before: HoursApart, total: string): HoursApart {
  if (compareDecimals(total, before.recorded) <= 0) return { recorded: total, added: '0' }
  return { recorded: before.recorded, added: subtractDecimals(total, before.recorded) }
}

export function totalOf({ recorded, added }: HoursApart): string {
  return addDecimals(recorded, added)
}

export function sumHours(lines: readonly HoursApart[]): HoursApart {
  return {
    recorded: sumDecimals(lines.map(({ recorded }) => recorded)),
    added: sumDecimals(lines.map(({ added }) => added)),
  }
}

export type LineFromList = { label: string; headCount: number; hoursEach: string }

/**
 * The participation lines that say the same as a list: one for each team and number of hours, so that person-times and
 * hours of the record are exactly those of the list. Whoever was there without hours counts with none.
 */
export function linesFromList(
  attendances: readonly { label: string; hours: string }[],
): LineFromList[] {
  const lines = new Map<string, LineFromList>()
  for (const { label, hours } of attendances) {
    const key = JSON.stringify([label, hours])
    const line = lines.get(key) ?? { label, headCount: 0, hoursEach: hours }
    lines.set(key, { ...line, headCount: line.headCount + 1 })
  }
  return [...lines.values()].sort(
    (a, b) =>
      (a.label < b.label ? -1 : a.label > b.label ? 1 : 0) ||
      compareDecimals(b.hoursEach, a.hoursEach),
  )
}
