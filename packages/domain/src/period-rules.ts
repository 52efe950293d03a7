import type { ActivityAction } from './activity-actions.ts'
import { addDays, parseDay } from './calendar-day.ts'
import type { CalendarDay } from './calendar-day.ts'
import type { FieldProblem } from './field-problem.ts'
import { PERIOD_STATUSES } from './vocabulary.ts'
import type { PeriodStatus } from './vocabulary.ts'

/** What the city committee does to a programme year or to one of its quarters. */
export const PERIOD_MOVES = ['BEGIN_CLOSING', 'REOPEN', 'LOCK'] as const
export type PeriodMove = (typeof PERIOD_MOVES)[number]

/** Null: not possible in this state. What is locked stays so: exceptions and corrections are the ways around it. */
export const PERIOD_TRANSITIONS = {
  OPEN: { BEGIN_CLOSING: 'CLOSING', REOPEN: null, LOCK: null },
  CLOSING: { BEGIN_CLOSING: null, REOPEN: 'OPEN', LOCK: 'LOCKED' },
  LOCKED: { BEGIN_CLOSING: null, REOPEN: null, LOCK: null },
} as const satisfies Record<PeriodStatus, Record<PeriodMove, PeriodStatus | null>>

/** What is done to a record: BEGIN is the first saving of a new one, also by giving an older one a day in the period. */
export type RecordStep = ActivityAction | 'BEGIN'

/**
 * What a period lets be done. While it closes, what was begun is finished: nothing new comes in, and what is signed stays
 * signed. Once it is locked nothing moves.
 */
export const PERIOD_ALLOWS = {
  OPEN: {
    BEGIN: true,
    SAVE: true,
    SUBMIT: true,
    WITHDRAW: true,
    COUNTERSIGN: true,
    RETURN: true,
    REOPEN: true,
  },
  CLOSING: {
    BEGIN: false,
    SAVE: true,
    SUBMIT: true,
    WITHDRAW: true,
    COUNTERSIGN: true,
    RETURN: true,
    REOPEN: false,
  },
  LOCKED: {
    BEGIN: false,
    SAVE: false,
    SUBMIT: false,
    WITHDRAW: false,
    COUNTERSIGN: false,
    RETURN: false,
    REOPEN: false,
  },
} as const satisfies Record<PeriodStatus, Record<RecordStep, boolean>>

/** Why the period forbids the step, or null where it allows it. */
export function periodRefusal(
  step: RecordStep,
  status: PeriodStatus,
): 'PERIOD_CLOSING' | 'PERIOD_LOCKED' | null {
  if (PERIOD_ALLOWS[status][step]) return null
  return status === 'LOCKED' ? 'PERIOD_LOCKED' : 'PERIOD_CLOSING'
}

/** Why the period cannot be moved so, or null where it can. What is not over yet may close, but not be locked. */
export function periodMoveRefusal(
  move: PeriodMove,
  { status, endsOn }: { status: PeriodStatus; endsOn: CalendarDay },
  today: CalendarDay,
): 'NOT_IN_THIS_STATE' | 'PERIOD_NOT_OVER' | null {
  if (PERIOD_TRANSITIONS[status][move] === null) return 'NOT_IN_THIS_STATE'
  return move === 'LOCK' && today <= endsOn ? 'PERIOD_NOT_OVER' : null
}

export type KnownQuarter = {
  quarter: number
  startsOn: CalendarDay
  endsOn: CalendarDay
  status: PeriodStatus
}
export type KnownYear = {
  year: number
  startsOn: CalendarDay
  endsOn: CalendarDay
  status: PeriodStatus
  quarters: readonly KnownQuarter[]
}

/** What an exception opens: the days of a year, or of one quarter, for one organisation's subtree or for one record. */
export type KnownException = {
  year: number
  quarter: number | null
  organisationPath: string | null
  activityId: string | null
  /** Its last day. */
  until: CalendarDay
}
type RecordPlace = {
  id: string
  day: CalendarDay
  agencySidePath: string
  communitySidePath: string
}

const spans = (day: CalendarDay, { startsOn, endsOn }: { startsOn: string; endsOn: string }) =>
  startsOn <= day && day <= endsOn

function stricter(one: PeriodStatus, other: PeriodStatus): PeriodStatus {
  return PERIOD_STATUSES.indexOf(one) > PERIOD_STATUSES.indexOf(other) ? one : other
}

/** The state of a quarter, which is never freer than its year. */
export function statusOfQuarter(year: KnownYear, { status }: KnownQuarter): PeriodStatus {
  return stricter(year.status, status)
}

/** The state of the period that the day lies in: the stricter of the year's and the quarter's. Null outside any year. */
export function statusOn(day: CalendarDay, years: readonly KnownYear[]): PeriodStatus | null {
  const year = years.find((one) => spans(day, one))
  if (year === undefined) return null
  const quarter = year.quarters.find((one) => spans(day, one))
  return quarter === undefined ? year.status : statusOfQuarter(year, quarter)
}

