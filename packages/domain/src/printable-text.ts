/** So many signs in a row without a place to break a line are given one. */
const longestRun = 24
const zeroWidthSpace = '\u200B'

/** Signs between which a line may break as they are: Han, kana and their punctuation. */
const isWide = (code: number) =>
  (code >= 0x2e80 && code <= 0xa4cf) || (code >= 0xf900 && code <= 0xfaff) || code >= 0x20000

/** Signs that show nothing and only tell a computer something: joiners, marks of direction, tags, variation selectors. */
const isInvisible = (code: number) =>
  code === 0xad ||
  (code >= 0x200b && code <= 0x200f) ||
  (code >= 0x202a && code <= 0x202e) ||
  (code >= 0x2060 && code <= 0x206f) ||
  (code >= 0xfe00 && code <= 0xfe0f) ||
  code === 0xfeff ||
  code >= 0xe0000

/**
 * What somebody typed as it can be printed with a type that has only some signs: what shows nothing is left out, a
 * sign that the type lacks stands as its number (〔U+1F600〕), nothing else is changed, and a line can be broken in it
 * however long its words are. Line breaks stay.
 */
export function printableText(typed: string, hasSign: (code: number) => boolean): string {
  let printed = ''
  let run = 0
  for (const sign of typed.replaceAll(/\r\n?|[\u2028\u2029\u0085]/g, '\n').replaceAll('\t', '  ')) {
    const code = sign.codePointAt(0) ?? 0
    if (sign === '\n' || sign === ' ') {
      printed += sign
      run = 0
      continue
    }
    if (isInvisible(code) || (code >= 0xd800 && code <= 0xdfff)) continue
    const shown = code > 0x1f && (code < 0x7f || code > 0x9f) && hasSign(code)
    const put = shown ? sign : `〔U+${code.toString(16).toUpperCase().padStart(4, '0')}〕`
    run = isWide(code) ? 0 : run + put.length
    if (run > longestRun) {
      printed += zeroWidthSpace
      run = put.length
    }
    printed += put
  }
  return printed
}
