import { spreadsheetText } from '@gongjian/domain/spreadsheet-text'
import { writeXlsx } from 'hucre/xlsx'
import type { Cell, WriteSheet } from 'hucre/xlsx'
import sql from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'
import type { RowProblem } from './check-import.ts'
import { ownImport, rowsOfSort } from './own-import.ts'

/** More rows than these nobody corrects by hand; the first ones show what is wrong. */
const mostRows = 10_000
const marks = {
  BAD: { fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'FFFFC9C9' } } },
  DUPLICATE: { fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'FFFFF3BF' } } },
  SIMILAR: { fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'FFD0EBFF' } } },
} as const
type Mark = keyof typeof marks
type Written = { rowNumber: number; cells: string[]; problems: RowProblem[] }

/**
 * The bad rows as they were written, each bad cell marked, with the reasons in words beside them; on sheets of their own,
 * behind it, those that are there already, and those that are good but like another: they are not to be corrected, and not
 * read when the workbook comes again.
 */
export async function markedWorkbook(context: RequestContext, id: string): Promise<Uint8Array> {
  const { heads, similarRows } = await ownImport(context, id)
  const rowsWhere = (condition: Sql) =>
    rowsOf<Written>(
      context.database.pool,
      sql`SELECT row_number AS "rowNumber", cells, problems FROM import_row WHERE city_code = ${context.city.code} AND import_id = ${id}::uuid AND ${condition} ORDER BY row_number LIMIT ${mostRows}`,
    )
  const [bad, duplicates, similar] = await Promise.all([
    rowsWhere(rowsOfSort.bad),
    rowsWhere(rowsOfSort.duplicate),
    similarRows > 0 ? rowsWhere(rowsOfSort.similar) : [],
  ])
  const sheets = [sheetOf(context, 'BAD', context.text('import.marked'), heads, bad)]
  if (duplicates.length > 0)
    sheets.push(sheetOf(context, 'DUPLICATE', context.text('import.duplicates'), heads, duplicates))
  if (similar.length > 0)
    sheets.push(sheetOf(context, 'SIMILAR', context.text('import.similars'), heads, similar))
  return writeXlsx({ sheets })
}

function sheetOf(
  { text }: RequestContext,
  mark: Mark,
  name: string,
  heads: readonly string[],
  rows: readonly Written[],
): WriteSheet {
  const width = heads.length
  const cells = new Map<string, Partial<Cell>>()
  rows.forEach(({ problems }, row) => {
    for (const { index, message } of problems) {
      if (index !== null)
        cells.set(`${row + 1},${index}`, { style: marks[mark], comment: { text: message } })
    }
  })
  return {
    name,
    columns: [...heads.map(() => ({ width: 18 })), { width: 10 }, { width: 60 }],
    rows: [
      [...heads, text('import.row'), text('import.problem')],
      ...rows.map(({ rowNumber, cells: written, problems }) => [
        ...Array.from(
          { length: width },
          (_, index) => spreadsheetText(written[index] ?? '') || null,
        ),
        rowNumber,
        problems
          .map(({ index, message }) => {
            const column = index === null ? undefined : heads[index]
            return column === undefined ? message : text('import.problemIn', { column, message })
          })
          .join('\n'),
      ]),
    ],
    cells,
    freezePane: { rows: 1 },
  }
}
