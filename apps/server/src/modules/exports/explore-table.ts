import { EXPLORE_FIELDS } from '@gongjian/domain/explore-question'
import { z } from 'zod'
import { explore, questionOfAddress } from '../analysis/explore.ts'
import type { ExploreCell, ExploreMember, ExploreRow } from '../analysis/explore.ts'
import { define, number, text } from './define-table.ts'

const filter = z.partialRecord(z.enum(EXPLORE_FIELDS), z.string().max(200))

/** The answer of the analysis: a column for each member of the second dimension, and the totals in the last row. */
export const exploreTable = define<ExploreRow>()({
  operation: 'explore',
  filter,
  filterNames: EXPLORE_FIELDS,
  columns: async (context, address) => {
    const { text: say } = context
    const question = await questionOfAddress(context, address)
    const { columns, spanBefore, isAdditive } = await explore(context, question, { first: 1 })
    const of = ({ value }: ExploreCell) => number(value)
    const cellOf = (row: ExploreRow, place: number) => {
      const cell = row.cells[place]
      return cell === undefined ? null : of(cell)
    }
    const head = ({ name }: ExploreMember) => name
    return [
      { head: say(`explore.by_${question.by}`), width: 30, cell: ({ name }) => text(name) },
      ...columns.map((column, place) => ({
        head: head(column),
        cell: (row: ExploreRow) => cellOf(row, place),
      })),
      { head: say(isAdditive ? 'explore.sum' : 'explore.mean'), cell: ({ total }) => of(total) },
      ...(spanBefore === null
        ? []
        : [
            {
              head: say('explore.before', spanBefore),
              cell: ({ total }: ExploreRow) => number(total.valueBefore),
            },
          ]),
    ]
  },
  page: async (context, address, after) => {
    const question = await questionOfAddress(context, address)
    const answer = await explore(context, question, { first: 100, after })
    if (answer.rows.hasNextPage) return answer.rows
    const whole: ExploreRow = {
      key: '',
      id: null,
      name: context.text('explore.all'),
      heads: null,
      total: answer.total,
      cells: answer.columnTotals,
    }
    return { ...answer.rows, nodes: [...answer.rows.nodes, { cursor: '', node: whole }] }
  },
})
