import { indicatorOfMeasure } from '@gongjian/domain/assessment-measures'
import { monthsBetween } from '@gongjian/domain/calendar-day'
import { decimalOf, exactOf, roundTo } from '@gongjian/domain/exact-number'
import { figureOf, figureValue } from '@gongjian/domain/explore-measures'
import type { Figure } from '@gongjian/domain/explore-measures'
import {
  EXPLORE_LEVELS,
  exploreSpans,
  isLevel,
  readExploreQuestion,
} from '@gongjian/domain/explore-question'
import type {
  ExploreAddress,
  ExploreDimension,
  ExploreQuestion,
  ExploreSpan,
} from '@gongjian/domain/explore-question'
import { ACTIVITY_KINDS, DIRECTIONS, HELP_AREAS } from '@gongjian/domain/vocabulary'
import { GraphQLError } from 'graphql'
import sql, { join } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { z } from 'zod'
import { decodeCursor, pageFrom, pageSize } from '../../platform/connection.ts'
import type { Page, PageArguments } from '../../platform/connection.ts'
import type { RequestContext } from '../../platform/context.ts'
import { firstRowOf } from '../../platform/statement.ts'
import { isBelowThat } from '../activities/activity-row.ts'
import { indicatorsOf } from '../catalogue/catalogue-rows.ts'
import { periodsOf } from '../periods/period-rows.ts'
import type { PeriodRow } from '../periods/period-rows.ts'
import { organisations, zones } from './breakdown.ts'
import { exploreFacts } from './explore-facts.ts'
import { questionOf } from './measures.ts'
import type { Question } from './measures.ts'

/** What a row or a column stands for. */
export type ExploreMember = {
  /** What names it within its dimension; '' for what belongs to none. */
  key: string
  /** The organisation's, the zone's or the campaign's id. */
  id: string | null
  name: string
}
/** A value with the sums that it is made of, and those of the period that it is compared with. */
export type ExploreCell = {
  above: string
  below: string
  value: string | null
  aboveBefore: string
  belowBefore: string
  valueBefore: string | null
}
export type ExploreRow = ExploreMember & {
  total: ExploreCell
  cells: ExploreCell[]
  heads: number | null
}
/** A member that the words beside a picture name. */
export type ExploreHighlight = Omit<ExploreRow, 'cells'>
/** What is told of all members, on whichever page they stand; who belongs to none is none of them. */
export type ExploreHighlights = {
  members: number
  /** Those with nothing: of a sum 0, of a mean not even that. */
  silent: number
  most: ExploreHighlight | null
  least: ExploreHighlight | null
  /** Whose value grew and fell most since the period that it is compared with. */
  gained: ExploreHighlight | null
  lost: ExploreHighlight | null
}
export type ExploreAnswer = {
  question: ExploreQuestion
  unit: string | null
  decimals: number
  isAdditive: boolean
  span: ExploreSpan
  spanBefore: ExploreSpan | null
  columns: ExploreMember[]
  /** How many members of the second dimension have something and are not among the columns. */
  columnsLeftOut: number
  rows: Page<ExploreRow>
  columnTotals: ExploreCell[]
  total: ExploreCell
  /** Party members of all rows; null where those of one with something are not known. */
  heads: number | null
  highlights: ExploreHighlights
}

/** How many rows are read at once, and how many columns; where they are not given, as a page has them. */
export type ExploreLimits = { rows?: number; columns?: number }

/** Columns beyond these stand together as the rest. */
const MOST_COLUMNS = 24
const cursor = z.tuple([z.string().regex(/^-?\d+(\.\d+)?$/), z.string()])

const sumsShape = z.object({
  era: z.number(),
  k1: z.string().nullable(),
  k2: z.string().nullable(),
  above: z.string(),
  below: z.string(),
})
const memberShape = z.object({ key: z.string(), id: z.string().nullable(), name: z.string() })
const rowShape = memberShape.extend({
  sortKey: z.string(),
  value: z.string(),
  heads: z.number().nullable(),
})
const highlightShape = memberShape
  .extend({
    heads: z.number().nullable(),
    above: z.string(),
    below: z.string(),
    aboveBefore: z.string(),
    belowBefore: z.string(),
  })
  .nullable()
