/** So many photos are decoded at a time: each takes tens of megabytes while it is. */
const atOnce = 2

let running = 0
const waiting: (() => void)[] = []

/** Does the work when its turn comes. */
export async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  if (running >= atOnce) await new Promise<void>((turn) => waiting.push(turn))
  else running += 1
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next === undefined) running -= 1
    else next()
  }
}
