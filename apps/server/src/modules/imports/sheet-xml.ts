/** A piece of a sheet's or a list's XML: an element with what stands in it, as it is written. */
export type Element = { attributes: string; inside: string }

/** More than any row that an office fills: one that goes on is no workbook. */
const mostCharacters = 4 * 1024 * 1024

/** Names of elements may have a prefix. */
const opening = (name: string) => new RegExp(`<(?:[\\w.-]+:)?${name}(?=[\\s/>])`, 'g')
const closing = (name: string) => new RegExp(`</(?:[\\w.-]+:)?${name}\\s*>`, 'g')
/** What is asked for at every cell is made once. */
function made<Value>(of: (name: string) => Value): (name: string) => Value {
  const known = new Map<string, Value>()
  return (name) => {
    const value = known.get(name) ?? of(name)
    known.set(name, value)
    return value
  }
}
const knownOpening = made(opening)
const knownClosing = made(closing)
const knownAttribute = made(
  (name) => new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`),
)

/**
 * The elements of one name in a stream of XML, one after the other, none within another; only one of them is held at a
 * time. What stands outside is passed over.
 */
export async function* elementsIn(
  chunks: AsyncIterable<unknown>,
  name: string,
): AsyncGenerator<Element> {
  const decoder = new TextDecoder()
  const start = opening(name)
  const close = closing(name)
  let text = ''
  for await (const chunk of chunks) {
    text += chunk instanceof Uint8Array ? decoder.decode(chunk, { stream: true }) : ''
    let done = 0
    for (;;) {
      start.lastIndex = done
      const begun = start.exec(text)
      if (begun === null) {
        // A name may be cut in two by the end of the chunk.
        done = Math.max(done, text.lastIndexOf('<'))
        break
      }
      const head = text.indexOf('>', start.lastIndex)
      if (head < 0) {
        done = begun.index
        break
      }
      if (text[head - 1] === '/') {
        yield { attributes: text.slice(start.lastIndex, head - 1), inside: '' }
        done = head + 1
        continue
      }
      close.lastIndex = head
      const ended = close.exec(text)
      if (ended === null) {
        done = begun.index
        break
      }
      yield {
        attributes: text.slice(start.lastIndex, head),
        inside: text.slice(head + 1, ended.index),
      }
      done = close.lastIndex
    }
    text = text.slice(Math.max(done, 0))
    if (text.length > mostCharacters) throw new Error('an element does not end')
  }
}

const named = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" } as const
const isNamed = (name: string): name is keyof typeof named => Object.hasOwn(named, name)

/** Text as it reads: without the marks of XML, and of Excel for signs that XML has not. */
export function readText(xml: string): string {
  const plain = xml.includes('<![CDATA[')
    ? xml.replaceAll(/<!\[CDATA\[([\s\S]*?)\]\]>/g, (_all, inside: string) =>
        inside.replaceAll('&', '&amp;'),
      )
    : xml
  const read = plain.includes('&')
    ? plain.replaceAll(/&(#x[\da-f]+|#\d+|\w+);/gi, (all, reference: string) => {
        if (isNamed(reference)) return named[reference]
        const code = reference.startsWith('#x')
          ? Number.parseInt(reference.slice(2), 16)
          : Number.parseInt(reference.slice(1), 10)
        return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : all
      })
    : plain
  return read.includes('_x')
    ? read.replaceAll(/_x([\da-f]{4})_/gi, (_all, code: string) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      )
    : read
}

/** An attribute of an element; empty where it is not there. */
export function attribute(attributes: string, name: string): string {
  const quoted = knownAttribute(name).exec(attributes)
  return readText(quoted?.[1] ?? quoted?.[2] ?? '')
}

/** The elements of one name within a piece that is there whole. */
export function elementsOf(xml: string, name: string): Element[] {
  const elements: Element[] = []
  const [start, close] = [knownOpening(name), knownClosing(name)]
  start.lastIndex = 0
  for (let begun = start.exec(xml); begun !== null; begun = start.exec(xml)) {
    const from = start.lastIndex
    const head = xml.indexOf('>', from)
    if (head < 0) break
    if (xml[head - 1] === '/') {
      elements.push({ attributes: xml.slice(from, head - 1), inside: '' })
      start.lastIndex = head + 1
      continue
    }
    close.lastIndex = head
    const ended = close.exec(xml)
    if (ended === null) break
    elements.push({ attributes: xml.slice(from, head), inside: xml.slice(head + 1, ended.index) })
    start.lastIndex = close.lastIndex
  }
  return elements
}

/** All that is written in `t` elements, but for what only says how it sounds. */
export function writtenIn(xml: string): string {
  const spoken = xml.includes('rPh')
    ? xml.replaceAll(/<(\w+:)?rPh[\s>][\s\S]*?<\/\1?rPh>/g, '')
    : xml
  return elementsOf(spoken, 't')
    .map(({ inside }) => readText(inside))
    .join('')
}
