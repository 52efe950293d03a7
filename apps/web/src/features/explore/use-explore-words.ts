import { FIGURES, figureOf, isFigureKey } from '@gongjian/domain/explore-measures'
import type { FigureKey } from '@gongjian/domain/explore-measures'
import type { ExploreQuestion } from '@gongjian/domain/explore-question'
import { useFormats } from '../../platform/locale.tsx'
import type { Answer, Row } from './answer-document.ts'
import { shownValue } from './shown-value.ts'
import { useExploreText } from './text.ts'

const measureKeys = {
  'records.accepted': 'measure_accepted',
  'records.waiting': 'measure_waiting',
  'people.personTimes': 'measure_personTimes',
  'people.hours': 'measure_hours',
  'usefulness.mean': 'measure_usefulness',
  'signing.meanDays': 'measure_signingDays',
  'share.countersigned': 'measure_signedShare',
} as const satisfies Record<FigureKey, string>
type Indicator = { code: string; name: string; unit: string }

/** How figures, values and members are written, and what the picture says, in the reader's language. */
export function useExploreWords(indicators: readonly Indicator[]) {
  const text = useExploreText()
  const formats = useFormats()

  const measureName = (measure: string): string =>
    isFigureKey(measure)
      ? text(measureKeys[measure])
      : (indicators.find(({ code }) => `outputs.${code}` === measure)?.name ?? measure)
  const unitOf = ({ measure, unit }: Pick<Answer, 'measure' | 'unit'>): string => {
    if (unit === null || unit === undefined) return ''
    if (!isFigureKey(measure)) return unit
    switch (FIGURES[measure].unit) {
      case 'record':
        return text('unit_record')
      case 'personTime':
        return text('unit_personTime')
      case 'hour':
        return text('unit_hour')
      case 'day':
        return text('unit_day')
      default:
        return ''
    }
  }
  const percent = (value: number) => `${formats.decimals(value * 100, 1)}%`
  const value = (
    { measure, decimals, isAdditive }: Pick<Answer, 'measure' | 'decimals' | 'isAdditive'>,
    show: ExploreQuestion['show'],
    number: number | null,
  ): string => {
    if (number === null) return '—'
    if (measure === 'share.countersigned' || show === 'SHARE') return percent(number)
    if (show === 'PER_HEAD') return formats.decimals(number, 2)
    if (isAdditive) return formats.number(Number(number.toFixed(decimals)))
    return formats.decimals(number, decimals)
  }
  const memberName = (dimension: string | null, name: string): string =>
    dimension === 'MONTH' && /^\d{4}-\d{2}$/.test(name) ? formats.month(name) : name
  const spanText = ({ from, to }: Answer['span']): string =>
    from === to ? formats.month(from) : `${formats.month(from)} – ${formats.month(to)}`

  /** Total, largest, smallest, who has nothing, and what changed: the picture in words. */
  const sentences = (answer: Answer, question: ExploreQuestion, rows: readonly Row[]): string[] => {
    const said: string[] = []
    const isSum = figureOf(answer.measure)?.isAdditive ?? true
    const total = answer.total.value === null ? null : Number(answer.total.value)
    said.push(
      text(isSum ? 'said_total' : 'said_mean', {
        measure: measureName(answer.measure),
        span: spanText(answer.span),
        value: value(answer, 'VALUE', total),
        unit: unitOf(answer),
      }),
    )
    const perHead = question.show === 'PER_HEAD'
    const shown = perHead ? 'PER_HEAD' : 'VALUE'
    const unit = perHead ? text('perHead', { unit: unitOf(answer) }) : unitOf(answer)
    const known = rows
      .flatMap((row) => {
        const number = shownValue(row.total, shown, answer.total, row.heads ?? null)
        return number === null || (isSum && number === 0) ? [] : [{ row, number }]
      })
      .toSorted((a, b) => b.number - a.number)
    // Of rows that go on, the first page tells the most or the least only where it is ordered so.
    const hasAll = !answer.rows.pageInfo.hasNextPage
    const [most, least] = [known[0], known.at(-1)]
    const name = ({ row }: { row: Row }) => memberName(question.by, row.name)
    const tells = most !== undefined && least !== undefined && most.number !== least.number
    if (tells && (hasAll || question.order === 'MOST'))
      said.push(
        text(isSum && !perHead ? 'said_most' : 'said_highest', {
          name: name(most),
          value: value(answer, shown, most.number),
          share: total ? percent(most.number / total) : '',
          unit,
        }),
      )
    if (tells && (hasAll || question.order === 'LEAST'))
      said.push(
        text(isSum && !perHead ? 'said_least' : 'said_lowest', {
          name: name(least),
          value: value(answer, shown, least.number),
          unit,
        }),
      )
    const silent = rows.length - known.length
    if (silent > 0 && known.length > 0)
      said.push(
        text('said_nothing', {
          count: formats.number(silent),
          rows: formats.number(rows.length),
          share: percent(silent / rows.length),
        }),
      )
    if (question.compare !== 'NONE') {
      const { valueBefore } = answer.total
      if (!answer.spanBefore) said.push(text('said_noComparison'))
      else if (valueBefore !== null && valueBefore !== undefined && total !== null) {
        const [before, change] = [Number(valueBefore), total - Number(valueBefore)]
        said.push(
          text(change === 0 ? 'said_same' : change > 0 ? 'said_more' : 'said_fewer', {
            span: spanText(answer.spanBefore),
            before: value(answer, 'VALUE', before),
            change: value(answer, 'VALUE', Math.abs(change)),
            percent: before === 0 ? '—' : percent(Math.abs(change) / before),
          }),
        )
      }
    }
    return said
  }
  return { text, formats, measureName, unitOf, value, memberName, spanText, sentences, percent }
}
