import { dimensionsOf, EXPLORE_DIMENSIONS } from '@gongjian/domain/explore-question'
import { FIGURE_KEYS, figureOf } from '@gongjian/domain/explore-measures'
import { countedNumbers, measureValue } from '@gongjian/domain/assessment-measures'
import { decimalOf } from '@gongjian/domain/exact-number'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { rowsOf as statementRows } from '../../platform/statement.ts'
import { inputsStatement } from '../assessment/gather-inputs.ts'
import { periodsOf } from '../periods/period-rows.ts'
import { readYearFigures } from '../year-report/read-year-figures.ts'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { Actor, TestCity } from '../../testing/city-under-test.ts'

const cell = z.object({
  value: z.string().nullable(),
  above: z.string(),
  below: z.string(),
  valueBefore: z.string().nullable(),
})
const shape = z.object({
  isAdditive: z.boolean(),
  decimals: z.number(),
  unit: z.string().nullable(),
  span: z.object({ from: z.string(), to: z.string() }),
  spanBefore: z.object({ from: z.string(), to: z.string() }).nullable(),
  columns: z.array(z.object({ key: z.string(), name: z.string() })),
  columnsLeftOut: z.number(),
  columnTotals: z.array(cell),
  total: cell,
  rows: z.object({
    edges: z.array(
      z.object({
        node: z.object({
          key: z.string(),
          memberId: z.string().nullable(),
          name: z.string(),
          heads: z.number().nullable(),
          total: cell,
          cells: z.array(cell),
        }),
      }),
    ),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  }),
})
const cellFields = '{ value above below valueBefore }'
const document = `query ($question: ExploreQuestion!, $first: Int, $after: String) { explore(question: $question, first: $first, after: $after) {
  isAdditive decimals unit span { from to } spanBefore { from to } columns { key name } columnsLeftOut columnTotals ${cellFields} total ${cellFields}
  rows { edges { node { key memberId name heads total ${cellFields} cells ${cellFields} } } pageInfo { hasNextPage endCursor } } } }`

let city: TestCity
let municipal: Actor
beforeAll(async () => {
  city = await openTestCity()
  municipal = await city.as('municipal')
})
afterAll(() => city.close())

async function ask(
  question: Record<string, unknown>,
  { first = 100, after = null as string | null, actor = municipal } = {},
) {
  const data = await actor.ask(document, { question: { year: 2008, ...question }, first, after })
  return shape.parse(data['explore'])
}
/** Every row, page by page. */
async function rowsOf(question: Record<string, unknown>, first = 100, actor = municipal) {
  const rows = []
  for (let after: string | null = null; ;) {
    const answer: z.infer<typeof shape> = await ask(question, { first, after, actor })
    rows.push(...answer.rows.edges.map(({ node }) => node))
    if (!answer.rows.pageInfo.hasNextPage) return rows
    after = answer.rows.pageInfo.endCursor
  }
}
const one = async <Value>(statement: string): Promise<Value> => {
  const { rows } = await city.database.pool.query<{ value: Value }>(statement)
  const [row] = rows
  if (row === undefined) throw new Error('a row was expected')
  return row.value
}
const sumOf = (rows: readonly { total: { above: string } }[]) =>
  rows.reduce((sum, { total }) => sum + Number(total.above), 0)

const isBrokenDown = (measure: string, by: (typeof EXPLORE_DIMENSIONS)[number]) => {
  const figure = figureOf(measure)
  return figure !== null && dimensionsOf(figure).includes(by)
}
// Of pairings one sum and one quotient stand for the others, which are counted from the same rows.
const figures = [
  ...FIGURE_KEYS.filter((key) => figureOf(key)?.source === 'RECORDS'),
  'plans.agreed',
  'plans.progress',
  'outputs.relief.donatedValue',
  'outputs.visits.households',
]

test.each(EXPLORE_DIMENSIONS)(
  'the parts come to the whole, whatever the figure, by %s',
  async (by) => {
    for (const measure of figures.filter((one) => isBrokenDown(one, by))) {
      const { total } = await ask({ measure, by })
      const rows = await rowsOf({ measure, by })
      expect([measure, sumOf(rows).toFixed(4)]).toEqual([measure, Number(total.above).toFixed(4)])
      expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length)
      const below = rows.reduce((sum, row) => sum + Number(row.total.below), 0)
      expect(below).toBe(Number(total.below))
    }
  },
)

