import { useApolloClient } from '@apollo/client/react'
import { sideOfRole } from '@gongjian/domain/activity-actions'
import { notifications } from '@mantine/notifications'
import { Link as RouterLink } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { paths } from '../../paths.ts'
import { onQueued } from '../../platform/offline/outbox-events.ts'
import { useOutbox } from '../../platform/offline/use-outbox.ts'
import { onSessionBack } from '../../platform/session-events.ts'
import { useViewer } from '../../platform/session.tsx'
import { keepFormForOffline } from './offline-data.ts'
import { sendOutbox } from './send-outbox.ts'
import { useRecordingText } from './text.ts'

/** Soon after the page is there, and not with what the reader came for. */
const keepAfterMilliseconds = 3000
const longestTimerMilliseconds = 600_000

/**
 * On every page of whoever records: sends what waits as soon as there is a network, keeps on the device what the form
 * needs without one, and shows how many records wait.
 */
export function OutboxMark({ isOffline }: { isOffline: boolean }) {
  const text = useRecordingText()
  const client = useApolloClient()
  const viewer = useViewer()
  const unsent = useOutbox(viewer.id)
  const count = unsent?.items.length ?? 0
  const assignmentId = viewer.activeAssignment?.id ?? ''
  const role = viewer.activeAssignment?.role

  const latest = useRef(text)
  useEffect(() => {
    latest.current = text
  })
  const runNow = useRef<() => void>(() => undefined)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let gone = false
    const run = async (isAsked: boolean) => {
      clearTimeout(timer)
      const sent = await sendOutbox({ client, userId: viewer.id, assignmentId }, isAsked).catch(
        () => null,
      )
      if (sent === null || gone) return
      if (sent.submitted + sent.drafts > 0) {
        notifications.show({
          message: latest.current('sentNow', {
            count: sent.submitted,
            drafts: sent.drafts,
          }),
          color: 'green',
        })
        await client.refetchQueries({ include: 'active' }).catch(() => undefined)
      }
      if (sent.tryAgainAt !== null)
        timer = setTimeout(
          () => void run(false),
          Math.min(longestTimerMilliseconds, Math.max(0, sent.tryAgainAt - Date.now())),
        )
    }
    const now = () => void run(true)
    runNow.current = now
    const whenSeen = () => {
      if (document.visibilityState === 'visible') now()
    }
    now()
    window.addEventListener('online', now)
    document.addEventListener('visibilitychange', whenSeen)
    const stop = [onQueued(now), onSessionBack(now)]
    return () => {
      gone = true
      clearTimeout(timer)
      window.removeEventListener('online', now)
      document.removeEventListener('visibilitychange', whenSeen)
      for (const end of stop) end()
    }
  }, [client, viewer.id, assignmentId])
  // Also when more has come to wait: from another page, or opened again after another reader's turn.
  useEffect(() => runNow.current(), [count])

  const { id, programmeYear: year } = viewer
  useEffect(() => {
    if (isOffline || role === undefined) return undefined
    const timer = setTimeout(() => {
      const side = sideOfRole(role)
      keepFormForOffline(client, { id, assignmentId, year, side }).catch(() => undefined)
    }, keepAfterMilliseconds)
    return () => clearTimeout(timer)
  }, [client, id, assignmentId, year, role, isOffline])

  if (count === 0 && !isOffline) return null
  return (
    <RouterLink
      to={paths.outbox()}
      className="outbox-mark"
      data-needs-attention={unsent?.items.some(({ problem }) => problem !== null)}
    >
      {count > 0 ? text('waitingCount', { count }) : text('offline')}
    </RouterLink>
  )
}
