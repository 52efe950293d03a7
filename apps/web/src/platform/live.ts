import { useApolloClient } from '@apollo/client/react'
import { useEffect, useRef } from 'react'

type Moved = { id: string; status: string; version: number }

/** Tells of every record in sight that moves, as it happens, as long as the page is open. */
export function useActivityMoves(heard: (move: Moved) => void): void {
  const latest = useRef(heard)
  useEffect(() => {
    latest.current = heard
  })
  useEffect(() => {
    let left = false
    let stop = () => undefined as void
    // Fetched after the page is there: nothing on it waits for what others do.
    void import('graphql-sse').then(({ createClient }) => {
      if (left) return
      const client = createClient({
        url: '/graphql/stream',
        retryAttempts: 1000,
        credentials: 'same-origin',
      })
      const end = client.subscribe<{ activityMoved: Moved }>(
        { query: 'subscription { activityMoved { id status version } }' },
        {
          next: ({ data }) => {
            if (data) latest.current(data.activityMoved)
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
  }, [])
}

/** Reads the named queries again when a record moves: what others do is seen without a reload. */
export function useLiveQueries(
  names: string[],
  concerns: (move: Moved) => boolean = () => true,
): void {
  const client = useApolloClient()
  useActivityMoves((move) => {
    if (concerns(move)) {
      // Another reader, or another role, may come in between: then there is nothing to read again.
      client.refetchQueries({ include: names }).catch(() => undefined)
    }
  })
}
