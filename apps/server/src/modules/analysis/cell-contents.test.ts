import { indicatorOfMeasure } from '@gongjian/domain/assessment-measures'
import { plansOfCell, recordsOfCell } from '@gongjian/domain/cell-contents'
import type { CellPart, RecordFilters } from '@gongjian/domain/cell-contents'
import { exactOf, roundTo } from '@gongjian/domain/exact-number'
import { FIGURE_KEYS, figureOf, figureValue } from '@gongjian/domain/explore-measures'
import type { Figure } from '@gongjian/domain/explore-measures'
import { dimensionsOf, readExploreQuestion } from '@gongjian/domain/explore-question'
import type { ExploreAddress } from '@gongjian/domain/explore-question'
import { ACTIVITY_KINDS, DIRECTIONS, HELP_AREAS } from '@gongjian/domain/vocabulary'
import fc from 'fast-check'
import pg from 'pg'
import sql, { join, raw } from 'sql-template-tag'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { RequestContext } from '../../platform/context.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { TestCity } from '../../testing/city-under-test.ts'
import { activityConditions } from '../activities/list-activities.ts'
import { visibleActivities } from '../activities/activity-row.ts'
import { periodsOf } from '../periods/period-rows.ts'
import { listPlans, PLAN_STANDINGS } from '../plans/list-plans.ts'
import { explore } from './explore.ts'

/**
 * What is opened from a cell of the analysis adds up to the cell: for cells picked at random over measures, two dimensions
 * and filters, the records that the list shows under the filters of the link are added up by themselves.
 */
let city: TestCity
let context: RequestContext
let organisations: { id: string; kind: string }[]
let zones: string[]
beforeAll(async () => {
  city = await openTestCity()
  context = await (await city.as('municipal')).context()
  const { pool } = city.database
  organisations = await rowsOf(
    pool,
    sql`SELECT DISTINCT ON (kind, code) id::text, kind::text FROM organisation WHERE city_code = '2301' AND kind IN ('AGENCY', 'BRANCH', 'DISTRICT', 'STREET', 'COMMUNITY') ORDER BY kind, code`,
  )
  // The demonstration city has none that were late, and its earlier quarters are locked.
  const owner = new pg.Client({ connectionString: city.database.url })
  await owner.connect()
  await owner.query(
    `SET session_replication_role = 'replica'; UPDATE activity SET open_questions = array_append(open_questions, 'REPORTED_LATE') WHERE status = 'COUNTERSIGNED' AND get_byte(decode(md5(id::text), 'hex'), 0) < 40; RESET session_replication_role`,
  )
  await owner.end()
  zones = (
    await rowsOf<{ id: string }>(
      pool,
      sql`SELECT id::text FROM zone WHERE city_code = '2301' ORDER BY position`,
    )
  ).map(({ id }) => id)
})
afterAll(() => city.close())

const signed = "t.status = 'COUNTERSIGNED'"
/** Each column that figures add up, from the records (alias t) and what corrections add to them (c). */
const columns: Record<string, string> = {
  countersigned: `count(*) FILTER (WHERE ${signed})`,
  submitted: "count(*) FILTER (WHERE t.status = 'SUBMITTED')",
  person_times: `sum(t.person_times + coalesce(c.person_times, 0)) FILTER (WHERE ${signed})`,
  hours: `sum(t.hours + coalesce(c.hours, 0)) FILTER (WHERE ${signed})`,
  usefulness_sum: `sum(t.usefulness) FILTER (WHERE ${signed})`,
  usefulness_count: `count(*) FILTER (WHERE ${signed})`,
  signing_seconds: `sum(extract(epoch FROM t.decided_at - t.submitted_at)::bigint) FILTER (WHERE ${signed})`,
  to_community: `count(*) FILTER (WHERE ${signed} AND t.direction = 'AGENCY_TO_COMMUNITY')`,
  to_agency: `count(*) FILTER (WHERE ${signed} AND t.direction = 'COMMUNITY_TO_AGENCY')`,
  reported_late: `count(*) FILTER (WHERE ${signed} AND 'REPORTED_LATE' = ANY (t.open_questions))`,
}
const sums = z.object({ above: z.string(), below: z.string() })

