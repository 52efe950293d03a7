/** Only one page of the browser at a time sends, and none sends a record while it is being edited in another. */
export const sendingLock = 'gongjian-outbox'
const recordLockPrefix = 'gongjian-record/'
export const recordLock = (id: string) => `${recordLockPrefix}${id}`

/** Does the work under the lock; gives null without it where somebody else has the lock. A closed page lets go. */
export async function ifFree<Result>(
  name: string,
  work: () => Promise<Result>,
): Promise<Result | null> {
  if (!('locks' in navigator)) return work()
  return navigator.locks.request(name, { ifAvailable: true }, (lock) =>
    lock === null ? null : work(),
  )
}

/** Does the work once whoever has the lock lets go. */
export async function whenFree<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  if (!('locks' in navigator)) return work()
  return navigator.locks.request(name, work)
}

/** Takes the lock once it is free and keeps it until the signal. */
export function holdLock(name: string, until: AbortSignal, onHeld: () => void): void {
  if (!('locks' in navigator)) {
    onHeld()
    return
  }
  navigator.locks
    .request(name, { signal: until }, () => {
      onHeld()
      return new Promise<void>((release) => {
        until.addEventListener('abort', () => release(), { once: true })
      })
    })
    // Given up before it was free.
    .catch(() => undefined)
}

/** The records that are being edited, or sent, in any page. */
export async function heldRecords(): Promise<ReadonlySet<string>> {
  if (!('locks' in navigator)) return new Set()
  const { held = [] } = await navigator.locks.query()
  return new Set(
    held.flatMap(({ name = '' }) =>
      name.startsWith(recordLockPrefix) ? [name.slice(recordLockPrefix.length)] : [],
    ),
  )
}
