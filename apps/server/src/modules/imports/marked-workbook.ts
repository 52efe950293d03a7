import { spreadsheetText } from '@gongjian/domain/spreadsheet-text'
import { writeXlsx } from 'hucre/xlsx'
import type { Cell, WriteSheet } from 'hucre/xlsx'
import sql from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'
import type { RowProblem } from './check-import.ts'
import { ownImport } from './own-import.ts'

/** More rows than these nobody corrects by hand; the first ones show what is wrong. */
const mostRows = 10_000
const marks = {
  BAD: { fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'FFFFC9C9' } } },
  DUPLICATE: { fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'FFFFF3BF' } } },
} as const
type MarkedState = keyof typeof marks
type Written = { rowNumber: number; cells: string[]; problems: RowProblem[]; state: MarkedState }

/**
 * The bad rows as they were written, each bad cell marked, with the reasons in words beside them; on a sheet of their own,
 * behind it, those that are there already: they are not to be corrected, and not read when the workbook comes again.
 */
export async function markedWorkbook(context: RequestContext, id: string): Promise<Uint8Array> {
  const { heads } = await ownImport(context, id)
  const rowsIn = (state: MarkedState) =>
    rowsOf<Written>(
      context.database.pool,
      sql`SELECT row_number AS "rowNumber", cells, problems, state FROM import_row WHERE city_code = ${context.city.code} AND import_id = ${id}::uuid AND state = ${state}::import_row_state ORDER BY row_number LIMIT ${mostRows}`,
    )
  const [bad, duplicates] = await Promise.all([rowsIn('BAD'), rowsIn('DUPLICATE')])
  const sheets = [sheetOf(context, context.text('import.marked'), heads, bad)]
  if (duplicates.length > 0)
    sheets.push(sheetOf(context, context.text('import.duplicates'), heads, duplicates))
  return writeXlsx({ sheets })
}

function sheetOf(
  { text }: RequestContext,
  name: string,
  heads: readonly string[],
  rows: readonly Written[],
): WriteSheet {
  const width = heads.length
  const cells = new Map<string, Partial<Cell>>()
  rows.forEach(({ problems, state }, row) => {
    for (const { index, message } of problems) {
      if (index !== null)
        cells.set(`${row + 1},${index}`, { style: marks[state], comment: { text: message } })
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