/** The value of a figure of the records that the list has under these filters. */
async function valueOfList(measure: string, figure: Figure, filters: RecordFilters) {
  const listed = (text: string | undefined) => text?.split(',') ?? null
  const some = <Word extends string>(words: readonly Word[], text: string | undefined) =>
    text === undefined ? null : words.filter((word) => listed(text)?.includes(word))
  const { conditions } = await activityConditions(context, {
    year: filters.year,
    statuses: some(['SUBMITTED', 'COUNTERSIGNED'] as const, filters.statuses),
    kinds: some(ACTIVITY_KINDS, filters.kinds),
    areas: some(HELP_AREAS, filters.areas),
    directions: some(DIRECTIONS, filters.directions),
    openQuestion: filters.openQuestion === 'REPORTED_LATE' ? filters.openQuestion : null,
    organisationId: filters.organisationId,
    partnerId: filters.partnerId,
    zoneId: filters.zoneId,
    campaignId: filters.campaignId,
    indicatorCode: filters.indicatorCode,
    month: filters.month,
    dayFrom: filters.dayFrom,
    dayTo: filters.dayTo,
  })
  const indicator = indicatorOfMeasure(measure)
  const output = sql`sum((SELECT coalesce(sum(o.accepted), 0) + coalesce(sum(x.quantity), 0) FROM output o LEFT JOIN output_correction_sum x ON x.city_code = o.city_code AND x.activity_id = o.activity_id AND x.indicator_code = o.indicator_code WHERE o.city_code = t.city_code AND o.activity_id = t.id AND o.indicator_code = ${indicator}))`
  const sumOf = (names: readonly string[] | null) =>
    names === null
      ? sql`0`
      : names[0] === 'accepted'
        ? output
        : raw(
            names
              .map((name) =>
                name.startsWith('-')
                  ? `-coalesce(${columns[name.slice(1)]}, 0)`
                  : `coalesce(${columns[name]}, 0)`,
              )
              .join(' + '),
          )
  const row = sums.parse(
    await firstRowOf(
      city.database.pool,
      sql`SELECT trim_scale(coalesce(${sumOf(figure.above)}, 0)::numeric)::text AS above, trim_scale(coalesce(${sumOf(figure.below)}, 0)::numeric)::text AS below
        FROM activity t LEFT JOIN activity_correction_sum c ON c.city_code = t.city_code AND c.activity_id = t.id
        WHERE t.city_code = ${context.city.code} AND ${visibleActivities(context.viewer)} AND ${join(conditions, ' AND ')}`,
    ),
  )
  return figureValue(figure, exactOf(row.above), exactOf(row.below))
}

/** What is asked at random: which place in each list, as a part of its length. */
// A whole number without bias: else first ones and last ones are drawn for the most part.
const part = fc.noBias(fc.nat({ max: 999_999 })).map((of) => of / 1_000_000)
const pick = <One>(list: readonly One[], at: number): One => {
  const one = list[Math.floor(at * list.length)]
  if (one === undefined) throw new Error('there is none to pick')
  return one
}
type Draw = { of: number; by: number; across: number; filter: number; which: number; time: number }
const draws = fc.record({
  of: part,
  by: part,
  across: part,
  filter: part,
  which: part,
  time: part,
})

function addressOf(measures: readonly string[], draw: Draw): ExploreAddress {
  const measure = pick(measures, draw.of)
  const figure = figureOf(measure)
  if (figure === null) throw new Error('it is a measure')
  const filters: (() => ExploreAddress)[] = [
    () => ({}),
    () => ({ organisationId: pick(organisations, draw.which).id }),
    () => ({ zoneId: pick(zones, draw.which) }),
    ...(figure.source === 'PAIRINGS'
      ? []
      : [
          () => ({ area: pick(HELP_AREAS, draw.which) }),
          () => ({ kind: pick(ACTIVITY_KINDS, draw.which) }),
          () => ({ direction: pick(DIRECTIONS, draw.which) }),
          () => ({ kind: pick(ACTIVITY_KINDS, draw.which), zoneId: pick(zones, draw.time) }),
        ]),
  ]
  const times: ExploreAddress[] =
    figure.source === 'PAIRINGS'
      ? [{ year: 2008 }]
      : [{ year: 2008 }, { year: 2007, toYear: 2008 }, { from: '2007-11', to: '2008-04' }]
  const dimensions = dimensionsOf(figure)
  const by = pick(dimensions, draw.by)
  const across = pick([null, ...dimensions.filter((one) => one !== by)], draw.across)
  return {
    measure,
    by,
    across: across ?? undefined,
    ...pick(filters, draw.filter)(),
    ...pick(times, draw.time),
  }
}

type Picked = { parts: CellPart[]; value: string | null }

