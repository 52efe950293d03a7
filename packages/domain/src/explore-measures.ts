import { divide, exactOfWhole, ZERO } from './exact-number.ts'
import type { Exact } from './exact-number.ts'
import { indicatorOfMeasure } from './assessment-measures.ts'
import type { MeasureKey } from './assessment-measures.ts'
import type { UnitBase } from './assessment-units.ts'
import type { ActivityStatus } from './vocabulary.ts'

/** What the rollups hold of records, and of quantities (packages: activity_rollup, output_rollup). */
export type FactColumn =
  | 'countersigned'
  | 'submitted'
  | 'person_times'
  | 'hours'
  | 'usefulness_sum'
  | 'usefulness_count'
  | 'signing_seconds'
  | 'accepted'

/** A figure of the analysis: a sum, or a quotient of two sums. Both sums can be added up, so that totals are exact. */
export type Figure = {
  unit: UnitBase | null
  decimals: number
  /** Sums of parts are the whole; a quotient is never added up. */
  isAdditive: boolean
  /** From which rollup: that of records, or that of quantities. */
  source: 'RECORDS' | 'OUTPUTS'
  /** Columns that are added up: above the line, and, of a quotient, below it. */
  above: readonly FactColumn[]
  below: readonly FactColumn[] | null
  /** One of the unit is so many of what is counted above: a day has 86,400 seconds. */
  per: number
  /** The records behind it. */
  statuses: readonly ActivityStatus[]
}

const signed = ['COUNTERSIGNED'] as const
const sum = (column: FactColumn, unit: UnitBase, decimals = 0): Figure => ({
  unit,
  decimals,
  isAdditive: true,
  source: 'RECORDS',
  above: [column],
  below: null,
  per: 1,
  statuses: signed,
})

/**
 * The figures of whole cities and of their parts, under the names that the assessment's formulas use: what the pages, the
 * year report, the exports and an assessment call by one name is one number. (An assessment's days to countersign are
 * those that the organisation itself took; here they are those of all records asked for.)
 */
export const FIGURES = {
  'records.accepted': sum('countersigned', 'record'),
  'records.waiting': { ...sum('submitted', 'record'), statuses: ['SUBMITTED'] },
  'people.personTimes': sum('person_times', 'personTime'),
  'people.hours': sum('hours', 'hour', 2),
  'usefulness.mean': {
    ...sum('usefulness_sum', 'point', 2),
    unit: null,
    isAdditive: false,
    below: ['usefulness_count'],
  },
  'signing.meanDays': {
    ...sum('signing_seconds', 'day', 1),
    isAdditive: false,
    below: ['countersigned'],
    per: 86_400,
  },
  'share.countersigned': {
    ...sum('countersigned', 'record', 4),
    unit: null,
    isAdditive: false,
    below: ['countersigned', 'submitted'],
    statuses: ['SUBMITTED', 'COUNTERSIGNED'],
  },
} as const satisfies Partial<Record<MeasureKey, Figure>>
export type FigureKey = keyof typeof FIGURES
export const FIGURE_KEYS = Object.keys(FIGURES).filter(isFigureKey)
export const DEFAULT_FIGURE: FigureKey = 'records.accepted'

export function isFigureKey(key: string): key is FigureKey {
  return Object.hasOwn(FIGURES, key)
}

/** Quantities of an indicator as they were accepted; its unit and decimals are the catalogue's. */
const ofIndicator: Figure = {
  ...sum('accepted', 'record', 4),
  unit: null,
  source: 'OUTPUTS',
}

/** The figure that a key names ('people.hours', 'outputs.relief.donatedValue'), or null. */
export function figureOf(key: string): Figure | null {
  if (isFigureKey(key)) return FIGURES[key]
  const indicator = indicatorOfMeasure(key)
  return indicator === null || indicator === '' ? null : ofIndicator
}

/** The value of the sums; null where a quotient has nothing below its line: a mean of nothing is not 0. */
export function figureValue(figure: Figure, above: Exact, below: Exact): Exact | null {
  const unit = exactOfWhole(figure.per)
  if (figure.below === null) return figure.per === 1 ? above : divide(above, unit)
  return below === ZERO ? null : divide(divide(above, below), unit)
}
