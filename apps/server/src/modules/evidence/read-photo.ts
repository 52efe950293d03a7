import { createHash } from 'node:crypto'
import { FINGERPRINT_GRID, photoFingerprint } from '@gongjian/domain/photo-fingerprint'
import exif from 'exif-reader'
import { fileTypeFromBuffer } from 'file-type'
import sharp from 'sharp'
import type { Sharp } from 'sharp'
import { Refused } from '../../platform/failures.ts'
import { EVIDENCE_LIMITS, isPhotoKind } from './evidence-limits.ts'
import type { PhotoKind } from './evidence-limits.ts'

export type Photo = {
  mediaType: PhotoKind
  data: Buffer
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
 * Reads an uploaded picture by its content and gives it as it is kept: upright, at most 2560 pixels long, without
 * anything the camera wrote beside the picture (position, device, owner); only the moment is read before.
 * Throws Refused for whatever is not a picture that can be kept.
 */
export async function readPhoto(upload: Buffer): Promise<Photo> {
  const mediaType = await kindOf(upload)
  const picture = () =>
    sharp(upload, {
      limitInputPixels: EVIDENCE_LIMITS.pixels,
      failOn: 'error',
      sequentialRead: true,
    }).autoOrient()
  try {
    const metadata = await picture().metadata()
    if (metadata.width * metadata.height > EVIDENCE_LIMITS.pixels)
      throw new Refused('PHOTO_HAS_TOO_MANY_PIXELS')
    const long = EVIDENCE_LIMITS.keptPixelsLong
    const sized = picture().resize(long, long, { fit: 'inside', withoutEnlargement: true })
    const { data, info } = await encoded(sized, mediaType).toBuffer({ resolveWithObject: true })
    const short = EVIDENCE_LIMITS.thumbnailPixelsLong
    const thumbnail = await sharp(data)
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
    return {
      mediaType,
      data,
      thumbnail,
      sha256: createHash('sha256').update(data).digest('hex'),
      fingerprint: photoFingerprint(grid),
      width: info.width,
      height: info.height,
      takenAtLocal: takenAtOf(metadata.exif),
    }
  } catch (problem) {
    if (problem instanceof Refused) throw problem
    const tooLarge = problem instanceof Error && /pixel limit/i.test(problem.message)
    throw new Refused(tooLarge ? 'PHOTO_HAS_TOO_MANY_PIXELS' : 'PHOTO_UNREADABLE')
  }
}

async function kindOf(upload: Buffer): Promise<PhotoKind> {
  const found = await fileTypeFromBuffer(upload).catch(() => undefined)
  const mediaType = found?.mime ?? ''
  if (isPhotoKind(mediaType)) return mediaType
  if (/^image\/hei[cf]/.test(mediaType)) throw new Refused('PHOTO_IS_HEIC')
  throw new Refused('NOT_A_PHOTO')
}

function encoded(picture: Sharp, kind: PhotoKind): Sharp {
  switch (kind) {
    case 'image/jpeg':
      return picture.jpeg({ quality: 86 })
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
