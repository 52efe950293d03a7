import type { Readable } from 'node:stream'
import { endingOf, isPhotoType } from '@gongjian/domain/evidence-files'
import type { EvidenceType } from '@gongjian/domain/evidence-files'
import type { Config } from '../../platform/config.ts'
import { fileStore } from '../../platform/files/file-store.ts'

export type StoredEvidence = { sha256: string; mediaType: EvidenceType }
export type Rendition = 'file' | 'thumbnail'

/** Files are named by their content: the same photo on two records is one file. */
function keyOf({ sha256, mediaType }: StoredEvidence, rendition: Rendition): string {
  const ending = rendition === 'file' ? endingOf(mediaType) : 'thumbnail.webp'
  return `evidence/${sha256.slice(0, 2)}/${sha256}.${ending}`
}

/** Keeps the file that lies at `path`, and the small picture of a photo. */
export async function storeEvidence(
  config: Config,
  file: StoredEvidence & { path: string; thumbnail: Uint8Array | null },
): Promise<void> {
  const store = fileStore(config)
  await store.keep(keyOf(file, 'file'), file.path)
  if (file.thumbnail !== null) await store.keep(keyOf(file, 'thumbnail'), file.thumbnail)
}

/** The file as a stream with its size; null where it is gone, and for the small picture of what is no photo. */
export async function readStored(
  config: Config,
  file: StoredEvidence,
  rendition: Rendition,
): Promise<{ stream: Readable; bytes: number; mediaType: string } | null> {
  if (rendition === 'thumbnail' && !isPhotoType(file.mediaType)) return null
  const stored = await fileStore(config).read(keyOf(file, rendition))
  if (stored === null) return null
  return { ...stored, mediaType: rendition === 'file' ? file.mediaType : 'image/webp' }
}
