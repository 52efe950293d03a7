import { readFile } from 'node:fs/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { parseCsv } from 'hucre/csv'
import { readXlsx } from 'hucre/xlsx'
import { z } from 'zod'

/** The thread in which a workbook is read. It says how many rows each sheet has, then gives those it is asked for. */
const { path, format } = z
  .object({ path: z.string(), format: z.enum(['xlsx', 'csv']) })
  .parse(workerData)

/** Further cells are nobody's columns. */
const mostCells = 100

type Row = { rowNumber: number; values: unknown[]; isHidden: boolean }

function textOf(value: unknown): string {
  if (value instanceof Date) return value.toISOString().slice(0, 10)
  // A sum of cells is 0.30000000000000004: Excel itself shows fifteen digits.
  if (typeof value === 'number') return String(Number(value.toPrecision(15)))
  return typeof value === 'string' || typeof value === 'boolean' ? String(value) : ''
}

/** The rows in which something stands, as the sheet counts them. */
function filled(rows: unknown[][], isHidden: (row: number) => boolean): Row[] {
  return rows.flatMap((values, index) =>
    values.some((value) => textOf(value).trim() !== '')
      ? [{ rowNumber: index + 1, values, isHidden: isHidden(index) }]
      : [],
  )
}

async function sheetsOf(): Promise<Row[][]> {
  const bytes = await readFile(path)
  if (format === 'csv') {
    let text: string
    try {
      text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    } catch {
      text = new TextDecoder('gb18030').decode(bytes)
    }
    return [filled(parseCsv(text), () => false)]
  }
  const { sheets } = await readXlsx(bytes)
  return sheets.map(({ rows, merges, rowDefs }) => {
    // What was merged says of each of its rows what its upper left cell says.
    for (const { startRow, endRow, startCol } of merges ?? []) {
      for (let row = startRow + 1; row <= Math.min(endRow, rows.length - 1); row += 1) {
        const covered = rows[row]
        if (covered !== undefined) covered[startCol] = rows[startRow]?.[startCol] ?? null
      }
    }
    return filled(rows, (row) => rowDefs?.get(row)?.hidden === true)
  })
}

const asked = z.object({ sheet: z.number(), from: z.number(), count: z.number() })
const sheets = await sheetsOf()
parentPort?.on('message', (message: unknown) => {
  const { sheet, from, count } = asked.parse(message)
  const rows = (sheets[sheet] ?? []).slice(from, from + count)
  parentPort?.postMessage(
    {
      rows: rows.map(({ rowNumber, values, isHidden }) => ({
        rowNumber,
        cells: values.slice(0, mostCells).map(textOf),
        isHidden,
      })),
    },
    [],
  )
})
parentPort?.postMessage({ sizes: sheets.map((rows) => rows.length) }, [])
