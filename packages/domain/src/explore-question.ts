import { monthsLater, parseMonth } from './calendar-day.ts'
import { DEFAULT_FIGURE, figureOf } from './explore-measures.ts'
import type { Figure } from './explore-measures.ts'
import { ACTIVITY_KINDS, DIRECTIONS, HELP_AREAS } from './vocabulary.ts'
import type { ActivityKind, Direction, HelpArea, PairingSide } from './vocabulary.ts'

/** By what a figure is broken down. */
export const EXPLORE_DIMENSIONS = [
  'ZONE',
  'AGENCY',
  'BRANCH',
  'DISTRICT',
  'STREET',
  'COMMUNITY',
  'AREA',
  'KIND',
  'DIRECTION',
  'MONTH',
  'QUARTER',
  'YEAR',
  'CAMPAIGN',
] as const
export type ExploreDimension = (typeof EXPLORE_DIMENSIONS)[number]

/** Levels of the tree: which side of a record they belong to, and which segment of its path names them. */
export const EXPLORE_LEVELS = {
  AGENCY: { side: 'AGENCY_SIDE', segment: 2 },
  BRANCH: { side: 'AGENCY_SIDE', segment: 3 },
  DISTRICT: { side: 'COMMUNITY_SIDE', segment: 2 },
  STREET: { side: 'COMMUNITY_SIDE', segment: 3 },
  COMMUNITY: { side: 'COMMUNITY_SIDE', segment: 4 },
} as const satisfies Partial<Record<ExploreDimension, { side: PairingSide; segment: number }>>
export type ExploreLevel = keyof typeof EXPLORE_LEVELS

export function isLevel(dimension: ExploreDimension): dimension is ExploreLevel {
  return Object.hasOwn(EXPLORE_LEVELS, dimension)
}
export const isTime = (dimension: ExploreDimension | null): boolean =>
  dimension === 'MONTH' || dimension === 'QUARTER' || dimension === 'YEAR'

/** The side of a record that a dimension is about; null where it is about neither. */
export function sideOfDimension(dimension: ExploreDimension | null): PairingSide | null {
  if (dimension === null) return null
  if (dimension === 'ZONE') return 'AGENCY_SIDE'
  return isLevel(dimension) ? EXPLORE_LEVELS[dimension].side : null
}

/** By what pairings and their plans can be broken down: they have two sides and a year, but no area and no month. */
const OF_PAIRINGS: readonly ExploreDimension[] = [
  'ZONE',
  'AGENCY',
  'BRANCH',
  'DISTRICT',
  'STREET',
  'COMMUNITY',
  'YEAR',
]
export const dimensionsOf = ({ source }: Figure): readonly ExploreDimension[] =>
  source === 'PAIRINGS' ? OF_PAIRINGS : EXPLORE_DIMENSIONS

/** With what a period is compared: the years before it, or of these only the months that have begun this time. */
export const EXPLORE_COMPARISONS = ['NONE', 'YEAR_BEFORE', 'SAME_MONTHS'] as const
export type ExploreComparison = (typeof EXPLORE_COMPARISONS)[number]
export const EXPLORE_ORDERS = ['FIXED', 'MOST', 'LEAST'] as const
export type ExploreOrder = (typeof EXPLORE_ORDERS)[number]
export const EXPLORE_VIEWS = ['TABLE', 'BARS', 'LINES', 'HEAT', 'MULTIPLES'] as const
export type ExploreView = (typeof EXPLORE_VIEWS)[number]
export const EXPLORE_SHOWN = ['VALUE', 'SHARE', 'ROW_SHARE', 'PER_HEAD'] as const
export type ExploreShown = (typeof EXPLORE_SHOWN)[number]

/** All that is asked, and how it is shown: what stands in the address of the page, and in a saved view. */
export type ExploreQuestion = {
  measure: string
  by: ExploreDimension
  /** The second dimension: the columns. */
  across: ExploreDimension | null
  /** Programme years from – to; null: the present one. Not used where months are named. */
  year: number | null
  toYear: number | null
  /** Months from – to, as 'YYYY-MM'. */
  from: string | null
  to: string | null
  zoneId: string | null
  organisationId: string | null
  area: HelpArea | null
  kind: ActivityKind | null
  direction: Direction | null
  compare: ExploreComparison
  order: ExploreOrder
  view: ExploreView
  show: ExploreShown
}
export const EXPLORE_FIELDS = [
  'measure',
  'by',
  'across',
  'year',
  'toYear',
  'from',
  'to',
  'zoneId',
  'organisationId',
  'area',
  'kind',
  'direction',
  'compare',
  'order',
  'view',
  'show',
] as const satisfies readonly (keyof ExploreQuestion)[]
export type ExploreField = (typeof EXPLORE_FIELDS)[number]
/** As in an address: what is not there is as it is by default. */
export type ExploreAddress = Partial<Record<ExploreField, string | number | undefined>>
export type ExploreProblem = { field: ExploreField; value: string }

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const LAST_YEAR = 2200

/**
 * Reads a question from an address. What is unknown there is named, and stands in the question as it is by default, so
 * that the page can say so and still show something.
 */
