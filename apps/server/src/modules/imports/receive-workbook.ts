import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createInflateRaw } from 'node:zlib'
import { Refused } from '../../platform/failures.ts'

/** What one workbook may be; the inflated size is counted, not believed. */
const LIMITS = {
  bytes: 200 * 1024 * 1024,
  droppedBytes: 1024 * 1024 * 1024,
  entries: 2000,
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
    if (start.toString('hex').startsWith('d0cf11e0')) throw new Refused('WORKBOOK_IS_OLD')
    if (start.toString('latin1', 0, 2) !== 'PK') {
      if (!/\.(csv|txt)$/i.test(fileName)) throw new Refused('NOT_A_WORKBOOK')
      return 'csv'
    }
    const tail = Buffer.alloc(Math.min(bytes, 65_557))
    await file.read(tail, 0, tail.length, bytes - tail.length)
    await checkEntries(path, await directoryOf(tail, file))
    return 'xlsx'
  } finally {
    await file.close()
  }
}

type File = Awaited<ReturnType<typeof open>>
type Entry = { name: string; method: number; bytes: number; offset: number }

/** The entries of the archive by its directory. */
async function directoryOf(tail: Buffer, file: File): Promise<Entry[]> {
  const end = tail.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'))
  if (end < 0) throw new Refused('NOT_A_WORKBOOK')
  const count = tail.readUInt16LE(end + 10)
  const size = tail.readUInt32LE(end + 12)
  if (count > LIMITS.entries || size > 1024 * 1024) throw new Refused('WORKBOOK_UNSAFE')
  const directory = Buffer.alloc(size)
  await file.read(directory, 0, size, tail.readUInt32LE(end + 16))
  const entries: Entry[] = []
  for (let at = 0; at + 46 <= size && directory.readUInt32LE(at) === 0x02014b50;) {
    const nameLength = directory.readUInt16LE(at + 28)
    const local = Buffer.alloc(30)
    const localAt = directory.readUInt32LE(at + 42)
    await file.read(local, 0, 30, localAt)
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameLength),
      method: directory.readUInt16LE(at + 10),
      bytes: directory.readUInt32LE(at + 20),
      offset: localAt + 30 + local.readUInt16LE(26) + local.readUInt16LE(28),
    })
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
  }
  return entries
}

/** Refuses macros, and what unpacks to more than any sheet of 100,000 rows needs. */
async function checkEntries(path: string, entries: Entry[]): Promise<void> {
  if (
    entries.some(
      ({ name }) => /vbaProject|\.bin$|macrosheets/i.test(name) && !/printerSettings/i.test(name),
    )
  )
    throw new Refused('WORKBOOK_HAS_MACROS')
  if (!entries.some(({ name }) => name === '[Content_Types].xml'))
    throw new Refused('NOT_A_WORKBOOK')
  let inflated = 0
  for (const { method, bytes, offset } of entries) {
    if (bytes === 0) continue
    if (method !== 8) {
      inflated += bytes
      continue
    }
    const unpacked = createReadStream(path, { start: offset, end: offset + bytes - 1 }).pipe(
      createInflateRaw(),
    )
    try {
      for await (const chunk of unpacked) {
        inflated += Buffer.isBuffer(chunk) ? chunk.length : 0
        if (inflated > LIMITS.inflatedBytes) throw new Refused('WORKBOOK_UNSAFE')
      }
    } catch (problem) {
      throw problem instanceof Refused ? problem : new Refused('NOT_A_WORKBOOK')
    }
  }
}
