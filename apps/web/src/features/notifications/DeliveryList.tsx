import { Text, Title } from '@mantine/core'
import type { NotificationChoiceQuery } from '../../generated/graphql.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useNotificationsText } from './text.ts'

type Delivery = NotificationChoiceQuery['notificationChoice']['lastEmails'][number]

/** The last messages that went out, or why they did not. */
export function DeliveryList({
  title,
  nothing,
  deliveries,
}: {
  title: string
  nothing: string
  deliveries: readonly Delivery[]
}) {
  const text = useNotificationsText()
  const formats = useFormats()
  return (
    <section className="paper" style={{ marginTop: 16 }}>
      <Title order={2} mb="xs">
        {title}
      </Title>
      {deliveries.length === 0 && <Text c="dimmed">{nothing}</Text>}
      {deliveries.map(({ id, count, state, problem, madeAt, sentAt, nextTryAt }) => (
        <Text key={id} size="sm" className="wrap" py={4}>
          {[
            formats.moment(sentAt ?? madeAt),
            text('emailOf', { count }),
            text(`state_${state}`),
            problem === null ? null : text(`problem_${problem}`),
            nextTryAt === null || problem === null
              ? null
              : text('nextTry', { when: formats.moment(nextTryAt) }),
          ]
            .filter((part) => part !== null)
            .join(' · ')}
        </Text>
      ))}
    </section>
  )
}
