import { divide, exactOf, exactOfWhole, ZERO } from './exact-number.ts'
import type { Exact } from './exact-number.ts'
import type { UnitBase } from './assessment-units.ts'
import type { ActivityKind, HelpArea } from './vocabulary.ts'

/** The kinds of organisation that are assessed, each in its own right. Persons never are. */
export const ASSESSED_KINDS = ['AGENCY', 'BRANCH', 'STREET', 'COMMUNITY'] as const
export type AssessedKind = (typeof ASSESSED_KINDS)[number]

/** From the organisation's own view: what it does for the other side, what is done for it, what both do. */
export type MeasuredDirection = 'GIVEN' | 'RECEIVED' | 'JOINT'

/** The records behind a measure, as filters of the list of records; null where it is not counted from records. */
export type MeasureRecords = {
  status: 'COUNTERSIGNED' | 'SUBMITTED'
  direction?: MeasuredDirection
  kind?: ActivityKind
  area?: HelpArea
  late?: true
}
type Definition = {
  unit: UnitBase | null
  /** Which counted numbers it is made of: itself, where it is counted. */
  of: readonly string[]
  records: MeasureRecords | null
}

const accepted = (rest: Omit<MeasureRecords, 'status'> = {}): MeasureRecords => ({
  status: 'COUNTERSIGNED',
  ...rest,
})
const counted = (key: string, unit: UnitBase, records: MeasureRecords | null): Definition => ({
  unit,
  of: [key],
  records,
})
const areaRecords = (key: string, area: HelpArea) =>
  counted(key, 'record', accepted({ kind: 'SIX_HELPS', area }))

/** The six areas and the measures that count them. */
export const AREA_MEASURES = {
  PARTY_BUILDING: 'records.partyBuilding',
  CULTURE: 'records.culture',
  PUBLIC_SERVICE: 'records.publicService',
  GREEN: 'records.green',
  SECURITY: 'records.security',
  RELIEF: 'records.relief',
} as const satisfies Record<HelpArea, string>
const areaKeys = Object.values(AREA_MEASURES)

/**
 * Every measure of an organisation's year that a formula may name. Only what was countersigned counts, with accepted
 * quantities; log-ins, photos and time on line are not among them and never will be.
 */
export const MEASURES = {
  'records.accepted': counted('records.accepted', 'record', accepted()),
  'records.given': counted('records.given', 'record', accepted({ direction: 'GIVEN' })),
  'records.received': counted('records.received', 'record', accepted({ direction: 'RECEIVED' })),
  'records.joint': counted('records.joint', 'record', accepted({ direction: 'JOINT' })),
  'records.sixHelps': counted('records.sixHelps', 'record', accepted({ kind: 'SIX_HELPS' })),
  'records.labour': counted('records.labour', 'record', accepted({ kind: 'LABOUR' })),
  'records.visits': counted('records.visits', 'record', accepted({ kind: 'VISIT' })),
  'records.partyBuilding': areaRecords('records.partyBuilding', 'PARTY_BUILDING'),
  'records.culture': areaRecords('records.culture', 'CULTURE'),
  'records.publicService': areaRecords('records.publicService', 'PUBLIC_SERVICE'),
  'records.green': areaRecords('records.green', 'GREEN'),
  'records.security': areaRecords('records.security', 'SECURITY'),
  'records.relief': areaRecords('records.relief', 'RELIEF'),
  'records.waiting': counted('records.waiting', 'record', { status: 'SUBMITTED' }),
  'records.reportedLate': counted('records.reportedLate', 'record', accepted({ late: true })),
  'months.active': counted('months.active', 'month', accepted()),
  'people.personTimes': counted('people.personTimes', 'personTime', accepted()),
  'people.hours': counted('people.hours', 'hour', accepted()),
  'usefulness.mean': {
    unit: null,
    of: ['usefulness.sum', 'usefulness.count'],
    records: accepted(),
  },
  'signing.meanDays': {
    unit: 'day',
    of: ['signing.seconds', 'records.received'],
    records: accepted({ direction: 'RECEIVED' }),
  },
  'share.countersigned': {
    unit: null,
    of: ['records.accepted', 'records.waiting'],
    records: accepted(),
  },
  'share.onTime': {
    unit: null,
    of: ['records.accepted', 'records.reportedLate'],
    records: accepted(),
  },
  'direction.balance': {
    unit: null,
    of: ['records.given', 'records.received'],
    records: accepted(),
  },
  'areas.covered': { unit: 'area', of: areaKeys, records: accepted({ kind: 'SIX_HELPS' }) },
  'areas.evenness': { unit: null, of: areaKeys, records: accepted({ kind: 'SIX_HELPS' }) },
  'plans.expected': counted('plans.expected', 'pairing', null),
  'plans.agreed': counted('plans.agreed', 'pairing', null),
  'plans.inTime': counted('plans.inTime', 'pairing', null),
  'plans.agreedShare': { unit: null, of: ['plans.agreed', 'plans.expected'], records: null },
  'plans.inTimeShare': { unit: null, of: ['plans.inTime', 'plans.expected'], records: null },
  'plans.progress': { unit: null, of: ['plans.progressSum', 'plans.expected'], records: null },
  'capacity.members': counted('capacity.members', 'member', null),
  'capacity.units': counted('capacity.units', 'organisation', null),
  'capacity.pairings': counted('capacity.pairings', 'pairing', null),
} as const satisfies Record<string, Definition>
export type MeasureKey = keyof typeof MEASURES
export const MEASURE_KEYS = Object.keys(MEASURES).filter(isMeasureKey)

