/** So many items are sorted or merged between two steps. */
const STEP = 2000

/**
 * The places 0 to length - 1 in the order of what stands at them, made in short steps and in four bytes a place: whoever
 * has others to serve serves them at each `yield`. Equal ones stay in the order in which they came.
 */
export function* orderInSteps(
  length: number,
  compare: (a: number, b: number) => number,
): Generator<undefined, Uint32Array> {
  let order = Uint32Array.from({ length }, (_, place) => place)
  for (let from = 0; from < length; from += STEP) {
    order.subarray(from, from + STEP).sort(compare)
    yield
  }
  let merged = new Uint32Array(length)
  for (let width = STEP; width < length; width *= 2) {
    for (let from = 0; from < length; from += width * 2)
      yield* mergeInSteps(order, merged, { from, width }, compare)
    ;[order, merged] = [merged, order]
  }
  return order
}

/** Two runs of that width beside each other, into one at the same place. */
function* mergeInSteps(
  order: Uint32Array,
  merged: Uint32Array,
  { from, width }: { from: number; width: number },
  compare: (a: number, b: number) => number,
): Generator<undefined, void> {
  const middle = Math.min(from + width, order.length)
  const end = Math.min(from + width * 2, order.length)
  let [left, right] = [from, middle]
  for (let to = from; to < end; to += 1) {
    const [a, b] = [order[left] ?? 0, order[right] ?? 0]
    if (right >= end || (left < middle && compare(a, b) <= 0)) {
      merged[to] = a
      left += 1
    } else {
      merged[to] = b
      right += 1
    }
    if (to % STEP === 0) yield
  }
}

/** What the steps come to, for who need not wait between them. */
export function allSteps<Result>(steps: Generator<undefined, Result>): Result {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}
