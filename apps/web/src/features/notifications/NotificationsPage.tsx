import { useQuery } from '@apollo/client/react'
import { Button, Group, NativeSelect } from '@mantine/core'
import { NOTIFICATION_KINDS } from '@gongjian/domain/vocabulary'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { graphql } from '../../generated/gql.ts'
import { paths } from '../../paths.ts'
import { useViewer } from '../../platform/session.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Link } from '../../ui/Link.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { useUiText } from '../../ui/text.ts'
import { NotificationItem } from './NotificationItem.tsx'
import { useNotificationsText } from './text.ts'
import { useReadNotifications } from './use-read-notifications.ts'

const NotificationsDocument = graphql(`
  query Notifications($after: String, $filter: NotificationFilter) {
    notifications(first: 30, after: $after, filter: $filter) {
      edges {
        cursor
        node {
          id
          kind
          count
          madeAt
          readAt
          subject {
            kind
            id
            title
            from
            answer
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`)
type Search = { unread?: boolean | undefined; kind?: string | undefined }

/** All that one was told, the newest first; what is unread stands out, and opening it is reading it. */
export function NotificationsPage() {
  const text = useNotificationsText()
  const ui = useUiText()
  const { unreadNotifications: unread } = useViewer()
  const navigate = useNavigate()
  const search: Search = useSearch({ strict: false })
  const kind = NOTIFICATION_KINDS.find((one) => one === search.kind) ?? null
  const { data, error, loading, refetch, fetchMore } = useQuery(NotificationsDocument, {
    variables: { after: null, filter: { unread: search.unread ?? null, kind } },
    fetchPolicy: 'cache-and-network',
    notifyOnNetworkStatusChange: true,
  })
  const { read, loading: reading } = useReadNotifications()
  // The bell rang: what it rang for belongs on the page.
  const before = useRef(unread)
  useEffect(() => {
    if (unread > before.current) void refetch()
    before.current = unread
  }, [unread, refetch])
  const set = (part: Search) =>
    void navigate({ to: paths.notifications(), search: { ...search, ...part }, replace: true })
  const page = data?.notifications

  return (
    <>
      <PageHeader
        title={text('title')}
        actions={
          <>
            <Link to={paths.notificationSettings()}>{text('settings')}</Link>
            {unread > 0 && (
              <Button variant="default" loading={reading} onClick={() => void read({ all: true })}>
                {text('readAll')}
              </Button>
            )}
          </>
        }
      />
      <Group className="paper no-print" align="flex-end" mb="md">
        <NativeSelect
          size="md"
          label={text('show')}
          value={search.unread === undefined ? '' : String(search.unread)}
          onChange={({ currentTarget: { value } }) =>
            set({ unread: value === '' ? undefined : value === 'true' })
          }
          data={[
            { value: '', label: ui('all') },
            { value: 'true', label: text('unread') },
            { value: 'false', label: text('read') },
          ]}
        />
        <NativeSelect
          size="md"
          label={text('kind')}
          value={kind ?? ''}
          onChange={({ currentTarget: { value } }) => set({ kind: value || undefined })}
          data={[
            { value: '', label: ui('all') },
            ...NOTIFICATION_KINDS.map((one) => ({ value: one, label: text(`kind_${one}`) })),
          ]}
        />
      </Group>
      {error && page === undefined ? (
        <QueryProblem error={error} onRetry={() => void refetch()} />
      ) : page === undefined ? (
        <Loading />
      ) : page.edges.length === 0 ? (
        search.unread === true ? (
          <EmptyState title={text('nothingUnread')} hint={text('nothingUnreadHint')} />
        ) : (
          <EmptyState title={text('nothing')} hint={text('nothingHint')} />
        )
      ) : (
        <>
          <ul className="notifications" aria-label={text('title')}>
            {page.edges.map(({ node }) => (
              <NotificationItem
                key={node.id}
                notification={node}
                onRead={(id) => read({ ids: [id] })}
              />
            ))}
          </ul>
          <LoadMore
            hasNextPage={page.pageInfo.hasNextPage}
            loading={loading}
            onMore={() => void fetchMore({ variables: { after: page.pageInfo.endCursor } })}
          />
        </>
      )}
    </>
  )
}
