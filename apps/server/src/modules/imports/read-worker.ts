import { readFile } from 'node:fs/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { streamCsvRows } from 'hucre/csv'
import { z } from 'zod'
import { measureSheet, sheetRows } from './sheet-rows.ts'
import type { SheetRow } from './sheet-rows.ts'
import { openParts } from './workbook-parts.ts'

/**
 * The thread in which a workbook is read. It says how many sheets there are, then what it is asked for: how many rows of
 * a sheet have something in them, and its next rows. A sheet is gone through as it is unpacked: none is ever held whole.
 */
const { path, format } = z
  .object({ path: z.string(), format: z.enum(['xlsx', 'csv']) })
  .parse(workerData)

type SheetSource = {
  measure: () => Promise<number>
  rows: () => AsyncIterable<SheetRow> | Iterable<SheetRow>
}

async function sheetsOfWorkbook(): Promise<SheetSource[]> {
  const { sheets, context } = await openParts(path)
  return sheets.map((stream) => {
    const measured = once(() => measureSheet(stream()))
    return {
      measure: async () => (await measured()).filled,
      rows: async function* () {
        yield* sheetRows(stream(), context, (await measured()).merges)
      },
    }
  })
}

function once<Value>(work: () => Value): () => Value {
  let done: { value: Value } | null = null
  return () => {
    done ??= { value: work() }
    return done.value
  }
}

/** As Excel saves text: UTF-16 with its mark ('Unicode text'), UTF-8, or the encoding of a Chinese Windows. */
function decoded(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

async function sheetOfText(): Promise<SheetSource[]> {
  const text = decoded(await readFile(path))
  function* rows(): Generator<SheetRow> {
    let rowNumber = 0
    for (const values of streamCsvRows(text)) {
      rowNumber += 1
      const cells = values.slice(0, 100).map((value) => (value === null ? '' : String(value)))
      if (cells.some((cell) => cell.trim() !== '')) yield { rowNumber, cells, isHidden: false }
    }
  }
  const measure = () => {
    let filled = 0
    const all = rows()
    while (all.next().done !== true) filled += 1
    return Promise.resolve(filled)
  }
  return [{ measure, rows }]
}

type Place = { sheet: number; at: number; rows: AsyncIterator<SheetRow> | Iterator<SheetRow> }
let place: Place | null = null

/** The rows from one on; what is not asked for in order, is read from the beginning again. */
async function rowsFrom(sheet: number, from: number, count: number): Promise<SheetRow[]> {
  if (place === null || place.sheet !== sheet || place.at > from) {
    await place?.rows.return?.()
    const source = sheets[sheet]?.rows() ?? []
    const rows =
      Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]()
    place = { sheet, at: 0, rows }
  }
  const found: SheetRow[] = []
  while (found.length < count) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const next = await place.rows.next()
    if (next.done === true) break
    place.at += 1
    if (place.at > from) found.push(next.value)
  }
  return found
}

const asked = z.union([
  z.object({ measure: z.number() }),
  z.object({ sheet: z.number(), from: z.number(), count: z.number() }),
])
const sheets = await (format === 'csv' ? sheetOfText() : sheetsOfWorkbook())

async function answer(message: unknown): Promise<object> {
  const question = asked.parse(message)
  if ('measure' in question) return { size: (await sheets[question.measure]?.measure()) ?? 0 }
  return { rows: await rowsFrom(question.sheet, question.from, question.count) }
}
parentPort?.on('message', (message: unknown) => {
  answer(message).then(
    (told) => parentPort?.postMessage(told, []),
    // The thread ends with it: who asked is told that the workbook cannot be read.
    (problem: unknown) =>
      setImmediate(() => {
        throw problem
      }),
  )
})
parentPort?.postMessage({ sheets: sheets.length }, [])
