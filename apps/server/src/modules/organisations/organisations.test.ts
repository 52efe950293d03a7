import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { Actor, TestCity } from '../../testing/city-under-test.ts'

let city: TestCity
let reader: Actor
beforeAll(async () => {
  city = await openTestCity()
  reader = await city.as('recorder')
})
afterAll(() => city.close())

const list = `query ($first: Int, $after: String, $filter: OrganisationFilter) { organisations(first: $first, after: $after, filter: $filter) {
  edges { node { code name kind path } } pageInfo { hasNextPage endCursor } } }`
const page = z.object({
  edges: z.array(
    z.object({
      node: z.object({ code: z.string(), name: z.string(), kind: z.string(), path: z.string() }),
    }),
  ),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
})
async function found(filter: Record<string, unknown>, first = 100, after: string | null = null) {
  const { organisations } = await reader.ask(list, { first, after, filter })
  const { edges, pageInfo } = page.parse(organisations)
  return { nodes: edges.map(({ node }) => node), ...pageInfo }
}
const namesOf = async (search: string) => (await found({ search })).nodes.map(({ name }) => name)

describe('an organisation is found', () => {
  test.each([
    ['by a part of its name', '财政局', '市财政局'],
    ['by its code', '230102001', '兆麟街道工委'],
    ['by its code in full width', '２３０１０２００１', '兆麟街道工委'],
    ['by the initials of its pinyin', 'sczj', '市财政局'],
    ['by the initials in capitals', 'SCZJ', '市财政局'],
  ])('%s', async (_how, search, name) => {
    expect(await namesOf(search)).toContain(name)
  })

  test.each(['%', '_', '\\', "' OR true --", '没有这个组织'])('but not by %j', async (search) => {
    expect(await namesOf(search)).toEqual([])
  })
})

test('the list goes through the tree, each organisation once', async () => {
  const paths: string[] = []
  for (let after: string | null = null, more = true; more;) {
    const next = await found({}, 100, after)
    paths.push(...next.nodes.map(({ path }) => path))
    after = next.endCursor
    more = next.hasNextPage
  }
  const { rows } = await city.database.pool.query<{ path: string }>('SELECT path FROM organisation')
  expect(paths).toEqual(rows.map(({ path }) => path).toSorted())
})

test('a part of it is found by kind, by what it is under and by zone', async () => {
  expect((await found({ kinds: ['DISTRICT'] })).nodes.map(({ kind }) => kind)).toEqual(
    Array.from({ length: 6 }, () => 'DISTRICT'),
  )
  const { rows } = await city.database.pool.query<{ agency: string; zone: string }>(
    `SELECT o.id AS agency, m.zone_id AS zone FROM organisation o JOIN zone_membership m ON m.agency_id = o.id WHERE o.code = 'A001'`,
  )
  const under = await found({ underId: rows[0]?.agency, kinds: ['BRANCH'] })
  expect(under.nodes.length).toBeGreaterThan(1)
  expect(under.nodes.every(({ path }) => path.startsWith('2301/A001/'))).toBe(true)
  const inZone = await found({ zoneId: rows[0]?.zone, kinds: ['AGENCY'] })
  const { zone } = await reader.ask(`{ zone(id: "${rows[0]?.zone}") { agencies { code } } }`)
  expect({
    agencies: inZone.nodes
      .map(({ code }) => ({ code }))
      .toSorted((one, other) => (one.code < other.code ? -1 : 1)),
  }).toMatchObject({
    agencies: z
      .object({ agencies: z.array(z.object({ code: z.string() })) })
      .parse(zone)
      .agencies.toSorted((one, other) => (one.code < other.code ? -1 : 1)),
  })
})

test('a page of organisations with all around them takes a few statements, however long it is', async () => {
  const around = `{ organisations(first: 100) { edges { node { name parent { name } ancestors { name } children { name } zone { name leadAgency { name } } } } } }`
  city.statements()
  await reader.ask(around)
  const many = city.statements().length
  await reader.ask(around.replace('100', '10'))
  expect(city.statements().length).toBeLessThanOrEqual(many)
  expect(many).toBeLessThanOrEqual(8)
})

test('the ancestors lead from the city committee down to the parent', async () => {
  const { organisations } = await reader.ask(
    `{ organisations(filter: { search: "230102001001" }) { edges { node { name ancestors { name } parent { name } } } } }`,
  )
  expect(organisations).toMatchObject({
    edges: [
      {
        node: {
          name: '省报社社区',
          ancestors: [
            { name: '哈尔滨市直属机关工作委员会' },
            { name: '道里区委' },
            { name: '兆麟街道工委' },
          ],
          parent: { name: '兆麟街道工委' },
        },
      },
    ],
  })
})
