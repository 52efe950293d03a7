import { addDays, daysBetween, monthsBetween } from './calendar-day.ts'
import type { CalendarDay } from './calendar-day.ts'

/**
 * Expected, actual and timely reports, as DHIS2 counts them (docs.dhis2.org, reporting rate summaries): a reporting rate
 * is actual by expected, timeliness is on time by expected. One report is what a pairing did in one calendar month: at
 * least one record that was sent and says something. Several records are still one report, so that no rate passes 100 %.
 */

/** A pairing that was in force for fewer days of a month has nothing to report in it. */
export const EXPECTED_FROM_DAYS = 15
/** A report is on time until this day of the following month (次月10日). */
export const DUE_DAY_OF_NEXT_MONTH = 10

export type ReportMonth = {
  /** 'YYYY-MM' */
  month: string
  startsOn: CalendarDay
  endsOn: CalendarDay
  /** The last day on which its report is on time. */
  dueOn: CalendarDay
}

/** The month's days, and when its report is due. */
export function reportMonth(month: string): ReportMonth {
  const startsOn = `${month}-01`
  const [, next = month] = monthsBetween(startsOn, addDays(startsOn, 31))
  return {
    month,
    startsOn,
    endsOn: addDays(`${next}-01`, -1),
    dueOn: addDays(`${next}-01`, DUE_DAY_OF_NEXT_MONTH - 1),
  }
}

/** The months of a programme year that have begun: of what is to come, nothing is expected. */
export function reportMonths(
  { startsOn, endsOn }: { startsOn: CalendarDay; endsOn: CalendarDay },
  today: CalendarDay,
): ReportMonth[] {
  if (today < startsOn) return []
  return monthsBetween(startsOn, endsOn < today ? endsOn : today).map(reportMonth)
}

/** Whether a pairing of these days (the last included; null: open) has to report in the month. */
export function isReportExpected(
  { validFrom, validTo }: { validFrom: CalendarDay; validTo: CalendarDay | null },
  { startsOn, endsOn }: ReportMonth,
): boolean {
  const from = validFrom > startsOn ? validFrom : startsOn
  const to = validTo !== null && validTo < endsOn ? validTo : endsOn
  return daysBetween(from, to) + 1 >= EXPECTED_FROM_DAYS
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
