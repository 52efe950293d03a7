import { Badge, Button, Group, Text } from '@mantine/core'
import { Link as RouterLink } from '@tanstack/react-router'
import type { NotificationsQuery } from '../../generated/graphql.ts'
import { useFormats } from '../../platform/locale.tsx'
import { subjectPath } from './subject-path.ts'
import { useNotificationsText } from './text.ts'

type Notification = NotificationsQuery['notifications']['edges'][number]['node']

/** One line of the inbox: what happened, to what, when; opening it marks it as read. */
export function NotificationItem({
  notification,
  onRead,
}: {
  notification: Notification
  onRead: (id: string) => Promise<void>
}) {
  const text = useNotificationsText()
  const formats = useFormats()
  const { id, kind, count, madeAt, readAt, subject } = notification
  const path = subjectPath(notification)
  const isUnread = readAt === null
  const what = text(`is_${kind}`, { count })
  return (
    <li className="paper notification" data-unread={isUnread}>
      <Group justify="space-between" align="flex-start" gap="xs">
        <div style={{ minWidth: 0, flex: '1 1 240px' }}>
          <Group gap="xs">
            <Text span fw={isUnread ? 700 : 500}>
              {path === null ? (
                what
              ) : (
                <RouterLink
                  to={path}
                  className="link"
                  onClick={() => {
                    if (isUnread) void onRead(id)
                  }}
                >
                  {what}
                </RouterLink>
              )}
            </Text>
            {isUnread && (
              <Badge color="brand" variant="light">
                {text('isUnread')}
              </Badge>
            )}
          </Group>
          {subject.title !== null && (
            <Text className="wrap" mt={2}>
              {subject.title}
            </Text>
          )}
          {subject.answer !== null && (
            <Text className="wrap" mt={2}>
              {text('answerIs', { answer: subject.answer })}
            </Text>
          )}
          {path === null && subject.title === null && (
            <Text size="sm" c="dimmed" mt={2}>
              {text('outOfSight')}
            </Text>
          )}
          <Text size="sm" c="dimmed" mt={2}>
            {formats.moment(madeAt)}
            {subject.from !== null && ` · ${text('from', { from: subject.from })}`}
          </Text>
        </div>
        {isUnread && (
          <Button variant="default" size="sm" onClick={() => void onRead(id)}>
            {text('readOne')}
          </Button>
        )}
      </Group>
    </li>
  )
}
