import { cleanLine } from './clean-text.ts'
import type { CalendarDay } from './calendar-day.ts'
import { parseQuantity } from './decimal-text.ts'
import type { FieldErrorCode, FieldProblem } from './field-problem.ts'
import type { ActivityKind } from './vocabulary.ts'

/** The most that one record holds; lengths in code points. */
export const LIMITS = {
  titleLength: 60,
  wordsLength: 2000,
  labelLength: 40,
  outputs: 30,
  participations: 50,
  headCount: '100000',
  hoursEach: '24',
} as const

export type KnownIndicator = {
  code: string
  kind: ActivityKind
  decimals: number
  usualMaximum: string
  validFrom: CalendarDay
  validTo: CalendarDay | null
}

export type OutputLine = { indicatorCode: string; quantity: string }
export type TypedParticipation = { label: string | null; headCount: string; hoursEach: string }
export type ParticipationLine = { label: string | null; headCount: number; hoursEach: string }

/** Where the lines stand: the kind of the record, its day (null where that is wrong itself) and the catalogue. */
export type LineCircumstances = {
  kind: ActivityKind
  day: CalendarDay | null
  indicators: readonly KnownIndicator[]
}

/** Why the indicator cannot stand in this record, or null. */
export function indicatorProblem(
  indicator: KnownIndicator | undefined,
  { kind, day }: LineCircumstances,
): FieldErrorCode | null {
  if (indicator === undefined) return 'UNKNOWN_INDICATOR'
  if (indicator.kind !== kind) return 'INDICATOR_NOT_FOR_THIS_KIND'
  const { validFrom, validTo } = indicator
  const isInForce = day === null || (validFrom <= day && (validTo === null || day <= validTo))
  return isInForce ? null : 'INDICATOR_NOT_IN_FORCE'
}

/** The output lines in canonical form, without those that are wrong; what is wrong is added to the problems. */
export function checkOutputs(
  outputs: readonly OutputLine[],
  circumstances: LineCircumstances,
  problems: FieldProblem[],
): OutputLine[] {
  if (outputs.length > LIMITS.outputs) {
    problems.push({ path: 'outputs', code: 'TOO_MANY_LINES', values: { maximum: LIMITS.outputs } })
    return []
  }
  const seen = new Set<string>()
  return outputs.flatMap(({ indicatorCode, quantity }, index) => {
    const path = `outputs.${index}.indicatorCode`
    const indicator = circumstances.indicators.find(({ code }) => code === indicatorCode)
    const code = indicatorProblem(indicator, circumstances)
    if (code !== null) problems.push({ path, code })
    if (seen.has(indicatorCode)) problems.push({ path, code: 'INDICATOR_TWICE' })
    seen.add(indicatorCode)
    if (indicator === undefined) return []
    const { decimals } = indicator
    const value = checkNumber(`outputs.${index}.quantity`, quantity, { decimals }, problems)
    return value === null ? [] : [{ indicatorCode, quantity: value }]
  })
}

/** The number in canonical form, or null; what is wrong with it is added to the problems. */
export function checkNumber(
  path: string,
  typed: string,
  limits: { decimals: number; maximum?: string; mayBeZero?: boolean },
  problems: FieldProblem[],
): string | null {
  const parsed = parseQuantity(typed, limits)
  if (!parsed.ok) {
    const code =
      parsed.code === 'TOO_MANY_DECIMALS' && limits.decimals === 0
        ? 'NOT_A_WHOLE_NUMBER'
        : parsed.code
    problems.push({
      path,
      code,
      values: { decimals: limits.decimals, maximum: limits.maximum ?? '' },
    })
    return null
  }
  if (parsed.value === '0' && limits.mayBeZero !== true) {
    problems.push({ path, code: 'MUST_BE_POSITIVE' })
    return null
  }
  return parsed.value
}

/** The participation lines in canonical form, without those that are wrong; no hours are none. */
export function checkParticipations(
  lines: readonly TypedParticipation[],
  problems: FieldProblem[],
): ParticipationLine[] {
  if (lines.length > LIMITS.participations) {
    problems.push({
      path: 'participations',
      code: 'TOO_MANY_LINES',
      values: { maximum: LIMITS.participations },
    })
    return []
  }
  return lines.flatMap(({ label, headCount, hoursEach }, index) => {
    const at = `participations.${index}`
    const name = cleanLine(label ?? '', { maximum: LIMITS.labelLength })
    if (!name.ok)
      problems.push({
        path: `${at}.label`,
        code: name.code,
        values: { maximum: LIMITS.labelLength },
      })
    const heads = checkNumber(
      `${at}.headCount`,
      headCount,
      { decimals: 0, maximum: LIMITS.headCount },
      problems,
    )
    const hours =
      hoursEach.trim() === ''
        ? '0'
        : checkNumber(
            `${at}.hoursEach`,
            hoursEach,
            { decimals: 2, maximum: LIMITS.hoursEach, mayBeZero: true },
            problems,
          )
    if (heads === null || hours === null || !name.ok) return []
    return [
      { label: name.value === '' ? null : name.value, headCount: Number(heads), hoursEach: hours },
    ]
  })
}