const answerShape = z.object({
  rows: z.array(rowShape),
  columns: z.array(memberShape),
  columnsLeftOut: z.number(),
  sums: z.array(sumsShape),
  heads: z.number().nullable(),
  highlights: z.object({
    members: z.number(),
    silent: z.number(),
    most: highlightShape,
    least: highlightShape,
    gained: highlightShape,
    lost: highlightShape,
  }),
})

/** The question of an address, as the page and the exports ask it; what is unknown there is refused by name. */
export async function questionOfAddress(
  context: RequestContext,
  address: ExploreAddress,
): Promise<ExploreQuestion> {
  const indicators = new Set((await indicatorsOf(context)).map(({ code }) => code))
  const { question, problems } = readExploreQuestion(address, indicators)
  const [problem] = problems
  if (problem)
    throw new GraphQLError(context.text('failure.UNKNOWN_IN_QUESTION', problem), {
      extensions: { code: 'UNKNOWN_IN_QUESTION', field: problem.field },
    })
  return question
}

/**
 * Answers a question with a page of its rows, in one statement: the sums of every cell, of every row and column, and of
 * the whole; each quotient from its own sums.
 */
export async function explore(
  context: RequestContext,
  question: ExploreQuestion,
  page: PageArguments,
  { rows: mostRows, columns: mostColumns }: ExploreLimits = {},
): Promise<ExploreAnswer> {
  const figure = figureOf(question.measure)
  if (figure === null) throw new Error('the measure was checked before')
  const indicator = (await indicatorsOf(context)).find(
    ({ code }) => code === indicatorOfMeasure(question.measure),
  )
  const described = {
    question,
    unit: indicator?.unit[context.locale] ?? figure.unit,
    decimals: indicator?.decimals ?? figure.decimals,
    isAdditive: figure.isAdditive,
  }
  const size = mostRows ?? pageSize(page)
  const periods = await periodsOf(context)
  const spans = exploreSpans(question, periods, context.today)
  if (spans === null)
    throw new GraphQLError(context.text('failure.NO_SUCH_YEARS'), {
      extensions: { code: 'NO_SUCH_YEAR' },
    })
  const { now, before, yearsBack } = spans
  const { facts, latest } = await allFacts(context, question, figure, periods, spans)
  const after = decodeCursor(page.after, cursor)
  const statement = await answerStatement(context, question, figure, {
    facts,
    latest,
    periods: periodsIn(periods, now),
    size,
    after,
    mostColumns: mostColumns ?? MOST_COLUMNS,
  })
  const row = answerShape.parse(await firstRowOf(context.database.pool, statement))
  const valueOf = valuesOf(figure, described.decimals)
  const cellOf = cellsOf(row.sums, valueOf)
  const { members, silent, most, least, gained, lost } = row.highlights
  const named = (one: typeof most): ExploreHighlight | null => {
    if (one === null) return null
    const { above, below, aboveBefore, belowBefore, ...member } = one
    const [value, valueBefore] = [valueOf(above, below), valueOf(aboveBefore, belowBefore)]
    return { ...member, total: { above, below, value, aboveBefore, belowBefore, valueBefore } }
  }
  const columns = row.columns
  return {
    ...described,
    span: now,
    spanBefore: yearsBack > 0 ? before : null,
    columns,
    columnsLeftOut: row.columnsLeftOut,
    rows: pageFrom(
      row.rows,
      size,
      page.after,
      ({ value, sortKey }) => [value, sortKey],
      ({ key, id, name, heads }) => ({
        key,
        id,
        name,
        heads,
        total: cellOf(key, null),
        cells: columns.map((column) => cellOf(key, column.key)),
      }),
    ),
    columnTotals: columns.map((column) => cellOf(null, column.key)),
    total: cellOf(null, null),
    heads: row.heads,
    highlights: {
      members,
      silent,
      most: named(most),
      least: named(least),
      gained: named(gained),
      lost: named(lost),
    },
  }
}

