/** Five numbers and the mean that say how a set of numbers lies. */
export type Spread = {
  least: number
  firstQuartile: number
  median: number
  thirdQuartile: number
  most: number
  mean: number
}

/**
 * Quartiles by linear interpolation between the two nearest of the ordered numbers, as spreadsheets have it (type 7 of
 * Hyndman and Fan, Sample Quantiles in Statistical Packages, The American Statistician 50, 1996). Null of no numbers.
 */
export function spreadOf(numbers: readonly number[]): Spread | null {
  if (numbers.length === 0) return null
  const sorted = numbers.toSorted((a, b) => a - b)
  const at = (share: number): number => {
    const place = (sorted.length - 1) * share
    const below = sorted[Math.floor(place)] ?? Number.NaN
    const above = sorted[Math.ceil(place)] ?? Number.NaN
    return below + (above - below) * (place - Math.floor(place))
  }
  return {
    least: at(0),
    firstQuartile: at(0.25),
    median: at(0.5),
    thirdQuartile: at(0.75),
    most: at(1),
    // Summed in their order, so that the order of what goes in leaves no trace in the last digit.
    mean: sorted.reduce((sum, number) => sum + number, 0) / numbers.length,
  }
}

/** The ranks of numbers from the least, equal ones sharing the mean of their places. */
export function middleRanks(numbers: ArrayLike<number>): Float64Array {
  const order = Uint32Array.from({ length: numbers.length }, (_, index) => index)
  const value = (place: number): number => numbers[order[place] ?? 0] ?? 0
  order.sort((a, b) => (numbers[a] ?? 0) - (numbers[b] ?? 0))
  const ranks = new Float64Array(numbers.length)
  for (let from = 0; from < order.length;) {
    let to = from
    while (to + 1 < order.length && value(to + 1) === value(from)) to++
    for (let place = from; place <= to; place++) ranks[order[place] ?? 0] = (from + to) / 2 + 1
    from = to + 1
  }
  return ranks
}

/**
 * Spearman's rank correlation from middle ranks: Pearson's correlation of the two, which is right with equal ranks too
 * (Spearman, The Proof and Measurement of Association between Two Things, 1904; Kendall and Gibbons, Rank Correlation
 * Methods, 5th edition, 1990, section 3.8). Null where one of the two is the same for all, or there are fewer than three.
 */
export function correlationOfRanks(a: Float64Array, b: Float64Array): number | null {
  const count = a.length
  if (count < 3 || b.length !== count) return null
  const mean = (count + 1) / 2
  let [together, ofA, ofB] = [0, 0, 0]
  for (let index = 0; index < count; index++) {
    const [left, right] = [(a[index] ?? 0) - mean, (b[index] ?? 0) - mean]
    together += left * right
    ofA += left * left
    ofB += right * right
  }
  if (ofA === 0 || ofB === 0) return null
  return clamped(together / Math.sqrt(ofA * ofB))
}

/**
 * Kendall's tau-b of two orders of the same things, equal places allowed: 1 where they agree, −1 where one is the other
 * turned round (Kendall, The Treatment of Ties in Ranking Problems, Biometrika 33, 1945). Counted in n log n by sorting
 * (Knight, A Computer Method for Calculating Kendall's Tau with Ungrouped Data, JASA 61, 1966). Null where one of the two
 * is the same for all, or there are fewer than two.
 */
export function kendallTau(a: ArrayLike<number>, b: ArrayLike<number>): number | null {
  const count = a.length
  if (count < 2 || b.length !== count) return null
  const order = Uint32Array.from({ length: count }, (_, index) => index)
  const of = (numbers: ArrayLike<number>, place: number): number => numbers[order[place] ?? 0] ?? 0
  order.sort((x, y) => (a[x] ?? 0) - (a[y] ?? 0) || (b[x] ?? 0) - (b[y] ?? 0))
  let [equalInA, equalInBoth] = [0, 0]
  let [runA, runBoth] = [1, 1]
  for (let place = 1; place <= count; place++) {
    const sameA = place < count && of(a, place) === of(a, place - 1)
    const sameBoth = sameA && of(b, place) === of(b, place - 1)
    if (sameA) runA++
    else {
      equalInA += pairs(runA)
      runA = 1
    }
    if (sameBoth) runBoth++
    else {
      equalInBoth += pairs(runBoth)
      runBoth = 1
    }
  }
  const sequence = Float64Array.from(order, (index) => b[index] ?? 0)
  const swaps = sortCountingSwaps(sequence)
  let [equalInB, runB] = [0, 1]
  for (let place = 1; place <= count; place++) {
    if (place < count && sequence[place] === sequence[place - 1]) runB++
    else {
      equalInB += pairs(runB)
      runB = 1
    }
  }
  const all = pairs(count)
  const [partedInA, partedInB] = [all - equalInA, all - equalInB]
  if (partedInA === 0 || partedInB === 0) return null
  const difference = all - equalInA - equalInB + equalInBoth - 2 * swaps
  return clamped(difference / (Math.sqrt(partedInA) * Math.sqrt(partedInB)))
}

const pairs = (count: number): number => (count * (count - 1)) / 2
const clamped = (number: number): number => Math.max(-1, Math.min(1, number))

/** Sorts in place by merging, and counts how many pairs stood the wrong way round. */
function sortCountingSwaps(numbers: Float64Array): number {
  let swaps = 0
  const other = new Float64Array(numbers.length)
  for (let width = 1; width < numbers.length; width *= 2) {
    for (let from = 0; from < numbers.length; from += 2 * width) {
      const middle = Math.min(from + width, numbers.length)
      const to = Math.min(from + 2 * width, numbers.length)
      let [left, right] = [from, middle]
      for (let place = from; place < to; place++) {
        const takesLeft =
          left < middle && (right >= to || (numbers[left] ?? 0) <= (numbers[right] ?? 0))
        if (!takesLeft) swaps += middle - left
        other[place] = numbers[takesLeft ? left++ : right++] ?? 0
      }
    }
    numbers.set(other)
  }
  return swaps
}
