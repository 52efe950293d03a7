import { indicatorOfMeasure } from '@gongjian/domain/assessment-measures'
import type { Figure } from '@gongjian/domain/explore-measures'
import { EXPLORE_LEVELS, isLevel, sideOfDimension } from '@gongjian/domain/explore-question'
import type { ExploreDimension } from '@gongjian/domain/explore-question'
import sql, { join, raw } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import type { PeriodRow } from '../periods/period-rows.ts'
import {
  activityFacts,
  activitySums,
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
  const path = (of: Side): Sql =>
    isFromRollup ? sql`f.path` : of === 'AGENCY_SIDE' ? sql`f.agency_path` : sql`f.community_path`
  const key = (dimension: ExploreDimension): Sql => keyOf(dimension, period, yearsLater, path)
  const columns = (names: readonly string[] | null): Sql =>
    names === null ? sql`0` : raw(names.map((name) => `f.${name}`).join(' + '))
  const only = isOutput ? sql`WHERE f.indicator_code = ${indicator}` : sql``
  const zone = dimensions.includes('ZONE')
    ? sql`LEFT JOIN (${zonesOfAgencies(context, question)}) zm ON zm.code = split_part(${path('AGENCY_SIDE')}, '/', 2)`
    : sql``
  return sql`SELECT ${raw(String(era))} AS era, ${key(by)} AS k1, ${across === null ? sql`''` : key(across)} AS k2, (${columns(figure.above)})::numeric AS above, (${columns(figure.below)})::numeric AS below FROM ${rows} f ${zone} ${only}`
}

/** Months that are all of the year are no choice among them. */
const withoutMonths = (question: Question, byMonth: boolean): Question =>
  byMonth
    ? question
    : { ...question, filter: { ...question.filter, fromMonth: null, toMonth: null } }

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
