import { hasHandIn, pathOfSide, sideOfRole } from './activity-actions.ts'
import type { ActivityFacts, Actor } from './activity-actions.ts'
import { cleanLine } from './clean-text.ts'
import { compareDecimals, parseQuantity, sumDecimals } from './decimal-text.ts'
import type { FieldProblem } from './field-problem.ts'
import { personalTraces } from './personal-words.ts'
import { scopeOf } from './permission-matrix.ts'
import type { ActivityStatus, Direction, PairingSide } from './vocabulary.ts'

export const RECEIPT_REASON_LENGTH = 200

/** The side that was given something, and confirms what came: also for a case of the community's, or another body. */
export function receivingSide(direction: Direction): PairingSide {
  return direction === 'COMMUNITY_TO_AGENCY' ? 'AGENCY_SIDE' : 'COMMUNITY_SIDE'
}

/** Null: in this state nothing is claimed that could be confirmed. */
export const MAY_BE_CONFIRMED = {
  DRAFT: false,
  SUBMITTED: true,
  COUNTERSIGNED: true,
  RETURNED: false,
  WITHDRAWN: false,
} as const satisfies Record<ActivityStatus, boolean>

export const RECEIPT_REFUSALS = [
  'ROLE_MAY_NOT',
  'OUT_OF_SCOPE',
  'RECIPIENT_CONFIRMS',
  'NOT_IN_THIS_STATE',
  'OWN_DONATION',
  'PERIOD_LOCKED',
] as const
export type ReceiptRefusal = (typeof RECEIPT_REFUSALS)[number]

/**
 * Why the actor may not confirm what was received, or null where they may. Who made or ever submitted the record never
 * confirms it, whatever other role they hold.
 */
export function receiptRefusal(
  facts: Pick<
    ActivityFacts,
    | 'status'
    | 'direction'
    | 'agencySidePath'
    | 'communitySidePath'
    | 'createdById'
    | 'submittedByIds'
    | 'periodStatus'
  >,
  actor: Actor,
): ReceiptRefusal | null {
  const side = sideOfRole(actor.role)
  if (side === null || scopeOf('confirmDonations', actor.role) === 'NONE') return 'ROLE_MAY_NOT'
  if (!pathOfSide(side, facts).startsWith(actor.scopePath)) return 'OUT_OF_SCOPE'
  if (side !== receivingSide(facts.direction)) return 'RECIPIENT_CONFIRMS'
  if (!MAY_BE_CONFIRMED[facts.status]) return 'NOT_IN_THIS_STATE'
  if (hasHandIn(actor, [facts.createdById, ...facts.submittedByIds])) return 'OWN_DONATION'
  return facts.periodStatus === 'LOCKED' ? 'PERIOD_LOCKED' : null
}

export type ClaimedLine = { quantity: string | null; valueYuan: string }
export type TypedReceipt = {
  receivedQuantity?: string | null | undefined
  receivedValueYuan: string
  reason?: string | null | undefined
}
export type Receipt = {
  receivedQuantity: string | null
  receivedValueYuan: string
  /** Empty where all came as claimed, and was confirmed so at once. */
  reason: string
}

/**
 * What was received of a line, in canonical form, or null; what is wrong is added to the problems. At most what was
 * claimed: more is nobody's claim, and such a record goes back to its recorder. A difference wants a word of reason, and so
 * does what takes the place of what was confirmed before.
 */
