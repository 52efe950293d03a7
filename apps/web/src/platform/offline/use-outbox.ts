import { liveQuery } from 'dexie'
import { useEffect, useState } from 'react'
import { allKeptLocally } from '../local-drafts.ts'
import type { LocalDraft } from './device.ts'
import { itemsOf, photoCountsOf } from './outbox-store.ts'
import type { StoredItem } from './outbox-store.ts'

export type Unsent = {
  items: StoredItem[]
  photoCounts: Record<string, number>
  drafts: LocalDraft<unknown>[]
}

/** What of a user waits on this device, as it changes in any of its pages; undefined until it is known. */
export function useOutbox(userId: string): Unsent | undefined {
  const [unsent, setUnsent] = useState<Unsent>()
  useEffect(() => {
    const watching = liveQuery(async () => ({
      items: await itemsOf(userId),
      photoCounts: await photoCountsOf(userId),
      drafts: await allKeptLocally(userId),
    })).subscribe({
      next: setUnsent,
      // A device that keeps nothing (private browsing) has nothing that waits.
      error: () => setUnsent({ items: [], photoCounts: {}, drafts: [] }),
    })
    return () => watching.unsubscribe()
  }, [userId])
  return unsent
}
