import { indicatorOfMeasure } from '@gongjian/domain/assessment-measures'
import type { FactColumn, Figure } from '@gongjian/domain/explore-measures'
import { EXPLORE_LEVELS, isLevel, sideOfDimension } from '@gongjian/domain/explore-question'
import type { ExploreDimension } from '@gongjian/domain/explore-question'
import type { Direction } from '@gongjian/domain/vocabulary'
import sql, { join, raw } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import type { PeriodRow } from '../periods/period-rows.ts'
import { pairingFacts } from '../plans/pairing-facts.ts'
import {
  activityFacts,
  activitySums,
  lateFacts,
  oneSided,
  outputFacts,
  outputRecordFacts,
  outputSums,
  recordFacts,
  sideFor,
} from './measures.ts'
import type { Question, Side } from './measures.ts'
import {
  hasNodeSums,
  isNodeLevel,
  namesMonths,
  nodeActivityFacts,
  nodeOutputFacts,
} from './node-sums.ts'

export type Asked = {
  measure: string
  figure: Figure
  by: ExploreDimension
  across: ExploreDimension | null
}

/**
 * The sums of one programme year, keyed by both dimensions (k1, k2): from the rollups where they can tell, which is of one
 * side of a record at a time. What names both sides (zones by streets), a campaign, or the main area of a record with a
 * quantity, is read from the year's records (of a quantity: by its index, only the records that carry it). Keys of time
 * are moved by `yearsLater`, so that a period that is compared falls on that with which it is.
 */
export async function exploreFacts(
  context: RequestContext,
  asked: Asked,
  question: Question,
  period: PeriodRow,
  era: 0 | 1,
  yearsLater: number,
): Promise<Sql> {
  const { by, across, figure, measure } = asked
  const dimensions = across === null ? [by] : [by, across]
  const sides = new Set(dimensions.flatMap((one) => sideOfDimension(one) ?? []))
  const side = [...sides][0] ?? sideFor(question)
  const isOutput = figure.source === 'OUTPUTS'
  const isFromRollup =
    figure.source !== 'PAIRINGS' &&
    sides.size < 2 &&
    oneSided(question, side) &&
    !dimensions.includes('CAMPAIGN') &&
    !(
      isOutput &&
      (question.filter.area || dimensions.includes('AREA') || dimensions.includes('KIND'))
    )
  const isByPlace = sides.size > 0
  const indicator = indicatorOfMeasure(measure)
  const places = dimensions.filter((one) => sideOfDimension(one) !== null)
  const [place] = places
  // Quantities by agency or district do not know of which kind of activity they are.
  const isOfNodes =
    isFromRollup &&
    place !== undefined &&
    places.every(isNodeLevel) &&
    !(isOutput && question.filter.kind) &&
    (await hasNodeSums(context, question, place))
  const byMonth =
    namesMonths(question, period) || dimensions.includes('MONTH') || dimensions.includes('QUARTER')
  const rows = isOfNodes
    ? isOutput
      ? nodeOutputFacts(context, question, side, indicator ?? '')
      : nodeActivityFacts(context, withoutMonths(question, byMonth), side, byMonth)
    : isFromRollup
      ? isOutput
        ? isByPlace
          ? outputFacts(context, question, side)
          : outputSums(context, question)
        : isByPlace
          ? activityFacts(context, question, side)
          : activitySums(context, question)
      : isOutput
        ? outputRecordFacts(context, question)
        : recordFacts(context, question)
  /** The sums of such rows (alias f), which know one path or both. */
  const summed = (from: Sql, knowsBoth: boolean, pick: (columns: Columns) => Sql): Sql => {
    const path = (of: Side): Sql =>
      knowsBoth ? (of === 'AGENCY_SIDE' ? sql`f.agency_path` : sql`f.community_path`) : sql`f.path`
    const key = (dimension: ExploreDimension): Sql => keyOf(dimension, period, yearsLater, path)
    const only = isOutput ? sql`WHERE f.indicator_code = ${indicator}` : sql``
    const zone = dimensions.includes('ZONE')
      ? sql`LEFT JOIN (${zonesOfAgencies(context, question)}) zm ON zm.code = split_part(${path('AGENCY_SIDE')}, '/', 2)`
      : sql``
    return sql`SELECT ${raw(String(era))} AS era, ${key(by)} AS k1, ${across === null ? sql`''` : key(across)} AS k2, (${pick(figure.above)})::numeric AS above, (${pick(figure.below)})::numeric AS below FROM ${from} f ${zone} ${only}`
  }
  if (figure.source === 'PAIRINGS')
    return summed(
      pairingFacts(context, question, period, figure.above.includes('plans_progress')),
      true,
      sumOf,
    )
  const parts = [figure.above, figure.below ?? []].flat().some((column) => !isLate(column))
    ? [summed(rows, !isFromRollup, (columns) => sumOf(columns?.filter((one) => !isLate(one))))]
    : []
  // No rollup tells what was reported late: these few records are found by an index of their own.
  if (figure.above.some(isLate))
    parts.push(
      summed(lateFacts(context, question), true, (columns) => sumOf(columns?.filter(isLate))),
    )
  return join(parts, ' UNION ALL ')
}

