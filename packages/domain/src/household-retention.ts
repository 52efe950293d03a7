import { monthOf, monthsLater, parseDay } from './calendar-day.ts'
import type { CalendarDay } from './calendar-day.ts'

/** How many months after its closing a case is erased, where nothing else is said. */
export const RETENTION_MONTHS = 24

/** The day so many months later; where the month is shorter, its last day. */
export function addMonths(day: CalendarDay, months: number): CalendarDay {
  const month = monthsLater(monthOf(day), months)
  for (let date = Number(day.slice(8)); date > 27; date -= 1) {
    const found = parseDay(`${month}-${date}`)
    if (found !== null) return found
  }
  return `${month}-${day.slice(8)}`
}

/** Whether a case closed on the day has been kept for as many months as it may be. */
export function isErasureDue(
  closedOn: CalendarDay | null,
  months: number,
  today: CalendarDay,
): boolean {
  return closedOn !== null && addMonths(closedOn, months) <= today
}
