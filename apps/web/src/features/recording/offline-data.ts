import type { ApolloClient } from '@apollo/client'
import { graphql } from '../../generated/gql.ts'
import type {
  ForOfflineQuery,
  RecordedContentFragment,
  RecordingQuery,
} from '../../generated/graphql.ts'
import { documentIdOf } from '../../platform/apollo.ts'
import { keepForRecording, keptForRecording } from '../../platform/offline/kept-answers.ts'

const ForOffline = graphql(`
  query ForOffline($year: Int!, $side: PairingSide) {
    catalogue(year: $year) {
      code
      kind
      area
      name
      unit
      decimals
      usualMaximum
      usualRange {
        from
        to
      }
    }
    campaigns(year: $year) {
      id
      name
      day
    }
    pairings(first: 50, filter: { mayRecord: true }) {
      edges {
        cursor
        node {
          id
          agencySide {
            id
            name
          }
          communitySide {
            id
            name
          }
          daysSinceLastActivity
          lastActivityDay
        }
      }
    }
    latest: activities(
      first: 10
      order: NEWEST_CHANGE
      filter: { mine: true, statuses: [SUBMITTED, COUNTERSIGNED] }
    ) {
      edges {
        cursor
        node {
          ...RecordedContent
        }
      }
    }
    open: activities(
      first: 20
      order: NEWEST_CHANGE
      filter: { statuses: [DRAFT, RETURNED], recordingSide: $side }
    ) {
      edges {
        cursor
        node {
          ...RecordedContent
        }
      }
    }
  }
`)
const edition = documentIdOf(ForOffline) ?? ''

type Reader = { id: string; assignmentId: string; year: number; side: ForOfflineSide }
type ForOfflineSide = 'AGENCY_SIDE' | 'COMMUNITY_SIDE' | null

/** Puts by what the form needs without a network: pairings, catalogue, what was recorded lately, and what is open. */
export async function keepFormForOffline(
  client: ApolloClient,
  { id, assignmentId, year, side }: Reader,
): Promise<void> {
  const { data } = await client.query({
    query: ForOffline,
    variables: { year, side },
    fetchPolicy: 'no-cache',
  })
  if (data !== undefined) await keepForRecording(id, assignmentId, edition, data)
}

export function keptForm(userId: string, assignmentId: string): Promise<ForOfflineQuery | null> {
  return keptForRecording(userId, assignmentId, edition)
}

/** A record that was opened for editing is put by as it stands now: it opens without a network too. */
export async function keepRecord(
  userId: string,
  assignmentId: string,
  record: RecordedContentFragment,
): Promise<void> {
  const kept = await keptForm(userId, assignmentId)
  if (kept === null) return
  const others = kept.open.edges.filter(({ node }) => node.id !== record.id)
  const open = {
    ...kept.open,
    edges: [{ __typename: 'ActivityEdge' as const, cursor: record.id, node: record }, ...others],
  }
  await keepForRecording(userId, assignmentId, edition, { ...kept, open })
}

/** What the form is opened with, from what was put by: as the server would answer it, as far as it is known. */
export function asRecordingData(
  kept: ForOfflineQuery,
  { id, like }: { id: string; like: string | null },
): RecordingQuery {
  const { open, latest, ...rest } = kept
  const known = [...open.edges, ...latest.edges].map(({ node }) => node)
  return {
    ...rest,
    latest,
    activity: known.find((record) => record.id === id) ?? null,
    like: known.find((record) => record.id === like) ?? null,
  }
}
