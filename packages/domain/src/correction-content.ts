import { cleanWords } from './clean-text.ts'
import { compareDecimals, parseQuantity } from './decimal-text.ts'
import type { FieldProblem } from './field-problem.ts'

/** Lengths in code points. */
export const CORRECTION_LIMITS = {
  reason: 500,
  personTimes: '10000000',
  hours: '240000000',
} as const

/** What a record counts with now: what was accepted, and what corrections that were approved added. */
export type CountsNow = {
  personTimes: string
  hours: string
  outputs: readonly { indicatorCode: string; decimals: number; quantity: string }[]
}
/** As typed: what it should count with; an indicator that is left out stays as it is. */
export type TypedCorrection = {
  reason: string
  personTimes: string
  hours: string
  outputs: readonly { indicatorCode: string; quantity: string }[]
}
type Change = { before: string; after: string }
export type CorrectionContent = {
  reason: string
  personTimes: Change
  hours: Change
  /** Only what differs. */
  lines: (Change & { indicatorCode: string })[]
}

/** A correction as typed, in canonical form, or everything that is wrong with it; one that changes nothing is wrong. */
export function checkCorrection(
  typed: TypedCorrection,
  now: CountsNow,
): { ok: true; content: CorrectionContent } | { ok: false; problems: FieldProblem[] } {
  const problems: FieldProblem[] = []
  const maximum = CORRECTION_LIMITS.reason
  const reason = cleanWords(typed.reason, { maximum, required: true })
  if (!reason.ok) problems.push({ path: 'reason', code: reason.code, values: { maximum } })
  else if ([...reason.value].length < 2) problems.push({ path: 'reason', code: 'REASON_TOO_SHORT' })

  function number(path: string, text: string, decimals: number, most?: string): string | null {
    const parsed = parseQuantity(text, {
      decimals,
      ...(most === undefined ? {} : { maximum: most }),
    })
    if (parsed.ok) return parsed.value
    const isWhole = parsed.code === 'TOO_MANY_DECIMALS' && decimals === 0
    problems.push({
      path,
      code: isWhole ? 'NOT_A_WHOLE_NUMBER' : parsed.code,
      values: { decimals, maximum: most ?? '' },
    })
    return null
  }
  const personTimes = number('personTimes', typed.personTimes, 0, CORRECTION_LIMITS.personTimes)
  const hours = number('hours', typed.hours, 2, CORRECTION_LIMITS.hours)
  const seen = new Set<string>()
  const lines = typed.outputs.flatMap(({ indicatorCode, quantity }, index) => {
    const known = now.outputs.find((one) => one.indicatorCode === indicatorCode)
    if (known === undefined || seen.has(indicatorCode)) {
      const code = known === undefined ? 'UNKNOWN_INDICATOR' : 'INDICATOR_TWICE'
      problems.push({ path: `outputs.${index}.indicatorCode`, code })
      return []
    }
    seen.add(indicatorCode)
    const after = number(`outputs.${index}.quantity`, quantity, known.decimals)
    return after === null || compareDecimals(after, known.quantity) === 0
      ? []
      : [{ indicatorCode, before: known.quantity, after }]
  })
  const isSame =
    lines.length === 0 &&
    personTimes !== null &&
    compareDecimals(personTimes, now.personTimes) === 0 &&
    hours !== null &&
    compareDecimals(hours, now.hours) === 0
  if (problems.length === 0 && isSame) problems.push({ path: 'outputs', code: 'NOTHING_CORRECTED' })
  if (problems.length > 0 || !reason.ok || personTimes === null || hours === null)
    return { ok: false, problems }
  return {
    ok: true,
    content: {
      reason: reason.value,
      personTimes: { before: now.personTimes, after: personTimes },
      hours: { before: now.hours, after: hours },
      lines,
    },
  }
}
