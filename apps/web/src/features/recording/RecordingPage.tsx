import { useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { v7 as newId } from 'uuid'
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
import type { RecordingItem } from './outbox-item.ts'
import { RecordingForm } from './RecordingForm.tsx'
import { useRecordingText } from './text.ts'
import { useQueuedItem } from './use-queued-item.ts'
import { useRecordingData } from './use-recording-data.ts'

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
  const queued = useQueuedItem(existingId)
  const item = typeof queued === 'string' ? null : queued
  const id = existingId ?? kept?.formId ?? madeId
  const isOnServer =
    (kept?.baseVersion ?? item?.version ?? null) !== null || (existingId !== null && item === null)
  const { data, error, refetch, isKept } = useRecordingData({
    id,
    like,
    isOnServer,
    skip: kept === undefined || typeof queued === 'string',
  })

  // Where the record waits when there is no network: that page must be here before.
  useEffect(() => void import('./OutboxPage.tsx').catch(() => undefined), [])

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
    const stored = record
      ? contentOf(record)
      : data.like
        ? contentLike(data.like, viewer.today, data.campaigns)
        : emptyContent(pairing, viewer.today, directions[0] ?? 'JOINT')
    const fresh = item?.content ?? stored
    const start = startOf(stored, record?.version ?? null, kept ?? (item && keptAs(item)))
    // What waits in the outbox was not lost and need not be recovered.
    const recoveredAt = kept === null && item !== null ? null : start.recoveredAt
    return { fresh, record, start: { ...start, recoveredAt } }
  }, [data, kept, item, pairingId, viewer.today, directions])

  if (queued === 'HELD_ELSEWHERE')
    return <EmptyState title={text('heldElsewhere')} hint={text('heldElsewhereHint')} />
  if (error && data === undefined)
    return <QueryProblem error={error} onRetry={() => void refetch()} />
  if (opening === null || data === undefined) return <Loading />
  const isKnown = opening.record !== null || kept?.baseVersion != null || item !== null
  if (existingId !== null && !isKnown)
    return isKept ? (
      <QueryProblem error={error} onRetry={() => window.location.reload()} />
    ) : (
      <EmptyState title={text('notFound')} />
    )
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
      version={opening.record?.version ?? kept?.baseVersion ?? item?.version ?? null}
      queued={item}
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

/** What waits in the outbox, as if it had been typed and kept. */
function keptAs({ id, version, queuedAt, content }: RecordingItem): Kept {
  return { formId: id, baseVersion: version, savedAt: queuedAt, content }
}
