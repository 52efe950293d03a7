/**
 * Exact decimals as text. Quantities and money never pass through floating point: 0.1 + 0.2 tonnes is 0.3.
 * Canonical form: no sign, no leading zeros, no trailing zeros after the point ('0', '12', '0.5').
 */
export type QuantityProblem =
  | 'REQUIRED'
  | 'NOT_A_NUMBER'
  | 'NEGATIVE'
  | 'TOO_MANY_DECIMALS'
  | 'TOO_LARGE'
export type ParsedQuantity = { ok: true; value: string } | { ok: false; code: QuantityProblem }

/** What no single record can reach, in any unit. */
export const LARGEST_QUANTITY = '999999999999'

const fullWidthOffset = 0xfee0

/** Full-width digits and signs, as a Chinese input method writes them, in their ordinary form. */
function toHalfWidth(text: string): string {
  return text.replaceAll(/[！-～]/g, (letter) =>
    String.fromCodePoint((letter.codePointAt(0) ?? 0) - fullWidthOffset),
  )
}

/** Reads a quantity as typed, with at most `decimals` digits after the point. */
export function parseQuantity(
  text: string,
  { decimals, maximum = LARGEST_QUANTITY }: { decimals: number; maximum?: string },
): ParsedQuantity {
  const typed = toHalfWidth(text.replaceAll('。', '.')).trim()
  if (typed === '') return { ok: false, code: 'REQUIRED' }
  if (/^[-−]\s*[\d.]/.test(typed)) return { ok: false, code: 'NEGATIVE' }
  const plain = /^[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/.test(typed) ? typed.replaceAll(',', '') : typed
  if (!/^\d+(\.\d+)?$/.test(plain)) return { ok: false, code: 'NOT_A_NUMBER' }
  const value = canonical(plain)
  if (scaleOf(value) > decimals) return { ok: false, code: 'TOO_MANY_DECIMALS' }
  if (compareDecimals(value, maximum) > 0) return { ok: false, code: 'TOO_LARGE' }
  return { ok: true, value }
}

/** The canonical form of a plain unsigned decimal, as the database prints it. */
export function canonical(plain: string): string {
  const [whole = '', fraction = ''] = plain.split('.')
  const trimmedWhole = whole.replace(/^0+(?=\d)/, '') || '0'
  let digits = fraction.length
  while (fraction[digits - 1] === '0') digits -= 1
  const trimmedFraction = fraction.slice(0, digits)
  return trimmedFraction === '' ? trimmedWhole : `${trimmedWhole}.${trimmedFraction}`
}

/** Digits after the point of a canonical decimal. */
export function scaleOf(decimal: string): number {
  const point = decimal.indexOf('.')
  return point < 0 ? 0 : decimal.length - point - 1
}

function scaled(decimal: string, scale: number): bigint {
  const [whole = '0', fraction = ''] = decimal.split('.')
  return BigInt(whole + fraction.padEnd(scale, '0'))
}

function unscaled(value: bigint, scale: number): string {
  const digits = value.toString().padStart(scale + 1, '0')
  return canonical(scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`)
}

export function addDecimals(a: string, b: string): string {
  const scale = Math.max(scaleOf(a), scaleOf(b))
  return unscaled(scaled(a, scale) + scaled(b, scale), scale)
}

export function sumDecimals(decimals: Iterable<string>): string {
  let sum = '0'
  for (const decimal of decimals) sum = addDecimals(sum, decimal)
  return sum
}

export function multiplyDecimals(a: string, b: string): string {
  const [scaleA, scaleB] = [scaleOf(a), scaleOf(b)]
  return unscaled(scaled(a, scaleA) * scaled(b, scaleB), scaleA + scaleB)
}

/** `a` less `b`, which must not be the greater one: quantities have no sign. */
export function subtractDecimals(a: string, b: string): string {
  const scale = Math.max(scaleOf(a), scaleOf(b))
  const difference = scaled(a, scale) - scaled(b, scale)
  if (difference < 0n) throw new RangeError('a quantity would be negative')
  return unscaled(difference, scale)
}

/** Negative, zero or positive, as for sorting. */
export function compareDecimals(a: string, b: string): number {
  const scale = Math.max(scaleOf(a), scaleOf(b))
  const [left, right] = [scaled(a, scale), scaled(b, scale)]
  if (left === right) return 0
  return left < right ? -1 : 1
}