const periodsIn = (periods: readonly PeriodRow[], { from, to }: ExploreSpan): PeriodRow[] =>
  periods
    .filter(({ startsOn, endsOn }) => startsOn.slice(0, 7) <= to && endsOn.slice(0, 7) >= from)
    .toSorted((a, b) => a.year - b.year)

/** The facts of both periods, year by year, each with the tree of its own year. */
async function allFacts(
  context: RequestContext,
  question: ExploreQuestion,
  figure: Figure,
  periods: readonly PeriodRow[],
  { now, before, yearsBack }: { now: ExploreSpan; before: ExploreSpan | null; yearsBack: number },
): Promise<{ facts: Sql; latest: Question }> {
  const { zoneId, organisationId, area, kind, direction } = question
  const eras = [
    { era: 0 as const, span: now, later: 0 },
    ...(before === null ? [] : [{ era: 1 as const, span: before, later: yearsBack }]),
  ]
  const parts: Sql[] = []
  let latest: Question | null = null
  for (const { era, span, later } of eras) {
    for (const period of periodsIn(periods, span)) {
      const ofYear = await questionOf(context, period.year, {
        zoneId,
        organisationId,
        area,
        kind,
        direction,
        fromMonth: span.from,
        toMonth: span.to,
      })
      if (era === 0) latest = ofYear
      parts.push(await exploreFacts(context, { ...question, figure }, ofYear, period, era, later))
    }
  }
  if (latest === null) throw new Error('a span has a year')
  return { facts: join(parts, ' UNION ALL '), latest }
}

