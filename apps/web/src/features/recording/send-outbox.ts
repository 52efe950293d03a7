import type { ApolloClient } from '@apollo/client'
import { afterAnswer, beforeStep, nextStep, nextToSend, tryAgain } from '@gongjian/domain/outbox'
import type { OutboxStep } from '@gongjian/domain/outbox'
import type { KeptPhoto } from '../../platform/offline/device.ts'
import {
  heldRecords,
  ifFree,
  recordLock,
  sendingLock,
  whenFree,
} from '../../platform/offline/locks.ts'
import {
  forgetPhoto,
  itemOf,
  itemsOf,
  keptPhotosOf,
  putItem,
  removeItem,
} from '../../platform/offline/outbox-store.ts'
import { sendPhoto } from '../../platform/upload-photo.ts'
import { readItem } from './outbox-item.ts'
import type { RecordingItem } from './outbox-item.ts'
import { look, saveDraft, submit } from './outbox-steps.ts'
import type { Answer } from './outbox-steps.ts'
import { nowSending } from './now-sending.ts'

export type Sender = { client: ApolloClient; userId: string; assignmentId: string }
export type Sent = { submitted: number; drafts: number; tryAgainAt: number | null }
const lookAgainMilliseconds = 3000
type Outcome = 'SUBMITTED' | 'DRAFT_SAVED' | 'STOPPED' | 'NOT_SIGNED_IN'

/** Who has asked on this page and waits for the lock. */
const waiting = new Set<string>()

/**
 * Sends what waits, in its order, until nothing is left that goes by itself. One page at a time does; null where another
 * one is at it. `isAsked`: somebody wants it now, or the network is back, so that nothing waits for its next try. Who asks
 * gets a turn after whoever is at it: that one may just be failing on the network that was not there yet. One turn is
 * enough for all that ask until it begins; the others get null.
 */
export async function sendOutbox(sender: Sender, isAsked: boolean): Promise<Sent | null> {
  if (!isAsked) return ifFree(sendingLock, () => sendAll(sender))
  const asking = `${sender.userId}/${sender.assignmentId}`
  if (waiting.has(asking)) return null
  waiting.add(asking)
  return whenFree(sendingLock, async () => {
    waiting.delete(asking)
    for (const item of await itemsOf(sender.userId))
      if (item.notBefore > 0) await putItem(tryAgain(item))
    return sendAll(sender)
  })
}

async function sendAll(sender: Sender): Promise<Sent> {
  const sent: Sent = { submitted: 0, drafts: 0, tryAgainAt: null }
  const passedOver = new Set<string>()
  for (;;) {
    const held = await heldRecords()
    const items = (await itemsOf(sender.userId)).flatMap((stored) => readItem(stored) ?? [])
    const next = nextToSend(items, {
      now: Date.now(),
      assignmentId: sender.assignmentId,
      isHeld: (id) => held.has(id) || passedOver.has(id),
    })
    if (next.kind === 'WAIT') sent.tryAgainAt = next.until
    if (next.kind === 'NOTHING' && held.size > 0) {
      // One that is being edited goes on once its form is closed.
      const isHeld = (id: string) => passedOver.has(id)
      if (
        nextToSend(items, { now: Date.now(), assignmentId: sender.assignmentId, isHeld }).kind ===
        'SEND'
      )
        sent.tryAgainAt = Date.now() + lookAgainMilliseconds
    }
    if (next.kind !== 'SEND') return sent
    const { id } = next.item
    nowSending.set(id)
    const outcome = await ifFree(recordLock(id), () => sendItem(sender, id))
    nowSending.set(null)
    if (outcome === 'NOT_SIGNED_IN') return sent
    if (outcome === 'SUBMITTED') sent.submitted += 1
    if (outcome === 'DRAFT_SAVED') sent.drafts += 1
    // Somebody opened it for editing at this moment.
    if (outcome === null) {
      passedOver.add(id)
      sent.tryAgainAt = Date.now() + lookAgainMilliseconds
    }
  }
}

/** Step by step, each kept before and after: whoever is cut off in the middle goes on where it was. */
async function sendItem(sender: Sender, id: string): Promise<Outcome> {
  for (;;) {
    const stored = await itemOf(id)
    const item = stored === undefined ? null : readItem(stored)
    if (item === null || item.problem !== null) return 'STOPPED'
    const photos = await keptPhotosOf(id)
    const step = nextStep(item, photos.length)
    if (step === 'DONE') {
      await removeItem(id)
      return 'DRAFT_SAVED'
    }
    const begun = beforeStep(item, step)
    await putItem(begun)
    const answer = await take(sender, step, begun, photos[0])
    if (answer.kind === 'NOT_SIGNED_IN') return 'NOT_SIGNED_IN'
    if (answer.kind === 'PHOTO_SENT' && photos[0]) await forgetPhoto(photos[0].id)
    const after = afterAnswer(begun, answer, Date.now(), Math.random())
    if (after === null) {
      await removeItem(id)
      return 'SUBMITTED'
    }
    await putItem(after)
    if (answer.kind === 'NO_ANSWER' || answer.kind === 'FAILED') return 'STOPPED'
  }
}

async function take(
  { client }: Sender,
  step: Exclude<OutboxStep, 'DONE'>,
  item: RecordingItem,
  photo: KeptPhoto | undefined,
): Promise<Answer> {
  switch (step) {
    case 'LOOK':
      return look(client, item)
    case 'SAVE':
      return saveDraft(client, item)
    case 'SUBMIT':
      return submit(client, item)
    case 'SEND_PHOTO': {
      if (photo === undefined) throw new Error('a photo was to be sent and there is none')
      const answer = await sendPhoto(photo)
      if (answer.kind === 'SENT') return { kind: 'PHOTO_SENT' }
      if (answer.kind !== 'REFUSED') return answer
      const { code, message } = answer
      return {
        kind: 'REFUSED',
        problem: { code, message, fieldErrors: [], photoId: photo.id, current: null },
      }
    }
  }
}
