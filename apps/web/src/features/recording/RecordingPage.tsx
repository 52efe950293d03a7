import { useQuery } from '@apollo/client/react'
import { useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { v7 as newId } from 'uuid'
import { graphql } from '../../generated/gql.ts'
import { keptLocally } from '../../platform/local-drafts.ts'
import { useMay, useViewer } from '../../platform/session.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { useDirections } from './use-directions.ts'
import { contentLike, contentOf, emptyContent } from './form-content.ts'
import { readKept, startOf } from './form-start.ts'
import type { Kept } from './form-start.ts'
import { RecordingForm } from './RecordingForm.tsx'
import { useRecordingText } from './text.ts'

export const RecordingDocument = graphql(`
  query Recording($id: ID!, $like: ID!, $withRecord: Boolean!, $withLike: Boolean!, $year: Int) {
    catalogue(year: $year) {
      code
      kind
      area
      name
      unit
      decimals
      usualMaximum
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
          id
          title
          day
          pairing {
            id
          }
          outputs {
            indicator {
              code
            }
          }
        }
      }
    }
    activity(id: $id) @include(if: $withRecord) {
      ...RecordedContent
    }
    like: activity(id: $like) @include(if: $withLike) {
      ...RecordedContent
    }
  }
`)
export const RecordedContentFragment = graphql(`
  fragment RecordedContent on Activity {
    id
    version
    status
    day
    kind
    area
    direction
    title
    words
    pairing {
      id
    }
    campaign {
      id
    }
    outputs {
      indicator {
        code
      }
      claimed
    }
    participations {
      label
      headCount
      hoursEach
    }
    donations {
      kind
      description
      valueYuan
    }
    householdVisits {
      id
      householdId
    }
    evidence {
      id
      fileName
      caption
      url
      thumbnailUrl
      bytes
    }
    returned {
      reason
      signedByName
      signedForName
      signedAt
      fieldReasons {
        path
        reason
      }
    }
    refusalToSave: refusal(action: SAVE) {
      code
      message
    }
  }
`)

/** Writing a record: a new one, one like last time, or one's own draft or returned one. */
export function RecordingPage() {
  const text = useRecordingText()
  const may = useMay()
  const params = useParams({ strict: false })
  const search: { like?: string; pairingId?: string } = useSearch({ strict: false })
  const existingId = params.id ?? null
  // What was being filled in when the page was left is found again under the same name.
  const slot = existingId ?? (search.like === undefined ? 'new' : `like/${search.like}`)
  if (!may('submitActivity')) return <EmptyState title={text('mayNot')} />
  return (
    <Recording
      key={slot}
      slot={slot}
      existingId={existingId}
      like={existingId === null ? (search.like ?? null) : null}
      pairingId={search.pairingId ?? null}
    />
  )
}

function Recording({
  slot,
  existingId,
  like,
  pairingId,
}: {
  slot: string
  existingId: string | null
  like: string | null
  pairingId: string | null
}) {
  const text = useRecordingText()
  const viewer = useViewer()
  const directions = useDirections()
  const [madeId] = useState(() => newId())
  const [kept, setKept] = useState<Kept | null | undefined>(undefined)
  const id = existingId ?? kept?.formId ?? madeId
  const isOnServer = existingId !== null || (kept?.baseVersion ?? null) !== null
  const { data, loading, error, refetch } = useQuery(RecordingDocument, {
    variables: {
      id,
      like: like ?? id,
      withRecord: isOnServer,
      withLike: like !== null,
      year: viewer.programmeYear,
    },
    // A record that is to be changed is read anew: what is changed must be what stands there now.
    fetchPolicy: isOnServer ? 'network-only' : 'cache-and-network',
    nextFetchPolicy: 'cache-first',
    skip: kept === undefined,
  })

  useEffect(() => {
    let gone = false
    const found = (draft: Kept | null) => {
      if (!gone) setKept(draft)
    }
    keptLocally(viewer.id, slot).then(
      (draft) => found(readKept(draft)),
      () => found(null),
    )
    return () => {
      gone = true
    }
  }, [viewer.id, slot])

  const opening = useMemo(() => {
    if (data === undefined || kept === undefined) return null
    const record = data.activity ?? null
    const last = data.latest.edges[0]?.node.pairing.id
    const pairings = data.pairings.edges.map(({ node }) => node.id)
    const pairing = pairingId ?? pairings.find((one) => one === last) ?? pairings[0] ?? ''
    const fresh = record
      ? contentOf(record)
      : data.like
        ? contentLike(data.like, viewer.today, data.campaigns)
        : emptyContent(pairing, viewer.today, directions[0] ?? 'JOINT')
    return { fresh, record, start: startOf(fresh, record?.version ?? null, kept) }
  }, [data, kept, pairingId, viewer.today, directions])

  if (error && data === undefined)
    return <QueryProblem error={error} onRetry={() => void refetch()} />
  if ((loading && data === undefined) || opening === null || data === undefined) return <Loading />
  if (existingId !== null && opening.record === null) return <EmptyState title={text('notFound')} />
  if (data.pairings.edges.length === 0)
    return (
      <>
        <PageHeader title={text('title')} />
        <EmptyState title={text('noPairing')} hint={text('noPairingHint')} />
      </>
    )
  const recorded = data.latest.edges.map(({ node }) => node)
  return (
    <RecordingForm
      id={id}
      slot={slot}
      start={opening.start}
      fresh={opening.fresh}
      record={opening.record}
      catalogue={data.catalogue}
      campaigns={data.campaigns}
      pairings={data.pairings.edges.map(({ node }) => node)}
      likeLast={
        recorded.find(({ pairing }) => pairing.id === opening.fresh.pairingId) ??
        recorded[0] ??
        null
      }
      recentCodes={recorded.flatMap(({ outputs }) =>
        outputs.map(({ indicator }) => indicator.code),
      )}
      directions={directions}
    />
  )
}