async function answerStatement(
  context: RequestContext,
  question: ExploreQuestion,
  figure: Figure,
  {
    facts,
    latest,
    periods,
    size,
    after,
    mostColumns,
  }: {
    facts: Sql
    latest: Question
    periods: readonly PeriodRow[]
    size: number
    after: readonly [string, string] | null
    mostColumns: number
  },
): Promise<Sql> {
  const { by, across, order, show } = question
  const quotient = (of: Sql) =>
    figure.below === null
      ? sql`coalesce(${of}.above, 0)`
      : figure.isBalance
        ? sql`least(${of}.above, ${of}.below) / nullif(greatest(${of}.above, ${of}.below), 0)`
        : sql`${of}.above / nullif(${of}.below, 0)`
  // A quotient of nothing stands last, whichever way.
  const last = order === 'LEAST' ? sql`1e20` : sql`-1`
  const headsOf = headsOfMember(context, by)
  const perHead = headsOf !== null && show === 'PER_HEAD' && figure.isAdditive
  const shownOf = (of: Sql) => (perHead ? sql`${quotient(of)} / nullif(n.heads, 0)` : quotient(of))
  // What comes to one of nobody stands last, as a quotient of nothing does.
  const ordered = sql`round(coalesce(${shownOf(sql`s`)}, ${last}), 8)`
  const beyond =
    after === null
      ? sql`true`
      : order === 'FIXED'
        ? sql`"sortKey" > ${after[1]}`
        : order === 'MOST'
          ? sql`(value < ${after[0]}::numeric OR (value = ${after[0]}::numeric AND "sortKey" > ${after[1]}))`
          : sql`(value > ${after[0]}::numeric OR (value = ${after[0]}::numeric AND "sortKey" > ${after[1]}))`
  const inOrder =
    order === 'FIXED'
      ? sql`"sortKey"`
      : order === 'MOST'
        ? sql`value DESC, "sortKey"`
        : sql`value, "sortKey"`
  // For all where they are shown, else for the page alone.
  const headsOfAll = perHead ? headsOf(sql`m.id`) : sql`NULL::int`
  const headsOfPage = perHead || headsOf === null ? sql`p.heads` : headsOf(sql`p.id`)
  const sets =
    across === null
      ? sql`GROUPING SETS ((era, k1), (era))`
      : sql`GROUPING SETS ((era, k1, k2), (era, k1), (era, k2), (era))`
  const rowMembers = await membersOf(context, by, latest, periods)
  const columnMembers =
    across === null
      ? sql`SELECT '' AS key, NULL::text AS id, '' AS name, '' AS sort_key WHERE false`
      : await membersOf(context, across, latest, periods)
  const all2 = across === null ? sql`1` : sql`grouping(k2)`
  // Materialised: the planner would else make the sums again wherever they are read.
  return sql`WITH facts AS (${facts}),
      sums AS MATERIALIZED (SELECT era, k1, ${across === null ? sql`NULL::text` : sql`k2`} AS k2, grouping(k1) AS all1, ${all2} AS all2, coalesce(sum(above), 0) AS above, coalesce(sum(below), 0) AS below FROM facts GROUP BY ${sets}),
      lines AS MATERIALIZED (SELECT m.key, m.id, m.name, m.sort_key AS "sortKey", ${ordered} AS value, n.heads, coalesce(s.above, 0) AS above, coalesce(s.below, 0) AS below, coalesce(b.above, 0) AS above_before, coalesce(b.below, 0) AS below_before,
          nullif(${shownOf(sql`s`)}, ${figure.below === null ? sql`0` : sql`NULL`}) AS told, ${shownOf(sql`s`)} - ${shownOf(sql`b`)} AS change
        FROM (${withStrangers(context, by, rowMembers, sql`k1`, sql`all1 = 0 AND all2 = 1`)}) m
        LEFT JOIN sums s ON s.era = 0 AND s.all1 = 0 AND s.all2 = 1 AND s.k1 = m.key LEFT JOIN sums b ON b.era = 1 AND b.all1 = 0 AND b.all2 = 1 AND b.k1 = m.key
        CROSS JOIN LATERAL (SELECT ${headsOfAll} AS heads) n),
      named AS (SELECT * FROM lines WHERE key <> ''),
      page AS (SELECT * FROM lines WHERE ${beyond} ORDER BY ${inOrder} LIMIT ${size + 1}),
      every AS (SELECT m.key, m.id, m.name, m.sort_key AS "sortKey", s.above, row_number() OVER (ORDER BY ${columnOrder(across)}) AS place FROM (${withStrangers(context, across, columnMembers, sql`k2`, sql`all1 = 1 AND all2 = 0`)}) m
        LEFT JOIN sums s ON s.era = 0 AND s.all1 = 1 AND s.all2 = 0 AND s.k2 = m.key),
      shown AS (SELECT * FROM every WHERE place <= ${mostColumns})
      SELECT (SELECT coalesce(json_agg(json_build_object('key', p.key, 'id', p.id, 'name', p.name, 'sortKey', p."sortKey", 'value', trim_scale(p.value)::text, 'heads', ${headsOfPage}) ORDER BY ${order === 'FIXED' ? sql`p."sortKey"` : order === 'MOST' ? sql`p.value DESC, p."sortKey"` : sql`p.value, p."sortKey"`}), '[]') FROM page p) AS rows,
        (SELECT coalesce(json_agg(json_build_object('key', key, 'id', id, 'name', name) ORDER BY "sortKey"), '[]') FROM shown) AS columns,
        (SELECT count(*)::int FROM every WHERE place > ${mostColumns} AND above > 0) AS "columnsLeftOut",
        (SELECT coalesce(json_agg(json_build_object('era', s.era, 'k1', CASE WHEN s.all1 = 0 THEN s.k1 END, 'k2', CASE WHEN s.all2 = 0 THEN s.k2 END, 'above', trim_scale(s.above)::text, 'below', trim_scale(s.below)::text)), '[]')
          FROM sums s WHERE (s.all1 = 1 OR s.k1 IN (SELECT key FROM page)) AND (s.all2 = 1 OR s.k2 IN (SELECT key FROM shown))) AS sums,
        ${perHead ? sql`(SELECT CASE WHEN bool_and(heads IS NOT NULL OR (above = 0 AND above_before = 0)) THEN sum(heads)::int END FROM lines)` : sql`NULL::int`} AS heads,
        json_build_object('members', (SELECT count(*) FROM named), 'silent', (SELECT count(*) FROM named WHERE told IS NULL),
          'most', ${highlight(sql`told IS NOT NULL`, sql`told DESC`)}, 'least', ${highlight(sql`told IS NOT NULL`, sql`told`)},
          'gained', ${highlight(sql`change > 0`, sql`change DESC`)}, 'lost', ${highlight(sql`change < 0`, sql`change`)}) AS highlights`
}