test('the whole is the same by every pair of dimensions, and so is every row', async () => {
  for (const measure of ['people.hours', 'outputs.relief.donatedValue', 'usefulness.mean']) {
    const plain = await ask({ measure, by: 'ZONE' })
    for (const across of EXPLORE_DIMENSIONS) {
      if (across === 'ZONE') continue
      const answer = await ask({ measure, by: 'ZONE', across })
      expect([across, answer.total]).toEqual([across, plain.total])
      expect(answer.rows.edges.map(({ node }) => [node.name, node.total])).toEqual(
        plain.rows.edges.map(({ node }) => [node.name, node.total]),
      )
      for (const { node } of answer.rows.edges) {
        const inColumns = node.cells.reduce((sum, { above }) => sum + Number(above), 0)
        const whole = Number(node.total.above)
        expect(inColumns).toBeLessThanOrEqual(whole + 0.0001)
        expect(inColumns).toBeGreaterThanOrEqual(answer.columnsLeftOut === 0 ? whole - 0.0001 : 0)
      }
    }
  }
})

describe('one number for one question', () => {
  test.each([
    [{}, '{}'],
    [{ kind: 'SIX_HELPS', area: 'CULTURE' }, '{ kind: SIX_HELPS, area: CULTURE }'],
    [{ direction: 'COMMUNITY_TO_AGENCY' }, '{ direction: COMMUNITY_TO_AGENCY }'],
  ])('the overview says what the analysis says: %o', async (filter, written) => {
    const summary = z
      .object({
        total: z.object({
          countersigned: z.number(),
          submitted: z.number(),
          personTimes: z.number(),
          hours: z.string(),
          averageUsefulness: z.number().nullable(),
          averageSigningDays: z.number().nullable(),
        }),
        indicators: z.array(
          z.object({ indicator: z.object({ code: z.string() }), accepted: z.string() }),
        ),
        breakdown: z.object({
          edges: z.array(
            z.object({
              node: z.object({ name: z.string(), total: z.object({ personTimes: z.number() }) }),
            }),
          ),
        }),
      })
      .parse(
        (
          await municipal.ask(
            `{ citySummary(year: 2008, filter: ${written}) { total { countersigned submitted personTimes hours averageUsefulness averageSigningDays }
              indicators { indicator { code } accepted } breakdown(by: STREET, first: 100) { edges { node { name total { personTimes } } } } } }`,
          )
        )['citySummary'],
      )
    const value = async (measure: string) =>
      Number((await ask({ measure, by: 'KIND', ...filter })).total.value)
    const { total } = summary
    expect(await value('records.accepted')).toBe(total.countersigned)
    expect(await value('records.waiting')).toBe(total.submitted)
    expect(await value('people.personTimes')).toBe(total.personTimes)
    expect(await value('people.hours')).toBe(Number(total.hours))
    expect(await value('usefulness.mean')).toBeCloseTo(total.averageUsefulness ?? Number.NaN, 5)
    expect(await value('signing.meanDays')).toBeCloseTo(total.averageSigningDays ?? Number.NaN, 4)
    expect(await value('share.countersigned')).toBeCloseTo(
      total.countersigned / (total.countersigned + total.submitted),
      7,
    )
    for (const { indicator, accepted } of summary.indicators)
      expect([indicator.code, await value(`outputs.${indicator.code}`)]).toEqual([
        indicator.code,
        Number(accepted),
      ])
    const streets = await rowsOf({ measure: 'people.personTimes', by: 'STREET', ...filter })
    expect(
      streets
        .filter(({ key }) => key !== '')
        .map(({ name, total: { value: of } }) => [name, Number(of)]),
    ).toEqual(summary.breakdown.edges.map(({ node }) => [node.name, node.total.personTimes]))
  })

  test('every agency and street has in the analysis what an assessment counts for it', async () => {
    const context = await municipal.context()
    const period = (await periodsOf(context)).find(({ year }) => year === 2008)
    if (period === undefined) throw new Error('the year is there')
    const numbers = [
      'records.accepted',
      'records.waiting',
      'people.personTimes',
      'people.hours',
      'usefulness.sum',
      'usefulness.count',
      'records.given',
      'records.received',
      'capacity.pairings',
      'plans.expected',
      'plans.agreed',
      'plans.inTime',
      'plans.progressSum',
      'outputs.relief.donatedValue',
    ]
    const counts = z.record(z.string(), z.string())
    for (const kind of ['AGENCY', 'STREET'] as const) {
      const counted = await statementRows<{ code: string; counts: unknown }>(
        city.database.pool,
        inputsStatement(context, { kind, period, numbers, schemeId: null, plansWithinMonths: 3 }),
      )
      expect(counted.length).toBeGreaterThan(50)
      for (const measure of [
        'records.accepted',
        'people.personTimes',
        'people.hours',
        'usefulness.mean',
        'share.countersigned',
        'direction.balance',
        'capacity.pairings',
        'plans.expected',
        'plans.agreed',
        'plans.inTime',
        'plans.agreedShare',
        'plans.inTimeShare',
        'plans.progress',
        'outputs.relief.donatedValue',
      ]) {
        const rows = await rowsOf({ measure, by: kind })
        for (const { code, counts: texts } of counted) {
          const assessed = measureValue(measure, countedNumbers(counts.parse(texts)))
          const shown = rows.find(({ key }) => key === code)?.total.value ?? '0'
          expect([measure, code, Number(shown).toFixed(3)]).toEqual([
            measure,
            code,
            Number(decimalOf(assessed)).toFixed(3),
          ])
        }
      }
    }
  })

  test('the year report says what the analysis says', async () => {
    const report = await readYearFigures(await municipal.context(), 2008)
    const value = async (question: Record<string, unknown>) =>
      Number((await ask({ by: 'MONTH', ...question })).total.value)
    const figuresOf = report?.figures
    expect(await value({ kind: 'SIX_HELPS' })).toBe(figuresOf?.sixHelps.countersigned)
    expect(await value({ kind: 'LABOUR', measure: 'people.personTimes' })).toBe(
      figuresOf?.labour.personTimes,
    )
    expect(await value({ kind: 'VISIT' })).toBe(figuresOf?.visits.countersigned)
    expect(await value({ measure: 'records.waiting' })).toBe(figuresOf?.total.submitted)
    const donated = figuresOf?.indicators.find(({ code }) => code === 'relief.donatedValue')
    expect(await value({ measure: 'outputs.relief.donatedValue' })).toBe(Number(donated?.accepted))
  })
})

