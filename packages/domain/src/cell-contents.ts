import { indicatorOfMeasure } from './assessment-measures.ts'
import { lastDayOf } from './calendar-day.ts'
import { figureOf } from './explore-measures.ts'
import { EXPLORE_LEVELS, isLevel } from './explore-question.ts'
import type { ExploreDimension, ExploreQuestion, ExploreSpan } from './explore-question.ts'

/** A row or a column of the analysis: the dimension, what names the member in it, and its id where it has one. */
export type CellPart = { dimension: ExploreDimension; key: string; id: string | null }
export type KnownPeriod = {
  year: number
  startsOn: string
  endsOn: string
  quarters: readonly { quarter: number; startsOn: string; endsOn: string }[]
}
/** The organisation that is chosen as a filter, with its place in the tree. */
export type ChosenOrganisation = { id: string; kind: string } | null

/** Filters of the list of records, as they stand in its address: several values of one are joined by commas. */
export type RecordFilters = Partial<
  Record<
    | 'statuses'
    | 'kinds'
    | 'areas'
    | 'directions'
    | 'organisationId'
    | 'partnerId'
    | 'zoneId'
    | 'campaignId'
    | 'indicatorCode'
    | 'openQuestion'
    | 'month'
    | 'dayFrom'
    | 'dayTo',
    string | undefined
  >
> & { year?: number | undefined }

/**
 * The list of records behind a cell, a row or the whole of the analysis: what it holds adds up to the number. Null where
 * the list has no filter for it (what an agency did by itself, among its branches) or no records are counted.
 */
export function recordsOfCell(
  question: ExploreQuestion,
  span: ExploreSpan,
  parts: readonly CellPart[],
  periods: readonly KnownPeriod[],
  organisation: ChosenOrganisation,
): RecordFilters | null {
  const figure = figureOf(question.measure)
  if (figure === null || figure.source === 'PAIRINGS') return null
  const filters: RecordFilters = {
    statuses: figure.statuses.join(','),
    openQuestion: figure.openQuestion,
    indicatorCode: indicatorOfMeasure(question.measure) ?? undefined,
    zoneId: question.zoneId ?? undefined,
    areas: question.area ?? undefined,
    kinds: question.kind ?? undefined,
    directions: question.direction ?? undefined,
  }
  const only = periods.find(
    ({ startsOn, endsOn }) => startsOn.startsWith(span.from) && endsOn.startsWith(span.to),
  )
  if (only === undefined) {
    filters.dayFrom = `${span.from}-01`
    filters.dayTo = lastDayOf(span.to)
  } else filters.year = only.year

  for (const { dimension, key, id } of parts) {
    if (isLevel(dimension)) continue
    switch (dimension) {
      case 'ZONE':
        // Zones share no agency: of another one than the chosen there is nothing.
        if (id === null || (question.zoneId !== null && question.zoneId !== id)) return null
        filters.zoneId = id
        break
      case 'CAMPAIGN':
        if (id === null) return null
        filters.campaignId = id
        break
      case 'AREA':
        if (key === '') filters.kinds = question.kind ?? 'LABOUR,VISIT'
        else filters.areas = key
        break
      case 'KIND':
        filters.kinds = key
        break
      case 'DIRECTION':
        filters.directions = key
        break
      case 'YEAR':
        filters.year = Number(key)
        break
      case 'QUARTER': {
        const [year, quarter] = key.split('-').map(Number)
        const found = periods
          .find((one) => one.year === year)
          ?.quarters.find((one) => one.quarter === quarter)
        if (found === undefined) return null
        filters.dayFrom = later(filters.dayFrom, found.startsOn)
        filters.dayTo = earlier(filters.dayTo, found.endsOn)
        break
      }
      default:
        filters.month = key
        filters.dayFrom = undefined
        filters.dayTo = undefined
    }
  }
  const places = placesOf(parts, organisation)
  if (places === null) return null
  const [first, second] = places
  filters.organisationId = first
  filters.partnerId = second
  return filters
}

/** Filters of the list of plans of a year, as they stand in its address. */
export type PlanFilters = {
  year: number
  state?: string | undefined
  zoneId?: string | undefined
  organisationId?: string | undefined
}

/**
 * The list of plans behind a cell of a figure of pairings; null where the list cannot be narrowed to it: it is of one year
 * and of one organisation, and knows neither when a plan was agreed nor pairings that have ended without one.
 */
export function plansOfCell(
  question: ExploreQuestion,
  span: ExploreSpan,
  parts: readonly CellPart[],
  periods: readonly KnownPeriod[],
  organisation: ChosenOrganisation,
): PlanFilters | null {
  const { measure } = question
  if (!measure.startsWith('plans.') || measure === 'plans.inTime') return null
  const year = parts.find(({ dimension }) => dimension === 'YEAR')
  const only = periods.filter(
    ({ startsOn, endsOn }) => startsOn.slice(0, 7) <= span.to && endsOn.slice(0, 7) >= span.from,
  )
  const [first] = only
  if (year === undefined && (first === undefined || only.length > 1)) return null
  const zone = parts.find(({ dimension }) => dimension === 'ZONE')
  if (zone && (zone.id === null || (question.zoneId !== null && question.zoneId !== zone.id)))
    return null
  const places = placesOf(parts, organisation)
  if (places === null || places.length > 1) return null
  return {
    year: year === undefined ? (first?.year ?? 0) : Number(year.key),
    state: measure === 'plans.agreed' ? 'AGREED' : undefined,
    zoneId: zone?.id ?? question.zoneId ?? undefined,
    organisationId: places[0],
  }
}

/**
 * Of each side the narrowest organisation: a branch of an agency, whichever of them is the filter. Null where one is not
 * known, which is what belongs to none of its level.
 */
function placesOf(parts: readonly CellPart[], organisation: ChosenOrganisation): string[] | null {
  const places: { side: string; depth: number; id: string }[] = []
  if (organisation !== null) {
    const level = Object.entries(EXPLORE_LEVELS).find(([kind]) => kind === organisation.kind)?.[1]
    if (level) places.push({ side: level.side, depth: level.segment, id: organisation.id })
  }
  for (const { dimension, id } of parts) {
    if (!isLevel(dimension)) continue
    if (id === null) return null
    const { side, segment } = EXPLORE_LEVELS[dimension]
    places.push({ side, depth: segment, id })
  }
  const sides = new Map<string, { depth: number; id: string }>()
  for (const { side, depth, id } of places)
    if ((sides.get(side)?.depth ?? 0) < depth) sides.set(side, { depth, id })
  return [...sides.values()].map(({ id }) => id)
}

const later = (a: string | undefined, b: string) => (a !== undefined && a > b ? a : b)
const earlier = (a: string | undefined, b: string) => (a !== undefined && a < b ? a : b)
