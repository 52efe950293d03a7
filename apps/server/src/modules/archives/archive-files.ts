import { createHash } from 'node:crypto'
import type { ArchiveFormat } from '@gongjian/domain/vocabulary'
import type { Config } from '../../platform/config.ts'
import { fileStore } from '../../platform/files/file-store.ts'

type ArchiveFile = { id: string; format: ArchiveFormat }

const keyOf = ({ id, format }: ArchiveFile): string => `archives/${id}.${format.toLowerCase()}`

/** Keeps the document, whole or not at all; gives its SHA-256. */
export async function storeArchive(
  config: Config,
  archive: ArchiveFile,
  document: Buffer,
): Promise<string> {
  await fileStore(config).keep(keyOf(archive), document)
  return createHash('sha256').update(document).digest('hex')
}

export const removeStoredArchive = (config: Config, archive: ArchiveFile): Promise<void> =>
  fileStore(config).remove(keyOf(archive))

/** The document as a stream with its size; null where it is gone. */
export const readStoredArchive = (config: Config, archive: ArchiveFile) =>
  fileStore(config).read(keyOf(archive))
