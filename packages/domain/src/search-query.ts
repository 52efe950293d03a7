import { addDays } from './calendar-day.ts'
import type { CalendarDay } from './calendar-day.ts'
import { readDay } from './chinese-day.ts'
import { initialsIn, parseSearch } from './search-text.ts'

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

/** By what the index finds initials: each three that follow each other; two as they are. */
export function initialTriples(initials: string): readonly string[] {
  const count = Math.max(1, initials.length - 2)
  return [...new Set(Array.from({ length: count }, (_, at) => initials.slice(at, at + 3)))]
}

/**
 * The initials as a pattern of a text's initials as pinyin_initials() in SQL writes them: two letters for each character,
 * of which one has to be the typed one.
 */
export function initialsPattern(initials: string): string {
  return `^(?:..)*${[...initials].map((letter) => `(?:${letter}.|.${letter})`).join('')}`
}

/** The letters that a character's readings begin with: 'z' and 'c' of 重; none where it is not spoken. */
export type InitialsOf = (letter: string) => readonly string[]

export type Mark = { start: number; length: number }
/** A text with what was found in it; positions in code points. */
export type MarkedText = { text: string; marks: readonly Mark[] }

/** From which to which letter each of the terms stands in the text, whatever the width and size of its letters. */
function placesOf(letters: readonly string[], terms: readonly string[]): [number, number][] {
  let formed = ''
  const letterAt: number[] = []
  for (const [index, letter] of letters.entries()) {
    const form = searchForm(letter)
    formed += form
    for (let unit = 0; unit < form.length; unit += 1) letterAt.push(index)
  }
  const places: [number, number][] = []
  for (const term of terms) {
    if (term === '') continue
    for (let at = formed.indexOf(term); at >= 0; at = formed.indexOf(term, at + term.length))
      places.push([letterAt[at] ?? 0, letterAt[at + term.length - 1] ?? 0])
  }
  return places
}

/** From which to which letter of the text the initials stand that are typed; what is not spoken stands in no one's way. */
function soundingPlaces(
  letters: readonly string[],
  terms: readonly string[],
  initialsOf: InitialsOf,
): [number, number][] {
  const spoken = letters.flatMap((letter, index) => {
    const initials = initialsOf(letter)
    return initials.length === 0 ? [] : [{ index, initials }]
  })
  return terms.flatMap((term) => {
    const typed = initialsIn(term)
    if (typed === null) return []
    const places: [number, number][] = []
    for (let start = 0; start + typed.length <= spoken.length; start += 1) {
      const heard = spoken.slice(start, start + typed.length)
      const isHeard = heard.every(({ initials }, at) => initials.includes(typed[at] ?? ''))
      if (isHeard) places.push([heard[0]?.index ?? 0, heard.at(-1)?.index ?? 0])
    }
    return places
  })
}

/** The places as marks; what touches is one mark. */
function marksIn(letters: readonly string[], places: readonly [number, number][]): Mark[] {
  const isFound = letters.map(() => false)
  for (const [from, to] of places) isFound.fill(true, from, to + 1)
  const marks: Mark[] = []
  for (const [index, found] of isFound.entries()) {
    if (!found) continue
    const last = marks.at(-1)
    if (last !== undefined && last.start + last.length === index) last.length += 1
    else marks.push({ start: index, length: 1 })
  }
  return marks
}

/** The whole text, with what was found in it: the words or, where it is found by how it sounds, what has these initials. */
export function markText(
  text: string,
  terms: readonly string[],
  initialsOf: InitialsOf = () => [],
): MarkedText {
  const letters = [...text]
  const places = [...placesOf(letters, terms), ...soundingPlaces(letters, terms, initialsOf)]
  return { text, marks: marksIn(letters, places) }
}

const before = 12

/** The part of a longer text around the first thing found, on one line; null where none of it stands there. */
export function excerptOf(text: string, terms: readonly string[], length = 60): MarkedText | null {
  const letters = [...text].map((letter) => (letter === '\n' ? ' ' : letter))
  const marks = marksIn(letters, placesOf(letters, terms))
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
