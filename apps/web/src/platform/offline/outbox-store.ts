import type { OutboxItem } from '@gongjian/domain/outbox'
import { device, drafts, outbox, photos } from './device.ts'
import type { KeptPhoto } from './device.ts'

export type StoredItem = OutboxItem<unknown, unknown>

export function itemsOf(userId: string): Promise<StoredItem[]> {
  return outbox.where('userId').equals(userId).sortBy('queuedAt')
}

export function itemOf(id: string): Promise<StoredItem | undefined> {
  return outbox.get(id)
}

export async function putItem(item: StoredItem): Promise<void> {
  await outbox.put(item)
}

/** With all its photos that have not been sent. */
export async function removeItem(id: string): Promise<void> {
  await device.transaction('rw', outbox, photos, async () => {
    await outbox.delete(id)
    await photos.where('recordId').equals(id).delete()
  })
}

export function keptPhotosOf(recordId: string): Promise<KeptPhoto[]> {
  return photos.where('recordId').equals(recordId).sortBy('keptAt')
}

export async function keepPhoto(photo: KeptPhoto): Promise<void> {
  await photos.put(photo)
}

export async function forgetPhoto(id: string): Promise<void> {
  await photos.delete(id)
}

/** How many photos wait, by record. */
export async function photoCountsOf(userId: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  await photos
    .where('userId')
    .equals(userId)
    .each(({ recordId }) => {
      counts[recordId] = (counts[recordId] ?? 0) + 1
    })
  return counts
}

/** Whether anything that the user wrote here is not on the server yet. */
export async function hasUnsent(userId: string): Promise<boolean> {
  for (const table of [outbox, drafts, photos])
    if ((await table.where('userId').equals(userId).count()) > 0) return true
  return false
}
