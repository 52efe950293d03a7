import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Refused } from '../../platform/failures.ts'
import { entriesOf, unpacked } from './archive-entries.ts'
import type { Entry } from './archive-entries.ts'

/** What one workbook may be; the inflated size is counted, not believed. */
const LIMITS = {
  bytes: 200 * 1024 * 1024,
  droppedBytes: 1024 * 1024 * 1024,
  inflatedBytes: 1024 * 1024 * 1024,
} as const

export type ReceivedWorkbook = { path: string; hash: string; format: 'xlsx' | 'csv' }

/** Writes the workbook to disk as it comes and looks whether it may be opened; the caller removes the file. */
export async function receiveWorkbook(
  body: Readable,
  fileName: string,
  filesDir: string,
): Promise<ReceivedWorkbook> {
  const folder = join(filesDir, 'imports')
  await mkdir(folder, { recursive: true })
  const path = join(folder, randomUUID())
  const hash = createHash('sha256')
  let bytes = 0
  const tooLarge = new Refused('WORKBOOK_TOO_LARGE', { megabytes: LIMITS.bytes / 1024 / 1024 })
  try {
    await pipeline(
      body,
      new Transform({
        transform(chunk: Buffer, _encoding, done) {
          bytes += chunk.length
          hash.update(chunk)
          // What is too much is still taken in, and dropped: who is cut off in the middle does not hear why.
          if (bytes > LIMITS.droppedBytes) done(tooLarge)
          else if (bytes > LIMITS.bytes) done()
          else done(null, chunk)
        },
        flush: (done) => done(bytes > LIMITS.bytes ? tooLarge : null),
      }),
      createWriteStream(path),
    )
    return { path, hash: hash.digest('hex'), format: await formatOf(path, fileName, bytes) }
  } catch (problem) {
    await rm(path, { force: true })
    throw problem
  }
}

async function formatOf(path: string, fileName: string, bytes: number): Promise<'xlsx' | 'csv'> {
  if (bytes === 0) throw new Refused('WORKBOOK_EMPTY')
  const file = await open(path)
  try {
    const start = Buffer.alloc(8)
    await file.read(start, 0, 8, 0)
    if (start.toString('hex').startsWith('d0cf11e0'))
      throw new Refused((await isEncrypted(file)) ? 'WORKBOOK_HAS_PASSWORD' : 'WORKBOOK_IS_OLD')
    if (start.toString('latin1', 0, 2) !== 'PK') {
      if (!/\.(csv|txt)$/i.test(fileName)) throw new Refused('NOT_A_WORKBOOK')
      return 'csv'
    }
    await checkEntries(path, await entriesOf(file))
    return 'xlsx'
  } finally {
    await file.close()
  }
}

/** Excel wraps a workbook with a password into the container of its old format, whose directory names what is in it. */
async function isEncrypted(file: Awaited<ReturnType<typeof open>>): Promise<boolean> {
  const name = Buffer.from('EncryptedPackage', 'utf16le')
  const part = Buffer.alloc(1024 * 1024)
  const { size } = await file.stat()
  for (let at = 0; at < size; at += part.length - name.length) {
    // oxlint-disable-next-line no-await-in-loop -- one file
    const { bytesRead } = await file.read(part, 0, part.length, at)
    if (part.subarray(0, bytesRead).includes(name)) return true
  }
  return false
}

/** Refuses macros, and what unpacks to more than any sheet of 100,000 rows needs. */
async function checkEntries(path: string, entries: Entry[]): Promise<void> {
  // Excel's binary workbook: no macros, but nothing that is read here.
  if (entries.some(({ name }) => name === 'xl/workbook.bin')) throw new Refused('NOT_A_WORKBOOK')
  if (
    entries.some(
      ({ name }) => /vbaProject|\.bin$|macrosheets/i.test(name) && !/printerSettings/i.test(name),
    )
  )
    throw new Refused('WORKBOOK_HAS_MACROS')
  if (!entries.some(({ name }) => name === '[Content_Types].xml'))
    throw new Refused('NOT_A_WORKBOOK')
  let inflated = 0
  for (const entry of entries) {
    if (entry.bytes === 0) continue
    if (entry.method !== 8) {
      inflated += entry.bytes
      continue
    }
    try {
      // oxlint-disable-next-line no-await-in-loop -- one after the other: the sum is what counts
      for await (const chunk of unpacked(path, entry)) {
        inflated += Buffer.isBuffer(chunk) ? chunk.length : 0
        if (inflated > LIMITS.inflatedBytes) throw new Refused('WORKBOOK_UNSAFE')
      }
    } catch (problem) {
      throw problem instanceof Refused ? problem : new Refused('NOT_A_WORKBOOK')
    }
  }
}
