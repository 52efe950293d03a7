import { createReadStream } from 'node:fs'
import type { open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { createInflateRaw } from 'node:zlib'
import { Refused } from '../../platform/failures.ts'

type File = Awaited<ReturnType<typeof open>>
export type Entry = { name: string; method: number; bytes: number; offset: number }

const most = { entries: 2000, directoryBytes: 1024 * 1024 } as const
/** The directory's end stands within so many bytes of the file's end. */
const tailBytes = 65_557

/** The entries of a zip archive by its directory. Throws Refused where it is none, or holds too many. */
export async function entriesOf(file: File): Promise<Entry[]> {
  const { size: bytes } = await file.stat()
  const tail = Buffer.alloc(Math.min(bytes, tailBytes))
  await file.read(tail, 0, tail.length, bytes - tail.length)
  const end = tail.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'))
  if (end < 0) throw new Refused('NOT_A_WORKBOOK')
  const count = tail.readUInt16LE(end + 10)
  const size = tail.readUInt32LE(end + 12)
  if (count > most.entries || size > most.directoryBytes) throw new Refused('WORKBOOK_UNSAFE')
  const directory = Buffer.alloc(size)
  await file.read(directory, 0, size, tail.readUInt32LE(end + 16))
  const entries: Entry[] = []
  for (let at = 0; at + 46 <= size && directory.readUInt32LE(at) === 0x02014b50;) {
    const nameLength = directory.readUInt16LE(at + 28)
    const local = Buffer.alloc(30)
    const localAt = directory.readUInt32LE(at + 42)
    // oxlint-disable-next-line no-await-in-loop -- one file, a few entries
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

/** What an entry unpacks to, as it is read. */
export function unpacked(path: string, { method, bytes, offset }: Entry): Readable {
  const packed = createReadStream(path, { start: offset, end: offset + bytes - 1 })
  if (method !== 8) return packed
  const inflated = createInflateRaw()
  // What fails below is told to who reads above; who stops reading above ends what is below.
  packed.on('error', (problem) => inflated.destroy(problem))
  inflated.on('close', () => packed.destroy())
  return packed.pipe(inflated)
}
