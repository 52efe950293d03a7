import { decimalOf, divide, exactOf, roundTo, ZERO } from '@gongjian/domain/exact-number'
import { figureOf, figureValue } from '@gongjian/domain/explore-measures'
import type { Figure } from '@gongjian/domain/explore-measures'
import { EXPLORE_FIELDS, isLevel } from '@gongjian/domain/explore-question'
import { z } from 'zod'
import { explore, questionOfAddress } from '../analysis/explore.ts'
import type { ExploreCell, ExploreRow } from '../analysis/explore.ts'
import { define, number, text } from './define-table.ts'

const filter = z.partialRecord(z.enum(EXPLORE_FIELDS), z.string().max(200))

/** An export holds what a page leaves out: so many columns; what is beyond them stands together as on the page. */
const COLUMNS = 400
/** Rows read at once, each time with the sums anew; fewer where each has hundreds of columns. */
const ROWS = 5000
const ROWS_OF_MANY = 500

const rest = (row: Pick<ExploreRow, 'total' | 'cells'>, figure: Figure): string | null => {
  const less = (name: 'above' | 'below') =>
    row.cells.reduce((left, cell) => left - exactOf(cell[name]), exactOf(row.total[name]))
  const value = figureValue(figure, less('above'), less('below'))
  return value === null ? null : decimalOf(value)
}

/**
 * The answer of the analysis: all members of the second dimension as columns, each beside that of the period that it is
 * compared with, party members and what comes to one where that is shown, and the totals in the last row.
 */
export const exploreTable = define<ExploreRow>()({
  operation: 'explore',
  filter,
  filterNames: EXPLORE_FIELDS,
  columns: async (context, address) => {
    const { text: say } = context
    const question = await questionOfAddress(context, address)
    const figure = figureOf(question.measure)
    if (figure === null) throw new Error('the measure was checked before')
    const { columns, columnsLeftOut, spanBefore, isAdditive, total } = await explore(
      context,
      question,
      {},
      { rows: 1, columns: COLUMNS },
    )
    const before = spanBefore === null ? '' : say('explore.before', spanBefore)
    const share = (part: string | null, whole: string): string | null =>
      part === null || exactOf(whole) === ZERO
        ? null
        : decimalOf(roundTo(divide(exactOf(part), exactOf(whole)), 6))
    const each = (
      name: string,
      cellOf: (row: ExploreRow) => ExploreCell | undefined,
      whole: (row: ExploreRow) => ExploreCell,
    ) => [
      { head: name, cell: (row: ExploreRow) => number(cellOf(row)?.value ?? null) },
      ...(question.show === 'SHARE' || question.show === 'ROW_SHARE'
        ? [
            {
              head: say('explore.share', { name }),
              cell: (row: ExploreRow) => {
                const one = cellOf(row)
                return number(one ? share(one.value, whole(row).above) : null)
              },
            },
          ]
        : []),
      ...(spanBefore === null
        ? []
        : [
            {
              head: say('explore.of', { name, span: before }),
              cell: (row: ExploreRow) => number(cellOf(row)?.valueBefore ?? null),
            },
          ]),
    ]
    const wholeOf = (row: ExploreRow) => (question.show === 'ROW_SHARE' ? row.total : total)
    const perHead = (row: ExploreRow) =>
      row.heads && row.total.value !== null ? share(row.total.value, String(row.heads)) : null
    return [
      { head: say(`explore.by_${question.by}`), width: 30, cell: ({ name }) => text(name) },
      ...columns.flatMap((column, place) =>
        each(column.name, ({ cells }) => cells[place], wholeOf),
      ),
      ...(columnsLeftOut > 0
        ? [
            {
              head: say('explore.rest', { count: columnsLeftOut }),
              cell: (row: ExploreRow) => number(rest(row, figure)),
            },
          ]
        : []),
      ...each(say(isAdditive ? 'explore.sum' : 'explore.mean'), (row) => row.total, wholeOf),
      ...(question.show === 'PER_HEAD'
        ? [
            { head: say('explore.heads'), cell: ({ heads }: ExploreRow) => number(heads) },
            { head: say('explore.perHead'), cell: (row: ExploreRow) => number(perHead(row)) },
          ]
        : []),
    ]
  },
  page: async (context, address, after) => {
    const question = await questionOfAddress(context, address)
    const rows = question.across !== null && isLevel(question.across) ? ROWS_OF_MANY : ROWS
    const answer = await explore(context, question, { after }, { rows, columns: COLUMNS })
    if (answer.rows.hasNextPage) return answer.rows
    const whole: ExploreRow = {
      key: '',
      id: null,
      name: context.text('explore.all'),
      heads: answer.heads,
      total: answer.total,
      cells: answer.columnTotals,
    }
    return { ...answer.rows, nodes: [...answer.rows.nodes, { cursor: '', node: whole }] }
  },
})