export function checkReceipt(
  claimed: ClaimedLine,
  typed: TypedReceipt,
  at: string,
  problems: FieldProblem[],
  { replaces }: { replaces: boolean } = { replaces: false },
): Receipt | null {
  const before = problems.length
  const read = (path: string, text: string, most: string): string => {
    const parsed = parseQuantity(text, { decimals: 2 })
    if (!parsed.ok) problems.push({ path, code: parsed.code, values: { decimals: 2 } })
    else if (compareDecimals(parsed.value, most) > 0)
      problems.push({ path, code: 'ABOVE_CLAIM', values: { claimed: most } })
    return parsed.ok ? parsed.value : most
  }
  const value = read(`${at}.receivedValueYuan`, typed.receivedValueYuan, claimed.valueYuan)
  const quantity =
    claimed.quantity === null
      ? null
      : typed.receivedQuantity === null || typed.receivedQuantity === undefined
        ? claimed.quantity
        : read(`${at}.receivedQuantity`, typed.receivedQuantity, claimed.quantity)
  const reason = cleanLine(typed.reason ?? '', { maximum: RECEIPT_REASON_LENGTH })
  if (!reason.ok)
    problems.push({
      path: `${at}.reason`,
      code: reason.code,
      values: { maximum: RECEIPT_REASON_LENGTH },
    })
  else if (personalTraces(reason.value).length > 0)
    problems.push({ path: `${at}.reason`, code: 'HOLDS_PERSONAL_DATA' })
  const differs =
    compareDecimals(value, claimed.valueYuan) !== 0 ||
    (quantity !== null && compareDecimals(quantity, claimed.quantity ?? quantity) !== 0)
  const wantsReason = differs || replaces
  if (problems.length === before && wantsReason && reason.ok && [...reason.value].length < 2)
    problems.push({ path: `${at}.reason`, code: 'REASON_TOO_SHORT' })
  if (problems.length > before || !reason.ok) return null
  return {
    receivedQuantity: quantity,
    receivedValueYuan: value,
    reason: wantsReason ? reason.value : '',
  }
}

/** A line with what came of it; null while nobody has confirmed it. */
export type ReceivedLine = { valueYuan: string; receivedValueYuan: string | null }

export type DonationSums = {
  claimed: string
  /** Of the confirmed lines alone. */
  received: string
  /** The most that can have come: the received of confirmed lines, the claim of the others. */
  atMost: string
  isAllConfirmed: boolean
}

export function donationSums(lines: readonly ReceivedLine[]): DonationSums {
  return {
    claimed: sumDecimals(lines.map(({ valueYuan }) => valueYuan)),
    received: sumDecimals(lines.map(({ receivedValueYuan }) => receivedValueYuan ?? '0')),
    atMost: sumDecimals(lines.map((line) => line.receivedValueYuan ?? line.valueYuan)),
    isAllConfirmed: lines.every(({ receivedValueYuan }) => receivedValueYuan !== null),
  }
}

/**
 * Whether an accepted donated value contradicts what the recipients confirmed: more than can have come, or, once all is
 * confirmed, less.
 */
export function contradictsReceipt(sums: DonationSums, accepted: string): boolean {
  const difference = compareDecimals(accepted, sums.atMost)
  return difference > 0 || (sums.isAllConfirmed && difference < 0)
}

export const SUM_CHECKS = ['AGREES', 'DIFFERS', 'OPEN'] as const
export type SumCheck = (typeof SUM_CHECKS)[number]

/** Whether a record's sums agree: OPEN while it is not signed, or not all of it confirmed. Null accepted: not signed. */
export function sumCheck(sums: DonationSums, accepted: string | null): SumCheck {
  if (accepted === null) return 'OPEN'
  if (contradictsReceipt(sums, accepted)) return 'DIFFERS'
  return sums.isAllConfirmed ? 'AGREES' : 'OPEN'
}

/** What of the accepted value is of one line, where that can be said; null where a corrected sum is of several lines. */
export function acceptedOfLine(
  line: ReceivedLine,
  lines: readonly ReceivedLine[],
  accepted: string,
): string | null {
  const sums = donationSums(lines)
  if (compareDecimals(accepted, sums.claimed) === 0) return line.valueYuan
  if (sums.isAllConfirmed && compareDecimals(accepted, sums.received) === 0)
    return line.receivedValueYuan
  return lines.length === 1 ? accepted : null
}
