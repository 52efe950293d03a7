import type { ActivityContent } from './activity-content.ts'
import { daysBetween } from './calendar-day.ts'
import type { CalendarDay } from './calendar-day.ts'
import type { KnownIndicator } from './content-lines.ts'
import { compareDecimals } from './decimal-text.ts'
import { isOutsideUsual } from './usual-range.ts'
import type { UsualRange } from './usual-range.ts'
import type { OpenQuestion } from './vocabulary.ts'
import { LATE_AFTER_DAYS } from './waiting.ts'

/**
 * What a countersigner has to look at singly. None of these is an error: a record with open questions is signed
 * like any other, but never together with others.
 */
export function openQuestions({
  content,
  indicators,
  usualRanges = new Map(),
  hasOtherSameDay,
  submittedOn,
  cameBack,
  receiptDiffers = false,
}: {
  content: ActivityContent
  indicators: readonly Pick<KnownIndicator, 'code' | 'usualMaximum'>[]
  /** What the accepted quantities of an indicator usually lie between, by its code. */
  usualRanges?: ReadonlyMap<string, UsualRange>
  /** Another record of the same pairing, day and kind waits or is signed. */
  hasOtherSameDay: boolean
  submittedOn: CalendarDay
  /** It was returned or reopened before. */
  cameBack: boolean
  /** Of what was given, the recipient has confirmed less than the record still says. */
  receiptDiffers?: boolean
}): OpenQuestion[] {
  const unusual = content.outputs.some(({ indicatorCode, quantity }) => {
    const indicator = indicators.find(({ code }) => code === indicatorCode)
    if (indicator !== undefined && compareDecimals(quantity, indicator.usualMaximum) > 0)
      return true
    return isOutsideUsual(quantity, usualRanges.get(indicatorCode) ?? null)
  })
  const questions: [OpenQuestion, boolean][] = [
    ['UNUSUAL_QUANTITY', unusual],
    ['SAME_DAY_RECORD', hasOtherSameDay],
    ['REPORTED_LATE', daysBetween(content.day, submittedOn) > LATE_AFTER_DAYS],
    ['RESUBMITTED', cameBack],
    ['RECEIPT_DIFFERS', receiptDiffers],
  ]
  return questions.filter(([, holds]) => holds).map(([question]) => question)
}
