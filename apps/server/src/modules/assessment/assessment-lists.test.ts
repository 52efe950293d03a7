import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { Actor, TestCity } from '../../testing/city-under-test.ts'
import { stopRunJobs } from './run-jobs.ts'

let city: TestCity
let municipal: Actor
const rowShape = z.object({
  id: z.string(),
  programmeYear: z.number(),
  kind: z.string().optional(),
  state: z.string().optional(),
  scheme: z.object({ kind: z.string() }).nullish(),
})
const pageShape = z.object({
  edges: z.array(z.object({ cursor: z.string(), node: rowShape })),
  pageInfo: z.object({ hasNextPage: z.boolean() }),
})
const lists = {
  assessmentSchemes: { type: 'AssessmentScheme', node: 'id programmeYear kind' },
  assessmentRuns: { type: 'AssessmentRun', node: 'id programmeYear state scheme { kind }' },
  jointAssessments: { type: 'JointAssessment', node: 'id programmeYear state scheme { kind }' },
} as const
type List = keyof typeof lists

async function page(
  list: List,
  variables: { filter?: object; order?: string; first?: number; after?: string } = {},
  actor = municipal,
) {
  const { type, node } = lists[list]
  const data = await actor.ask(
    `query ($first: Int, $after: String, $filter: ${type}Filter, $order: ${type}Order) { ${list}(first: $first, after: $after, filter: $filter, order: $order) { edges { cursor node { ${node} } } pageInfo { hasNextPage } } }`,
    { first: 50, ...variables },
  )
  return pageShape.parse(data[list])
}
const idsOf = async (...call: Parameters<typeof page>) =>
  (await page(...call)).edges.map(({ node }) => node.id)
/** The whole list, a row at a time. */
async function rowByRow(list: List, order: string): Promise<string[]> {
  const ids: string[] = []
  for (let after: string | undefined; ;) {
    const { edges, pageInfo } = await page(list, {
      order,
      first: 1,
      ...(after === undefined ? {} : { after }),
    })
    ids.push(...edges.map(({ node }) => node.id))
    after = edges.at(-1)?.cursor
    if (!pageInfo.hasNextPage) return ids
  }
}

beforeAll(async () => {
  city = await openTestCity()
  municipal = await city.as('municipal')
  // Beside the two of the demonstration: a draft of the same year and a retired one of the year before.
  await city.database.pool.query(
    `INSERT INTO assessment_scheme (city_code, id, programme_year, kind, revision, status, version, title, content, changed_at, changed_by_name, in_force_at, retired_at)
     SELECT s.city_code, gen_random_uuid(), s.programme_year - o.back, s.kind, s.revision + 1, o.status::scheme_status, 1, o.title, s.content, s.changed_at + o.back * interval '1 hour', s.changed_by_name, CASE WHEN o.back = 1 THEN s.changed_at END, CASE WHEN o.back = 1 THEN s.changed_at END
     FROM assessment_scheme s, (VALUES (0, 'DRAFT', '试行草案'), (1, 'RETIRED', '上一年度方案')) o (back, status, title)`,
  )
})
afterAll(async () => {
  await stopRunJobs(city.database)
  await city.close()
})

describe.each([
  ['assessmentSchemes', ['YEAR', 'CHANGED']],
  ['assessmentRuns', ['NEWEST', 'OLDEST']],
  ['jointAssessments', ['NEWEST', 'OLDEST', 'DUE']],
] as const)('%s', (list, orders) => {
  test.each(orders)('come page by page by %s, each once', async (order) => {
    const all = await idsOf(list, { order })
    expect(all.length).toBeGreaterThan(1)
    expect(await rowByRow(list, order)).toEqual(all)
  })

  test('are narrowed by year, by who is assessed, and by the scheme’s title', async () => {
    const all = await page(list)
    for (const kind of ['AGENCY', 'COMMUNITY']) {
      const expected = all.edges
        .map(({ node }) => node)
        .filter((node) => (node.kind ?? node.scheme?.kind) === kind)
        .map(({ id }) => id)
      expect(expected.length).toBeGreaterThan(0)
      expect(await idsOf(list, { filter: { kind } })).toEqual(expected)
    }
    const inYear = await page(list, { filter: { programmeYear: 2008 } })
    expect(inYear.edges.length).toBeGreaterThan(0)
    expect(inYear.edges.every(({ node }) => node.programmeYear === 2008)).toBe(true)
    expect(await idsOf(list, { filter: { programmeYear: 1999 } })).toEqual([])
    const titled = await idsOf(list, { filter: { search: '机关党组织共建工作' } })
    expect(titled).not.toEqual([])
    expect(await idsOf(list, { filter: { kind: 'AGENCY' } })).toEqual(
      expect.arrayContaining(titled),
    )
    // What means something to the database is looked for as it stands.
    expect(await idsOf(list, { filter: { search: '%' } })).toEqual([])
  })
})

test('schemes are narrowed by their status; a draft is out of sight of the judged, also of a search', async () => {
  const street = await city.as('street')
  for (const status of ['DRAFT', 'IN_FORCE', 'RETIRED'])
    expect(await idsOf('assessmentSchemes', { filter: { statuses: [status] } })).toHaveLength(2)
  for (const filter of [{ statuses: ['DRAFT'] }, { search: '试行' }])
    expect(await idsOf('assessmentSchemes', { filter }, street)).toEqual([])
})

test('runs are narrowed by their state, and by whether they were published', async () => {
  const all = await idsOf('assessmentRuns')
  const published = await idsOf('assessmentRuns', { filter: { published: true } })
  const others = await idsOf('assessmentRuns', { filter: { published: false } })
  expect(published).toHaveLength(1)
  expect([...published, ...others].toSorted()).toEqual(all.toSorted())
  expect(await idsOf('assessmentRuns', { filter: { states: ['CANCELLED'] } })).toEqual([])
})

test('joint assessments are narrowed by how far they are', async () => {
  const { edges } = await page('jointAssessments')
  for (const { node } of edges)
    expect(await idsOf('jointAssessments', { filter: { states: [node.state] } })).toContain(node.id)
  expect(await idsOf('jointAssessments', { filter: { states: ['DECIDED'] } })).toEqual([])
})
