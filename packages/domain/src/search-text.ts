import { cleanLine } from './clean-text.ts'

export type Search = { text: string; looksLikeCode: boolean; looksLikeInitials: boolean }

/** A search as typed, in one form (half width, lower case, at most 60 characters), and what it may be; null where empty. */
export function parseSearch(typed: string): Search | null {
  const cleaned = cleanLine(typed.normalize('NFKC').slice(0, 200), { maximum: 200 })
  const text = cleaned.ok ? [...cleaned.value.toLowerCase()].slice(0, 60).join('') : ''
  if (text === '') return null
  return {
    text,
    looksLikeCode: /^[a-z]?\d[\d-]*$/.test(text),
    looksLikeInitials: /^[a-z]{1,20}$/.test(text),
  }
}

/** The word as pinyin initials of a title or of a person's name: at least two letters, as one says nothing. */
export function initialsIn(term: string): string | null {
  return /^[a-z]{2,20}$/.test(term) ? term : null
}

/** The text with LIKE's own signs taken literally (ESCAPE '\'). */
export function likeLiteral(text: string): string {
  return text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)
}
