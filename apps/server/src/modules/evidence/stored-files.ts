import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { ReadStream } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { PHOTO_KINDS } from './evidence-limits.ts'
import type { PhotoKind } from './evidence-limits.ts'
import type { Photo } from './read-photo.ts'

export type StoredPhoto = { sha256: string; mediaType: PhotoKind }
export type Rendition = 'photo' | 'thumbnail'

/** Files are named by their content: the same photo on two records is one file, and none is ever overwritten. */
function pathOf(
  filesDir: string,
  { sha256, mediaType }: StoredPhoto,
  rendition: Rendition,
): string {
  const ending = rendition === 'photo' ? PHOTO_KINDS[mediaType] : 'thumbnail.webp'
  return join(filesDir, 'evidence', sha256.slice(0, 2), `${sha256}.${ending}`)
}

/** Writes photo and thumbnail: whole or not at all, also where the power goes off in between. */
export async function storePhoto(filesDir: string, photo: Photo): Promise<void> {
  await Promise.all([
    writeWhole(pathOf(filesDir, photo, 'photo'), photo.data),
    writeWhole(pathOf(filesDir, photo, 'thumbnail'), photo.thumbnail),
  ])
}

async function writeWhole(path: string, data: Buffer): Promise<void> {
  const known = await stat(path).catch(() => null)
  if (known?.size === data.length) return
  await mkdir(dirname(path), { recursive: true })
  const temporary = `${path}.${randomUUID()}.part`
  try {
    const file = await open(temporary, 'wx', 0o640)
    try {
      await file.writeFile(data)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
  } catch (problem) {
    await rm(temporary, { force: true })
    throw problem
  }
}

/** The file as a stream with its size; null where it is gone. */
export async function readStored(
  filesDir: string,
  photo: StoredPhoto,
  rendition: Rendition,
): Promise<{ stream: ReadStream; bytes: number; mediaType: string } | null> {
  const path = pathOf(filesDir, photo, rendition)
  const known = await stat(path).catch(() => null)
  if (known === null) return null
  const mediaType = rendition === 'photo' ? photo.mediaType : 'image/webp'
  return { stream: createReadStream(path), bytes: known.size, mediaType }
}
