export type CleanText =
  | { ok: true; value: string }
  | { ok: false; code: 'REQUIRED' | 'TOO_LONG'; length: number; maximum: number }

// Control characters, soft hyphen, zero-width and direction-overriding characters, lone surrogates, private tags:
// they show nothing, or show something else than they are. The zero-width joiner stays between emoji.
const invisible =
  /[\p{Cc}\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu
const strayJoiner =
  /(?<!\p{Extended_Pictographic}\ufe0f?|\p{Emoji_Modifier})\u200d|\u200d(?!\p{Extended_Pictographic})/gu

/** One line as it is seen: composed last, as what was invisible may have stood between a letter and its accent. */
function shownLine(text: string): string {
  return text
    .toWellFormed()
    .replaceAll('\ufffd', '')
    .replaceAll(/[^\S\ufeff]+/gu, ' ')
    .replaceAll(invisible, '')
    .replaceAll(strayJoiner, '')
    .normalize('NFC')
    .replaceAll(/ {2,}/g, ' ')
    .trim()
}

function checked(value: string, maximum: number, required: boolean): CleanText {
  const length = [...value].length
  if (required && length === 0) return { ok: false, code: 'REQUIRED', length, maximum }
  if (length > maximum) return { ok: false, code: 'TOO_LONG', length, maximum }
  return { ok: true, value }
}

/** One line of text as stored: composed (NFC), nothing invisible, white space folded. Length in code points. */
export function cleanLine(
  text: string,
  { maximum, required = false }: { maximum: number; required?: boolean },
): CleanText {
  return checked(shownLine(text), maximum, required)
}

/** Several lines of text as stored: as cleanLine, but line breaks stay (at most two together). */
export function cleanWords(
  text: string,
  { maximum, required = false }: { maximum: number; required?: boolean },
): CleanText {
  const lines = text.split(/\r\n|[\n\r\u0085\u2028\u2029]/).map(shownLine)
  return checked(
    lines
      .join('\n')
      .replaceAll(/\n{3,}/g, '\n\n')
      .trim(),
    maximum,
    required,
  )
}
