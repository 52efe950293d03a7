import { useQuery } from '@apollo/client/react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { graphql } from '../../generated/gql.ts'
import type { BreakdownBy, CockpitLatestQuery, CockpitQuery } from '../../generated/graphql.ts'
import { useLiveEvents } from '../../platform/live.ts'

export const CockpitDocument = graphql(`
  query Cockpit($year: Int!, $by: BreakdownBy!, $order: TableOrder!) {
    figuresAsOf(of: "citySummary")
    citySummary(year: $year) {
      year
      asOf
      total {
        countersigned
        submitted
        personTimes
        hours
        averageUsefulness
      }
      areas {
        area
        total {
          countersigned
        }
      }
      months {
        month
        total {
          countersigned
        }
      }
      coverage(nothingForDays: 60) {
        pairings
        withNothing
      }
      signing {
        waiting
        overdue
        medianDays
        byOrganisation(first: 5) {
          organisation {
            id
            name
          }
          waiting
          oldestDays
        }
      }
      breakdown(by: $by, first: 8, order: $order) {
        edges {
          cursor
          node {
            id
            name
            total {
              countersigned
            }
          }
        }
      }
    }
  }
`)
/** By itself: the figures may come from a copy of the database, the records are of this moment. */
export const CockpitLatestDocument = graphql(`
  query CockpitLatest($year: Int!) {
    activities(first: 6, order: NEWEST_CHANGE, filter: { statuses: [COUNTERSIGNED], year: $year }) {
      edges {
        cursor
        node {
          id
          title
          day
          agencySide {
            id
            name
          }
          communitySide {
            id
            name
          }
          recordingSide
        }
      }
    }
  }
`)

const everyMilliseconds = 60_000
/** Many signatures in a second are one look at the figures. */
const gatherMilliseconds = 1500

/**
 * The figures of the wall: read again when a record moves and once a minute, for days on end. Nothing is kept in the
 * client's cache, so that it does not grow. What was read last stays when the network is gone, with since when.
 */
export function useSteadyAnswer(variables: {
  year: number
  by: BreakdownBy
  order: 'ORGANISATION' | 'VALUE'
}) {
  const figures = useQuery(CockpitDocument, { variables, fetchPolicy: 'no-cache' })
  const latest = useQuery(CockpitLatestDocument, {
    variables: { year: variables.year },
    fetchPolicy: 'no-cache',
  })
  const { refetch: refetchFigures } = figures
  const { refetch: refetchLatest } = latest
  const refetch = useCallback(
    () => Promise.all([refetchFigures(), refetchLatest()]),
    [refetchFigures, refetchLatest],
  )
  const [answer, setAnswer] = useState<(CockpitQuery & CockpitLatestQuery) | null>(null)
  const [lostSince, setLostSince] = useState<Date | null>(null)
  const asked = useRef<ReturnType<typeof setTimeout> | null>(null)
  const readAt = useRef<Date | null>(null)
  useEffect(() => {
    if (figures.data === undefined || latest.data === undefined) return
    setAnswer({ ...figures.data, ...latest.data })
    readAt.current = new Date()
    setLostSince(null)
  }, [figures.data, latest.data])
  const ask = useRef(() => undefined as void)
  useEffect(() => {
    ask.current = () => {
      refetch().then(
        () => {
          readAt.current = new Date()
          setLostSince(null)
        },
        () => setLostSince(readAt.current),
      )
    }
  }, [refetch])
  useEffect(() => {
    const again = setInterval(() => ask.current(), everyMilliseconds)
    const gone = () => setLostSince(readAt.current)
    const back = () => ask.current()
    window.addEventListener('offline', gone)
    window.addEventListener('online', back)
    return () => {
      clearInterval(again)
      if (asked.current !== null) clearTimeout(asked.current)
      window.removeEventListener('offline', gone)
      window.removeEventListener('online', back)
    }
  }, [])
  useLiveEvents(({ moved, missed }) => {
    if (moved === null && !missed) return
    asked.current ??= setTimeout(() => {
      asked.current = null
      ask.current()
    }, gatherMilliseconds)
  })
  return { answer, error: figures.error ?? latest.error, lostSince, refetch }
}
