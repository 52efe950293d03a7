import { UnstyledButton } from '@mantine/core'
import type { ExploreOrder, ExploreQuestion } from '@gongjian/domain/explore-question'
import { useState } from 'react'
import { paths } from '../../paths.ts'
import type { RecordSearch } from '../../routes/address.ts'
import { Link } from '../../ui/Link.tsx'
import type { Answer, Cell, Column, Row } from './answer-document.ts'
import { restOf, shownValue } from './shown-value.ts'
import type { useExploreWords } from './use-explore-words.ts'

const next = { FIXED: 'MOST', MOST: 'LEAST', LEAST: 'FIXED' } as const
const sortWord = { FIXED: 'none', MOST: 'descending', LEAST: 'ascending' } as const

/** The names stay in sight while the numbers go by. */
const rowHead = {
  borderBottom: '1px solid #eceef0',
  minWidth: '7.5em',
  position: 'sticky',
  left: 0,
  background: '#fff',
  zIndex: 1,
} as const

/** The numbers themselves: each opens its records. The columns are those of the second dimension, or the value alone. */
export function ExploreTable({
  answer,
  question,
  rows,
  words,
  linkOf,
  onOrder,
}: {
  answer: Answer
  question: ExploreQuestion
  rows: readonly Row[]
  words: ReturnType<typeof useExploreWords>
  linkOf: (row: Row | null, column: Column | null) => RecordSearch | null
  onOrder: (order: ExploreOrder) => void
}) {
  const { text } = words
  const [sortedBy, setSortedBy] = useState<string | null>(null)
  const { columns } = answer
  const place = columns.findIndex(({ key }) => key === sortedBy)
  const numberIn = (row: Row) => Number(row.cells[place]?.value ?? -1)
  const shown = place < 0 ? rows : rows.toSorted((a, b) => numberIn(b) - numberIn(a))
  const hasRest = answer.rows.pageInfo.hasNextPage
  const compares = question.compare !== 'NONE' && answer.spanBefore !== null
  const caption = text('tableOf', {
    measure: words.measureName(answer.measure),
    by: text(`by_${question.by}`),
  })

  const content = (cell: Cell, whole: Cell, heads: number | null, to: RecordSearch | null) => {
    const number = shownValue(cell, question.show, whole, heads)
    const written = words.value(answer, question.show, number)
    return (
      <>
        {to !== null && Number(cell.above) !== 0 ? (
          <Link to={paths.records()} search={to}>
            {written}
          </Link>
        ) : (
          written
        )}
        {compares && (
          <Change
            now={number}
            before={shownValue(cell, question.show, whole, heads, true)}
            write={(value) => words.value(answer, question.show, value)}
            words={words}
          />
        )}
      </>
    )
  }
  const withRest = answer.columnsLeftOut > 0
  const restOfRow = (row: Pick<Row, 'total' | 'cells'>) =>
    restOf(answer.measure, row.total, row.cells)

  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={caption}>
      <table className="data-table">
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col" style={{ ...rowHead, borderBottom: undefined }}>
              {text(`by_${question.by}`)}
            </th>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                className="num"
                aria-sort={sortedBy === column.key ? 'descending' : 'none'}
              >
                <UnstyledButton
                  fz="inherit"
                  fw="inherit"
                  onClick={() => setSortedBy(sortedBy === column.key ? null : column.key)}
                >
                  {words.memberName(question.across, column.name)}
                  {sortedBy === column.key ? ' ▾' : ''}
                </UnstyledButton>
              </th>
            ))}
            {withRest && (
              <th scope="col" className="num">
                {text('otherColumns', { count: answer.columnsLeftOut })}
              </th>
            )}
            <th scope="col" className="num" aria-sort={sortWord[question.order]}>
              <UnstyledButton
                fz="inherit"
                fw="inherit"
                onClick={() => {
                  setSortedBy(null)
                  onOrder(next[question.order])
                }}
              >
                {columns.length > 0 ? text('whole') : words.measureName(answer.measure)}
                {question.order === 'MOST' ? ' ▾' : question.order === 'LEAST' ? ' ▴' : ' ⇅'}
              </UnstyledButton>
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={row.key}>
              <th scope="row" style={rowHead}>
                {words.memberName(question.by, row.name)}
              </th>
              {row.cells.map((cell, index) => (
                <td key={columns[index]?.key} className="num">
                  {content(
                    cell,
                    answer.total,
                    row.heads ?? null,
                    linkOf(row, columns[index] ?? null),
                  )}
                </td>
              ))}
              {withRest && (
                <td className="num">
                  {content(restOfRow(row), answer.total, row.heads ?? null, null)}
                </td>
              )}
              <td className="num">
                <b>{content(row.total, answer.total, row.heads ?? null, linkOf(row, null))}</b>
              </td>
            </tr>
          ))}
          {hasRest && (
            <tr>
              <th scope="row" style={rowHead}>
                {text('otherRows')}
              </th>
              {columns.map((column, index) => (
                <td key={column.key} className="num">
                  {content(
                    restOf(
                      answer.measure,
                      answer.columnTotals[index] ?? answer.total,
                      rows.flatMap(({ cells }) => cells[index] ?? []),
                    ),
                    answer.total,
                    null,
                    null,
                  )}
                </td>
              ))}
              {withRest && <td>—</td>}
              <td className="num">
                {content(
                  restOf(
                    answer.measure,
                    answer.total,
                    rows.map(({ total }) => total),
                  ),
                  answer.total,
                  null,
                  null,
                )}
              </td>
            </tr>
          )}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" style={rowHead}>
              {text(answer.isAdditive ? 'sumOfAll' : 'meanOfAll')}
            </th>
            {answer.columnTotals.map((cell, index) => (
              <td key={columns[index]?.key} className="num">
                {content(cell, answer.total, null, linkOf(null, columns[index] ?? null))}
              </td>
            ))}
            {withRest && (
              <td className="num">
                {content(
                  restOf(answer.measure, answer.total, answer.columnTotals),
                  answer.total,
                  null,
                  null,
                )}
              </td>
            )}
            <td className="num">
              <b>{content(answer.total, answer.total, null, linkOf(null, null))}</b>
            </td>
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

/** How much more or less than in the period that it is compared with, in itself and in percent. */
function Change({
  now,
  before,
  write,
  words,
}: {
  now: number | null
  before: number | null
  write: (value: number) => string
  words: ReturnType<typeof useExploreWords>
}) {
  if (now === null || before === null) return null
  const change = now - before
  const sign = change > 0 ? '+' : change < 0 ? '−' : '±'
  return (
    <div style={{ fontSize: '0.8rem', color: '#5a6068' }}>
      {sign}
      {write(Math.abs(change))}
      {before !== 0 && ` (${sign}${words.percent(Math.abs(change) / Math.abs(before))})`}
    </div>
  )
}
