import { useQuery } from '@apollo/client/react'
import { useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { v7 as newId } from 'uuid'
import { graphql } from '../../generated/gql.ts'
import { keptLocally } from '../../platform/local-drafts.ts'
import type { LocalDraft } from '../../platform/local-drafts.ts'
import { useMay, useViewer } from '../../platform/session.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { contentOf, emptyContent, formContent } from './form-content.ts'
import type { FormContent } from './form-content.ts'
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
      first: 1
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
      headCount
      hoursEach
    }
    donations {
      kind
      description
      valueYuan
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
  const viewer = useViewer()
  const may = useMay()
  const params = useParams({ strict: false })
  const search: { like?: string; pairingId?: string } = useSearch({ strict: false })
  const existingId = params.id ?? null
  const [madeId, setMadeId] = useState(() => newId())
  const id = existingId ?? madeId
  const { data, loading, error, refetch } = useQuery(RecordingDocument, {
    variables: {
      id,
      like: search.like ?? id,
      withRecord: existingId !== null,
      withLike: search.like !== undefined,
      year: viewer.programmeYear,
    },
    fetchPolicy: 'cache-and-network',
    nextFetchPolicy: 'cache-first',
    skip: !may('submitActivity'),
  })
  const [kept, setKept] = useState<LocalDraft<unknown> | null | undefined>(undefined)

  // A new form that was being filled when the page was left is found again under the one key for new records.
  const localKey = existingId ?? 'new'
  useEffect(() => {
    let gone = false
    keptLocally(viewer.id, localKey).then(
      (draft) => {
        if (!gone) setKept(draft ?? null)
      },
      () => {
        if (!gone) setKept(null)
      },
    )
    return () => {
      gone = true
    }
  }, [viewer.id, localKey])

  const initial = useMemo(() => {
    if (data === undefined || kept === undefined) return null
    const record = data.activity ?? null
    const first = data.pairings.edges[0]?.node.id ?? ''
    const local = formContent.safeParse(kept?.content)
    const fromLocal =
      local.success && (record === null || kept?.baseVersion === record.version) ? local.data : null
    const like = data.like
    const fresh: FormContent = record
      ? contentOf(record)
      : like
        ? { ...contentOf(like), day: viewer.today }
        : { ...emptyContent(search.pairingId ?? first, viewer.today) }
    return {
      content: (search.like === undefined ? fromLocal : null) ?? fresh,
      recovered: search.like === undefined && fromLocal !== null,
      recoveredAt: kept?.savedAt ?? null,
      fresh,
      record,
    }
  }, [data, kept, search.like, search.pairingId, viewer.today])

  if (!may('submitActivity')) return <EmptyState title={text('mayNot')} />
  if (error && data === undefined)
    return <QueryProblem error={error} onRetry={() => void refetch()} />
  if ((loading && data === undefined) || initial === null || data === undefined) return <Loading />
  if (existingId !== null && initial.record === null) return <EmptyState title={text('notFound')} />
  if (data.pairings.edges.length === 0)
    return (
      <>
        <PageHeader title={text('title')} />
        <EmptyState title={text('noPairing')} hint={text('noPairingHint')} />
      </>
    )
  return (
    <RecordingForm
      key={id}
      id={id}
      localKey={localKey}
      initial={initial}
      catalogue={data.catalogue}
      campaigns={data.campaigns}
      pairings={data.pairings.edges.map(({ node }) => node)}
      latest={data.latest.edges[0]?.node ?? null}
      onAnother={() => setMadeId(newId())}
    />
  )
}
