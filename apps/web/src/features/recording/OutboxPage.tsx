import { Button, Group, Modal, Stack, Text, Title } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { ForOfflineQuery } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { recordLock, whenFree } from '../../platform/offline/locks.ts'
import { announceQueued } from '../../platform/offline/outbox-events.ts'
import { removeItem } from '../../platform/offline/outbox-store.ts'
import { useOutbox } from '../../platform/offline/use-outbox.ts'
import { useMay, useViewer } from '../../platform/session.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Link } from '../../ui/Link.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { useUiText } from '../../ui/text.ts'
import { keptForm } from './offline-data.ts'
import { OutboxEntry } from './OutboxEntry.tsx'
import { readItem } from './outbox-item.ts'
import { readKept } from './form-start.ts'
import { useRecordingText } from './text.ts'

/** All that waits on this device: what it is, how it stands, and what one can do with it. */
export function OutboxPage() {
  const text = useRecordingText()
  const ui = useUiText()
  const formats = useFormats()
  const viewer = useViewer()
  const may = useMay()
  const unsent = useOutbox(viewer.id)
  const [kept, setKept] = useState<ForOfflineQuery | null>(null)
  const [toDiscard, setToDiscard] = useState<{ id: string; title: string } | null>(null)
  const assignmentId = viewer.activeAssignment?.id ?? ''
  useEffect(() => {
    keptForm(viewer.id, assignmentId).then(setKept, () => undefined)
  }, [viewer.id, assignmentId])
  useEffect(announceQueued, [])
  if (!may('submitActivity')) return <EmptyState title={text('mayNot')} />
  if (unsent === undefined) return <Loading />
  const { items, photoCounts, drafts } = unsent
  const unfinished = drafts.flatMap((draft) => {
    const found = readKept(draft)
    return found === null ? [] : [{ slot: draft.recordId, savedAt: found.savedAt, found }]
  })

  async function discard() {
    if (toDiscard === null) return
    // Not while it is on its way: what has arrived meanwhile is no longer here.
    await whenFree(recordLock(toDiscard.id), () => removeItem(toDiscard.id))
    setToDiscard(null)
  }

  return (
    <>
      <PageHeader
        title={text('outbox')}
        subtitle={text('outboxWhy')}
        actions={items.length > 0 && <Button onClick={announceQueued}>{text('sendAllNow')}</Button>}
      />
      {items.length === 0 ? (
        <EmptyState
          title={text('outboxEmpty')}
          hint={text('outboxEmptyHint')}
          action={<Link to={paths.newRecord()}>{text('title')}</Link>}
        />
      ) : (
        <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: 'none' }}>
          {items.map((stored) => {
            const item = readItem(stored)
            return (
              <OutboxEntry
                key={stored.id}
                stored={stored}
                item={item}
                photoCount={photoCounts[stored.id] ?? 0}
                kept={kept}
                onDiscard={() =>
                  setToDiscard({ id: stored.id, title: item?.content.title || text('untitled') })
                }
              />
            )
          })}
        </Stack>
      )}
      {unfinished.length > 0 && (
        <section className="paper" aria-labelledby="unfinished" style={{ marginTop: 16 }}>
          <Title order={2} mb="xs" id="unfinished">
            {text('unfinished')}
          </Title>
          {unfinished.map(({ slot, savedAt, found }) => (
            <Group key={slot} gap="sm" py={6}>
              <Link {...addressOf(slot)}>{found.content.title || text('untitled')}</Link>
              <Text size="sm" c="dimmed">
                {formats.moment(new Date(savedAt).toISOString())}
              </Text>
            </Group>
          ))}
        </section>
      )}
      <Modal opened={toDiscard !== null} onClose={() => setToDiscard(null)} title={ui('confirm')}>
        <Stack>
          <Text className="wrap">{text('discardQuestion', { title: toDiscard?.title ?? '' })}</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setToDiscard(null)}>
              {ui('cancel')}
            </Button>
            <Button onClick={() => void discard()}>{text('discardItem')}</Button>
          </Group>
        </Stack>
      </Modal>
    </>
  )
}

/** The form in which it was typed, by the name under which the device keeps it. */
function addressOf(slot: string): { to: string; search?: { like: string } } {
  if (slot === 'new') return { to: paths.newRecord() }
  const [kind, like] = slot.split('/')
  return kind === 'like' && like !== undefined
    ? { to: paths.newRecord(), search: { like } }
    : { to: paths.editRecord(slot) }
}
