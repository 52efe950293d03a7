/** A calendar day as 'YYYY-MM-DD': it sorts as text and has no time zone to slip over. */
export type CalendarDay = string

const pattern = /^(\d{4})-(\d{2})-(\d{2})$/
const millisecondsPerHour = 3_600_000
const millisecondsPerDay = 24 * millisecondsPerHour

/** The day that the text names, or null: no such day, or another way of writing. */
export function parseDay(text: string): CalendarDay | null {
  const match = pattern.exec(text.trim())
  if (match === null) return null
  const [day, year, month, date] = match.map(String)
  const instant = new Date(Date.UTC(Number(year), Number(month) - 1, Number(date)))
  return instant.toISOString().slice(0, 10) === day ? day : null
}

function instantOf(day: CalendarDay): number {
  return Date.parse(`${day}T00:00:00Z`)
}

/** Making one takes longer than all else that a request does with days. */
const formats = new Map<string, Intl.DateTimeFormat>()
const clocks = new Map<string, Intl.DateTimeFormat>()

/** The second that was last asked of in each time zone, and its day: every request asks of the present one, twice. */
const lastAsked = new Map<string, { second: number; day: CalendarDay }>()

/** The day that it is at the instant in the time zone. */
export function dayIn(instant: Date, timeZone: string): CalendarDay {
  const second = Math.floor(instant.getTime() / 1000)
  const last = lastAsked.get(timeZone)
  if (last?.second === second) return last.day
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('en-CA', { timeZone })
  formats.set(timeZone, format)
  const day = format.format(instant)
  lastAsked.set(timeZone, { second, day })
  return day
}

/** The instant at which the day begins in the time zone. */
export function startOfDay(day: CalendarDay, timeZone: string): Date {
  return instantIn(day, 0, timeZone)
}

/** The instant at which the hour of the day begins in the time zone. */
export function instantIn(day: CalendarDay, hour: number, timeZone: string): Date {
  const shown = instantOf(day) + hour * millisecondsPerHour
  // The zone's distance from UTC is looked up where the hour is expected to begin, so that a change of the clock counts.
  const guess = shown - offsetAt(shown, timeZone)
  return new Date(shown - offsetAt(guess, timeZone))
}

/** The hour (0–23) that it is at the instant in the time zone. */
export function hourIn(instant: Date, timeZone: string): number {
  const shown = instant.getTime() + offsetAt(instant.getTime(), timeZone)
  return new Date(shown).getUTCHours()
}

/** Milliseconds by which the zone's clock is ahead of UTC at the instant. */
function offsetAt(instant: number, timeZone: string): number {
  const clock =
    clocks.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  clocks.set(timeZone, clock)
  const parts = clock.formatToParts(instant)
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value)
  const shown = Date.UTC(
    of('year'),
    of('month') - 1,
    of('day'),
    of('hour'),
    of('minute'),
    of('second'),
  )
  return shown - Math.floor(instant / 1000) * 1000
}

export function addDays(day: CalendarDay, days: number): CalendarDay {
  return new Date(instantOf(day) + days * millisecondsPerDay).toISOString().slice(0, 10)
}

/** Days from the first to the second; negative where the second is earlier. */
export function daysBetween(from: CalendarDay, to: CalendarDay): number {
  return Math.round((instantOf(to) - instantOf(from)) / millisecondsPerDay)
}

const monthPattern = /^\d{4}-(0[1-9]|1[0-2])$/

/** The month that the text names as 'YYYY-MM', or null: no such month, or another way of writing. */
export function parseMonth(text: string): string | null {
  return monthPattern.test(text) && !text.startsWith('0000') ? text : null
}

/** 'YYYY-MM' */
export function monthOf(day: CalendarDay): string {
  return day.slice(0, 7)
}

/** 'YYYY-MM' so many months later, or earlier. */
export function monthsLater(month: string, months: number): string {
  const count = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + months
  return `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}`
}

/** The last day of a month ('YYYY-MM'). */
export function lastDayOf(month: string): CalendarDay {
  return addDays(`${monthsLater(month, 1)}-01`, -1)
}

/** The months from the first day's to the last day's, both included. */
export function monthsBetween(from: CalendarDay, to: CalendarDay): string[] {
  const months: string[] = []
  let [year, month] = [Number(from.slice(0, 4)), Number(from.slice(5, 7))]
  for (let name = monthOf(from); name <= monthOf(to);) {
    months.push(name)
    month = month === 12 ? 1 : month + 1
    if (month === 1) year += 1
    name = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}`
  }
  return months
}
