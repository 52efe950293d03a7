import { spreadsheetText } from '@gongjian/domain/spreadsheet-text'
import { writeXlsx } from 'hucre/xlsx'
import type { Cell } from 'hucre/xlsx'
import sql from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'
import type { RowProblem } from './check-import.ts'
import { ownImport } from './own-import.ts'

/** More bad rows than these nobody corrects by hand; the first ones show what is wrong. */
const mostRows = 10_000
const wrong = { fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'FFFFC9C9' } } } as const

/** The bad rows as they were written, each bad cell marked, with the reasons in words beside them. */
export async function markedWorkbook(context: RequestContext, id: string): Promise<Uint8Array> {
  const { heads } = await ownImport(context, id)
  const rows = await rowsOf<{ rowNumber: number; cells: string[]; problems: RowProblem[] }>(
    context.database.pool,
    sql`SELECT row_number AS "rowNumber", cells, problems FROM import_row WHERE city_code = ${context.city.code} AND import_id = ${id}::uuid AND state = 'BAD' ORDER BY row_number LIMIT ${mostRows}`,
  )
  const width = heads.length
  const cells = new Map<string, Partial<Cell>>()
  rows.forEach(({ problems }, row) => {
    for (const { index, message } of problems) {
      if (index !== null)
        cells.set(`${row + 1},${index}`, { style: wrong, comment: { text: message } })
    }
  })
  return writeXlsx({
    sheets: [
      {
        name: context.text('import.marked'),
        columns: [...heads.map(() => ({ width: 18 })), { width: 10 }, { width: 60 }],
        rows: [
          [...heads, context.text('import.row'), context.text('import.problem')],
          ...rows.map(({ rowNumber, cells: written, problems }) => [
            ...Array.from(
              { length: width },
              (_, index) => spreadsheetText(written[index] ?? '') || null,
            ),
            rowNumber,
            problems
              .map(
                ({ index, message }) => `${index === null ? '' : (heads[index] ?? '')}: ${message}`,
              )
              .join('\n'),
          ]),
        ],
        cells,
        freezePane: { rows: 1 },
      },
    ],
  })
}
