import { medianOf, robustScale } from './usual-range.ts'

/**
 * Gini coefficient of amounts that are none below zero: 0 where all have the same, (n − 1)/n where one has everything.
 * G = 2·Σ i·x₍ᵢ₎ / (n·Σ x) − (n + 1)/n over the ordered amounts (Gini, Variabilità e mutabilità, 1912; the ordered form in
 * Sen, On Economic Inequality, 1973, section 2.5). Null of no amounts, or where all are zero.
 */
export function gini(amounts: readonly number[]): number | null {
  const count = amounts.length
  const sorted = amounts.toSorted((a, b) => a - b)
  const sum = sorted.reduce((total, amount) => total + amount, 0)
  if (count === 0 || sum <= 0) return null
  const weighted = sorted.reduce((total, amount, index) => total + (index + 1) * amount, 0)
  return Math.min(1, Math.max(0, (2 * weighted) / (count * sum) - (count + 1) / count))
}

export type LorenzPoint = { members: number; amount: number }

/**
 * The Lorenz curve: what share of the whole the least so many have together, from (0, 0) to (1, 1), a point a member (Lorenz,
 * Methods of Measuring the Concentration of Wealth, 1905). Empty where the Gini coefficient is null.
 */
export function lorenzCurve(amounts: readonly number[]): LorenzPoint[] {
  const sorted = amounts.toSorted((a, b) => a - b)
  const sum = sorted.reduce((total, amount) => total + amount, 0)
  if (sum <= 0) return []
  const points: LorenzPoint[] = [{ members: 0, amount: 0 }]
  let together = 0
  for (const [index, amount] of sorted.entries()) {
    together += amount
    points.push({ members: (index + 1) / sorted.length, amount: together / sum })
  }
  return points
}

/** At most so many points of a curve, evenly taken, its ends among them: what a small picture can show. */
export function thinned(points: readonly LorenzPoint[], most: number): LorenzPoint[] {
  if (points.length <= most || most < 2) return [...points]
  const last = points.length - 1
  return Array.from({ length: most }, (_, index) => {
    const { members, amount } = points[Math.round((index * last) / (most - 1))] ?? {
      members: 1,
      amount: 1,
    }
    return { members, amount }
  })
}

/**
 * How evenly a whole is spread over its kinds: Shannon's entropy −Σ p·ln p over the logarithm of the number of kinds (Shannon,
 * A Mathematical Theory of Communication, 1948; the evenness of Pielou, 1966): 1 where each kind has the same, 0 where all
 * is of one kind. Null of nothing, or of fewer than two kinds.
 */
export function evenness(counts: readonly number[]): number | null {
  const sum = counts.reduce((total, count) => total + count, 0)
  if (sum <= 0 || counts.length < 2) return null
  const entropy = counts.reduce(
    (total, count) => (count > 0 ? total - (count / sum) * Math.log(count / sum) : total),
    0,
  )
  return Math.min(1, Math.max(0, entropy / Math.log(counts.length)))
}

/**
 * Who gives more: (given − received) / (given + received + together), from 1 (all one way) by 0 (as much each way) to −1 (all
 * the other way). What both did together belongs to neither and draws towards 0. Null of nothing.
 */
export function directionBalance(given: number, received: number, together: number): number | null {
  const all = given + received + together
  return all <= 0 ? null : (given - received) / all
}

/** Fewer members than this do not say what is usual among them. */
export const FEWEST_FOR_LIMIT = 5

/**
 * From where a number stands out above the others: median + k·MAD, MAD scaled to a standard deviation (`robustScale`). Null
 * where there are too few, or all are the same.
 */
export function robustLimit(numbers: readonly number[], k: number): number | null {
  if (numbers.length < FEWEST_FOR_LIMIT) return null
  const scale = robustScale(numbers)
  return scale > 0 ? medianOf(numbers) + k * scale : null
}

export type Bar = { from: number; to: number; count: number }

/** How many numbers lie in each of so many equal steps from one number to another; the last step has both of its ends. */
export function histogram(
  numbers: readonly number[],
  { from, to, steps }: { from: number; to: number; steps: number },
): Bar[] {
  const width = (to - from) / steps
  const bars = Array.from({ length: steps }, (_, index) => ({
    from: from + index * width,
    to: index === steps - 1 ? to : from + (index + 1) * width,
    count: 0,
  }))
  for (const number of numbers) {
    // A hair's breadth, so that 0.3 is not below 3 · 0.1.
    const place = width > 0 ? Math.floor((number - from) / width + 1e-9) : 0
    const bar = bars[Math.min(steps - 1, Math.max(0, place))]
    if (bar) bar.count++
  }
  return bars
}
