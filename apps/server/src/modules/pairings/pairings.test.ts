import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { Actor, TestCity } from '../../testing/city-under-test.ts'

let city: TestCity
let reader: Actor
beforeAll(async () => {
  city = await openTestCity()
  reader = await city.as('municipal')
})
afterAll(() => city.close())

const document = `query ($first: Int, $after: String, $filter: PairingFilter) { pairings(first: $first, after: $after, filter: $filter) {
  edges { node { id level active lastActivityDay daysSinceLastActivity countersigned submitted agencySide { path } communitySide { path } } }
  pageInfo { hasNextPage endCursor } } }`
const side = z.object({ path: z.string() })
const node = z.object({
  id: z.string(),
  level: z.string(),
  active: z.boolean(),
  lastActivityDay: z.string().nullable(),
  daysSinceLastActivity: z.number().nullable(),
  countersigned: z.number(),
  submitted: z.number(),
  agencySide: side,
  communitySide: side,
})
const page = z.object({
  edges: z.array(z.object({ node })),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
})

async function all(filter: Record<string, unknown>, actor = reader) {
  const nodes: z.infer<typeof node>[] = []
  for (let after: string | null = null, more = true; more;) {
    const { pairings } = await actor.ask(document, { first: 83, after, filter })
    const { edges, pageInfo } = page.parse(pairings)
    nodes.push(...edges.map((edge) => edge.node))
    after = pageInfo.endCursor
    more = pageInfo.hasNextPage
  }
  return nodes
}

test('every pairing is listed once, in the order of its agency, with what the records say', async () => {
  const listed = await all({})
  const { rows } = await city.database.pool.query<{
    id: string
    countersigned: number
    submitted: number
    lastActivityDay: string | null
  }>(
    `SELECT p.id, count(*) FILTER (WHERE t.status = 'COUNTERSIGNED' AND t.programme_year = 2008)::int AS countersigned,
       count(*) FILTER (WHERE t.status = 'SUBMITTED' AND t.programme_year = 2008)::int AS submitted, max(t.day)::text AS "lastActivityDay"
     FROM pairing p JOIN organisation a ON a.id = p.agency_side_id JOIN organisation c ON c.id = p.community_side_id
     LEFT JOIN activity t ON t.status IN ('SUBMITTED', 'COUNTERSIGNED') AND (CASE p.level WHEN 'BRANCH_COMMUNITY' THEN t.pairing_id = p.id
       ELSE starts_with(t.agency_side_path, a.path) AND starts_with(t.community_side_path, c.path) END)
     GROUP BY p.id, a.path, c.path ORDER BY a.path, c.path, p.id`,
  )
  expect(
    listed.map(({ id, countersigned, submitted, lastActivityDay }) => ({
      id,
      countersigned,
      submitted,
      lastActivityDay,
    })),
  ).toEqual(rows)
})

test('those that have had nothing for so many days are those whose last day is that far back, or that have none', async () => {
  const listed = await all({})
  const silent = await all({ nothingForDays: 60 })
  const expected = listed.filter(({ daysSinceLastActivity: days }) => days === null || days > 60)
  expect(expected.length).toBeGreaterThan(0)
  expect(silent.map(({ id }) => id)).toEqual(expected.map(({ id }) => id))
})

test('ended ones are kept apart from those that hold', async () => {
  const [active, ended, both] = [
    await all({ active: true }),
    await all({ active: false }),
    await all({}),
  ]
  expect(active.every((pairing) => pairing.active)).toBe(true)
  expect(ended.length).toBeGreaterThan(0)
  expect(ended.some((pairing) => pairing.active)).toBe(false)
  expect(active.length + ended.length).toBe(both.length)
})

test('a branch records under its own pairings that hold, the last used first', async () => {
  const recorder = await city.as('recorder')
  const mine = await all({ mayRecord: true }, recorder)
  expect(mine.length).toBeGreaterThan(0)
  expect(
    mine.every(
      ({ agencySide, active, level }) =>
        agencySide.path === recorder.organisationPath && active && level === 'BRANCH_COMMUNITY',
    ),
  ).toBe(true)
  const days = mine.map(({ lastActivityDay }) => lastActivityDay ?? '')
  expect(days).toEqual(days.toSorted().toReversed())
  expect(await all({ mayRecord: true })).toEqual([])
})

test('a page takes two statements at most, however long it is', async () => {
  city.statements()
  await reader.ask(document, { first: 100, after: null, filter: {} })
  expect(city.statements().length).toBeLessThanOrEqual(2)
})
