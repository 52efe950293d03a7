import { addDays, parseDay } from './calendar-day.ts'
import type { CalendarDay } from './calendar-day.ts'
import type { FieldProblem } from './field-problem.ts'
import type { OrganisationKind } from './vocabulary.ts'

/** The longest leave, and the latest day that a hand-over may be arranged for. */
export const MOST_DAYS_AHEAD = 366

/** The unit within which people stand in for each other: the agency or the street; above them, the organisation itself. */
export function unitPath({ kind, path }: { kind: OrganisationKind; path: string }): string {
  // Of a branch or a community its parent: the path without its last code.
  return kind === 'BRANCH' || kind === 'COMMUNITY' ? path.replace(/[^/]+\/$/, '') : path
}

/** Whether somebody who works at these places may take over at the organisation without the administrator. */
export function mayStandIn(
  organisation: { kind: OrganisationKind; path: string },
  worksAt: readonly string[],
): boolean {
  const unit = unitPath(organisation)
  // The committee is the root of the whole tree: of it are those alone who work at it.
  return organisation.kind === 'CITY_COMMITTEE'
    ? worksAt.includes(unit)
    : worksAt.some((path) => path.startsWith(unit))
}

/** The days of a leave as typed, or what is wrong with them. */
export function checkLeave(
  { from, to }: { from: string; to: string },
  today: CalendarDay,
): { ok: true; from: CalendarDay; to: CalendarDay } | { ok: false; problems: FieldProblem[] } {
  const [first, last] = [parseDay(from), parseDay(to)]
  const problems: FieldProblem[] = []
  if (first === null) problems.push({ path: 'from', code: 'NOT_A_DAY' })
  else if (first < today)
    problems.push({ path: 'from', code: 'DAY_IN_THE_PAST', values: { today } })
  if (last === null) problems.push({ path: 'to', code: 'NOT_A_DAY' })
  else if (first !== null && last < first)
    problems.push({ path: 'to', code: 'DAY_BEFORE_THE_FIRST' })
  else if (first !== null && last > addDays(first, MOST_DAYS_AHEAD))
    problems.push({
      path: 'to',
      code: 'DAY_TOO_LATE',
      values: { latest: addDays(first, MOST_DAYS_AHEAD) },
    })
  return first === null || last === null || problems.length > 0
    ? { ok: false, problems }
    : { ok: true, from: first, to: last }
}

/** The receiver's first day as typed, or what is wrong with it. */
export function checkHandOverDay(typed: string, today: CalendarDay): FieldProblem | CalendarDay {
  const day = parseDay(typed)
  if (day === null) return { path: 'day', code: 'NOT_A_DAY' }
  if (day < today) return { path: 'day', code: 'DAY_IN_THE_PAST', values: { today } }
  return day > addDays(today, MOST_DAYS_AHEAD)
    ? { path: 'day', code: 'DAY_TOO_LATE', values: { latest: addDays(today, MOST_DAYS_AHEAD) } }
    : day
}

/** Whether two spans of days, both ends counted, have a day in common. */
export function overlap(
  one: { from: CalendarDay; to: CalendarDay },
  other: { from: CalendarDay; to: CalendarDay },
): boolean {
  return one.from <= other.to && other.from <= one.to
}
