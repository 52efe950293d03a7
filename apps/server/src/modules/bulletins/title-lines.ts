/** Words of an office that a dictionary of everyday words takes apart. */
const officeWord =
  /\d+年度?|市?直属?机关|党(?:组织|支部|总支|工委|委)|共建|考评|联评|评议|工委|协作区|[（(〔《“][^）)〕》”]*[）)〕》”]/gu
const words = new Intl.Segmenter('zh', { granularity: 'word' })
/** No line begins with these. */
const closing = /^[的地得与和及、，。；：）)〕》”]/u

function wordsOf(text: string): string[] {
  const found: string[] = []
  let from = 0
  const plain = (to: number) => {
    for (const { segment } of words.segment(text.slice(from, to))) found.push(segment)
  }
  for (const { 0: word, index } of text.matchAll(officeWord)) {
    plain(index)
    found.push(word)
    from = index + word.length
  }
  plain(text.length)
  return found.reduce<string[]>((joined, word) => {
    const last = joined.at(-1)
    if (last !== undefined && closing.test(word)) joined[joined.length - 1] = last + word
    else joined.push(word)
    return joined
  }, [])
}

/** How wide a text is set, in signs: letters and digits take half of one. */
const widthOf = (text: string) =>
  [...text].reduce((sum, sign) => sum + (/[\u0020-\u007E]/.test(sign) ? 0.5 : 1), 0)

/**
 * A title in lines of about the same length, none longer than so many signs and no word cut in two (GB/T 9704—2012,
 * 7.3.1). A word that is longer than a line is left to the program that sets it.
 */
export function titleLines(title: string, most: number): string[] {
  const parts = wordsOf(title)
  const count = Math.max(1, Math.ceil(widthOf(title) / most))
  for (let lines = count; lines <= parts.length; lines += 1) {
    const best = evenly(parts, lines, most)
    if (best !== null) return best
  }
  return [title]
}

/** So many lines with the least sum of squares of their lengths; null where a line would be too long. */
function evenly(parts: readonly string[], lines: number, most: number): string[] | null {
  let states = new Map<number, { cost: number; lines: string[] }>([[0, { cost: 0, lines: [] }]])
  for (let line = 0; line < lines; line += 1) {
    const next = new Map<number, { cost: number; lines: string[] }>()
    for (const [from, state] of states)
      for (let to = from + 1; to <= parts.length; to += 1) {
        const text = parts.slice(from, to).join('')
        const width = widthOf(text)
        if (width > most) break
        const cost = state.cost + width * width
        // Of two that are as even the upper lines are the longer ones.
        if (cost <= (next.get(to)?.cost ?? Infinity))
          next.set(to, { cost, lines: [...state.lines, text] })
      }
    states = next
  }
  return states.get(parts.length)?.lines ?? null
}
