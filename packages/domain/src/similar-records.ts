import { daysBetween } from './calendar-day.ts'
import type { CalendarDay } from './calendar-day.ts'

/** From this share of neighbouring signs in common, in percent, two records are said to be alike in words. */
export const ALIKE_FROM_PERCENT = 60
/** How far two days lie apart at most. */
export const ALIKE_WITHIN_DAYS = 1
/**
 * With fewer pairs of neighbouring signs a text says little: a title that the form suggests is the same every time. It
 * is pointed out only where all of it is the same, on the same day and under the same pairing.
 */
export const FEWEST_PAIRS_OF_SIGNS = 12

export type ComparedRecord = {
  id: string
  pairingId: string
  day: CalendarDay
  title: string
  words: string
}
export type Similarity = {
  /** How many days later the other one is; negative where it is earlier. */
  daysLater: number
  samePairing: boolean
  /** The share of neighbouring signs in common, in percent, rounded down. */
  percent: number
}

/** What is read of a text: letters and digits in one form; width, case, spaces and punctuation say nothing. */
function signsOf(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]/gu, '')
}

/**
 * Every two neighbouring signs of a text, each pair once. Chinese has no spaces between words, so that pairs stand for
 * them. The names, which every record of a pairing has, are left out. A single sign is a pair with nothing.
 */
export function pairsOfSigns(text: string, names: readonly string[] = []): ReadonlySet<string> {
  let left = signsOf(text)
  // A longer name first: a shorter one may be a part of it.
  for (const name of names.map(signsOf).toSorted((a, b) => b.length - a.length))
    if (name !== '') left = left.replaceAll(name, '')
  const signs = [...left]
  if (signs.length === 1) return new Set(signs)
  return new Set(signs.slice(1).map((sign, at) => `${signs[at] ?? ''}${sign}`))
}

/** The pairs of a text as numbers in ascending order: little enough to be held of many thousands of records. */
export function pairNumbers(pairs: ReadonlySet<string>): Float64Array {
  return Float64Array.from(pairs, (pair) => {
    const [first = '', second = ''] = pair
    return (first.codePointAt(0) ?? 0) * 0x200000 + (second.codePointAt(0) ?? 0)
  }).sort()
}

/** Sørensen's and Dice's coefficient in percent, rounded down: 100 exactly for the same pairs, 0 for none in common. */
export function likenessPercent(one: Float64Array, other: Float64Array): number {
  const all = one.length + other.length
  if (all === 0) return 0
  let inCommon = 0
  for (let here = 0, there = 0; here < one.length && there < other.length;) {
    const difference = (one[here] ?? 0) - (other[there] ?? 0)
    if (difference === 0) inCommon += 1
    if (difference <= 0) here += 1
    if (difference >= 0) there += 1
  }
  return Math.floor((200 * inCommon) / all)
}

/** A record as it is compared, its texts read once: with many others that takes the time. */
export type ReadRecord = Pick<ComparedRecord, 'id' | 'pairingId' | 'day'> & {
  /** All that it says; null where it has no words yet. */
  all: Float64Array | null
  title: Float64Array
}

export function readRecord(
  { id, pairingId, day, title, words }: ComparedRecord,
  names: readonly string[] = [],
): ReadRecord {
  const read = (text: string) => pairNumbers(pairsOfSigns(text, names))
  return {
    id,
    pairingId,
    day,
    title: read(title),
    all: words.trim() === '' ? null : read(`${title} ${words}`),
  }
}

/**
 * How the other record resembles this one; null where it does not enough to be pointed out. Where one of them has no
 * words yet their titles are compared, else all that each says.
 */
export function similarityBetween(record: ReadRecord, other: ReadRecord): Similarity | null {
  if (record.id === other.id) return null
  const daysLater = record.day === other.day ? 0 : daysBetween(record.day, other.day)
  if (Math.abs(daysLater) > ALIKE_WITHIN_DAYS) return null
  const onlyTitles = record.all === null || other.all === null
  const mine = (onlyTitles ? null : record.all) ?? record.title
  const theirs = (onlyTitles ? null : other.all) ?? other.title
  const samePairing = record.pairingId === other.pairingId
  const fewest = Math.min(mine.length, theirs.length)
  const isShort = fewest < FEWEST_PAIRS_OF_SIGNS
  const from = isShort ? 100 : ALIKE_FROM_PERCENT
  if (isShort && (daysLater !== 0 || !samePairing)) return null
  // Of so different lengths not enough can be in common.
  if (200 * fewest < from * (mine.length + theirs.length)) return null
  const percent = likenessPercent(mine, theirs)
  return percent >= from ? { daysLater, samePairing, percent } : null
}

/** The same of two records as they are written. */
export const similarityOf = (
  record: ComparedRecord,
  other: ComparedRecord,
  names: readonly string[] = [],
): Similarity | null => similarityBetween(readRecord(record, names), readRecord(other, names))
