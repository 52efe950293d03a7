import Dexie from 'dexie'
import type { Table } from 'dexie'

/** What somebody typed and the server does not have yet. Kept by user: the next one on the same device never sees it. */
export type LocalDraft<Content> = {
  key: string
  userId: string
  recordId: string
  savedAt: number
  baseVersion: number | null
  content: Content
}

const database = new Dexie('gongjian')
database.version(1).stores({ drafts: 'key, userId' })
const drafts: Table<LocalDraft<unknown>, string> = database.table('drafts')

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

/** At sign-out nothing of the user stays on the device. */
export async function forgetAllOf(userId: string): Promise<void> {
  await drafts.where('userId').equals(userId).delete()
}
