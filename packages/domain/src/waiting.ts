import { addDays, dayIn, daysBetween } from './calendar-day.ts'
import type { CalendarDay } from './calendar-day.ts'

/** Days within which a record is to be countersigned, or a returned one corrected. */
export const DUE_AFTER_DAYS = 7
/** Days after which what waits is overdue: shown as such to the officer, the street and the committee. */
export const OVERDUE_AFTER_DAYS = 14
/** A record submitted more than so many days after its day is looked at singly. */
export const LATE_AFTER_DAYS = 30

/** How long something waits, counted in whole calendar days of the city. */
export function waitingSince(
  since: Date,
  now: Date,
  timeZone: string,
): { days: number; due: CalendarDay; overdue: boolean } {
  const from = dayIn(since, timeZone)
  const days = Math.max(0, daysBetween(from, dayIn(now, timeZone)))
  return { days, due: addDays(from, DUE_AFTER_DAYS), overdue: days > OVERDUE_AFTER_DAYS }
}
