import { pinyin } from 'pinyin-pro'

/** The initials of a name's pinyin, lower case, as people type them to find it: 市财政局 is sczj. */
export function pinyinInitials(name: string): string {
  return pinyin(name, { pattern: 'first', toneType: 'none', type: 'array', nonZh: 'consecutive' })
    .join('')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '')
}

const known = new Map<string, readonly string[]>()

/**
 * The letters with which the readings of one letter begin, the usual one first and at most one more; a Latin letter stands
 * for itself, other signs for nothing. The same as pinyin_initials() in SQL, by which records and people are found.
 */
export function initialsOfLetter(letter: string): readonly string[] {
  if (/^[A-Za-z]$/.test(letter)) return [letter.toLowerCase()]
  if (!/^[\u4e00-\u9fff]$/.test(letter)) return []
  const initials = known.get(letter) ?? readingsOf(letter)
  known.set(letter, initials)
  return initials
}

function readingsOf(letter: string): readonly string[] {
  const readings = pinyin(letter, {
    pattern: 'first',
    toneType: 'none',
    multiple: true,
    type: 'array',
  })
  // ê without its hat.
  const initials = readings.map((initial) => initial.toLowerCase().normalize('NFD').charAt(0))
  return [...new Set(initials)].filter((initial) => /^[a-z]$/.test(initial)).slice(0, 2)
}
