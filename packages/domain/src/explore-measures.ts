import { divide, exactOfWhole, ZERO } from './exact-number.ts'
import type { Exact } from './exact-number.ts'
import { indicatorOfMeasure } from './assessment-measures.ts'
import type { MeasureKey } from './assessment-measures.ts'
import type { UnitBase } from './assessment-units.ts'
import type {
  ActivityKind,
  ActivityStatus,
  Direction,
  HelpArea,
  OpenQuestion,
} from './vocabulary.ts'

/**
 * What is added up: of records and of quantities what the rollups hold (activity_rollup, output_rollup), records by their
 * direction, records that were reported late, and what pairings have of plans.
 */
export type FactColumn =
  | 'countersigned'
  | 'submitted'
  | 'person_times'
  | 'hours'
  | 'usefulness_sum'
  | 'usefulness_count'
  | 'signing_seconds'
  | 'accepted'
  | 'to_community'
  | 'to_agency'
  | 'reported_late'
  | 'pairings'
  | 'plans_expected'
  | 'plans_agreed'
  | 'plans_in_time'
  | 'plans_progress'

/** From what a figure is counted: records, quantities of an indicator, or pairings with their plans of a year. */
export type FigureSource = 'RECORDS' | 'OUTPUTS' | 'PAIRINGS'

/** A figure of the analysis: a sum, or a quotient of two sums. Both sums can be added up, so that totals are exact. */
export type Figure = {
  unit: UnitBase | null
  decimals: number
  /** Sums of parts are the whole; a quotient is never added up. */
  isAdditive: boolean
  source: FigureSource
  /** Columns that are added up, above the line, and, of a quotient, below it; those with a minus are taken away. */
  above: readonly (FactColumn | `-${FactColumn}`)[]
  below: readonly FactColumn[] | null
  /** Of two sums the smaller by the larger: 1 where both are as much. */
  isBalance?: true
  /** One of the unit is so many of what is counted above: a day has 86,400 seconds. */
  per: number
  /** The records behind it; none where pairings are counted. */
  statuses: readonly ActivityStatus[]
  /** Of these records only those with this open question. */
  openQuestion?: OpenQuestion
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

const mean = (
  above: Figure['above'],
  below: Figure['below'],
  unit: UnitBase | null,
  decimals: number,
): Figure => ({
  ...sum('countersigned', 'record', decimals),
  unit,
  isAdditive: false,
  above,
  below,
})
const ofPairings = (figure: Figure): Figure => ({ ...figure, source: 'PAIRINGS', statuses: [] })

/**
 * The figures of whole cities and of their parts, under the names that the assessment's formulas use: what the pages, the
 * year report, the exports and an assessment call by one name is one number. (An assessment's days to countersign are
 * those that the organisation itself took, and late are the records that it wrote; here both are of all records asked for.)
 */
export const FIGURES = {
  'records.accepted': sum('countersigned', 'record'),
  'records.waiting': { ...sum('submitted', 'record'), statuses: ['SUBMITTED'] },
  'people.personTimes': sum('person_times', 'personTime'),
  'people.hours': sum('hours', 'hour', 2),
  'usefulness.mean': mean(['usefulness_sum'], ['usefulness_count'], null, 2),
  'signing.meanDays': { ...mean(['signing_seconds'], ['countersigned'], 'day', 1), per: 86_400 },
  'share.countersigned': {
    ...mean(['countersigned'], ['countersigned', 'submitted'], null, 4),
    statuses: ['SUBMITTED', 'COUNTERSIGNED'],
  },
  'records.reportedLate': { ...sum('reported_late', 'record'), openQuestion: 'REPORTED_LATE' },
  'share.onTime': mean(['countersigned', '-reported_late'], ['countersigned'], null, 4),
  'direction.balance': { ...mean(['to_agency'], ['to_community'], null, 4), isBalance: true },
  'capacity.pairings': ofPairings(sum('pairings', 'pairing')),
  'plans.expected': ofPairings(sum('plans_expected', 'pairing')),
  'plans.agreed': ofPairings(sum('plans_agreed', 'pairing')),
  'plans.inTime': ofPairings(sum('plans_in_time', 'pairing')),
  'plans.agreedShare': ofPairings(mean(['plans_agreed'], ['plans_expected'], null, 4)),
  'plans.inTimeShare': ofPairings(mean(['plans_in_time'], ['plans_expected'], null, 4)),
  'plans.progress': ofPairings(mean(['plans_progress'], ['plans_expected'], null, 4)),
} satisfies Partial<Record<MeasureKey, Figure>>
export type FigureKey = keyof typeof FIGURES
export const FIGURE_KEYS = Object.keys(FIGURES).filter(isFigureKey)
export const DEFAULT_FIGURE: FigureKey = 'records.accepted'

/** The other measures of the catalogue that are no figures of their own, since a filter of the analysis asks for them. */
export const MEASURES_BY_FILTER = {
  'records.given': { direction: 'AGENCY_TO_COMMUNITY' },
  'records.received': { direction: 'COMMUNITY_TO_AGENCY' },
  'records.joint': { direction: 'JOINT' },
  'records.sixHelps': { kind: 'SIX_HELPS' },
  'records.labour': { kind: 'LABOUR' },
  'records.visits': { kind: 'VISIT' },
  'records.partyBuilding': { area: 'PARTY_BUILDING' },
  'records.culture': { area: 'CULTURE' },
  'records.publicService': { area: 'PUBLIC_SERVICE' },
  'records.green': { area: 'GREEN' },
  'records.security': { area: 'SECURITY' },
  'records.relief': { area: 'RELIEF' },
} as const satisfies Partial<
  Record<MeasureKey, { kind?: ActivityKind; area?: HelpArea; direction?: Direction }>
>

/**
 * Those that only an organisation by itself has: they are neither a sum of parts nor a quotient of such sums, so that no
 * table of them has a total (an active month of two agencies is not two months). The diagnosis tells of the mix of help;
 * members and branches stand below the line of what comes to one head.
 */
export const MEASURES_OF_ONE = [
  'months.active',
  'areas.covered',
  'areas.evenness',
  'capacity.members',
  'capacity.units',
] as const satisfies readonly MeasureKey[]

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
  if (figure.isBalance) {
    const [less, more] = above < below ? [above, below] : [below, above]
    return more === ZERO ? null : divide(less, more)
  }
  return below === ZERO ? null : divide(divide(above, below), unit)
}

/** Whether a figure is a part of one, written in percent. */
export const isShare = (figure: Figure): boolean => figure.below !== null && figure.decimals === 4
