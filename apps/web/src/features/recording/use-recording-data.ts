import { useQuery } from '@apollo/client/react'
import { useEffect, useState } from 'react'
import type { RecordingQuery } from '../../generated/graphql.ts'
import { problemOf } from '../../platform/apollo.ts'
import { useViewer } from '../../platform/session.tsx'
import { asRecordingData, keepRecord, keptForm } from './offline-data.ts'
import { RecordingDocument } from './recording-query.ts'

/** A network that has not answered by then is as good as none. */
const patienceMilliseconds = 4000

/** What the form is opened with: from the server, and without a network from what the device has kept. */
export function useRecordingData({
  id,
  like,
  isOnServer,
  skip,
}: {
  id: string
  like: string | null
  isOnServer: boolean
  skip: boolean
}) {
  const viewer = useViewer()
  const assignmentId = viewer.activeAssignment?.id ?? ''
  const [kept, setKept] = useState<RecordingQuery | null>(null)
  const [isLate, setIsLate] = useState(false)
  const { data, error, refetch } = useQuery(RecordingDocument, {
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
    skip,
  })
  const isMissing = data === undefined && !skip
  useEffect(() => {
    if (!isMissing) return undefined
    const timer = setTimeout(() => setIsLate(true), patienceMilliseconds)
    return () => clearTimeout(timer)
  }, [isMissing])

  const isUnreachable = isMissing && (isLate || (error !== undefined && problemOf(error) === null))
  useEffect(() => {
    let gone = false
    if (isUnreachable)
      keptForm(viewer.id, assignmentId).then(
        (found) => {
          if (found !== null && !gone) setKept(asRecordingData(found, { id, like }))
        },
        () => undefined,
      )
    return () => {
      gone = true
    }
  }, [isUnreachable, viewer.id, assignmentId, id, like])

  const record = data?.activity ?? null
  useEffect(() => {
    if (record !== null) keepRecord(viewer.id, assignmentId, record).catch(() => undefined)
  }, [record, viewer.id, assignmentId])

  // Once the form stands on what was kept it stays on it: nothing changes under whoever fills it in.
  return { data: kept ?? data, error, refetch, isKept: kept !== null }
}
