import { FIGURES, figureOf, isFigureKey, isShare } from '@gongjian/domain/explore-measures'
import type { FigureKey } from '@gongjian/domain/explore-measures'
import { isTime } from '@gongjian/domain/explore-question'
import type { ExploreQuestion } from '@gongjian/domain/explore-question'
import { useFormats } from '../../platform/locale.tsx'
import type { Answer, Cell } from './answer-document.ts'
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
  'records.reportedLate': 'measure_reportedLate',
  'share.onTime': 'measure_onTime',
  'direction.balance': 'measure_balance',
  'capacity.pairings': 'measure_pairings',
  'plans.expected': 'measure_plansExpected',
  'plans.agreed': 'measure_plansAgreed',
  'plans.inTime': 'measure_plansInTime',
  'plans.agreedShare': 'measure_plansAgreedShare',
  'plans.inTimeShare': 'measure_plansInTimeShare',
  'plans.progress': 'measure_plansProgress',
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
      case 'pairing':
        return text('unit_pairing')
      default:
        return ''
    }
  }
  const percent = (value: number) => `${formats.decimals(value * 100, 1)}%`
  /** Whether values are written in percent: their difference is one of points. */
  const isPercent = (
    { measure }: Pick<Answer, 'measure'>,
    show: ExploreQuestion['show'],
  ): boolean => {
    const figure = figureOf(measure)
    if (show === 'SHARE' || show === 'ROW_SHARE') return true
    return figure !== null && isFigureKey(measure) && isShare(figure)
  }
  const value = (
    answer: Pick<Answer, 'measure' | 'decimals' | 'isAdditive'>,
    show: ExploreQuestion['show'],
    number: number | null,
  ): string => {
    const { decimals, isAdditive } = answer
    if (number === null) return '—'
    if (isPercent(answer, show)) return percent(number)
    if (show === 'PER_HEAD') return formats.decimals(number, 2)
    if (isAdditive) return formats.number(Number(number.toFixed(decimals)))
    return formats.decimals(number, decimals)
  }
  /** A difference of two values: of shares in points, which are no percent of anything. */
  const change = (
    answer: Pick<Answer, 'measure' | 'decimals' | 'isAdditive'>,
    show: ExploreQuestion['show'],
    number: number,
  ): string =>
    isPercent(answer, show)
      ? text('said_points', { value: formats.decimals(Math.abs(number) * 100, 1) })
      : value(answer, show, Math.abs(number))
  const memberName = (dimension: string | null, name: string): string =>
    dimension === 'MONTH' && /^\d{4}-\d{2}$/.test(name) ? formats.month(name) : name
  const spanText = ({ from, to }: Answer['span']): string =>
    from === to ? formats.month(from) : `${formats.month(from)} – ${formats.month(to)}`

  /** What an analyst would say: the sum and what changed, who has most and least, who has nothing and who moved most. */
  const sentences = (answer: Answer, question: ExploreQuestion): string[] => {
    const { by, across } = question
    const isSum = answer.isAdditive
    const total = answer.total.value === null ? null : Number(answer.total.value)
    const perHead = question.show === 'PER_HEAD'
    const shown = perHead ? 'PER_HEAD' : 'VALUE'
    const plainUnit = unitOf(answer)
    const unit = perHead ? text('perHead', { unit: plainUnit }) : plainUnit
    const { most, least, gained, lost, members, silent } = answer.highlights
    const numberOf = (cell: Cell, heads: number | null | undefined, before = false) =>
      shownValue(cell, shown, answer.total, heads ?? null, before)
    const written = (number: number | null) => value(answer, shown, number)

    const whole = [
      text(isSum ? 'said_total' : 'said_mean', {
        measure: measureName(answer.measure),
        span: spanText(answer.span),
        value: value(answer, 'VALUE', total),
        unit: plainUnit,
      }),
    ]
    const average = perHead ? numberOf(answer.total, answer.heads) : null
    if (average !== null) whole.push(text('said_perHead', { value: written(average), unit }))
    if (question.compare !== 'NONE') whole.push(...comparison(answer, total))

    const parts: string[] = []
    const [top, bottom] = [
      most && numberOf(most.total, most.heads),
      least && numberOf(least.total, least.heads),
    ]
    if (most && least && most.key !== least.key && top !== bottom) {
      const shares = isSum && !perHead && total
      parts.push(
        text(shares ? 'said_most' : 'said_highest', {
          by: text(`by_${by}`),
          name: memberName(by, most.name),
          value: written(top ?? null),
          share: shares ? percent((top ?? 0) / total) : '',
          unit,
        }),
        text(shares ? 'said_least' : 'said_lowest', {
          name: memberName(by, least.name),
          value: written(bottom ?? null),
          unit,
        }),
      )
    }
    if (silent > 0 && silent < members && !isTime(by))
      parts.push(
        text('said_silent', {
          by: text(`by_${by}`),
          count: formats.number(silent),
          members: formats.number(members),
          share: percent(silent / members),
        }),
      )
    const column = isSum && across !== null && total ? largestColumn(answer) : null
    if (column !== null && total)
      parts.push(
        text('said_column', {
          by: text(`by_${across ?? by}`),
          name: memberName(across, column.name),
          value: value(answer, 'VALUE', column.number),
          unit: plainUnit,
          share: percent(column.number / total),
        }),
      )

    const moves: string[] = []
    if (answer.spanBefore && Number(answer.total.aboveBefore) !== 0 && !isTime(by))
      for (const [key, one] of [
        ['said_gained', gained],
        ['said_lost', lost],
      ] as const) {
        if (!one) continue
        const [now, before] = [
          numberOf(one.total, one.heads) ?? 0,
          numberOf(one.total, one.heads, true) ?? 0,
        ]
        moves.push(
          text(key, {
            name: memberName(by, one.name),
            value: change(answer, shown, now - before),
            unit: isPercent(answer, shown) ? '' : unit,
          }),
        )
      }
    return [whole, parts, moves]
      .filter((clauses) => clauses.length > 0)
      .map((clauses) => tidy(clauses.join(text('sentenceStop'))))
  }

  /** What changed of the whole. A period with nothing is no measure of growth. */
  const comparison = (answer: Answer, total: number | null): string[] => {
    if (!answer.spanBefore) return [text('said_noComparison')]
    const span = spanText(answer.spanBefore)
    const { valueBefore } = answer.total
    const before = valueBefore === null || valueBefore === undefined ? null : Number(valueBefore)
    if (before === null || (answer.isAdditive && before === 0))
      return [text('said_noBefore', { span })]
    if (total === null) return []
    const difference = total - before
    const said = {
      span,
      before: value(answer, 'VALUE', before),
      change: change(answer, 'VALUE', difference),
      percent: before === 0 ? '—' : percent(Math.abs(difference) / Math.abs(before)),
    }
    if (difference === 0) return [text('said_same', said)]
    if (isPercent(answer, 'VALUE'))
      return [text(difference > 0 ? 'said_morePoints' : 'said_fewerPoints', said)]
    return [text(difference > 0 ? 'said_more' : 'said_fewer', said)]
  }
  return {
    text,
    formats,
    measureName,
    unitOf,
    value,
    change,
    isPercent,
    memberName,
    spanText,
    sentences,
    percent,
  }
}

/** A figure without a unit leaves a space where it would stand; any clause may be the first of its sentence. */
const tidy = (sentence: string): string =>
  sentence
    .replaceAll(/ +(?=[，；。,;.]|$)/g, '')
    .replaceAll(/ {2,}/g, ' ')
    .replace(/^[a-z]/, (letter) => letter.toUpperCase())

function largestColumn({ columns, columnTotals }: Answer): { name: string; number: number } | null {
  const sized = columns.flatMap(({ key, name }, place) => {
    const number = Number(columnTotals[place]?.value ?? 0)
    return key === '' || number === 0 ? [] : [{ name, number }]
  })
  if (sized.length < 2) return null
  return sized.reduce((most, one) => (one.number > most.number ? one : most))
}
