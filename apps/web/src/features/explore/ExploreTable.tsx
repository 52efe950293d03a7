import { UnstyledButton } from '@mantine/core'
import type { ExploreOrder, ExploreQuestion } from '@gongjian/domain/explore-question'
import { useState } from 'react'
import { Link } from '../../ui/Link.tsx'
import type { Answer, Cell, Column, Row } from './answer-document.ts'
import { restOf, shownValue } from './shown-value.ts'
import type { useExploreWords } from './use-explore-words.ts'

const next = { FIXED: 'MOST', MOST: 'LEAST', LEAST: 'FIXED' } as const
const sortWord = { FIXED: 'none', MOST: 'descending', LEAST: 'ascending' } as const

/** A page with what is behind a number. */
export type Behind = { to: string; search: Record<string, unknown> }

/** The names stay in sight while the numbers go by. */
const rowHead = {
  borderBottom: '1px solid #eceef0',
  minWidth: 'min(9.5em, 34vw)',
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
  linkOf: (row: Row | null, column: Column | null) => Behind | null
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

  /** Of what a share is one: of the row, or of all. */
  const wholeOf = (row: Row) => (question.show === 'ROW_SHARE' ? row.total : answer.total)
  const heads = answer.heads ?? null
  const content = (cell: Cell, whole: Cell, heads: number | null, behind: Behind | null) => {
    const number = shownValue(cell, question.show, whole, heads)
    const written = words.value(answer, question.show, number)
    return (
      <>
        {behind !== null && (Number(cell.above) !== 0 || Number(cell.below) !== 0) ? (
          <Link to={behind.to} search={behind.search}>
            {written}
          </Link>
        ) : (
          <span style={number === 0 || number === null ? { color: '#6b7178' } : {}}>{written}</span>
        )}
        {compares && (
          <Change
            now={number}
            before={shownValue(cell, question.show, whole, heads, true)}
            write={(value) => words.change(answer, question.show, value)}
            percent={words.isPercent(answer, question.show) ? null : words.percent}
          />
        )}
      </>
    )
  }
  const restTotal = restOf(
    answer.measure,
    answer.total,
    rows.map(({ total }) => total),
  )
  const wholeOfRest = question.show === 'ROW_SHARE' ? restTotal : answer.total
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
                  <ColumnName column={column} isMonth={question.across === 'MONTH'} words={words} />
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
                    wholeOf(row),
                    row.heads ?? null,
                    linkOf(row, columns[index] ?? null),
                  )}
                </td>
              ))}
              {withRest && (
                <td className="num">
                  {content(restOfRow(row), wholeOf(row), row.heads ?? null, null)}
                </td>
              )}
              <td className="num">
                <b>{content(row.total, wholeOf(row), row.heads ?? null, linkOf(row, null))}</b>
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
                    wholeOfRest,
                    null,
                    null,
                  )}
                </td>
              ))}
              {withRest && <td>—</td>}
              <td className="num">{content(restTotal, wholeOfRest, null, null)}</td>
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
                {content(cell, answer.total, heads, linkOf(null, columns[index] ?? null))}
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
              <b>{content(answer.total, answer.total, heads, linkOf(null, null))}</b>
            </td>
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

/** The months of a table stand under one another's years, so that twelve of them have room. */
function ColumnName({
  column: { key, name },
  isMonth,
  words,
}: {
  column: Column
  isMonth: boolean
  words: ReturnType<typeof useExploreWords>
}) {
  if (!isMonth || !/^\d{4}-\d{2}$/.test(key)) return name
  return (
    <span style={{ display: 'block', whiteSpace: 'nowrap' }}>
      <span style={{ display: 'block', fontWeight: 400, fontSize: '0.8rem' }}>
        {key.slice(0, 4)}
      </span>
      {words.formats.shortMonth(key)}
    </span>
  )
}

/** How much more or less than in the period that it is compared with, in itself and, where it is no share, in percent. */
function Change({
  now,
  before,
  write,
  percent,
}: {
  now: number | null
  before: number | null
  write: (value: number) => string
  percent: ((value: number) => string) | null
}) {
  if (now === null || before === null) return null
  const change = now - before
  const sign = change > 0 ? '+' : change < 0 ? '−' : '±'
  return (
    <div style={{ fontSize: '0.8rem', color: '#5a6068', whiteSpace: 'nowrap' }}>
      {sign}
      {write(Math.abs(change))}
      {percent !== null &&
        ` (${before === 0 ? '—' : `${sign}${percent(Math.abs(change) / Math.abs(before))}`})`}
    </div>
  )
}
