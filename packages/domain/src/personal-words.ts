import type { PersonalField } from './vocabulary.ts'

/** What of somebody's person stands in words that are read by others. */
export type PersonalTrace = 'IDENTITY_NUMBER' | 'PHONE' | 'NAME' | 'ADDRESS'

const closed = (text: string) => text.normalize('NFKC').replaceAll(/[\s\p{P}\p{S}]/gu, '')

/**
 * The traces of a person in the words: any number that is shaped as an identity or mobile number, and what is known of
 * the household itself, however it is spaced. Empty where there are none.
 */
export function personalTraces(
  words: string,
  known: Partial<Record<PersonalField, string | null>> = {},
): PersonalTrace[] {
  const text = words.normalize('NFKC').toUpperCase()
  // As written, and with the digits closed up: spaces may stand within a number or between two.
  const ways = [text, text.replaceAll(/(?<=\d)[ -]+(?=[\dX])/g, '')]
  const isIn = (pattern: RegExp) => ways.some((way) => pattern.test(way))
  const whole = closed(words)
  const holds = (value: string | null | undefined, least: number) =>
    value !== null &&
    value !== undefined &&
    [...closed(value)].length >= least &&
    whole.includes(closed(value))
  const traces: PersonalTrace[] = []
  if (isIn(/(?<!\d)(?:\d{17}[\dX]|\d{15})(?!\d)/) || holds(known.identityNumber, 6))
    traces.push('IDENTITY_NUMBER')
  if (isIn(/(?<!\d)1[3-9]\d{9}(?!\d)/) || holds(known.phone, 6)) traces.push('PHONE')
  if (holds(known.name, 2)) traces.push('NAME')
  if (holds(known.address, 4)) traces.push('ADDRESS')
  return traces
}
