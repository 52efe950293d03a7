/** So many items are sorted or merged between two steps. */
const STEP = 2000

/**
 * The items in order, as `toSorted` gives them, made in short steps: whoever has others to serve serves them at each
 * `yield`. Equal items stay in the order in which they came.
 */
export function* sortInSteps<Item>(
  items: readonly Item[],
  compare: (a: Item, b: Item) => number,
): Generator<undefined, Item[]> {
  let runs: Item[][] = []
  for (let from = 0; from < items.length; from += STEP) {
    runs.push(items.slice(from, from + STEP).sort(compare))
    yield
  }
  while (runs.length > 1) {
    const merged: Item[][] = []
    for (let index = 0; index < runs.length; index += 2)
      merged.push(yield* mergeInSteps(runs[index] ?? [], runs[index + 1] ?? [], compare))
    runs = merged
  }
  return runs[0] ?? []
}

function* mergeInSteps<Item>(
  left: readonly Item[],
  right: readonly Item[],
  compare: (a: Item, b: Item) => number,
): Generator<undefined, Item[]> {
  const merged: Item[] = []
  let [ofLeft, ofRight] = [0, 0]
  for (;;) {
    const [a, b] = [left[ofLeft], right[ofRight]]
    if (ofRight === right.length || (a !== undefined && b !== undefined && compare(a, b) <= 0)) {
      if (a === undefined) return merged
      merged.push(a)
      ofLeft += 1
    } else {
      if (b === undefined) return merged
      merged.push(b)
      ofRight += 1
    }
    if (merged.length % STEP === 0) yield
  }
}

/** What the steps come to, for who need not wait between them. */
export function allSteps<Result>(steps: Generator<undefined, Result>): Result {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}
