/** What a record's photos may be at most. */
export const EVIDENCE_LIMITS = {
  bytes: 10 * 1024 * 1024,
  eachRecord: 12,
  captionLength: 100,
  fileNameLength: 120,
  /** Before decoding: a small file may unfold to gigabytes. */
  pixels: 120_000_000,
  /** The longer side as it is kept. */
  keptPixelsLong: 2560,
  thumbnailPixelsLong: 480,
} as const

/** The kinds of picture that are kept, by what is in the file, whatever its name says. */
export const PHOTO_KINDS = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
} as const
export type PhotoKind = keyof typeof PHOTO_KINDS

export function isPhotoKind(mediaType: string): mediaType is PhotoKind {
  return Object.hasOwn(PHOTO_KINDS, mediaType)
}
