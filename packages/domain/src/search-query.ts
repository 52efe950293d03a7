import { addDays } from './calendar-day.ts'
import type { CalendarDay } from './calendar-day.ts'
import { readDay } from './chinese-day.ts'
import { parseSearch } from './search-text.ts'

/** What somebody looks for: every word of it is to be found, and the day where one is named. */
export type SearchQuery = {
  terms: readonly string[]
  day: CalendarDay | null
  /** The record's id, or the beginning of it: the first and the last id that begin so. */
  recordIds: { from: string; to: string } | null
}

/** Words of one search that are looked at: the rest would only make it narrower. */
const mostTerms = 5

/** A text in the form in which it is searched: half width, Latin letters small, on one line (search_form() in SQL). */
export function searchForm(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase())
    .replaceAll('\n', ' ')
}

/** The text as a day, of the year up to today where it names none. What is only a number is no day but in eight digits. */
function searchedDay(text: string, today: CalendarDay): CalendarDay | null {
  if (/^\d+(?:\.\d+)?$/.test(text) && !/^\d{8}$/.test(text)) return null
  return readDay(text, { startsOn: addDays(today, -364), endsOn: today })
}

/** At least eight signs of an id; with a letter or a dash in it, as else it is a code. */
function searchedIds(text: string): SearchQuery['recordIds'] {
  const signs = text.replaceAll('-', '')
  if (!/^[0-9a-f-]{8,36}$/.test(text) || !/[a-f-]/.test(text)) return null
  if (signs.length < 8 || signs.length > 32 || !/\d/.test(signs)) return null
  const id = (filler: string) =>
    signs.padEnd(32, filler).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  return { from: id('0'), to: id('f') }
}

/** A search as typed; null where nothing is asked. */
export function parseQuery(typed: string, today: CalendarDay): SearchQuery | null {
  const search = parseSearch(typed)
  if (search === null) return null
  const text = searchForm(search.text)
  const whole = searchedDay(text, today)
  if (whole !== null) return { terms: [], day: whole, recordIds: null }
  const recordIds = searchedIds(text)
  if (recordIds !== null) return { terms: [text], day: null, recordIds }
  const words = text.split(' ').filter((word) => word !== '')
  const days = words.map((word) => searchedDay(word, today))
  const at = days.findIndex((day) => day !== null)
  const terms = [...new Set(words.filter((_, index) => index !== at))].slice(0, mostTerms)
  return { terms, day: days[at] ?? null, recordIds: null }
}

/** By what the index finds a term: its pairs of letters; one letter alone by the pairs that begin with it. */
export function searchPairs(term: string): { pairs: readonly string[]; begins: boolean } {
  const letters = [...term]
  if (letters.length < 2) return { pairs: letters, begins: true }
  const pairs = letters.slice(1).map((next, index) => `${letters[index] ?? ''}${next}`)
  return { pairs: [...new Set(pairs)], begins: false }
}

export type Mark = { start: number; length: number }
/** A text with what was found in it; positions in code points. */
export type MarkedText = { text: string; marks: readonly Mark[] }

/** Where the terms stand in the text, whatever the width and size of its letters; what touches is one mark. */
function marksIn(letters: readonly string[], terms: readonly string[]): Mark[] {
  let formed = ''
  const letterAt: number[] = []
  for (const [index, letter] of letters.entries()) {
    const form = searchForm(letter)
    formed += form
    for (let unit = 0; unit < form.length; unit += 1) letterAt.push(index)
  }
  const isFound = letters.map(() => false)
  for (const term of terms) {
    if (term === '') continue
    for (let at = formed.indexOf(term); at >= 0; at = formed.indexOf(term, at + term.length))
      isFound.fill(true, letterAt[at], (letterAt[at + term.length - 1] ?? 0) + 1)
  }
  const marks: Mark[] = []
  for (const [index, found] of isFound.entries()) {
    if (!found) continue
    const last = marks.at(-1)
    if (last !== undefined && last.start + last.length === index) last.length += 1
    else marks.push({ start: index, length: 1 })
  }
  return marks
}

/** The whole text, with what was found in it. */
export function markText(text: string, terms: readonly string[]): MarkedText {
  return { text, marks: marksIn([...text], terms) }
}

const before = 12

/** The part of a longer text around the first thing found, on one line; null where none of it stands there. */
export function excerptOf(text: string, terms: readonly string[], length = 60): MarkedText | null {
  const letters = [...text].map((letter) => (letter === '\n' ? ' ' : letter))
  const marks = marksIn(letters, terms)
  const [first] = marks
  if (first === undefined) return null
  const start = Math.max(0, Math.min(first.start - before, letters.length - length))
  const end = Math.min(letters.length, start + length)
  const lead = start > 0 ? '…' : ''
  return {
    text: lead + letters.slice(start, end).join('') + (end < letters.length ? '…' : ''),
    marks: marks
      .filter((mark) => mark.start < end)
      .map((mark) => ({
        start: mark.start - start + lead.length,
        length: Math.min(mark.start + mark.length, end) - mark.start,
      })),
  }
}