/** An exception opens from its granting to the end of its last day: nothing has to be done for it to end. */
export function isInForce({ until }: Pick<KnownException, 'until'>, today: CalendarDay): boolean {
  return today <= until
}

/** The state of the period for this record: open where an exception in force covers it. Null outside any year. */
export function statusFor(
  record: RecordPlace,
  years: readonly KnownYear[],
  exceptions: readonly KnownException[],
  today: CalendarDay,
): PeriodStatus | null {
  const status = statusOn(record.day, years)
  if (status === null || status === 'OPEN') return status
  const year = years.find((one) => spans(record.day, one))
  const quarter = year?.quarters.find((one) => spans(record.day, one))
  const isExcepted = exceptions.some(
    (one) =>
      isInForce(one, today) &&
      one.year === year?.year &&
      (one.quarter === null || one.quarter === quarter?.quarter) &&
      (one.activityId === record.id ||
        (one.organisationPath !== null &&
          (record.agencySidePath.startsWith(one.organisationPath) ||
            record.communitySidePath.startsWith(one.organisationPath)))),
  )
  return isExcepted ? 'OPEN' : status
}

/** The most days that an exception may be granted for. */
export const MOST_EXCEPTION_DAYS = 60

/** The last day of an exception as typed, or what is wrong with it. */
export function checkUntil(
  typed: string,
  today: CalendarDay,
): { ok: true; until: CalendarDay } | { ok: false; problem: FieldProblem } {
  const refuse = (code: FieldProblem['code'], values?: Record<string, string>) => ({
    ok: false as const,
    problem: { path: 'until', code, ...(values ? { values } : {}) },
  })
  if (typed.trim() === '') return refuse('REQUIRED')
  const until = parseDay(typed)
  if (until === null) return refuse('NOT_A_DAY')
  const latest = addDays(today, MOST_EXCEPTION_DAYS)
  if (until < today) return refuse('DAY_IN_THE_PAST', { today })
  if (until > latest) return refuse('DAY_TOO_LATE', { latest })
  return { ok: true, until }
}

/** The first day of the month that is so many months later. */
function monthsLater(day: CalendarDay, months: number): CalendarDay {
  const month = Number(day.slice(5, 7)) - 1 + months
  const year = Number(day.slice(0, 4)) + Math.floor(month / 12)
  return `${String(year).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}-01`
}

/** The four quarters of a year of twelve months that begins on the first of a month. */
export function quartersFrom(
  startsOn: CalendarDay,
): { quarter: number; startsOn: CalendarDay; endsOn: CalendarDay }[] {
  return [1, 2, 3, 4].map((quarter) => ({
    quarter,
    startsOn: monthsLater(startsOn, (quarter - 1) * 3),
    endsOn: addDays(monthsLater(startsOn, quarter * 3), -1),
  }))
}

export type NewYear = { year: number; startsOn: CalendarDay; endsOn: CalendarDay }

/**
 * A programme year as typed: its number and its first day. It has twelve months, begins on the first of one, and joins the
 * years that are known without a gap or an overlap.
 */
export function checkNewYear(
  input: { year: string; startsOn: string },
  known: readonly { year: number; startsOn: CalendarDay; endsOn: CalendarDay }[],
): { ok: true; year: NewYear } | { ok: false; problems: FieldProblem[] } {
  const problems: FieldProblem[] = []
  const number = /^\d{4}$/.test(input.year.trim()) ? Number(input.year) : null
  if (number === null || number < 1949 || number > 2199)
    problems.push({ path: 'year', code: 'NOT_A_YEAR' })
  else if (known.some(({ year }) => year === number))
    problems.push({ path: 'year', code: 'YEAR_TAKEN' })
  const startsOn = parseDay(input.startsOn)
  if (startsOn === null) problems.push({ path: 'startsOn', code: 'NOT_A_DAY' })
  else if (!startsOn.endsWith('-01'))
    problems.push({ path: 'startsOn', code: 'NOT_FIRST_OF_A_MONTH' })
  if (problems.length > 0 || number === null || startsOn === null) return { ok: false, problems }

  const endsOn = addDays(monthsLater(startsOn, 12), -1)
  const overlapped = known.find((one) => one.startsOn <= endsOn && startsOn <= one.endsOn)
  if (overlapped !== undefined)
    return {
      ok: false,
      problems: [{ path: 'startsOn', code: 'OVERLAPS_A_YEAR', values: { year: overlapped.year } }],
    }
  const joins = known.some(
    (one) => one.endsOn === addDays(startsOn, -1) || one.startsOn === addDays(endsOn, 1),
  )
  if (known.length > 0 && !joins)
    return { ok: false, problems: [{ path: 'startsOn', code: 'LEAVES_A_GAP' }] }
  return { ok: true, year: { year: number, startsOn, endsOn } }
}