/** The whole, and of so many rows the total and the cells, spread over the page. */
async function cellsOf(address: ExploreAddress) {
  const indicators = new Set([String(address.measure).slice('outputs.'.length)])
  const { question, problems } = readExploreQuestion(address, indicators)
  expect(problems).toEqual([])
  const answer = await explore(context, question, { first: 100 })
  const periods = await periodsOf(context)
  const organisation = organisations.find(({ id }) => id === question.organisationId) ?? null
  const cells: Picked[] = [{ parts: [], value: answer.total.value }]
  const rows = answer.rows.nodes.map(({ node }) => node)
  const full = rows.filter(({ total }) => total.above !== '0' || total.below !== '0')
  for (const row of [...full.slice(0, 2), ...full.slice(-1), ...rows.slice(-1)]) {
    const ofRow = { dimension: question.by, key: row.key, id: row.id }
    cells.push({ parts: [ofRow], value: row.total.value })
    if (question.across === null) continue
    const inside = answer.columns.flatMap((column, place) => {
      const value = row.cells[place]?.value ?? null
      return value === null || Number(value) === 0 ? [] : [{ column, value }]
    })
    for (const { column, value } of [...inside.slice(0, 2), ...inside.slice(-1)])
      cells.push({
        parts: [ofRow, { dimension: question.across, key: column.key, id: column.id }],
        value,
      })
  }
  return { question, span: answer.span, cells, periods, organisation, decimals: answer.decimals }
}
const told = (value: bigint | string | null, decimals: number) =>
  value === null ? null : roundTo(typeof value === 'string' ? exactOf(value) : value, decimals + 4)

test('the records behind any cell add up to it, whatever the measure, the dimensions and the filters', async () => {
  const measures = [
    ...FIGURE_KEYS.filter((key) => figureOf(key)?.source === 'RECORDS'),
    'outputs.relief.donatedValue',
    'outputs.visits.households',
    'outputs.culture.performances',
  ]
  let compared = 0
  for (const draw of fc.sample(draws, { numRuns: 60, seed: 20_081_126 })) {
    const address = addressOf(measures, draw)
    const { question, span, cells, periods, organisation, decimals } = await cellsOf(address)
    const figure = figureOf(question.measure)
    if (figure === null) throw new Error('it is a measure')
    for (const { parts, value } of cells) {
      const filters = recordsOfCell(question, span, parts, periods, organisation)
      if (filters === null) continue
      const own = await valueOfList(question.measure, figure, filters)
      expect([address, parts, told(own, decimals)]).toEqual([address, parts, told(value, decimals)])
      compared += 1
    }
  }
  expect(compared).toBeGreaterThan(200)
}, 240_000)

test('what was reported late is in the analysis what the records say', async () => {
  const { rows } = await city.database.pool.query<{ late: number; all: number }>(
    `SELECT count(*) FILTER (WHERE 'REPORTED_LATE' = ANY (open_questions))::int AS late, count(*)::int AS all FROM activity WHERE status = 'COUNTERSIGNED' AND programme_year = 2008`,
  )
  const [counted] = rows
  if (counted === undefined || counted.late === 0) throw new Error('some are late')
  const late = await cellsOf({ measure: 'records.reportedLate', by: 'AGENCY', year: 2008 })
  expect(late.cells[0]?.value).toBe(String(counted.late))
  const onTime = await cellsOf({ measure: 'share.onTime', by: 'MONTH', year: 2008 })
  expect(Number(onTime.cells[0]?.value)).toBeCloseTo(1 - counted.late / counted.all, 6)
})

test('the plans behind any cell are as many as it says', async () => {
  let compared = 0
  for (const draw of fc.sample(draws, { numRuns: 12, seed: 20_081_127 })) {
    const address = addressOf(['plans.expected', 'plans.agreed'], draw)
    const { question, span, cells, periods, organisation } = await cellsOf(address)
    for (const { parts, value } of cells) {
      const filters = plansOfCell(question, span, parts, periods, organisation)
      if (filters === null) continue
      const { state, ...filter } = filters
      const states = PLAN_STANDINGS.filter((one) => one === state)
      let count = 0
      for (let after: string | null = null; ;) {
        const page: Awaited<ReturnType<typeof listPlans>> = await listPlans(
          context,
          { first: 100, after },
          { ...filter, states: state === undefined ? null : states },
        )
        count += page.nodes.length
        if (!page.hasNextPage) break
        after = page.nodes.at(-1)?.cursor ?? null
      }
      expect([address, parts, String(count)]).toEqual([address, parts, value])
      compared += 1
    }
  }
  expect(compared).toBeGreaterThan(15)
}, 240_000)
