import { Readable } from 'node:stream'
import { dayIn } from '@gongjian/domain/calendar-day'
import { spreadsheetText } from '@gongjian/domain/spreadsheet-text'
import type { Locale } from '@gongjian/domain/vocabulary'
import type { RequestContext } from '../../platform/context.ts'
import type { Cell } from './define-table.ts'

type Opened = {
  columns: { head: string; width: number; isDay: boolean }[]
  rows: AsyncGenerator<Cell[]>
}

/** 2008年9月3日 in Chinese, 2008-09-03 in English: as offices write it. */
function dayText(day: string, locale: Locale): string {
  if (locale === 'en') return day
  const [year, month, date] = day.split('-').map(Number)
  return `${year}年${month}月${date}日`
}

const clocks = new Map<string, Intl.DateTimeFormat>()
/** One for each time zone: a format holds tens of kilobytes outside the heap, which are freed late. */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const clock =
    clocks.get(timeZone) ??
    new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' })
  clocks.set(timeZone, clock)
  return clock
}

function momentText(moment: Date, { locale, city }: RequestContext): string {
  const time = clockOf(city.timeZone).format(moment)
  return `${dayText(dayIn(moment, city.timeZone), locale)} ${time}`
}

function cellText(cell: Cell, context: RequestContext): string {
  if (cell === null) return ''
  if ('text' in cell) return spreadsheetText(cell.text)
  if ('number' in cell) return String(cell.number)
  return 'day' in cell ? dayText(cell.day, context.locale) : momentText(cell.moment, context)
}

function quoted(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Comma-separated, with the mark by which Excel knows that it is UTF-8. */
export async function* asCsv(
  context: RequestContext,
  { columns, rows }: Opened,
): AsyncGenerator<string> {
  yield `\uFEFF${columns.map(({ head }) => quoted(head)).join(',')}\r\n`
  let chunk = ''
  for await (const row of rows) {
    chunk += `${row.map((cell) => quoted(cellText(cell, context))).join(',')}\r\n`
    if (chunk.length > 32_768) {
      yield chunk
      chunk = ''
    }
  }
  if (chunk !== '') yield chunk
}

/** A workbook: numbers are numbers, days are days, text is text and never a formula. Written while the rows are read. */
export async function asXlsx(
  context: RequestContext,
  title: string,
  { columns, rows }: Opened,
): Promise<Readable> {
  // Loaded with the first workbook: nobody needs it to start.
  const { writeXlsxStream } = await import('hucre/xlsx')
  const dayFormat = context.locale === 'en' ? 'yyyy-mm-dd' : 'yyyy"年"m"月"d"日"'
  async function* values() {
    for await (const row of rows) {
      yield row.map((cell) => {
        if (cell === null) return null
        if ('number' in cell) return Number(cell.number)
        if ('day' in cell) return new Date(`${cell.day}T00:00:00Z`)
        return cellText(cell, context)
      })
    }
  }
  const stream = writeXlsxStream(values(), {
    name: title.slice(0, 31),
    columns: columns.map(({ head, width, isDay }) => ({
      header: head,
      width,
      ...(isDay ? { numFmt: dayFormat } : {}),
    })),
    freezePane: { rows: 1 },
  })
  return Readable.from(stream)
}
