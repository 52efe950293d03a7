import { createReadStream } from 'node:fs'
import { createInflateRaw } from 'node:zlib'
import type { EvidenceType } from '@gongjian/domain/evidence-files'
import { Refused } from '../../platform/failures.ts'
import { readZipDirectory } from './zip-directory.ts'
import type { ZipEntry } from './zip-directory.ts'

/** Far above what office documents of this size hold; the unpacked size is counted, not believed. */
const LIMITS = { unpackedBytes: 200 * 1024 * 1024, contentTypesBytes: 1024 * 1024 } as const

const macros = /vbaProject|vbaData|macrosheets|activeX|(^|\/)embeddings\/.*\.(bin|exe)$/i
const program = /\.(exe|dll|com|scr|bat|cmd|ps1|vbs|js|jar|msi|lnk|hta)$/i

/** What each kind of document calls its main part. */
const mainParts = [
  {
    part: 'word/document.xml',
    contentType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml',
    type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  },
  {
    part: 'xl/workbook.xml',
    contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml',
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  },
] as const satisfies readonly { part: string; contentType: string; type: EvidenceType }[]

/** The kind of a document that is packed as a zip. Throws Refused for other archives, macros, programs and bombs. */
export async function officeTypeOf(path: string): Promise<EvidenceType> {
  const entries = await readZipDirectory(path)
  if (entries.some(({ name }) => macros.test(name) || program.test(name)))
    throw new Refused('DOCUMENT_HAS_MACROS')
  const kind = mainParts.find(({ part }) => entries.some(({ name }) => name === part))
  const list = entries.find(({ name }) => name === '[Content_Types].xml')
  if (kind === undefined || list === undefined) throw new Refused('FILE_KIND_UNKNOWN')
  let contentTypes = ''
  let unpacked = 0
  for (const entry of entries) {
    for await (const part of contentOf(path, entry)) {
      unpacked += part.length
      if (unpacked > LIMITS.unpackedBytes) throw new Refused('DOCUMENT_UNSAFE')
      if (entry === list && contentTypes.length < LIMITS.contentTypesBytes)
        contentTypes += part.toString('latin1')
    }
  }
  // A document with macros is no other by its parts' names when those are changed: its main part says it.
  if (/macroEnabled|vbaProject/i.test(contentTypes)) throw new Refused('DOCUMENT_HAS_MACROS')
  if (!contentTypes.includes(kind.contentType)) throw new Refused('FILE_KIND_UNKNOWN')
  return kind.type
}

async function* contentOf(
  path: string,
  { method, offset, packedBytes }: ZipEntry,
): AsyncGenerator<Buffer> {
  if (packedBytes === 0) return
  const packed = createReadStream(path, { start: offset, end: offset + packedBytes - 1 })
  try {
    for await (const part of method === 8 ? packed.pipe(createInflateRaw()) : packed)
      if (Buffer.isBuffer(part)) yield part
  } catch {
    throw new Refused('DOCUMENT_UNREADABLE')
  } finally {
    packed.destroy()
  }
}
