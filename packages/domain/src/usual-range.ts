/** Fewer accepted quantities than this say nothing of what is usual. */
export const FEWEST_FOR_USUAL = 12
/** Beyond this modified z-score a quantity lies far outside. */
const FAR = 3.5

/** Both ends belong to what is usual; decimal texts with the indicator's decimals at most. */
export type UsualRange = { from: string; to: string }

/** The middle of numbers, or the mean of the two in the middle; NaN of none. */
export function medianOf(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const upper = Math.floor(sorted.length / 2)
  const high = sorted[upper] ?? Number.NaN
  return sorted.length % 2 === 1 ? high : ((sorted[upper - 1] ?? Number.NaN) + high) / 2
}

const meanOf = (numbers: readonly number[]): number =>
  numbers.reduce((sum, number) => sum + number, 0) / numbers.length

/**
 * How widely numbers lie about their median, as a standard deviation would say it of normal ones, but little moved by a
 * few far away: MAD / 0.6745 (Iglewicz and Hoaglin, How to Detect and Handle Outliers, 1993). Where more than half of the
 * numbers are the same, MAD is 0: then the mean absolute deviation stands in, 1.253314·MeanAD. NaN of none.
 */
export function robustScale(numbers: readonly number[]): number {
  const median = medianOf(numbers)
  const deviations = numbers.map((number) => Math.abs(number - median))
  const medianDeviation = medianOf(deviations)
  return medianDeviation > 0 ? medianDeviation / 0.6745 : 1.253314 * meanOf(deviations)
}

/**
 * Between what quantities an indicator usually lies, by the quantities accepted for it; null where there are too few.
 *
 * A quantity x lies outside where its modified z-score 0.6745·|x − median| / MAD is above 3.5 (Iglewicz and Hoaglin,
 * How to Detect and Handle Outliers, 1993). Where more than half of the quantities are the same, MAD is 0: then the
 * mean absolute deviation stands in, |x − median| / (1.253314·MeanAD), as the same authors' followers have it. Since
 * counts are often 1 and seldom 2, the range is never narrower than from half the median to twice the median.
 */
export function usualRange(accepted: readonly number[], decimals: number): UsualRange | null {
  if (accepted.length < FEWEST_FOR_USUAL) return null
  const median = medianOf(accepted)
  const reach = FAR * robustScale(accepted)
  // Outwards to the decimals that the indicator is counted in, so that the rule and its words agree.
  const unit = 10 ** decimals
  const from = Math.max(0, Math.floor(Math.min(median - reach, median / 2) * unit) / unit)
  const to = Math.ceil(Math.max(median + reach, median * 2) * unit) / unit
  return { from: decimalText(from, decimals), to: decimalText(to, decimals) }
}

function decimalText(number: number, decimals: number): string {
  const text = number.toFixed(decimals)
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}

/** Whether a quantity as it stands in a field lies outside; what is not a number yet does not. */
export function isOutsideUsual(quantity: string, range: UsualRange | null): boolean {
  if (range === null || !/^\d+(\.\d+)?$/.test(quantity.trim())) return false
  const number = Number(quantity)
  return number < Number(range.from) || number > Number(range.to)
}