/** The first of the named members under the condition, with its sums. */
const highlight = (condition: Sql, inOrder: Sql): Sql =>
  sql`(SELECT json_build_object('key', key, 'id', id, 'name', name, 'heads', heads, 'above', trim_scale(above)::text, 'below', trim_scale(below)::text, 'aboveBefore', trim_scale(above_before)::text, 'belowBefore', trim_scale(below_before)::text)
    FROM named WHERE ${condition} ORDER BY ${inOrder}, "sortKey" LIMIT 1)`

/**
 * Party members on the books of an agency or branch (by its id), those of an agency without a number of its own from its
 * branches; of a zone those of its agencies of today, where all are known. Null where a dimension has no members.
 */
function headsOfMember(
  { city, today }: RequestContext,
  by: ExploreDimension,
): ((id: Sql) => Sql) | null {
  const own = sql`coalesce(w.member_count, (SELECT sum(x.member_count) FROM organisation x WHERE x.city_code = ${city.code} AND ${isBelowThat(sql`x.path`, sql`w.path`)}))::int`
  if (by === 'AGENCY' || by === 'BRANCH')
    return (id) =>
      sql`(SELECT ${own} FROM organisation w WHERE w.city_code = ${city.code} AND w.id = ${id}::uuid)`
  if (by !== 'ZONE') return null
  return (id) =>
    sql`(SELECT CASE WHEN bool_and(a.heads IS NOT NULL) THEN sum(a.heads)::int END FROM (SELECT ${own} AS heads FROM zone_membership y JOIN organisation w ON w.city_code = y.city_code AND w.id = y.agency_id
      WHERE y.city_code = ${city.code} AND y.zone_id = ${id}::uuid AND y.valid_from <= ${today}::date AND (y.valid_to IS NULL OR y.valid_to >= ${today}::date)) a)`
}

/** Time stands in its order; of many others, those with the most. */
const columnOrder = (across: ExploreDimension | null): Sql =>
  across === 'MONTH' || across === 'QUARTER' || across === 'YEAR'
    ? sql`m.sort_key`
    : sql`s.above DESC NULLS LAST, m.sort_key`

/** The members of a dimension (key, id, name, sort_key), also those with nothing. */
async function membersOf(
  context: RequestContext,
  dimension: ExploreDimension,
  latest: Question,
  periods: readonly PeriodRow[],
): Promise<Sql> {
  const { text } = context
  if (dimension === 'ZONE')
    return sql`SELECT z.key, z.id::text AS id, z.name, z.sort_key FROM (${zones(context)}) z`
  if (isLevel(dimension)) {
    const { side } = EXPLORE_LEVELS[dimension]
    return sql`SELECT o.key, o.id::text AS id, o.name, o.sort_key FROM (${organisations(context, latest, dimension, side, null)}) o`
  }
  if (dimension === 'CAMPAIGN')
    return sql`SELECT c.id::text AS key, c.id::text AS id, c.name, to_char(c.day, 'YYYY-MM-DD') || c.id AS sort_key FROM campaign c
      WHERE c.city_code = ${context.city.code} AND c.state IN ('OPEN', 'HELD') AND c.programme_year = ANY(${periods.map(({ year }) => year)}::int[])`
  return listed(namedMembers(text, dimension, latest, periods))
}