export function readExploreQuestion(
  address: ExploreAddress,
  indicators: ReadonlySet<string>,
): { question: ExploreQuestion; problems: ExploreProblem[] } {
  const problems: ExploreProblem[] = []
  const read = <Value>(field: ExploreField, parse: (text: string) => Value | null) => {
    const given = address[field]
    if (given === undefined || given === '') return null
    const value = parse(String(given))
    if (value === null) problems.push({ field, value: String(given).slice(0, 80) })
    return value
  }
  const oneOf =
    <Word extends string>(words: readonly Word[]) =>
    (text: string): Word | null =>
      words.find((word) => word === text) ?? null
  const year = (text: string) => {
    const value = Number(text)
    return Number.isInteger(value) && value >= 1900 && value <= LAST_YEAR ? value : null
  }
  const id = (text: string) => (uuid.test(text) ? text : null)
  const measure = read('measure', (text) => {
    const figure = figureOf(text)
    if (figure === null) return null
    return figure.source === 'OUTPUTS' && !indicators.has(text.slice('outputs.'.length))
      ? null
      : text
  })
  const figure = figureOf(measure ?? DEFAULT_FIGURE)
  const dimensions = figure === null ? EXPLORE_DIMENSIONS : dimensionsOf(figure)
  const isOfPairings = figure?.source === 'PAIRINGS'
  /** What records have and pairings have not. */
  const ofRecords =
    <Value>(parse: (text: string) => Value | null) =>
    (text: string) =>
      isOfPairings ? null : parse(text)
  const by = read('by', oneOf(dimensions)) ?? 'ZONE'
  const across = read('across', (text) => {
    const found = oneOf(dimensions)(text)
    return found === by ? null : found
  })
  const [first, last] = [read('year', year), read('toYear', year)]
  const [from, to] = [read('from', ofRecords(parseMonth)), read('to', ofRecords(parseMonth))]
  const view = read('view', oneOf(EXPLORE_VIEWS)) ?? 'TABLE'
  const question: ExploreQuestion = {
    measure: measure ?? DEFAULT_FIGURE,
    by,
    across,
    year: first,
    toYear: last !== null && first !== null && last > first ? last : null,
    from: from !== null && to !== null && to < from ? to : from,
    to: from !== null && to !== null && to < from ? from : to,
    zoneId: read('zoneId', id),
    organisationId: read('organisationId', id),
    area: read('area', ofRecords(oneOf(HELP_AREAS))),
    kind: read('kind', ofRecords(oneOf(ACTIVITY_KINDS))),
    direction: read('direction', ofRecords(oneOf(DIRECTIONS))),
    compare: read('compare', oneOf(EXPLORE_COMPARISONS)) ?? 'NONE',
    order: read('order', oneOf(EXPLORE_ORDERS)) ?? 'FIXED',
    view,
    show: read('show', oneOf(EXPLORE_SHOWN)) ?? 'VALUE',
  }
  return { question, problems }
}

/** The address of a question, without what is so by default: reading it again gives the question. */
export function exploreAddress(question: ExploreQuestion): ExploreAddress {
  const standard: Partial<Record<ExploreField, string>> = {
    measure: DEFAULT_FIGURE,
    by: 'ZONE',
    compare: 'NONE',
    order: 'FIXED',
    view: 'TABLE',
    show: 'VALUE',
  }
  const address: ExploreAddress = {}
  for (const field of EXPLORE_FIELDS) {
    const value = question[field]
    if (value !== null && value !== standard[field]) address[field] = value
  }
  return address
}

export type ExploreSpan = { from: string; to: string }
export type ExploreYear = { year: number; startsOn: string; endsOn: string }

/**
 * The months that a question is about, and those that it is compared with (null: with none, or there is no year for
 * them); null where no programme year has what is asked. Years of the comparison are earlier by as many as are asked.
 */
export function exploreSpans(
  { year, toYear, from, to, compare }: ExploreQuestion,
  years: readonly ExploreYear[],
  today: string,
): { now: ExploreSpan; before: ExploreSpan | null; yearsBack: number } | null {
  const sorted = years.toSorted((a, b) => a.year - b.year)
  const [oldest, newest] = [sorted[0], sorted.at(-1)]
  if (oldest === undefined || newest === undefined) return null
  const present = sorted.findLast(({ startsOn }) => startsOn <= today) ?? oldest
  let now: ExploreSpan
  let yearsBack = 1
  if (from !== null || to !== null) {
    now = { from: from ?? oldest.startsOn.slice(0, 7), to: to ?? newest.endsOn.slice(0, 7) }
    if (now.to < oldest.startsOn.slice(0, 7) || now.from > newest.endsOn.slice(0, 7)) return null
    const months = monthCount(now)
    yearsBack = Math.max(1, Math.ceil(months / 12))
  } else {
    const [first, last] = [year ?? present.year, toYear ?? year ?? present.year]
    const asked = sorted.filter((one) => one.year >= first && one.year <= last)
    const [begin, end] = [asked[0], asked.at(-1)]
    if (begin === undefined || end === undefined) return null
    now = { from: begin.startsOn.slice(0, 7), to: end.endsOn.slice(0, 7) }
    yearsBack = end.year - begin.year + 1
  }
  if (compare === 'NONE') return { now, before: null, yearsBack }
  const thisMonth = today.slice(0, 7)
  const end = compare === 'SAME_MONTHS' && thisMonth < now.to ? thisMonth : now.to
  const before = {
    from: monthsLater(now.from, -12 * yearsBack),
    to: monthsLater(end, -12 * yearsBack),
  }
  const isKept = before.from >= oldest.startsOn.slice(0, 7) && before.to >= before.from
  return { now, before: isKept ? before : null, yearsBack }
}

const monthCount = ({ from, to }: ExploreSpan) =>
  Number(to.slice(0, 4)) * 12 +
  Number(to.slice(5, 7)) -
  Number(from.slice(0, 4)) * 12 -
  Number(from.slice(5, 7)) +
  1
