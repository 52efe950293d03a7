import { open } from 'node:fs/promises'
import { posix } from 'node:path'
import type { Readable } from 'node:stream'
import { entriesOf, unpacked } from './archive-entries.ts'
import type { Entry } from './archive-entries.ts'
import type { CellContext } from './sheet-rows.ts'
import { attribute, elementsIn, elementsOf, writtenIn } from './sheet-xml.ts'

/** A workbook's sheets, each to be read from its beginning as often as it is asked for, and what their cells refer to. */
export type WorkbookParts = { sheets: readonly (() => Readable)[]; context: CellContext }

/** What is small in any workbook: its lists of parts and of styles. */
const mostPartBytes = 16 * 1024 * 1024
/** Excel's days begin with the first of 1900, or, in a Macintosh's workbook, of 1904; it takes 1900 for a leap year. */
const origins = { 1900: '1899-12-30', 1904: '1904-01-01' } as const

export async function openParts(path: string): Promise<WorkbookParts> {
  const file = await open(path)
  const entries = new Map<string, Entry>()
  try {
    for (const entry of await entriesOf(file)) entries.set(entry.name.toLowerCase(), entry)
  } finally {
    await file.close()
  }
  const entryOf = (name: string) => entries.get(name.replace(/^\//, '').toLowerCase())
  async function textOf(name: string): Promise<string> {
    const entry = entryOf(name)
    if (entry === undefined) return ''
    const chunks: Buffer[] = []
    let bytes = 0
    for await (const chunk of unpacked(path, entry)) {
      if (!Buffer.isBuffer(chunk)) continue
      bytes += chunk.length
      if (bytes > mostPartBytes) throw new Error(`${name} is too large`)
      chunks.push(chunk)
    }
    return Buffer.concat(chunks).toString('utf8')
  }
  async function targetsOf(name: string): Promise<{ id: string; kind: string; target: string }[]> {
    const folder = posix.dirname(name)
    const list = posix.join(folder, '_rels', `${posix.basename(name)}.rels`)
    return elementsOf(await textOf(list), 'Relationship').map(({ attributes }) => ({
      id: attribute(attributes, 'Id'),
      kind: posix.basename(attribute(attributes, 'Type')),
      target: placeOf(folder, attribute(attributes, 'Target')),
    }))
  }

  const main =
    (await targetsOf('')).find(({ kind }) => kind === 'officeDocument')?.target ?? 'xl/workbook.xml'
  const workbook = await textOf(main)
  const parts = await targetsOf(main)
  const partOf = (kind: string) => parts.find((part) => part.kind === kind)?.target ?? ''
  // What nobody sees who opens the workbook is not taken.
  const shown = elementsOf(workbook, 'sheet').filter(
    ({ attributes }) => !/hidden/i.test(attribute(attributes, 'state')),
  )
  const sheets = shown.flatMap(({ attributes }) => {
    const id = attribute(attributes, '[\\w.-]+:id')
    const part = parts.find((one) => one.id === id && one.kind === 'worksheet')
    const entry = part === undefined ? undefined : entryOf(part.target)
    return entry === undefined ? [] : [() => unpacked(path, entry)]
  })
  if (sheets.length === 0) throw new Error('there is no sheet')
  const properties = elementsOf(workbook, 'workbookPr')[0]?.attributes ?? ''
  const is1904 = ['1', 'true'].includes(attribute(properties, 'date1904'))
  const texts = entryOf(partOf('sharedStrings'))
  return {
    sheets,
    context: {
      texts: texts === undefined ? [] : await textsIn(unpacked(path, texts)),
      isDay: dayStyles(await textOf(partOf('styles'))),
      origin: origins[is1904 ? 1904 : 1900],
    },
  }
}

/** Where a part lies that another names. */
const placeOf = (folder: string, target: string) =>
  target.startsWith('/') ? target.slice(1) : posix.join(folder, target)

async function textsIn(chunks: Readable): Promise<string[]> {
  const texts: string[] = []
  for await (const { inside } of elementsIn(chunks, 'si')) {
    // A piece of a text keeps the whole in memory: copied, it stands for itself.
    texts.push(Buffer.from(writtenIn(inside), 'utf8').toString('utf8'))
  }
  return texts
}

/** Which of Excel's own formats show a day, those of Chinese and Japanese among them. */
const isOwnDay = (id: number) =>
  (id >= 14 && id <= 17) ||
  id === 22 ||
  (id >= 27 && id <= 31) ||
  id === 36 ||
  (id >= 50 && id <= 58)

/** Of each style of cells, whether it shows a day. */
function dayStyles(styles: string): boolean[] {
  const formats = new Map(
    elementsOf(styles, 'numFmt').map(({ attributes }) => [
      Number(attribute(attributes, 'numFmtId')),
      showsDay(attribute(attributes, 'formatCode')),
    ]),
  )
  const [cells] = elementsOf(styles, 'cellXfs')
  return elementsOf(cells?.inside ?? '', 'xf').map(({ attributes }) => {
    const format = Number(attribute(attributes, 'numFmtId'))
    return formats.get(format) ?? isOwnDay(format)
  })
}

/** Whether a format shows a day: what is quoted, escaped or in brackets in it is none of its signs. */
function showsDay(format: string): boolean {
  const signs = format.replaceAll(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '')
  return /[yd]|m(?!.*[hs])(?<![hs].*m)/i.test(signs) && !/^general$/i.test(signs)
}