function namedMembers(
  text: RequestContext['text'],
  dimension: ExploreDimension,
  { filter }: Question,
  periods: readonly PeriodRow[],
): { key: string; name: string }[] {
  const from = filter.fromMonth ?? ''
  const to = filter.toMonth ?? ''
  const isAsked = ({ startsOn, endsOn }: { startsOn: string; endsOn: string }) =>
    startsOn.slice(0, 7) <= to && endsOn.slice(0, 7) >= from
  switch (dimension) {
    case 'KIND':
      return ACTIVITY_KINDS.filter((kind) => !filter.kind || filter.kind === kind).map((key) => ({
        key,
        name: text(`words.kind_${key}`),
      }))
    case 'AREA':
      return HELP_AREAS.filter((area) => !filter.area || filter.area === area).map((key) => ({
        key,
        name: text(`words.area_${key}`),
      }))
    case 'DIRECTION':
      return DIRECTIONS.filter((one) => !filter.direction || filter.direction === one).map(
        (key) => ({ key, name: text(`words.direction_${key}`) }),
      )
    case 'YEAR':
      return periods.map(({ year }) => ({
        key: String(year),
        name: text('explore.year', { year: String(year) }),
      }))
    case 'QUARTER':
      return periods.flatMap(({ year, quarters }) =>
        quarters.filter(isAsked).map(({ quarter }) => ({
          key: `${year}-${quarter}`,
          name: text('explore.quarter', { year: String(year), quarter }),
        })),
      )
    default:
      return monthsBetween(`${from}-01`, `${to}-01`)
        .filter((month) =>
          periods.some(
            (one) => one.startsOn.slice(0, 7) <= month && one.endsOn.slice(0, 7) >= month,
          ),
        )
        .map((month) => ({ key: month, name: month }))
  }
}

function listed(members: readonly { key: string; name: string }[]): Sql {
  if (members.length === 0)
    return sql`SELECT ''::text AS key, NULL::text AS id, ''::text AS name, ''::text AS sort_key WHERE false`
  const rows = members.map(
    ({ key, name }, place) =>
      sql`(${key}::text, NULL::text, ${name}::text, ${String(place).padStart(4, '0')}::text)`,
  )
  return sql`SELECT v.key, v.id, v.name, v.sort_key FROM (VALUES ${join(rows)}) AS v (key, id, name, sort_key)`
}

/**
 * The members, and who has sums without being one: an organisation that is no more by the tree of the last year, and,
 * as '', what belongs to none (what an agency did by itself, by branch). So the parts come to the whole.
 */
function withStrangers(
  { city, text }: RequestContext,
  dimension: ExploreDimension | null,
  members: Sql,
  key: Sql,
  which: Sql,
): Sql {
  if (dimension === null) return members
  const known = sql`SELECT DISTINCT ${key} AS key FROM sums WHERE era = 0 AND ${which} AND (above <> 0 OR below <> 0)`
  const none = text(`explore.none_${dimension}`)
  const named = isLevel(dimension)
    ? sql`(SELECT o.name FROM organisation o WHERE o.city_code = ${city.code} AND o.code = u.key)`
    : sql`NULL::text`
  const id = isLevel(dimension)
    ? sql`(SELECT o.id::text FROM organisation o WHERE o.city_code = ${city.code} AND o.code = u.key)`
    : sql`NULL::text`
  return sql`SELECT * FROM (${members}) given UNION ALL
    SELECT u.key, ${id}, CASE WHEN u.key = '' THEN ${none}::text ELSE coalesce(${named}, u.key) END, '~' || u.key FROM (${known}) u WHERE NOT EXISTS (SELECT FROM (${members}) k WHERE k.key = u.key)`
}

/** The value of two sums, with a few decimals more than are shown: who rounds for the eye rounds once. */
const valuesOf =
  (figure: Figure, decimals: number) =>
  (above: string, below: string): string | null => {
    const value = figureValue(figure, exactOf(above), exactOf(below))
    return value === null ? null : decimalOf(roundTo(value, decimals + 4))
  }

/** The cell of a row and a column; null stands for all of them. */
function cellsOf(
  sums: readonly z.infer<typeof sumsShape>[],
  valueOf: (above: string, below: string) => string | null,
): (row: string | null, column: string | null) => ExploreCell {
  const at = (era: number, row: string | null, column: string | null) =>
    JSON.stringify([era, row, column])
  const known = new Map(sums.map((one) => [at(one.era, one.k1, one.k2), one]))
  return (row, column) => {
    const [now, before] = [known.get(at(0, row, column)), known.get(at(1, row, column))]
    const [above, below] = [now?.above ?? '0', now?.below ?? '0']
    const [aboveBefore, belowBefore] = [before?.above ?? '0', before?.below ?? '0']
    return {
      above,
      below,
      value: valueOf(above, below),
      aboveBefore,
      belowBefore,
      valueBefore: valueOf(aboveBefore, belowBefore),
    }
  }
}
