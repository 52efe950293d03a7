import { isPhotoType } from '@gongjian/domain/evidence-files'
import sharp from 'sharp'
import type { Config } from '../../platform/config.ts'
import { readStored } from '../evidence/stored-files.ts'
import type { DocumentPhoto } from './archive-content.ts'
import type { ArchivedPhoto } from './archived-records.ts'

/** Of a record so many photos are printed; the others are named. */
const PRINTED_PHOTOS = 6
/** As they are printed, 52 mm wide: 150 dots an inch. */
const printedPixels = 320

export const isPhoto = ({ mediaType }: ArchivedPhoto): boolean => isPhotoType(mediaType)

/** The photos of a record that are printed; documents are named. */
export const printedOf = ({ photos }: { photos: readonly ArchivedPhoto[] }): ArchivedPhoto[] =>
  photos.filter(isPhoto).slice(0, PRINTED_PHOTOS)

/**
 * The photo as a small JPEG for a document; null where its file is missing or broken. Read with a bound: what is stored
 * as a thumbnail is small, and nothing else is read.
 */
export async function printedPhoto(
  config: Config,
  photo: ArchivedPhoto,
): Promise<DocumentPhoto | null> {
  try {
    const stored = await readStored(config, photo, 'thumbnail')
    if (stored === null) return null
    const chunks: Buffer[] = []
    for await (const chunk of stored.stream) chunks.push(Buffer.from(chunk))
    const { data, info } = await sharp(Buffer.concat(chunks), { limitInputPixels: 4_000_000 })
      .resize(printedPixels, printedPixels, { fit: 'inside', withoutEnlargement: true })
      .flatten({ background: 'white' })
      .jpeg({ quality: 72 })
      .toBuffer({ resolveWithObject: true })
    return { name: `photo-${photo.id}.jpg`, bytes: data, width: info.width, height: info.height }
  } catch {
    return null
  }
}
