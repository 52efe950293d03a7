import { cleanLine } from './clean-text.ts'

export const LONGEST_NAME = 50

export type ParsedPersonName =
  | { ok: true; value: string }
  | { ok: false; code: 'REQUIRED' | 'TOO_LONG' | 'NAME_SHAPE' }

// Letters of any script, rare characters of the planes above and those that old systems keep in the private areas,
// their variation selectors (marks), and the signs by which a character without a code is described (⿰).
const shape = /^(?=.*[\p{L}\p{Co}\u3007])[\p{L}\p{M}\p{Co}\u3007\u2ff0-\u2fff·'’ -]+$/u
const han = String.raw`[\p{Script=Han}\p{Co}\u3007]`
const betweenHan = new RegExp(String.raw`(?<=${han}) (?=${han})`, 'gu')

/** A person's name as typed, in its one form: the dot of transcribed names is '·', and Chinese names hold no spaces. */
export function parsePersonName(typed: string): ParsedPersonName {
  const line = cleanLine(typed, { maximum: LONGEST_NAME, required: true })
  if (!line.ok) return { ok: false, code: line.code }
  const value = line.value
    .replaceAll(/ ?[•‧・・∙⋅．] ?/gu, '·')
    .replaceAll(/ ?· ?/gu, '·')
    .replaceAll(betweenHan, '')
  return shape.test(value) ? { ok: true, value } : { ok: false, code: 'NAME_SHAPE' }
}
