/** Long enough that no page will say so any more: one without a head, or one that waits for a dead network. */
const patienceMilliseconds = 5000

let tell: () => void = () => undefined
const there = new Promise<void>((resolve) => {
  tell = resolve
})

/** What the reader came for is shown: every page's head says so. */
export function pageIsThere(): void {
  tell()
}

/**
 * Before what nobody waits for is fetched: it would take the network, and the six connections that a browser opens to a
 * server, from what the reader came for.
 */
export function afterPage(): Promise<void> {
  return Promise.race([
    there,
    new Promise<void>((resolve) => {
      setTimeout(resolve, patienceMilliseconds)
    }),
  ])
}
