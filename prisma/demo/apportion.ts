/**
 * Divides the whole number `total` among the weights by largest remainder, each share at least `least`:
 * the shares are whole and add up to `total` exactly.
 */
export function apportion(total: number, weights: readonly number[], least = 0): number[] {
  const rest = total - least * weights.length
  if (rest < 0)
    throw new Error(`${total} cannot give ${weights.length} shares of at least ${least}`)
  const weightSum = weights.reduce((sum, weight) => sum + weight, 0)
  const exact = weights.map((weight) => (rest * weight) / weightSum)
  const shares = exact.map((share) => Math.floor(share))
  const left = rest - shares.reduce((sum, share) => sum + share, 0)
  const byRemainder = exact
    .map((share, index) => ({ index, remainder: share - Math.floor(share) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index)
  for (const { index } of byRemainder.slice(0, left)) shares[index] = (shares[index] ?? 0) + 1
  return shares.map((share) => share + least)
}
