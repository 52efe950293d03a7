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

/** Sørensen's and Dice's coefficient in percent, rounded down: 100 exactly for the same pairs, 0 for none in common. */
export function likenessPercent(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const all = one.size + other.size
  if (all === 0) return 0
  const inCommon = [...one].filter((pair) => other.has(pair)).length
  return Math.floor((200 * inCommon) / all)
}

/**
 * How the other record resembles this one; null where it does not enough to be pointed out. Where one of them has no
 * words yet their titles are compared, else all that each says.
 */
export function similarityOf(
  record: ComparedRecord,
  other: ComparedRecord,
  names: readonly string[] = [],
): Similarity | null {
  const daysLater = daysBetween(record.day, other.day)
  if (record.id === other.id || Math.abs(daysLater) > ALIKE_WITHIN_DAYS) return null
  const onlyTitles = record.words.trim() === '' || other.words.trim() === ''
  const [mine, theirs] = [record, other].map(({ title, words }) =>
    pairsOfSigns(onlyTitles ? title : `${title} ${words}`, names),
  )
  if (mine === undefined || theirs === undefined) return null
  const percent = likenessPercent(mine, theirs)
  const samePairing = record.pairingId === other.pairingId
  const isShort = Math.min(mine.size, theirs.size) < FEWEST_PAIRS_OF_SIGNS
  const isAlike = isShort
    ? percent === 100 && daysLater === 0 && samePairing
    : percent >= ALIKE_FROM_PERCENT
  return isAlike ? { daysLater, samePairing, percent } : null
}
