import { useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()
let sending: string | null = null

/** Which record this page is sending at the moment. */
export const nowSending = {
  set(id: string | null): void {
    sending = id
    for (const listener of listeners) listener()
  },
}

export function useNowSending(): string | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => sending,
  )
}
