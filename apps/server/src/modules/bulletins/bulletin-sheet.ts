/** A bulletin in words: what a document in any format shows, in its order. Every text in it can be printed as it is. */
export type BulletinSheet = {
  /** 发文机关标志, and how wide its signs are set so that it stands on one line. */
  mark: string
  markScale: number
  number: string
  title: string
  /** The title in lines, no word cut in two. */
  titleLines: string[]
  addressees: string
  paragraphs: BulletinParagraph[]
  attachment: { note: string; label: string; title: string; titleLines: string[] }
  signature: string
  day: string
  /** 附注: how it is verified. */
  remark: string
  /** Where a phone that reads the code of squares comes to; null of what is not published. */
  verifyAddress: string | null
  codeAlt: string
  table: { head: string[]; widths: number[]; rows: string[][] }
  /** 版记; null: to nobody. */
  copies: string | null
  printedBy: string
  printed: string
}
/** A heading of the first or second level stands before the text, set in another type. */
export type BulletinParagraph = { level: 0 | 1 | 2; head: string; text: string }

/** GB/T 9704—2012: the type area of an official document, in millimetres, and how much stands in it. */
export const TYPE_AREA = {
  top: 37,
  left: 28,
  width: 156,
  height: 225,
  linesPerPage: 22,
  signsPerLine: 28,
} as const
export const MARK_POINTS = 40
/** Signs of a title of 22 points on a line. */
export const TITLE_SIGNS = 19
/** The side of the code of squares, in millimetres. */
export const CODE_SIDE = 22
const pointsPerMillimetre = 72 / 25.4

/** How wide, of its own width, the signs of the mark are set: one line, never wider than they are. */
export function markScaleOf(mark: string): number {
  const width = TYPE_AREA.width * pointsPerMillimetre
  return Math.min(1, Math.floor((width / ([...mark].length * MARK_POINTS)) * 100) / 100)
}
