import { answers, device, drafts, keys, outbox, photos, sealed, sealedTables } from './device.ts'
import type { SealedBytes, SealedRow } from './device.ts'
import { announceReader } from '../session-events.ts'
import { whenFree } from './locks.ts'

// docs/decisions/019-what-one-leaves-on-a-shared-device.md

const deviceLock = 'gongjian-device'
const keptSealedMilliseconds = 90 * 86_400_000

/** Whoever has come in owns the device: of others nothing readable stays; what one had left sealed is opened again. */
export async function takeOverDevice(
  userId: string,
  askForKey: () => Promise<string | null>,
): Promise<void> {
  await whenFree(deviceLock, async () => {
    const others = await othersThan(userId)
    for (const other of others) await closeFor(other)
    if (others.size > 0) announceReader(userId)
    const key = await keyFor(userId, askForKey)
    if (key !== null) await openFor(userId, key)
  })
}

/** Goes: everything of the user is removed; what was not sent too, or sealed until the same user comes back. */
export async function leaveDevice(userId: string, unsent: 'DISCARD' | 'SEAL'): Promise<void> {
  await whenFree(deviceLock, async () => {
    if (unsent === 'SEAL') await closeFor(userId)
    else await removeAllOf(userId)
  })
}

/** Whether what was not sent can be left behind sealed: not without https, nor where the server was never asked for the key. */
export async function canSeal(userId: string): Promise<boolean> {
  return (await keys.get(userId)) !== undefined
}

async function othersThan(userId: string): Promise<Set<string>> {
  const tables = [answers, drafts, outbox, photos, keys]
  const found = await Promise.all(
    tables.map((table) => table.where('userId').notEqual(userId).toArray()),
  )
  return new Set(found.flat().map((row) => row.userId))
}

async function removeAllOf(userId: string): Promise<void> {
  const tables = [answers, drafts, outbox, photos, keys]
  await device.transaction('rw', tables, async () => {
    for (const table of tables) await table.where('userId').equals(userId).delete()
  })
}

async function closeFor(userId: string): Promise<void> {
  const key = (await keys.get(userId))?.key
  const rows = key === undefined ? [] : await sealAllOf(userId, key)
  await device.transaction('rw', [answers, drafts, outbox, photos, keys, sealed], async () => {
    await sealed.bulkPut(rows)
    await removeAllOf(userId)
  })
}

async function sealAllOf(userId: string, key: CryptoKey): Promise<SealedRow[]> {
  const rows: SealedRow[] = []
  for (const table of sealedTables)
    for (const found of await device.table(table).where('userId').equals(userId).toArray()) {
      const { file, ...row }: { file?: Blob; id?: string; key?: string } = found
      rows.push({
        key: `${table}/${row.id ?? row.key}`,
        userId,
        table,
        sealedAt: Date.now(),
        row: await close(key, new TextEncoder().encode(JSON.stringify(row))),
        file:
          file === undefined ? null : await close(key, new Uint8Array(await file.arrayBuffer())),
      })
    }
  return rows
}

async function openFor(userId: string, key: CryptoKey): Promise<void> {
  const longAgo = Date.now() - keptSealedMilliseconds
  for (const one of await sealed.where('userId').equals(userId).toArray()) {
    // Of another installation, or closed with a key that has been changed since: nobody can open it any more.
    const bytes = await open(key, one.row).catch(() => null)
    const file = one.file && (await open(key, one.file).catch(() => null))
    // Closed by ourselves with this user's key: nobody else can have written it.
    const row = bytes === null ? null : JSON.parse(new TextDecoder().decode(bytes))
    await device.transaction('rw', [sealed, device.table(one.table)], async () => {
      if (row !== null)
        await device.table(one.table).put(file === null ? row : { ...row, file: new Blob([file]) })
      await sealed.delete(one.key)
    })
  }
  await sealed.filter(({ sealedAt }) => sealedAt < longAgo).delete()
}

/** The user's key, which a script can use and not read; asked for once and forgotten when the user goes. */
async function keyFor(
  userId: string,
  askForKey: () => Promise<string | null>,
): Promise<CryptoKey | null> {
  const known = await keys.get(userId)
  if (known !== undefined) return known.key
  // Only under https, or on the own machine.
  if (!('subtle' in crypto)) return null
  const secret = await askForKey().catch(() => null)
  if (secret === null) return null
  const bytes = Uint8Array.from(
    atob(secret.replaceAll('-', '+').replaceAll('_', '/')),
    (character) => character.codePointAt(0) ?? 0,
  )
  const key = await crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])
  await keys.put({ userId, key })
  return key
}

async function close(key: CryptoKey, plain: Uint8Array<ArrayBuffer>): Promise<SealedBytes> {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  return { iv, bytes: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, plain) }
}

function open(key: CryptoKey, { iv, bytes }: SealedBytes): Promise<ArrayBuffer> {
  return crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, bytes)
}
