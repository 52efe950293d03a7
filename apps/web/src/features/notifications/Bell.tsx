import { useApolloClient } from '@apollo/client/react'
import { Link as RouterLink } from '@tanstack/react-router'
import { paths } from '../../paths.ts'
import { useLiveEvents } from '../../platform/live.ts'
import { useViewer } from '../../platform/session.tsx'
import { useNotificationsText } from './text.ts'

/**
 * How many notifications are unread, on every page, and the way to them. Whatever happens, the reader's own figures are
 * read again: the bell's, and how many records wait.
 */
export function Bell() {
  const text = useNotificationsText()
  const client = useApolloClient()
  // Another reader, or another role, may come in between: then there is nothing to read again.
  useLiveEvents(() => void client.refetchQueries({ include: ['Viewer'] }).catch(() => undefined))
  const { unreadNotifications: unread } = useViewer()
  return (
    <RouterLink to={paths.notifications()} className="bell" aria-label={text('bell', { unread })}>
      <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
        <path
          d="M12 3a6 6 0 0 0-6 6v4l-2 4h16l-2-4V9a6 6 0 0 0-6-6zM9.5 19a2.5 2.5 0 0 0 5 0"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.8"
          strokeLinejoin="round"
        />
      </svg>
      {unread > 0 && (
        <span className="count bell-count" aria-hidden="true">
          {unread > 99 ? '99+' : unread}
        </span>
      )}
    </RouterLink>
  )
}
