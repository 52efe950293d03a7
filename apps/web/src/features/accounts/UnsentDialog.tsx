import { Button, Modal, Stack, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { announceQueued } from '../../platform/offline/outbox-events.ts'
import { canSeal } from '../../platform/offline/shared-device.ts'
import { useOutbox } from '../../platform/offline/use-outbox.ts'
import { useViewer } from '../../platform/session.tsx'
import { useAccountsText } from './text.ts'

/** Before one goes: what has not been sent, and what is to become of it. */
export function UnsentDialog({
  onStay,
  onLeave,
}: {
  onStay: () => void
  onLeave: (unsent: 'DISCARD' | 'SEAL') => void
}) {
  const text = useAccountsText()
  const viewer = useViewer()
  const unsent = useOutbox(viewer.id)
  const [mayLeaveSealed, setMayLeaveSealed] = useState(false)
  const [isSending, setIsSending] = useState(false)
  useEffect(() => {
    canSeal(viewer.id).then(setMayLeaveSealed, () => undefined)
  }, [viewer.id])
  const waiting = unsent?.items.length ?? 0
  const unfinished = unsent?.drafts.length ?? 0
  // All of it went while one looked on.
  const isAllSent = unsent !== undefined && isSending && waiting === 0 && unfinished === 0
  useEffect(() => {
    if (isAllSent) onLeave('DISCARD')
    // oxlint-disable-next-line react/exhaustive-deps -- once it is so, not whenever the caller is drawn anew
  }, [isAllSent])
  if (unsent === undefined) return null
  return (
    <Modal opened onClose={onStay} title={text('unsentTitle')}>
      <Stack>
        <div>
          {waiting > 0 && <Text>{text('unsentItems', { count: waiting })}</Text>}
          {unfinished > 0 && <Text>{text('unsentDrafts', { count: unfinished })}</Text>}
        </div>
        <Text>{text('unsentWhat')}</Text>
        {waiting > 0 && (
          <div>
            <Button
              fullWidth
              disabled={!navigator.onLine}
              onClick={() => {
                setIsSending(true)
                announceQueued()
              }}
            >
              {text('sendFirst')}
            </Button>
            {!navigator.onLine && (
              <Text size="sm" c="dimmed">
                {text('sendFirstNoNetwork')}
              </Text>
            )}
          </div>
        )}
        {mayLeaveSealed && (
          <div>
            <Button fullWidth variant="default" onClick={() => onLeave('SEAL')}>
              {text('leaveSealed')}
            </Button>
            <Text size="sm" c="dimmed">
              {text('leaveSealedWhy')}
            </Text>
          </div>
        )}
        <Button variant="default" onClick={() => onLeave('DISCARD')}>
          {text('discardAndLeave')}
        </Button>
        <Button variant="default" onClick={onStay}>
          {text('stay')}
        </Button>
      </Stack>
    </Modal>
  )
}
