import { useApolloClient } from '@apollo/client/react'
import { useEffect, useRef } from 'react'
import { afterPage } from './page-there.ts'

type Moved = { id: string; status: string; version: number }
/** A record in sight that moved, or that the reader's own notifications did. */
type LiveEvent = {
  moved: Moved | null
  notified: boolean
  /** The stream was broken and is there again: what moved in between was not told. */
  missed?: boolean
}

/** Seconds until the stream is tried again at most: a night without a server must not become an hour without news. */
const LONGEST_WAIT = 15
function waitBefore(retries: number): Promise<void> {
  const seconds = Math.min(LONGEST_WAIT, 2 ** Math.min(retries, 10)) + Math.random() * 3
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000))
}
const tell = (event: LiveEvent) => {
  for (const listener of listeners) listener(event)
}

/** One stream a page, however many parts of it listen: a browser opens only six to one host. */
const listeners = new Set<(event: LiveEvent) => void>()
let close: (() => void) | null = null

function open(): () => void {
  let left = false
  let stop = () => undefined as void
  // Nothing on the page waits for what others do. What is taken of the library is named where it is imported: else all
  // of it would be fetched.
  const library = () => import('graphql-sse').then(({ createClient }) => createClient)
  void afterPage()
    .then(library)
    .then((createClient) => {
      if (left) return
      const client = createClient({
        url: '/graphql/stream',
        retryAttempts: Number.MAX_SAFE_INTEGER,
        retry: waitBefore,
        credentials: 'same-origin',
        on: {
          connected: (wasBroken) => {
            if (wasBroken) tell({ moved: null, notified: true, missed: true })
          },
        },
      })
      const end = client.subscribe<{ live: LiveEvent }>(
        { query: 'subscription { live { moved { id status version } notified } }' },
        {
          next: ({ data }) => {
            if (data) tell(data.live)
          },
          error: () => undefined,
          complete: () => undefined,
        },
      )
      stop = () => {
        end()
        client.dispose()
      }
    })
  return () => {
    left = true
    stop()
  }
}

function listen(listener: (event: LiveEvent) => void): () => void {
  listeners.add(listener)
  close ??= open()
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    close?.()
    close = null
  }
}

/** Whoever acts in another role from now on hears what that role may. */
export function listenAnew(): void {
  if (close === null) return
  close()
  close = open()
}

/** Tells of all that concerns the reader, as it happens, as long as the page is open. */
export function useLiveEvents(heard: (event: LiveEvent) => void): void {
  const latest = useRef(heard)
  useEffect(() => {
    latest.current = heard
  })
  useEffect(() => listen((event) => latest.current(event)), [])
}

/** Tells of every record in sight that moves, as it happens, as long as the page is open. */
export function useActivityMoves(heard: (move: Moved) => void): void {
  useLiveEvents(({ moved }) => {
    if (moved !== null) heard(moved)
  })
}

/** Reads the named queries again when a record moves: what others do is seen without a reload. */
export function useLiveQueries(
  names: string[],
  concerns: (move: Moved) => boolean = () => true,
): void {
  const client = useApolloClient()
  useLiveEvents(({ moved, missed }) => {
    if (missed || (moved !== null && concerns(moved))) {
      // Another reader, or another role, may come in between: then there is nothing to read again.
      client.refetchQueries({ include: names }).catch(() => undefined)
    }
  })
}
