/**
 * Signed decimals of twelve places, as a whole number of billionths of a thousandth: what scores are computed with. The
 * same operation gives the same digits on every machine; multiplication and division round to the nearest, halves away
 * from zero, so that both keep the order of what goes in.
 */
export type Exact = bigint

const PLACES = 12
const ONE = 10n ** BigInt(PLACES)
export const ZERO: Exact = 0n

/** Reads a plain decimal, as '-0.5'; digits beyond the twelfth place are rounded. */
export function exactOf(decimal: string): Exact {
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal)
  if (parts === null) throw new RangeError('not a decimal')
  const [, sign = '', whole = '0', fraction = ''] = parts
  const digits = BigInt(whole + fraction)
  const beyond = fraction.length - PLACES
  const value =
    beyond > 0 ? nearest(digits, 10n ** BigInt(beyond)) : digits * 10n ** BigInt(-beyond)
  return sign === '-' ? -value : value
}

export const exactOfWhole = (whole: number | bigint): Exact => BigInt(whole) * ONE

/** The canonical text: no trailing zeros, '-0.5', '12'. */
export function decimalOf(value: Exact): string {
  const digits = (value < 0n ? -value : value).toString().padStart(PLACES + 1, '0')
  const whole = digits.slice(0, -PLACES)
  const fraction = digits.slice(-PLACES).replace(/0+$/, '')
  return `${value < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`
}

function nearest(dividend: bigint, divisor: bigint): bigint {
  const isNegative = dividend < 0n !== divisor < 0n
  const [top, bottom] = [magnitude(dividend), magnitude(divisor)]
  const rounded = (top * 2n + bottom) / (bottom * 2n)
  return isNegative ? -rounded : rounded
}
const magnitude = (value: bigint) => (value < 0n ? -value : value)

export const multiply = (a: Exact, b: Exact): Exact => nearest(a * b, ONE)

/** `b` must not be zero: who calls says what then holds. */
export const divide = (a: Exact, b: Exact): Exact => nearest(a * ONE, b)

/** To so many decimals, halves away from zero. */
export function roundTo(value: Exact, decimals: number): Exact {
  if (decimals >= PLACES) return value
  const unit = 10n ** BigInt(PLACES - decimals)
  return nearest(value, unit) * unit
}

/** The smallest whole number that is not below it. */
export function ceiling(value: Exact): bigint {
  const whole = value / ONE
  return value > 0n && value % ONE !== 0n ? whole + 1n : whole
}

/** Of what is not below zero the whole number that is not above it. */
export const wholePart = (value: Exact): number => Number(value / ONE)

export const smaller = (a: Exact, b: Exact): Exact => (a < b ? a : b)
export const greater = (a: Exact, b: Exact): Exact => (a > b ? a : b)
