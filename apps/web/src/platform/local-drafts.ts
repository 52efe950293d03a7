import { drafts } from './offline/device.ts'
import type { LocalDraft } from './offline/device.ts'

const keyOf = (userId: string, recordId: string) => `${userId}/${recordId}`

export async function keepLocally(
  userId: string,
  recordId: string,
  baseVersion: number | null,
  content: unknown,
): Promise<void> {
  await drafts.put({
    key: keyOf(userId, recordId),
    userId,
    recordId,
    baseVersion,
    content,
    savedAt: Date.now(),
  })
}

export function keptLocally(
  userId: string,
  recordId: string,
): Promise<LocalDraft<unknown> | undefined> {
  return drafts.get(keyOf(userId, recordId))
}

export async function forgetLocally(userId: string, recordId: string): Promise<void> {
  await drafts.delete(keyOf(userId, recordId))
}

/** Of a user, the newest first. */
export async function allKeptLocally(userId: string): Promise<LocalDraft<unknown>[]> {
  const found = await drafts.where('userId').equals(userId).toArray()
  return found.sort((a, b) => b.savedAt - a.savedAt)
}
