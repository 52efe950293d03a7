import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { EVIDENCE_LIMITS } from '@gongjian/domain/evidence-files'
import type { PhotoType } from '@gongjian/domain/evidence-files'
import { FINGERPRINT_GRID, photoFingerprint } from '@gongjian/domain/photo-fingerprint'
import exif from 'exif-reader'
import sharp from 'sharp'
import type { Sharp } from 'sharp'
import { Refused } from '../../platform/failures.ts'

// No photo is read twice: what the library keeps of the last ones is kept for nobody.
sharp.cache(false)

type Photo = {
  mediaType: PhotoType
  /** The picture as it is kept: a new file beside the one that was read; the caller removes it. */
  path: string
  bytes: number
  thumbnail: Buffer
  /** Of the picture as it is kept. */
  sha256: string
  /** How it looks, where that tells it from others: of the picture as it is kept. */
  fingerprint: string | null
  width: number
  height: number
  /** The moment the camera wrote, by its own clock: 'YYYY-MM-DDTHH:MM:SS' without a zone. */
  takenAtLocal: string | null
}

/**
 * Reads an uploaded picture and writes it as it is kept: upright, at most 2560 pixels long, without anything the camera
 * wrote beside the picture (position, device, owner); only the moment is read before.
 * Throws Refused for whatever is not a picture that can be kept.
 */
export async function readPhoto(upload: string, mediaType: PhotoType): Promise<Photo> {
  const picture = () =>
    sharp(upload, {
      limitInputPixels: EVIDENCE_LIMITS.pixels,
      failOn: 'error',
      sequentialRead: true,
    }).autoOrient()
  const path = `${upload}.${randomUUID()}.kept`
  try {
    const metadata = await picture().metadata()
    if (metadata.width * metadata.height > EVIDENCE_LIMITS.pixels)
      throw new Refused('PHOTO_HAS_TOO_MANY_PIXELS')
    const long = EVIDENCE_LIMITS.keptPixelsLong
    const sized = picture().resize(long, long, { fit: 'inside', withoutEnlargement: true })
    const info = await encoded(sized, mediaType).toFile(path)
    const short = EVIDENCE_LIMITS.thumbnailPixelsLong
    const thumbnail = await sharp(path)
      .resize(short, short, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 75 })
      .toBuffer()
    const grid = await sharp(thumbnail)
      .flatten({ background: 'white' })
      .greyscale()
      .resize({ ...FINGERPRINT_GRID, fit: 'fill' })
      .extractChannel(0)
      .raw()
      .toBuffer()
    const hash = createHash('sha256')
    for await (const part of createReadStream(path)) hash.update(part)
    return {
      mediaType,
      path,
      bytes: info.size,
      thumbnail,
      sha256: hash.digest('hex'),
      fingerprint: photoFingerprint(grid),
      width: info.width,
      height: info.height,
      takenAtLocal: takenAtOf(metadata.exif),
    }
  } catch (problem) {
    await rm(path, { force: true })
    if (problem instanceof Refused) throw problem
    const tooLarge = problem instanceof Error && /pixel limit/i.test(problem.message)
    throw new Refused(tooLarge ? 'PHOTO_HAS_TOO_MANY_PIXELS' : 'PHOTO_UNREADABLE')
  }
}

function encoded(picture: Sharp, kind: PhotoType): Sharp {
  switch (kind) {
    case 'image/jpeg':
      // Written as it is read. To find the best code for it, all of it would be held: a few per cent of the file saved,
      // thirty megabytes a photo kept from the system by the threads that have had them.
      return picture.jpeg({ quality: 86, optimiseCoding: false })
    case 'image/png':
      return picture.png({ compressionLevel: 9 })
    case 'image/webp':
      return picture.webp({ quality: 86 })
  }
}

/** Cameras write their own clock, mostly without a zone. What cannot be read is no reason to refuse a photo. */
function takenAtOf(block: Buffer | undefined): string | null {
  if (block === undefined) return null
  try {
    const { Photo, Image } = exif(block)
    const taken: unknown = Photo?.DateTimeOriginal ?? Photo?.DateTimeDigitized ?? Image?.DateTime
    if (!(taken instanceof Date) || Number.isNaN(taken.getTime())) return null
    const year = taken.getUTCFullYear()
    return year < 1990 || year > 2100 ? null : taken.toISOString().slice(0, 19)
  } catch {
    return null
  }
}
