import { tryRefusedAgain } from '@gongjian/domain/outbox'
import { Badge, Button, Group, Text } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import type { ForOfflineQuery } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { ifFree, recordLock, whenFree } from '../../platform/offline/locks.ts'
import { announceQueued } from '../../platform/offline/outbox-events.ts'
import { forgetPhoto, itemOf, putItem, removeItem } from '../../platform/offline/outbox-store.ts'
import type { StoredItem } from '../../platform/offline/outbox-store.ts'
import { useViewer } from '../../platform/session.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { useWords } from '../../ui/words.ts'
import { useNowSending } from './now-sending.ts'
import { keepMine } from './outbox-item.ts'
import type { RecordingItem } from './outbox-item.ts'
import { StaleNotice } from './StaleNotice.tsx'
import { useRecordingText } from './text.ts'

/** One record that waits: how it stands, why it does not go on, and what one can do. */
export function OutboxEntry({
  stored,
  item,
  photoCount,
  kept,
  onDiscard,
}: {
  stored: StoredItem
  /** Null where another edition of the page wrote it. */
  item: RecordingItem | null
  photoCount: number
  kept: ForOfflineQuery | null
  onDiscard: () => void
}) {
  const text = useRecordingText()
  const words = useWords()
  const formats = useFormats()
  const viewer = useViewer()
  const navigate = useNavigate()
  const isSending = useNowSending() === stored.id
  const { id, problem } = stored
  const role = viewer.assignments.find((one) => one.id === stored.assignmentId)
  const isOfAnotherRole = stored.assignmentId !== viewer.activeAssignment?.id
  const current = item?.problem?.current ?? null
  const pairing = kept?.pairings.edges.find(({ node }) => node.id === item?.content.pairingId)?.node

  const state = isSending
    ? ({ label: text('stateSending'), bg: '#dbe9fb', fg: '#123f78' } as const)
    : problem === null && item !== null
      ? ({ label: text('stateWaiting'), bg: '#fdf0d5', fg: '#6b4700' } as const)
      : ({ label: text('stateAttention'), bg: '#fbe0dd', fg: '#851713' } as const)

  /** Changed only while nobody sends or edits it. */
  async function change(next: RecordingItem) {
    await ifFree(recordLock(id), () => putItem(next))
    announceQueued()
  }

  /**
   * Not while it is on its way; what has arrived meanwhile is no longer here. The button stays enabled: on a weak network
   * each try to send would take it away for a moment, and with it the tap.
   */
  async function edit() {
    const isStillHere = await whenFree(recordLock(id), async () => (await itemOf(id)) !== undefined)
    if (isStillHere) await navigate({ to: paths.editRecord(id) })
  }

  return (
    <li className="paper">
      <Group gap="xs">
        <Badge
          variant="filled"
          radius="sm"
          tt="none"
          fw={600}
          styles={{
            root: { background: state.bg, color: state.fg },
            label: { overflow: 'visible' },
          }}
        >
          {state.label}
        </Badge>
        <Text fw={600} className="wrap">
          {item?.content.title || text('untitled')}
        </Text>
      </Group>
      <Text size="sm" c="dimmed" mt={4}>
        {[
          pairing?.communitySide.name,
          item?.content.day && formats.day(item.content.day),
          text(stored.purpose === 'SUBMIT' ? 'willBeSubmitted' : 'willBeSaved'),
          photoCount > 0 && text('photosLeft', { count: photoCount }),
          text('queuedAt', { when: formats.moment(new Date(stored.queuedAt).toISOString()) }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </Text>
      {isOfAnotherRole && (
        <Text size="sm" mt={4}>
          {text('inAnotherRole', {
            role: role ? `${role.organisation.name} ${words.role(role.role)}` : '',
          })}
        </Text>
      )}
      {item === null && <FailureNotice message={text('unreadable')} />}
      {problem !== null && current === null && (
        <FailureNotice title={problem.message}>
          {problem.fieldErrors.length > 0 && (
            <ul style={{ margin: 0, paddingLeft: 18 }}>
              {problem.fieldErrors.map(({ path, message }) => (
                <li key={path}>{message}</li>
              ))}
            </ul>
          )}
        </FailureNotice>
      )}
      {item !== null && current !== null && (
        <StaleNotice
          mine={item.content}
          theirs={current}
          catalogue={kept?.catalogue ?? []}
          onKeepMine={() => void change(keepMine(item))}
          onTakeTheirs={() => void ifFree(recordLock(id), () => removeItem(id))}
        />
      )}
      <Group gap="xs" mt="sm">
        {item !== null && (
          <Button size="sm" variant="default" onClick={() => void edit()}>
            {text('edit')}
          </Button>
        )}
        {item !== null && problem !== null && problem.photoId !== null && (
          <Button
            size="sm"
            variant="default"
            onClick={() =>
              void forgetPhoto(problem.photoId ?? '').then(() => change(tryRefusedAgain(item)))
            }
          >
            {text('withoutThisPhoto')}
          </Button>
        )}
        {item !== null && current === null && !isOfAnotherRole && (
          <Button
            size="sm"
            variant="default"
            loading={isSending}
            onClick={() => void change(tryRefusedAgain(item))}
          >
            {text('sendNow')}
          </Button>
        )}
        <Button size="sm" variant="default" disabled={isSending} onClick={onDiscard}>
          {text('discardItem')}
        </Button>
      </Group>
    </li>
  )
}
