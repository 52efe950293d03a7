import { EXPLORE_DIMENSIONS } from '@gongjian/domain/explore-question'
import { readXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openApp } from '../../testing/app-under-test.ts'
import type { AppUnderTest } from '../../testing/app-under-test.ts'

/**
 * Every place that says a figure says the number that the records themselves give, by a statement that knows neither the
 * rollups nor the analysis. What an assessment counts and the year report says is held beside the analysis in explore.test.ts.
 */
let open: AppUnderTest
let cookie: string
beforeAll(async () => {
  open = await openApp()
  cookie = await open.cookieOf('municipal')
})
afterAll(() => open.close())

/** What is added up over countersigned records (alias t), as text without the zeros behind. */
const measures = {
  'records.accepted': 'count(*)',
  'people.personTimes':
    'sum((SELECT coalesce(sum(p.head_count), 0) FROM participation p WHERE p.city_code = t.city_code AND p.activity_id = t.id))',
  'people.hours':
    'sum((SELECT coalesce(sum(p.head_count * p.hours_each), 0) FROM participation p WHERE p.city_code = t.city_code AND p.activity_id = t.id))',
  'outputs.relief.donatedValue':
    "sum((SELECT coalesce(sum(o.accepted), 0) FROM output o WHERE o.city_code = t.city_code AND o.activity_id = t.id AND o.indicator_code = 'relief.donatedValue'))",
} as const
/** The key of a member of the dimension, from the record alone. */
const dimensions = {
  ZONE: 't.zone_id::text',
  AGENCY: "split_part(t.agency_side_path, '/', 2)",
  DISTRICT: "split_part(t.community_side_path, '/', 2)",
  STREET: "split_part(t.community_side_path, '/', 3)",
  COMMUNITY: "split_part(t.community_side_path, '/', 4)",
  AREA: "coalesce(t.area::text, '')",
  KIND: 't.kind::text',
  DIRECTION: 't.direction::text',
  MONTH: "to_char(t.day, 'YYYY-MM')",
} as const
type Dimension = keyof typeof dimensions
const isCounted = (dimension: string): dimension is Dimension =>
  Object.hasOwn(dimensions, dimension)
const counted = "FROM activity t WHERE t.programme_year = 2008 AND t.status = 'COUNTERSIGNED'"

const answerShape = z.object({
  explore: z.object({
    total: z.object({ value: z.string() }),
    rows: z.object({
      edges: z.array(
        z.object({
          node: z.object({
            key: z.string(),
            name: z.string(),
            total: z.object({ value: z.string() }),
          }),
        }),
      ),
      pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
    }),
  }),
})
async function explored(measure: string, by: Dimension) {
  const rows: { key: string; name: string; value: number }[] = []
  for (let after: string | null = null; ;) {
    const { data } = await open.ask(
      'municipal',
      'query ($question: ExploreQuestion!, $after: String) { explore(question: $question, first: 100, after: $after) { total { value } rows { edges { node { key name total { value } } } pageInfo { hasNextPage endCursor } } } }',
      { question: { measure, by, year: 2008 }, after },
    )
    const { total, rows: page }: z.infer<typeof answerShape>['explore'] =
      answerShape.parse(data).explore
    rows.push(
      ...page.edges.map(({ node: { key, name, total: of } }) => ({
        key,
        name,
        value: Number(of.value),
      })),
    )
    if (!page.pageInfo.hasNextPage) return { total: Number(total.value), rows }
    after = page.pageInfo.endCursor
  }
}
const exported = (measure: string, by: Dimension, format: 'xlsx' | 'csv') =>
  open.app.inject({
    method: 'GET',
    url: `/api/exports/explore.${format}?measure=${measure}&by=${by}&year=2008`,
    headers: { cookie, 'accept-language': 'zh-CN' },
  })

describe.each(Object.entries(measures))('%s', (measure, sum) => {
  test.each(EXPLORE_DIMENSIONS.filter(isCounted))('by %s', async (by) => {
    const { rows: plain } = await open.database.pool.query<{ key: string; value: number }>(
      `SELECT ${dimensions[by]} AS key, ${sum}::float8 AS value ${counted} GROUP BY 1`,
    )
    expect(plain.length).toBeGreaterThan(1)
    const { total, rows } = await explored(measure, by)
    const shown = new Map(rows.map(({ key, value }) => [key, value]))
    for (const { key, value } of plain) expect([key, shown.get(key) ?? 0]).toEqual([key, value])
    const known = new Set(plain.map(({ key }) => key))
    expect(rows.filter(({ key, value }) => !known.has(key) && value !== 0)).toEqual([])
    expect(total).toBeCloseTo(
      plain.reduce((whole, { value }) => whole + value, 0),
      4,
    )

    const lines = [...rows.map(({ name: of, value }) => [of, value]), ['全部', total]]
    const [sheet] = (await readXlsx((await exported(measure, by, 'xlsx')).rawPayload)).sheets
    expect(sheet?.rows.slice(1)).toEqual(lines)
    const text = (await exported(measure, by, 'csv')).body.trim().split('\r\n').slice(1)
    expect(text.map((line) => Number(line.slice(line.lastIndexOf(',') + 1)))).toEqual(
      lines.map(([, value]) => value),
    )
  })
})

test('the overview says it too', async () => {
  const { data } = await open.ask(
    'municipal',
    '{ citySummary(year: 2008) { total { countersigned personTimes hours } indicators { indicator { code } accepted } } }',
  )
  const { citySummary } = z
    .object({
      citySummary: z.object({
        total: z.object({
          countersigned: z.number(),
          personTimes: z.number(),
          hours: z.string(),
        }),
        indicators: z.array(
          z.object({ indicator: z.object({ code: z.string() }), accepted: z.string() }),
        ),
      }),
    })
    .parse(data)
  const whole = async (measure: keyof typeof measures) => {
    const { rows } = await open.database.pool.query<{ value: number }>(
      `SELECT ${measures[measure]}::float8 AS value ${counted}`,
    )
    return rows[0]?.value
  }
  const { total, indicators } = citySummary
  expect(total.countersigned).toBe(await whole('records.accepted'))
  expect(total.personTimes).toBe(await whole('people.personTimes'))
  expect(Number(total.hours)).toBe(await whole('people.hours'))
  const donated = indicators.find(({ indicator }) => indicator.code === 'relief.donatedValue')
  expect(Number(donated?.accepted)).toBe(await whole('outputs.relief.donatedValue'))
})