test('by zone and street, what the records say', async () => {
  const answer = await ask({ measure: 'records.accepted', by: 'ZONE', across: 'DISTRICT' })
  const { rows } = await city.database.pool.query<{
    zone: string
    district: string
    count: number
  }>(
    `SELECT z.name AS zone, d.name AS district, count(*)::int AS count FROM activity t JOIN zone z ON z.id = t.zone_id JOIN organisation d ON d.code = split_part(t.community_side_path, '/', 2)
     WHERE t.programme_year = 2008 AND t.status = 'COUNTERSIGNED' GROUP BY 1, 2`,
  )
  expect(rows.length).toBeGreaterThan(3)
  for (const { zone, district, count } of rows) {
    const column = answer.columns.findIndex(({ name }) => name === district)
    const row = answer.rows.edges.find(({ node }) => node.name === zone)?.node
    expect([zone, district, row?.cells[column]?.value]).toEqual([zone, district, String(count)])
  }
})

test('rows go by page in each order without one missing or twice, and a mean of nothing stands last', async () => {
  for (const order of ['FIXED', 'MOST', 'LEAST']) {
    const question = { measure: 'usefulness.mean', by: 'BRANCH', order, area: 'GREEN' }
    const pages = await rowsOf(question, 7)
    expect(pages.map(({ key }) => key)).toEqual((await rowsOf(question)).map(({ key }) => key))
    if (order === 'FIXED') continue
    const values = pages.map(({ total }) => total.value)
    const known = values.filter((value) => value !== null).map(Number)
    expect(values.slice(known.length).every((value) => value === null)).toBe(true)
    expect(known).toEqual(known.toSorted((a, b) => (order === 'MOST' ? b - a : a - b)))
  }
})

