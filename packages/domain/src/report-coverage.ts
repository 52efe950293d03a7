import { addDays, daysBetween, lastDayOf, monthOf, monthsBetween } from './calendar-day.ts'
import type { CalendarDay } from './calendar-day.ts'
import type { FieldProblem } from './field-problem.ts'

/**
 * Expected, actual and timely reports, as DHIS2 counts them (docs.dhis2.org, reporting rate summaries): a reporting rate
 * is actual by expected, timeliness is on time by expected. One report is what a pairing did in one calendar month: at
 * least one record that was sent and says something. Several records are still one report, so that no rate passes 100 %.
 */

/** A pairing that was in force for fewer days of a month has nothing to report in it. */
export const EXPECTED_FROM_DAYS = 15
/** Until which day of the following month a report may be asked for: every month has it. */
export const DUE_DAYS = { least: 1, most: 28 } as const

/**
 * Of which months a pairing is to report. EVERY_MONTH: of each in which it is in force long enough. PLAN_MONTHS: who has
 * agreed on a plan reports of the months in which a line of it is due, and of no other; who has none, of every month.
 */
export const REPORT_EXPECTATIONS = ['EVERY_MONTH', 'PLAN_MONTHS'] as const
export type ReportExpectation = (typeof REPORT_EXPECTATIONS)[number]

export type ReportRule = {
  /** A report is on time until this day of the following month. */
  dueDay: number
  expects: ReportExpectation
}
/** What holds until the city committee sets something else: 次月10日. */
export const STANDARD_REPORT_RULE: ReportRule = { dueDay: 10, expects: 'EVERY_MONTH' }

/** A rule as it was set for a programme year. */
export type SetReportRule = ReportRule & {
  /** Grows by one whenever a rule is set for the year. */
  revision: number
  /** 'YYYY-MM': the first month that it holds for. */
  fromMonth: string
}

/** The rule of a month: of those that hold for it the one set last, so that what is set later judges no earlier month. */
export function ruleOfMonth(month: string, set: readonly SetReportRule[]): ReportRule {
  const holding = set
    .filter(({ fromMonth }) => fromMonth <= month)
    .toSorted((a, b) => b.revision - a.revision)[0]
  return holding === undefined
    ? STANDARD_REPORT_RULE
    : { dueDay: holding.dueDay, expects: holding.expects }
}

/**
 * The first month that a rule set today holds for: the one that is under way, since nobody can still mend one that is over; of
 * a year to come its first. Null: the year is over, and nothing of it is judged anew.
 */
export function ruleHoldsFrom(
  { startsOn, endsOn }: { startsOn: CalendarDay; endsOn: CalendarDay },
  today: CalendarDay,
): string | null {
  if (today > endsOn) return null
  return monthOf(today < startsOn ? startsOn : today)
}

/** A rule as typed, or what is wrong with it. */
export function checkReportRule(typed: {
  dueDay: number
  expects: ReportExpectation
}): { ok: true; rule: ReportRule } | { ok: false; problem: FieldProblem } {
  const { dueDay, expects } = typed
  return Number.isInteger(dueDay) && dueDay >= DUE_DAYS.least && dueDay <= DUE_DAYS.most
    ? { ok: true, rule: { dueDay, expects } }
    : {
        ok: false,
        problem: { path: 'dueDay', code: 'OUTSIDE_THRESHOLD', values: { ...DUE_DAYS } },
      }
}

export type ReportMonth = Pick<ReportRule, 'expects'> & {
  /** 'YYYY-MM' */
  month: string
  startsOn: CalendarDay
  endsOn: CalendarDay
  /** The last day on which its report is on time. */
  dueOn: CalendarDay
}

/** The month's days, and when its report is due by the rules that were set for its year. */
export function reportMonth(month: string, set: readonly SetReportRule[] = []): ReportMonth {
  const { dueDay, expects } = ruleOfMonth(month, set)
  const endsOn = lastDayOf(month)
  return {
    month,
    startsOn: `${month}-01`,
    endsOn,
    dueOn: addDays(endsOn, dueDay),
    expects,
  }
}

/** The months of a programme year that have begun: of what is to come, nothing is expected. */
export function reportMonths(
  { startsOn, endsOn }: { startsOn: CalendarDay; endsOn: CalendarDay },
  today: CalendarDay,
  set: readonly SetReportRule[] = [],
): ReportMonth[] {
  if (today < startsOn) return []
  return monthsBetween(startsOn, endsOn < today ? endsOn : today).map((month) =>
    reportMonth(month, set),
  )
}

/** What the plan that held at the end of a month says of it: a line was due in it, none was, or there was no such plan. */
export type PlannedMonth = 'DUE' | 'NOT_DUE' | 'NO_PLAN'

/**
 * Whether a pairing of these days (the last included; null: open) has to report in the month. What both sides have agreed on
 * is expected also of a pairing that was in force for few days, as long as it was on the day on which it fell due.
 */
export function isReportExpected(
  { validFrom, validTo }: { validFrom: CalendarDay; validTo: CalendarDay | null },
  { startsOn, endsOn, expects }: ReportMonth,
  planned: PlannedMonth = 'NO_PLAN',
): boolean {
  const from = validFrom > startsOn ? validFrom : startsOn
  const to = validTo !== null && validTo < endsOn ? validTo : endsOn
  if (daysBetween(from, to) + 1 >= EXPECTED_FROM_DAYS)
    return expects === 'EVERY_MONTH' || planned !== 'NOT_DUE'
  return planned === 'DUE' && validFrom <= endsOn && (validTo === null || validTo >= endsOn)
}

export const REPORT_STATES = ['ON_TIME', 'LATE', 'MISSING', 'NOT_DUE'] as const
export type ReportState = (typeof REPORT_STATES)[number]

/** How an expected report stands, by the day on which the first record of its month was sent; null: none was. */
export function reportState(
  { dueOn }: ReportMonth,
  firstSentOn: CalendarDay | null,
  today: CalendarDay,
): ReportState {
  if (firstSentOn !== null) return firstSentOn <= dueOn ? 'ON_TIME' : 'LATE'
  return today <= dueOn ? 'NOT_DUE' : 'MISSING'
}

/** Reports as a share of the expected ones, from 0 to 1; null where none is expected. */
export function reportShare(reports: number, expected: number): number | null {
  return expected === 0 ? null : reports / expected
}

/** How long records wait, in whole days, both ends included; null: without end. */
export const WAITING_BANDS = [
  { key: 'D0_3', from: 0, to: 3 },
  { key: 'D4_7', from: 4, to: 7 },
  { key: 'D8_14', from: 8, to: 14 },
  { key: 'OVER_14', from: 15, to: null },
] as const
export type WaitingBand = (typeof WAITING_BANDS)[number]['key']

/** The band that so many whole days of waiting fall into. */
export function waitingBand(days: number): WaitingBand {
  return WAITING_BANDS.findLast(({ from }) => days >= from)?.key ?? 'D0_3'
}
