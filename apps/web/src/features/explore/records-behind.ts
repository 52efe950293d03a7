import { indicatorOfMeasure } from '@gongjian/domain/assessment-measures'
import { addDays } from '@gongjian/domain/calendar-day'
import { figureOf } from '@gongjian/domain/explore-measures'
import { addMonths, EXPLORE_LEVELS, isLevel } from '@gongjian/domain/explore-question'
import type {
  ExploreDimension,
  ExploreQuestion,
  ExploreSpan,
} from '@gongjian/domain/explore-question'
import type { RecordSearch } from '../../routes/address.ts'

type Part = { dimension: ExploreDimension; key: string; id: string | null }
type Quarter = { quarter: number; startsOn: string; endsOn: string }
export type KnownPeriod = {
  year: number
  startsOn: string
  endsOn: string
  quarters: readonly Quarter[]
}
/** The organisation that is chosen as a filter, with its place in the tree. */
export type ChosenOrganisation = { id: string; kind: string } | null

/**
 * The list of records behind a cell, a row or the whole: what it holds adds up to the number. Null where the list has no
 * filter for it (what an agency did by itself, among its branches).
 */
export function recordsBehind(
  question: ExploreQuestion,
  span: ExploreSpan,
  parts: readonly Part[],
  periods: readonly KnownPeriod[],
  organisation: ChosenOrganisation,
): RecordSearch | null {
  const search: { -readonly [Field in keyof RecordSearch]: RecordSearch[Field] } = {
    statuses: figureOf(question.measure)?.statuses.join(','),
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
    search.dayFrom = `${span.from}-01`
    search.dayTo = addDays(`${addMonths(span.to, 1)}-01`, -1)
  } else search.year = only.year

  const places: { side: string; depth: number; id: string }[] = []
  if (organisation !== null) {
    const level = Object.entries(EXPLORE_LEVELS).find(([kind]) => kind === organisation.kind)?.[1]
    if (level) places.push({ side: level.side, depth: level.segment, id: organisation.id })
  }
  for (const { dimension, key, id } of parts) {
    if (isLevel(dimension)) {
      if (id === null) return null
      const { side, segment } = EXPLORE_LEVELS[dimension]
      places.push({ side, depth: segment, id })
      continue
    }
    switch (dimension) {
      case 'ZONE':
        if (id === null) return null
        search.zoneId = id
        break
      case 'CAMPAIGN':
        if (id === null) return null
        search.campaignId = id
        break
      case 'AREA':
        if (key === '') search.kinds = question.kind ?? 'LABOUR,VISIT'
        else search.areas = key
        break
      case 'KIND':
        search.kinds = key
        break
      case 'DIRECTION':
        search.directions = key
        break
      case 'YEAR':
        search.year = Number(key)
        break
      case 'QUARTER': {
        const [year, quarter] = key.split('-').map(Number)
        const found = periods
          .find((one) => one.year === year)
          ?.quarters.find((one) => one.quarter === quarter)
        if (found === undefined) return null
        search.dayFrom = later(search.dayFrom, found.startsOn)
        search.dayTo = earlier(search.dayTo, found.endsOn)
        break
      }
      default:
        search.month = key
        search.dayFrom = undefined
        search.dayTo = undefined
    }
  }
  // Of each side the narrowest: a branch of an agency, whichever of them is the filter.
  const sides = new Map<string, { depth: number; id: string }>()
  for (const { side, depth, id } of places)
    if ((sides.get(side)?.depth ?? 0) < depth) sides.set(side, { depth, id })
  const [first, second] = [...sides.values()]
  search.organisationId = first?.id
  search.partnerId = second?.id
  return search
}

const later = (a: string | undefined, b: string) => (a !== undefined && a > b ? a : b)
const earlier = (a: string | undefined, b: string) => (a !== undefined && a < b ? a : b)