test('by head, agencies go in the order of what comes to one member, page by page', async () => {
  const question = { measure: 'people.hours', by: 'AGENCY', perHead: true }
  for (const order of ['MOST', 'LEAST']) {
    const rows = await rowsOf({ ...question, order }, 20)
    expect(rows.map(({ key }) => key).toSorted()).toEqual(
      (await rowsOf({ ...question, order: 'FIXED' })).map(({ key }) => key).toSorted(),
    )
    const each = rows.flatMap(({ total, heads }) => (heads ? [Number(total.above) / heads] : []))
    expect(each.length).toBeGreaterThan(50)
    const rounded = each.map((value) => Number(value.toFixed(7)))
    expect(rounded).toEqual(rounded.toSorted((a, b) => (order === 'MOST' ? b - a : a - b)))
  }
})

test('a period is compared with the one before, month by month, and says so where there is none', async () => {
  const first = await one<number>('SELECT min(year)::int AS value FROM period')
  const last = await one<number>('SELECT max(year)::int AS value FROM period')
  const now = await ask({ by: 'MONTH', year: last, compare: 'YEAR_BEFORE' })
  const before = await ask({ by: 'MONTH', year: last - 1 })
  expect(now.rows.edges.map(({ node }) => node.total.valueBefore)).toEqual(
    before.rows.edges.map(({ node }) => node.total.value),
  )
  expect(now.total.valueBefore).toBe(before.total.value)
  expect((await ask({ by: 'MONTH', year: first, compare: 'YEAR_BEFORE' })).spanBefore).toBeNull()
  const quarters = await ask({ by: 'QUARTER', year: last, compare: 'YEAR_BEFORE' })
  expect(quarters.rows.edges.map(({ node }) => node.total.valueBefore)).toEqual(
    (await ask({ by: 'QUARTER', year: last - 1 })).rows.edges.map(({ node }) => node.total.value),
  )
})

test('months from – to reach over years', async () => {
  const { total, span } = await ask({ year: null, from: '2007-11', to: '2008-02', by: 'YEAR' })
  expect(span).toEqual({ from: '2007-11', to: '2008-02' })
  expect(Number(total.value)).toBe(
    await one<number>(
      `SELECT count(*)::int AS value FROM activity WHERE status = 'COUNTERSIGNED' AND day >= '2007-11-01' AND day < '2008-03-01'`,
    ),
  )
})

test('everybody sees what is in their sight, as on the overview', async () => {
  for (const account of [
    'recorder',
    'secretary',
    'community',
    'street',
    'zone',
    'district',
    'auditor',
  ]) {
    const actor = await city.as(account)
    const summary = await actor.ask('{ citySummary(year: 2008) { total { countersigned } } }')
    for (const by of ['KIND', 'ZONE', 'STREET'])
      expect([account, by, (await ask({ by }, { actor })).total.value]).toEqual([
        account,
        by,
        String(
          z.object({ total: z.object({ countersigned: z.number() }) }).parse(summary['citySummary'])
            .total.countersigned,
        ),
      ])
  }
})

test('one statement answers a question', async () => {
  await ask({ measure: 'people.hours', by: 'STREET', across: 'MONTH' })
  city.statements()
  await ask({ measure: 'people.hours', by: 'STREET', across: 'MONTH', compare: 'YEAR_BEFORE' })
  expect(city.statements().filter((text) => text.includes('rollup'))).toHaveLength(1)
})

test('what is unknown is refused by name', async () => {
  const codes = async (question: Record<string, unknown>) =>
    (await municipal.answer(document, { question })).errors?.map(
      ({ extensions }) => extensions['code'],
    )
  expect(await codes({ measure: 'records.unheardOf' })).toEqual(['UNKNOWN_IN_QUESTION'])
  expect(await codes({ measure: 'outputs.culture.unheardOf' })).toEqual(['UNKNOWN_IN_QUESTION'])
  expect(await codes({ year: 1999 })).toEqual(['NO_SUCH_YEAR'])
})
