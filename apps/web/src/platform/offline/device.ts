import type { OutboxItem } from '@gongjian/domain/outbox'
import Dexie from 'dexie'
import type { Table } from 'dexie'
import type { ForOfflineQuery } from '../../generated/graphql.ts'
import type { Viewer } from '../session.tsx'

/** What somebody typed and the server does not have yet. Kept by user: the next one on the same device never sees it. */
export type LocalDraft<Content> = {
  key: string
  userId: string
  recordId: string
  savedAt: number
  baseVersion: number | null
  content: Content
}

/** A photo that the server does not have yet. */
export type KeptPhoto = {
  id: string
  userId: string
  recordId: string
  fileName: string
  caption: string
  file: Blob
  keptAt: number
}

/**
 * An answer of the server that a page without a network shows. `edition` is the question's hash: what an older edition
 * of the page asked is not shown by this one. Nothing about households is ever among them.
 */
export type KeptAnswer = { key: string; userId: string; edition: string; keptAt: number } & (
  | { kind: 'viewer'; data: Viewer }
  | { kind: 'recording'; assignmentId: string; data: ForOfflineQuery }
)

export const sealedTables = ['drafts', 'outbox', 'photos'] as const

/** What somebody left unsent, closed with their key while others use the device (shared-device.ts). */
export type SealedRow = {
  key: string
  userId: string
  table: (typeof sealedTables)[number]
  sealedAt: number
  row: SealedBytes
  file: SealedBytes | null
}
export type SealedBytes = { iv: Uint8Array<ArrayBuffer>; bytes: ArrayBuffer }

/** The one database of the product on a device. */
export const device = new Dexie('gongjian')
device.version(1).stores({ drafts: 'key, userId' })
device.version(2).stores({
  outbox: 'id, userId',
  photos: 'id, userId, recordId',
  answers: 'key, userId',
  keys: 'userId',
  sealed: 'key, userId',
})

export const drafts: Table<LocalDraft<unknown>, string> = device.table('drafts')
export const outbox: Table<OutboxItem<unknown, unknown>, string> = device.table('outbox')
export const photos: Table<KeptPhoto, string> = device.table('photos')
export const answers: Table<KeptAnswer, string> = device.table('answers')
export const keys: Table<{ userId: string; key: CryptoKey }, string> = device.table('keys')
export const sealed: Table<SealedRow, string> = device.table('sealed')
