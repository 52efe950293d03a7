import type { CalendarDay } from './calendar-day.ts'
import { cleanLine } from './clean-text.ts'
import { checkNumber, indicatorProblem } from './content-lines.ts'
import type { LineCircumstances, OutputLine } from './content-lines.ts'
import { compareDecimals, sumDecimals } from './decimal-text.ts'
import { driveProblem } from './donation-drive.ts'
import type { KnownDrive } from './donation-drive.ts'
import type { FieldProblem } from './field-problem.ts'
import { personalTraces } from './personal-words.ts'
import type { DonationKind, DonationRecipient } from './vocabulary.ts'

/** The indicator whose quantity is the sum of the donation lines. */
export const DONATED_VALUE = 'relief.donatedValue'

/** The most that the lines of one record hold; lengths in code points. */
export const DONATION_LIMITS = {
  lines: 50,
  description: 100,
  unit: 10,
  recipientName: 60,
  receiptNumber: 40,
  value: '999999999',
  quantity: '999999999',
} as const

/** A line as it was typed: what is not said may be missing, null or empty. */
export type TypedDonation = {
  kind: DonationKind
  description: string
  valueYuan: string
  quantity?: string | null | undefined
  unit?: string | null | undefined
  driveId?: string | null | undefined
  recipient?: DonationRecipient | null | undefined
  householdId?: string | null | undefined
  recipientName?: string | null | undefined
  receiptNumber?: string | null | undefined
  receiptEvidenceId?: string | null | undefined
}

/** A line in canonical form: what is not said is not there, so that the same line always reads the same. */
export type DonationLine = {
  kind: DonationKind
  description: string
  valueYuan: string
  quantity?: string
  unit?: string
  driveId?: string
  /** Missing: the side of the pairing that was helped. */
  recipient?: Exclude<DonationRecipient, 'RECEIVING_SIDE'>
  householdId?: string
  recipientName?: string
  receiptNumber?: string
  receiptEvidenceId?: string
}

/** The donation lines in canonical form, without those that are wrong; goods say what they are. */
export function checkDonations(
  lines: readonly TypedDonation[],
  { day, drives }: { day: CalendarDay | null; drives: readonly KnownDrive[] },
  problems: FieldProblem[],
): DonationLine[] {
  if (lines.length > DONATION_LIMITS.lines) {
    problems.push({
      path: 'donations',
      code: 'TOO_MANY_LINES',
      values: { maximum: DONATION_LIMITS.lines },
    })
    return []
  }
  return lines.flatMap((typed, index) => {
    const at = `donations.${index}`
    const before = problems.length
    const { kind } = typed
    const said = (
      field: 'description' | 'unit' | 'recipientName' | 'receiptNumber',
      required = false,
    ): string => {
      const maximum = DONATION_LIMITS[field]
      const path = `${at}.${field}`
      const line = cleanLine(typed[field] ?? '', { maximum, required })
      if (!line.ok) problems.push({ path, code: line.code, values: { maximum } })
      // Who a family is stands nowhere but in its own file. A receipt's number may look like anybody's.
      else if (field !== 'receiptNumber' && personalTraces(line.value).length > 0)
        problems.push({ path, code: 'HOLDS_PERSONAL_DATA' })
      return line.ok ? line.value : ''
    }
    const description = said('description', kind === 'GOODS')
    const valueYuan = checkNumber(
      `${at}.valueYuan`,
      typed.valueYuan,
      { decimals: 2, maximum: DONATION_LIMITS.value },
      problems,
    )
    // Cash has no quantity: its value says it all.
    const quantity =
      kind === 'GOODS' && (typed.quantity ?? '').trim() !== ''
        ? checkNumber(
            `${at}.quantity`,
            typed.quantity ?? '',
            { decimals: 2, maximum: DONATION_LIMITS.quantity },
            problems,
          )
        : null
    const unit = kind === 'GOODS' ? said('unit') : ''
    if (unit !== '' && (typed.quantity ?? '').trim() === '')
      problems.push({ path: `${at}.quantity`, code: 'UNIT_WITHOUT_QUANTITY' })
    const driveId = (typed.driveId ?? '') || null
    const drive = driveId === null ? null : driveProblem(driveId, drives, day)
    if (drive !== null) problems.push({ path: `${at}.driveId`, ...drive })
    const recipient = typed.recipient ?? 'RECEIVING_SIDE'
    const householdId = (typed.householdId ?? '') || null
    if (recipient === 'HOUSEHOLD' && householdId === null)
      problems.push({ path: `${at}.householdId`, code: 'REQUIRED' })
    const recipientName = recipient === 'OTHER' ? said('recipientName', true) : ''
    const receiptNumber = said('receiptNumber')
    if (valueYuan === null || problems.length > before) return []
    return [
      {
        kind,
        description,
        valueYuan,
        ...(quantity === null ? {} : { quantity }),
        ...(unit === '' ? {} : { unit }),
        ...(driveId === null ? {} : { driveId }),
        ...(recipient === 'RECEIVING_SIDE' ? {} : { recipient }),
        ...(recipient === 'HOUSEHOLD' && householdId !== null ? { householdId } : {}),
        ...(recipientName === '' ? {} : { recipientName }),
        ...(receiptNumber === '' ? {} : { receiptNumber }),
        ...(typed.receiptEvidenceId ? { receiptEvidenceId: typed.receiptEvidenceId } : {}),
      },
    ]
  })
}

/** The donation lines, where there are any, say the donated value; a quantity typed beside them must agree. */
export function withDonatedValue(
  outputs: OutputLine[],
  donations: readonly DonationLine[],
  typedOutputs: readonly OutputLine[],
  circumstances: LineCircumstances,
  problems: FieldProblem[],
): OutputLine[] {
  const sum = sumDecimals(donations.map(({ valueYuan }) => valueYuan))
  const index = typedOutputs.findIndex(({ indicatorCode }) => indicatorCode === DONATED_VALUE)
  if (index < 0) {
    const indicator = circumstances.indicators.find(({ code }) => code === DONATED_VALUE)
    const code = indicatorProblem(indicator, circumstances)
    if (code !== null) problems.push({ path: 'donations', code })
    return [...outputs, { indicatorCode: DONATED_VALUE, quantity: sum }]
  }
  const typed = outputs.find(({ indicatorCode }) => indicatorCode === DONATED_VALUE)
  if (typed !== undefined && compareDecimals(typed.quantity, sum) !== 0) {
    const path = `outputs.${index}.quantity`
    problems.push({ path, code: 'DONATIONS_DO_NOT_SUM', values: { sum } })
  }
  return outputs
}
