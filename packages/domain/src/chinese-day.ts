import { addDays, parseDay } from './calendar-day.ts'
import type { CalendarDay } from './calendar-day.ts'
import { plainText, readNumerals } from './chinese-number.ts'

/** Excel's days since the last of 1899, within the days that a record can be of (1954 to 2119). */
const serialRange = { from: 20_000, to: 80_000 } as const
const serialOrigin = '1899-12-30'

function dayOf(year: number, month: number, date: number): CalendarDay | null {
  const two = (part: number) => String(part).padStart(2, '0')
  return parseDay(`${String(year).padStart(4, '0')}-${two(month)}-${two(date)}`)
}

function numberOf(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : (readNumerals(text) ?? Number.NaN)
}

/**
 * The day that a cell names, in any of the ways that offices write it: 2008年9月3日, 2008.9.3, 2008-9-3, 2008/9/3,
 * 20080903, 二〇〇八年九月三日, 9月3日 (in the period: the year in which that day falls within it), the serial 39694.
 * What follows a day, a time or the day of the week, is passed over. Null: no such day, or another way of writing.
 */
export function readDay(
  typed: string,
  period: { startsOn: CalendarDay; endsOn: CalendarDay } | null,
): CalendarDay | null {
  const text = plainText(typed)
    .replace(/\s*\(?(?:星期|周|礼拜)[一二三四五六日天]\)?$/u, '')
    .replace(/[T ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?$/, '')
  if (/^\d{8}$/.test(text))
    return dayOf(Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6)))
  if (/^\d{5}(?:\.\d+)?$/.test(text)) {
    const serial = Math.floor(Number(text))
    return serial >= serialRange.from && serial <= serialRange.to
      ? addDays(serialOrigin, serial)
      : null
  }
  const parts = String.raw`[\d〇零一二三四五六七八九十]`
  const whole =
    new RegExp(`^(${parts}{4}) ?年 ?(${parts}{1,3}) ?月 ?(${parts}{1,3}) ?[日号號]?$`, 'u').exec(
      text,
    ) ?? /^(\d{4}) ?[-./、—–] ?(\d{1,2}) ?[-./、—–] ?(\d{1,2})\.?$/u.exec(text)
  if (whole !== null) {
    const [, year = '', month = '', date = ''] = whole
    return dayOf(numberOf(year), numberOf(month), numberOf(date))
  }
  const yearless = new RegExp(`^(${parts}{1,3}) ?月 ?(${parts}{1,3}) ?[日号號]?$`, 'u').exec(text)
  if (yearless === null || period === null) return null
  const [, month = '', date = ''] = yearless
  for (
    let year = Number(period.startsOn.slice(0, 4));
    year <= Number(period.endsOn.slice(0, 4));
    year += 1
  ) {
    const day = dayOf(year, numberOf(month), numberOf(date))
    if (day !== null && day >= period.startsOn && day <= period.endsOn) return day
  }
  return null
}