/** Months that are all of the year are no choice among them. */
const withoutMonths = (question: Question, byMonth: boolean): Question =>
  byMonth
    ? question
    : { ...question, filter: { ...question.filter, fromMonth: null, toMonth: null } }

type Columns = Figure['above'] | null | undefined
const isLate = (column: string): boolean => column.endsWith('reported_late')

/** Columns (of alias f) added up; those with a minus are taken away. */
function sumOf(columns: Columns): Sql {
  if (!columns || columns.length === 0) return sql`0`
  const of = (name: string): string => conditional.get(name) ?? `f.${name}`
  return raw(
    columns.map((name) => (name.startsWith('-') ? `-${of(name.slice(1))}` : of(name))).join(' + '),
  )
}
const towards = (direction: Direction) =>
  `CASE WHEN f.direction = '${direction}' THEN f.countersigned ELSE 0 END`
const conditional: ReadonlyMap<string, string> = new Map<FactColumn, string>([
  ['to_community', towards('AGENCY_TO_COMMUNITY')],
  ['to_agency', towards('COMMUNITY_TO_AGENCY')],
  ['reported_late', 'f.countersigned'],
])

/** In which zone an agency is, on the day of the tree. */
function zonesOfAgencies({ city, today }: RequestContext, { treeOfDay }: Question): Sql {
  const day = treeOfDay ?? today
  return sql`SELECT DISTINCT ON (a.code) a.code, z.zone_id::text AS zone_id FROM zone_membership z JOIN organisation a ON a.city_code = z.city_code AND a.id = z.agency_id
    WHERE z.city_code = ${city.code} AND z.valid_from <= ${day}::date AND (z.valid_to IS NULL OR z.valid_to >= ${day}::date) ORDER BY a.code, z.valid_from DESC`
}

function keyOf(
  dimension: ExploreDimension,
  period: PeriodRow,
  yearsLater: number,
  path: (side: Side) => Sql,
): Sql {
  if (isLevel(dimension)) {
    const { side, segment } = EXPLORE_LEVELS[dimension]
    return sql`split_part(${path(side)}, '/', ${raw(String(segment))})`
  }
  switch (dimension) {
    case 'ZONE':
      return sql`coalesce(zm.zone_id, '')`
    case 'KIND':
      return sql`f.kind::text`
    case 'AREA':
      return sql`f.area`
    case 'DIRECTION':
      return sql`f.direction::text`
    case 'CAMPAIGN':
      return sql`coalesce(f.campaign_id::text, '')`
    case 'YEAR':
      return sql`${String(period.year + yearsLater)}::text`
    case 'QUARTER': {
      const cases = period.quarters.map(
        ({ quarter, startsOn, endsOn }) =>
          sql`WHEN f.month >= date_trunc('month', ${startsOn}::date) AND f.month <= ${endsOn}::date THEN ${`${period.year + yearsLater}-${quarter}`}::text`,
      )
      return cases.length === 0 ? sql`''` : sql`CASE ${join(cases, ' ')} ELSE '' END`
    }
    default:
      return sql`to_char(f.month + make_interval(years => ${yearsLater}::int), 'YYYY-MM')`
  }
}
