import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { Refused } from '../../platform/failures.ts'

export type ZipEntry = { name: string; method: number; packedBytes: number; offset: number }

const LIMITS = { entries: 5000, directoryBytes: 2 * 1024 * 1024 } as const
const STORED = 0
const DEFLATED = 8

/**
 * The entries of a zip by its directory. Throws Refused where it is broken, locked, packed in another way than office
 * documents are, or where entries share bytes, which is how a small file is made to unpack to gigabytes.
 */
export async function readZipDirectory(path: string): Promise<ZipEntry[]> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const tail = await read(file, Math.max(0, size - 65_557), Math.min(size, 65_557))
    const end = tail.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'))
    if (end < 0 || end + 22 > tail.length) throw new Refused('DOCUMENT_UNREADABLE')
    const count = tail.readUInt16LE(end + 10)
    const bytes = tail.readUInt32LE(end + 12)
    if (count > LIMITS.entries || bytes > LIMITS.directoryBytes)
      throw new Refused('DOCUMENT_UNSAFE')
    const directory = await read(file, tail.readUInt32LE(end + 16), bytes)
    const entries: ZipEntry[] = []
    let packed = 0
    for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === 0x0201_4b50;) {
      const nameBytes = directory.readUInt16LE(at + 28)
      const method = directory.readUInt16LE(at + 10)
      const isLocked = (directory.readUInt16LE(at + 8) & 1) === 1
      const packedBytes = directory.readUInt32LE(at + 20)
      if (isLocked || (method !== STORED && method !== DEFLATED))
        throw new Refused('DOCUMENT_UNREADABLE')
      const headAt = directory.readUInt32LE(at + 42)
      const head = await read(file, headAt, 30)
      if (head.length < 30) throw new Refused('DOCUMENT_UNREADABLE')
      entries.push({
        name: directory.toString('utf8', at + 46, at + 46 + nameBytes),
        method,
        packedBytes,
        offset: headAt + 30 + head.readUInt16LE(26) + head.readUInt16LE(28),
      })
      packed += packedBytes
      if (packed > size) throw new Refused('DOCUMENT_UNSAFE')
      at += 46 + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
    }
    if (entries.length !== count) throw new Refused('DOCUMENT_UNREADABLE')
    return entries
  } finally {
    await file.close()
  }
}

async function read(file: FileHandle, at: number, bytes: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, at)
  return buffer.subarray(0, bytesRead)
}
