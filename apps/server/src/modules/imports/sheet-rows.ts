import { addDays } from '@gongjian/domain/calendar-day'
import { attribute, elementsIn, elementsOf, readText, writtenIn } from './sheet-xml.ts'
import type { Element } from './sheet-xml.ts'

/** A row in which something stands, as the sheet counts it. */
export type SheetRow = { rowNumber: number; cells: string[]; isHidden: boolean }
/** What a sheet's cells refer to. */
export type CellContext = {
  texts: readonly string[]
  /** Whether a cell of the style shows a day. */
  isDay: readonly boolean[]
  /** Day 0 of the workbook's calendar. */
  origin: string
}
/** Cells that are one: what the upper left says, each of its rows says. Rows from 1, columns from 0. */
type Merge = { from: number; to: number; column: number }
export type SheetMeasure = { filled: number; merges: readonly Merge[] }

/** Further cells are nobody's columns. */
const mostCells = 100
const mostMerges = 200_000

/** Goes through a sheet once: how many rows have something in them, and what is merged, which stands behind them. */
export async function measureSheet(chunks: AsyncIterable<unknown>): Promise<SheetMeasure> {
  let filled = 0
  const merges: Merge[] = []
  for await (const { inside, attributes } of elementsIn(chunks, '(?:row|mergeCell)')) {
    const range = attribute(attributes, 'ref')
    if (inside === '' && range !== '') {
      const merge = mergeOf(range)
      if (merge !== null && merges.length < mostMerges) merges.push(merge)
    } else if (/<(?:\w+:)?(?:v|is)[\s>]/.test(inside)) filled += 1
  }
  return { filled, merges }
}

function mergeOf(range: string): Merge | null {
  const [start = '', end = ''] = range.split(':')
  const [from, to] = [rowOf(start), rowOf(end)]
  const column = columnOf(start)
  return from !== null && to !== null && column !== null && to > from ? { from, to, column } : null
}

function rowOf(reference: string): number | null {
  const digits = /\d+$/.exec(reference)
  return digits === null ? null : Number(digits[0])
}

/** Letters of a reference as a column from 0; null where there are none. */
function columnOf(reference: string): number | null {
  let column = 0
  for (const letter of reference) {
    const value = letter.charCodeAt(0) - 64
    if (value < 1 || value > 26) break
    column = column * 26 + value
  }
  return column === 0 ? null : column - 1
}

/** The rows of a sheet in which something stands, one after the other. */
export async function* sheetRows(
  chunks: AsyncIterable<unknown>,
  context: CellContext,
  merges: readonly Merge[],
): AsyncGenerator<SheetRow> {
  const begins = Map.groupBy(merges, ({ from }) => from)
  const under = new Map<number, { to: number; value: string }>()
  let rowNumber = 0
  for await (const { attributes, inside } of elementsIn(chunks, 'row')) {
    rowNumber = Number(attribute(attributes, 'r')) || rowNumber + 1
    const cells = cellsOf(inside, context)
    for (const [column, { to, value }] of under) {
      if (rowNumber > to) under.delete(column)
      else setCell(cells, column, value)
    }
    for (const { column, to } of begins.get(rowNumber) ?? [])
      under.set(column, { to, value: cells[column] ?? '' })
    if (cells.some((cell) => cell.trim() !== ''))
      yield { rowNumber, cells, isHidden: ['1', 'true'].includes(attribute(attributes, 'hidden')) }
  }
}

function setCell(cells: string[], column: number, value: string): void {
  if (column >= mostCells) return
  while (cells.length < column) cells.push('')
  cells[column] = value
}

function cellsOf(row: string, context: CellContext): string[] {
  const cells: string[] = []
  let next = 0
  for (const cell of elementsOf(row, 'c')) {
    const column = columnOf(attribute(cell.attributes, 'r')) ?? next
    next = column + 1
    setCell(cells, column, valueOf(cell, context))
  }
  return cells
}

function valueOf({ attributes, inside }: Element, { texts, isDay, origin }: CellContext): string {
  if (inside === '') return ''
  const type = attribute(attributes, 't')
  if (type === 'inlineStr') return writtenIn(inside)
  const value = readText(elementsOf(inside, 'v')[0]?.inside ?? '')
  if (type === 's') return texts[Number(value)] ?? ''
  if (type === 'b') return value === '1' || value === 'true' ? 'true' : 'false'
  if (type === 'd') return value.slice(0, 10)
  if (type === 'str' || type === 'e' || value.trim() === '') return value
  const number = Number(value)
  if (!Number.isFinite(number)) return value
  if (isDay[Number(attribute(attributes, 's') || -1)] === true && number >= 0 && number < 3_000_000)
    return addDays(origin, Math.floor(number))
  // A sum of cells is 0.30000000000000004: Excel itself shows fifteen digits.
  return String(Number(number.toPrecision(15)))
}
