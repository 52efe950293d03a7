import type { EvidenceKind } from './vocabulary.ts'

const megabyte = 1024 * 1024

/** What a record's photos and documents may be at most. */
export const EVIDENCE_LIMITS = {
  bytes: 20 * megabyte,
  eachRecord: 12,
  captionLength: 100,
  fileNameLength: 120,
  /** Before decoding: a small file may unfold to gigabytes. */
  pixels: 120_000_000,
  /** The longer side as it is kept. */
  keptPixelsLong: 2560,
  thumbnailPixelsLong: 480,
} as const

/** How much of a person may be on its way, and how long what is broken off is kept. */
export const UPLOAD_LIMITS = {
  /** One piece: what is lost where the network goes in the middle of it. */
  chunkBytes: 512 * 1024,
  /** Begun and not finished, of one person. */
  unfinished: 30,
  unfinishedBytes: 200 * megabyte,
  /** Of one person in 24 hours. */
  bytesOfDay: 1024 * megabyte,
  daysKept: 3,
} as const

/** What is kept, by what is in the file, whatever its name says; with the endings that such a name may have. */
export const EVIDENCE_TYPES = {
  'image/jpeg': { kind: 'PHOTO', endings: ['jpg', 'jpeg'] },
  'image/png': { kind: 'PHOTO', endings: ['png'] },
  'image/webp': { kind: 'PHOTO', endings: ['webp'] },
  'application/pdf': { kind: 'DOCUMENT', endings: ['pdf'] },
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': {
    kind: 'DOCUMENT',
    endings: ['docx'],
  },
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': {
    kind: 'DOCUMENT',
    endings: ['xlsx'],
  },
  'text/plain': { kind: 'DOCUMENT', endings: ['txt', 'csv', 'md'] },
} as const satisfies Record<string, { kind: EvidenceKind; endings: readonly [string, ...string[]] }>

export type EvidenceType = keyof typeof EVIDENCE_TYPES
export type PhotoType = Extract<EvidenceType, `image/${string}`>

export function isEvidenceType(mediaType: string): mediaType is EvidenceType {
  return Object.hasOwn(EVIDENCE_TYPES, mediaType)
}
export function isPhotoType(mediaType: string): mediaType is PhotoType {
  return isEvidenceType(mediaType) && EVIDENCE_TYPES[mediaType].kind === 'PHOTO'
}

/** The ending that files of the type are kept and given out under. */
export const endingOf = (type: EvidenceType): string => EVIDENCE_TYPES[type].endings[0]

/** The ending of a name in small letters, '' where there is none. */
export const endingOfName = (fileName: string): string =>
  /\.([^.]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? ''

/**
 * The name under which a file is given out: with an ending of what it is, so that nobody's computer takes it for
 * something else. 'report.exe' that is a PDF becomes 'report.exe.pdf'.
 */
export function nameForType(fileName: string, type: EvidenceType): string {
  const endings: readonly string[] = EVIDENCE_TYPES[type].endings
  return endings.includes(endingOfName(fileName)) ? fileName : `${fileName}.${endingOf(type)}`
}

/** What a file chooser offers: the types, and the endings for systems that do not know the types. */
export const EVIDENCE_CHOOSER: string = Object.entries(EVIDENCE_TYPES)
  .flatMap(([type, { endings }]) => [type, ...endings.map((ending) => `.${ending}`)])
  .join(',')
