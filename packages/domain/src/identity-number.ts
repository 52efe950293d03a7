import { parseDay } from './calendar-day.ts'
import type { CalendarDay } from './calendar-day.ts'

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const checkSigns = '10X98765432'

export type ParsedIdentityNumber =
  | { ok: true; value: string }
  | { ok: false; code: 'IDENTITY_SHAPE' | 'IDENTITY_BIRTH_DAY' | 'IDENTITY_CHECK_DIGIT' }

/** The check digit (ISO 7064 MOD 11-2, as GB 11643 prescribes) that follows the first seventeen digits. */
export function identityCheckDigit(seventeen: string): string {
  const sum = weights.reduce((total, weight, index) => total + weight * Number(seventeen[index]), 0)
  return checkSigns.charAt(sum % 11)
}

/** Text as typed in half width, without the spaces and hyphens that people put between digits. */
export function compactNumber(typed: string): string {
  return typed
    .slice(0, 200)
    .normalize('NFKC')
    .replaceAll(/[\s\u00ad\u200b-\u200f\u2010-\u2015\u2212\ufeff-]/gu, '')
    .toUpperCase()
}

/**
 * An identity number as typed, in its one form of eighteen signs (GB 11643-1999). The old ones of fifteen digits get
 * their century (18 for the sequence numbers 996 to 999 of those who were over a hundred, else 19) and check digit.
 */
export function parseIdentityNumber(typed: string, today: CalendarDay): ParsedIdentityNumber {
  const compact = compactNumber(typed)
  const isOld = /^\d{15}$/.test(compact)
  if (!isOld && !/^\d{17}[\dX]$/.test(compact)) return { ok: false, code: 'IDENTITY_SHAPE' }
  const century = Number(compact.slice(-3)) >= 996 ? '18' : '19'
  const seventeen = isOld
    ? `${compact.slice(0, 6)}${century}${compact.slice(6)}`
    : compact.slice(0, 17)
  const birthDay = `${seventeen.slice(6, 10)}-${seventeen.slice(10, 12)}-${seventeen.slice(12, 14)}`
  const isDay = parseDay(birthDay) !== null && birthDay >= '1800-01-01' && birthDay <= today
  if (!isDay) return { ok: false, code: 'IDENTITY_BIRTH_DAY' }
  const value = `${seventeen}${identityCheckDigit(seventeen)}`
  if (!isOld && value !== compact) return { ok: false, code: 'IDENTITY_CHECK_DIGIT' }
  return { ok: true, value }
}
