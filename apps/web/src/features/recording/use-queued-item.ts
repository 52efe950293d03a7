import { useEffect, useState } from 'react'
import { holdLock, recordLock } from '../../platform/offline/locks.ts'
import { itemOf } from '../../platform/offline/outbox-store.ts'
import { readItem } from './outbox-item.ts'
import type { RecordingItem } from './outbox-item.ts'

type Queued = RecordingItem | null | 'READING' | 'HELD_ELSEWHERE'
const patienceMilliseconds = 3000

/**
 * What waits in the outbox under this record's id, null where nothing does. As long as the form is open it is not sent:
 * the page has its lock, and a page that closes lets go of it.
 */
export function useQueuedItem(id: string | null): Queued {
  const [queued, setQueued] = useState<Queued>(id === null ? null : 'READING')
  useEffect(() => {
    if (id === null) return undefined
    const left = new AbortController()
    const timer = setTimeout(
      () => setQueued((before) => (before === 'READING' ? 'HELD_ELSEWHERE' : before)),
      patienceMilliseconds,
    )
    const read = async () => {
      const stored = await itemOf(id)
      return stored === undefined ? null : readItem(stored)
    }
    const show = (found: RecordingItem | null) => {
      clearTimeout(timer)
      if (!left.signal.aborted) setQueued(found)
    }
    const nothing = () => show(null)
    read().then((found) => {
      if (left.signal.aborted) return
      if (found === null) nothing()
      // It may have been sent while one waited for it.
      else holdLock(recordLock(id), left.signal, () => void read().then(show, nothing))
    }, nothing)
    return () => {
      clearTimeout(timer)
      left.abort()
    }
  }, [id])
  return queued
}
