import { figureOf } from '@gongjian/domain/explore-measures'
import { isTime } from '@gongjian/domain/explore-question'
import type { ExploreQuestion, ExploreShown, ExploreView } from '@gongjian/domain/explore-question'
import type { Answer, Cell, Row } from './answer-document.ts'
import { restOf, shownValue } from './shown-value.ts'
import type { useExploreWords } from './use-explore-words.ts'

/** A line or a stack of a picture: its values one for each place. */
export type Series = { name: string; values: (number | null)[]; isBefore?: boolean }
export type ChartShape = {
  places: string[]
  series: Series[]
  write: (value: number | null) => string
  /** Whether parts of one place may stand on one another. */
  stacks: boolean
  /** Whether the series follow one another in time. */
  overTime: boolean
}

const MOST_PLACES = { BARS: 20, LINES: 60, HEAT: 30, MULTIPLES: 12 } as const
const MOST_SERIES = 6

/** How many rows the picture leaves out of all that there are, as far as they are known; null where it has all. */
export function leftOut(
  answer: Answer,
  { by, across }: ExploreQuestion,
  rows: readonly Row[],
  view: Exclude<ExploreView, 'TABLE'>,
): { shown: readonly Row[]; rest: Cell | null } | null {
  const isOfLines = view === 'LINES' && isTime(across) && !isTime(by)
  const shown = isOfLines ? largestRows(rows) : rows.slice(0, MOST_PLACES[view])
  if (shown.length === rows.length && !answer.rows.pageInfo.hasNextPage) return null
  const rest = answer.isAdditive
    ? restOf(
        answer.measure,
        answer.total,
        shown.map(({ total }) => total),
      )
    : null
  return { shown, rest }
}
const largestRows = (rows: readonly Row[]) =>
  rows
    .toSorted((a, b) => Number(b.total.value ?? 0) - Number(a.total.value ?? 0))
    .slice(0, MOST_SERIES)

/**
 * What can be shown of a question: a mean has no share, of a row there is one only where it has parts, and only zones,
 * agencies and branches have party members.
 */
export function showsOf({ measure, by, across }: ExploreQuestion): ExploreShown[] {
  const figure = figureOf(measure)
  if (figure === null || !figure.isAdditive) return ['VALUE']
  const hasHeads = by === 'ZONE' || by === 'AGENCY' || by === 'BRANCH'
  return [
    'VALUE',
    'SHARE',
    ...(across === null ? [] : (['ROW_SHARE'] as const)),
    ...(hasHeads ? (['PER_HEAD'] as const) : []),
  ]
}

/** Which pictures a question can have: a line needs time, a map of heat and small ones need two dimensions. */
export function viewsOf({ by, across }: ExploreQuestion): ExploreView[] {
  return [
    'TABLE',
    'BARS',
    ...(isTime(by) || isTime(across) ? (['LINES'] as const) : []),
    ...(across !== null ? (['HEAT', 'MULTIPLES'] as const) : []),
  ]
}

/** What a picture draws of an answer: as much as can be told apart, all others as one. The table has the rest. */
export function chartShape(
  answer: Answer,
  question: ExploreQuestion,
  rows: readonly Row[],
  words: ReturnType<typeof useExploreWords>,
  view: Exclude<ExploreView, 'TABLE'>,
): ChartShape {
  const { show, by, across } = question
  const write = (value: number | null) => words.value(answer, show, value)
  const at = (cell: Cell, row: Row, before = false) =>
    shownValue(
      cell,
      show,
      show === 'ROW_SHARE' ? row.total : answer.total,
      row.heads ?? null,
      before,
    )
  const rowNames = rows.map((row) => words.memberName(by, row.name))
  const columnNames = answer.columns.map((column) => words.memberName(across, column.name))
  const compares = question.compare !== 'NONE' && answer.spanBefore !== null
  const stacks = answer.isAdditive && show !== 'PER_HEAD'

  if (view === 'LINES' && isTime(across) && !isTime(by)) {
    // Time runs to the right: the rows are the lines.
    return {
      places: columnNames,
      series: largestRows(rows).map((row) => ({
        name: words.memberName(by, row.name),
        values: row.cells.map((cell) => at(cell, row)),
      })),
      write,
      stacks,
      overTime: false,
    }
  }
  const shown = rows.slice(0, MOST_PLACES[view])
  const places = rowNames.slice(0, shown.length)
  const whole: Series = {
    name: words.measureName(answer.measure),
    values: shown.map((row) => at(row.total, row)),
  }
  const before: Series[] = compares
    ? [
        {
          name: words.text('before'),
          isBefore: true,
          values: shown.map((row) => at(row.total, row, true)),
        },
      ]
    : []
  if (
    view === 'HEAT' ||
    view === 'MULTIPLES' ||
    (across !== null && (stacks || view === 'LINES'))
  ) {
    const all = answer.columns.map((column, index) => ({
      name: columnNames[index] ?? column.name,
      values: shown.map((row) => {
        const cell = row.cells[index]
        return cell ? at(cell, row) : null
      }),
      size: Number(answer.columnTotals[index]?.value ?? 0),
    }))
    if (view === 'HEAT' || view === 'MULTIPLES')
      return { places, series: all, write, stacks, overTime: isTime(across) }
    const kept = all
      .toSorted((a, b) => b.size - a.size)
      .slice(0, MOST_SERIES)
      .map(({ name }) => name)
    const series: Series[] = all.filter(({ name }) => kept.includes(name))
    const others = all.filter(({ name }) => !kept.includes(name))
    if (others.length > 0 && view === 'BARS')
      series.push({
        name: words.text('others'),
        values: shown.map((_row, place) =>
          others.reduce((sum, { values }) => sum + (values[place] ?? 0), 0),
        ),
      })
    return { places, series, write, stacks, overTime: isTime(across) }
  }
  return { places, series: [whole, ...before], write, stacks, overTime: false }
}