export function isMeasureKey(key: string): key is MeasureKey {
  return Object.hasOwn(MEASURES, key)
}

/** Measures of plans: behind them are no records, but the plans themselves. */
export const PLAN_MEASURE_PREFIX = 'plans.'

/** Quantities of the catalogue are measures too: 'outputs.culture.performances'. */
export const OUTPUT_PREFIX = 'outputs.'
export function indicatorOfMeasure(key: string): string | null {
  return key.startsWith(OUTPUT_PREFIX) ? key.slice(OUTPUT_PREFIX.length) : null
}

/** The counted numbers of an organisation's year by name, as decimal text; what is not there is zero. */
export type CountedNumbers = ReadonlyMap<string, Exact>

export function countedNumbers(texts: Readonly<Record<string, string>>): CountedNumbers {
  return new Map(Object.entries(texts).map(([key, text]) => [key, exactOf(text)]))
}

/** Which counted numbers a measure is made of. */
export function numbersOf(key: string): readonly string[] {
  return isMeasureKey(key) ? MEASURES[key].of : [key]
}

const SECONDS_OF_DAY = exactOfWhole(86_400)

/** The value of a measure. A mean or a share of nothing is 0: who reported nothing has done nothing well. */
export function measureValue(key: string, counts: CountedNumbers): Exact {
  const number = (name: string) => counts.get(name) ?? ZERO
  const ratio = (top: Exact, bottom: Exact) => (bottom === ZERO ? ZERO : divide(top, bottom))
  switch (key) {
    case 'usefulness.mean':
      return ratio(number('usefulness.sum'), number('usefulness.count'))
    case 'signing.meanDays':
      return divide(ratio(number('signing.seconds'), number('records.received')), SECONDS_OF_DAY)
    case 'share.countersigned': {
      const all = number('records.accepted') + number('records.waiting')
      return ratio(number('records.accepted'), all)
    }
    case 'share.onTime': {
      const all = number('records.accepted')
      return ratio(all - number('records.reportedLate'), all)
    }
    case 'plans.agreedShare':
      return ratio(number('plans.agreed'), number('plans.expected'))
    case 'plans.inTimeShare':
      return ratio(number('plans.inTime'), number('plans.expected'))
    case 'plans.progress':
      return ratio(number('plans.progressSum'), number('plans.expected'))
    case 'direction.balance': {
      const [given, received] = [number('records.given'), number('records.received')]
      return given < received ? ratio(given, received) : ratio(received, given)
    }
    case 'areas.covered':
      return exactOfWhole(areaKeys.filter((area) => number(area) > ZERO).length)
    case 'areas.evenness':
      return evenness(areaKeys.map(number))
    default:
      return number(key)
  }
}

/** 1 where all areas have the same share, 0 where one has all: one less the moved share over the largest possible. */
function evenness(counts: readonly Exact[]): Exact {
  const all = counts.reduce((sum, count) => sum + count, ZERO)
  if (all === ZERO) return ZERO
  const areas = BigInt(counts.length)
  const beyond = counts.reduce(
    (sum, count) => (count * areas > all ? sum + count * areas - all : sum),
    ZERO,
  )
  return exactOfWhole(1) - divide(beyond, all * (areas - 1n))
}
