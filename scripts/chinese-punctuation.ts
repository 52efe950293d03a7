/** What stands beside Chinese text is set as GB/T 15834—2011 has it: at full width. */
const FULL_WIDTH: Readonly<Record<string, string>> = {
  ',': '\uFF0C',
  ':': '\uFF1A',
  ';': '\uFF1B',
  '?': '\uFF1F',
  '!': '\uFF01',
}
const OPENING = '\uFF08'
const CLOSING = '\uFF09'

const chinese =
  /[\u3400-\u4DBF\u4E00-\u9FFF\u3001\u3002\u300A-\u3011\uFF01-\uFF5E\u2014\u201C\u201D\u2026]/
const isChinese = (character: string | undefined) =>
  character !== undefined && chinese.test(character)

/** Where the arguments of a message are named (`{count, plural, …}`): the commas there are no punctuation. */
function argumentHeads(text: string): ReadonlySet<number> {
  const places = new Set<number>()
  for (const found of text.matchAll(
    /\{\s*\w+\s*,\s*(?:select|plural|selectordinal|number|date|time)\b[^{}]*/g,
  ))
    for (let place = found.index; place < found.index + found[0].length; place += 1)
      places.add(place)
  return places
}

/** Brackets around Chinese, or right behind it, in pairs. */
function widenBrackets(text: string): string {
  const characters = [...text]
  const opened: number[] = []
  characters.forEach((character, place) => {
    if (character === '(') opened.push(place)
    if (character !== ')') return
    const start = opened.pop()
    if (start === undefined || characters[start - 1] === '\\') return
    const inside = characters.slice(start + 1, place)
    const before = characters[start - (characters[start - 1] === ' ' ? 2 : 1)]
    if (inside.some(isChinese) || isChinese(before) || isChinese(characters[place + 1])) {
      characters[start] = OPENING
      characters[place] = CLOSING
    }
  })
  return characters
    .join('')
    .replaceAll(new RegExp(` ?${OPENING} ?`, 'g'), OPENING)
    .replaceAll(new RegExp(` ?${CLOSING} ?(?=[^A-Za-z]|$)`, 'g'), CLOSING)
}

/**
 * The text with the punctuation beside its Chinese characters at full width, without the space that a half-width mark
 * needs behind it. Text without Chinese, marks between figures (08:30) and between placeholders of an address stay.
 */
export function widenPunctuation(text: string): string {
  if (!chinese.test(text)) return text
  const wide = widenBrackets(text)
  const heads = argumentHeads(wide)
  let result = ''
  for (let place = 0; place < wide.length; place += 1) {
    const character = wide.charAt(place)
    const full = FULL_WIDTH[character]
    const before = wide[place - 1]
    const spaced = wide[place + 1] === ' '
    const behind = wide[place + (spaced ? 2 : 1)]
    const between = before === '}' && (behind === '{' || behind === undefined || behind === '<')
    if (
      full !== undefined &&
      !heads.has(place) &&
      (isChinese(before) || isChinese(behind) || (between && character !== ':'))
    ) {
      result += full
      if (spaced) place += 1
    } else result += character
  }
  return result
}
