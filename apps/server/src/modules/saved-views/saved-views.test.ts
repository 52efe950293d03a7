import { randomUUID } from 'node:crypto'
import { SAVED_VIEW_LIMITS } from '@gongjian/domain/saved-view'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { Actor, TestCity } from '../../testing/city-under-test.ts'

let city: TestCity
let municipal: Actor
let auditor: Actor
let district: Actor
let recorder: Actor
beforeAll(async () => {
  city = await openTestCity()
  municipal = await city.as('municipal')
  auditor = await city.as('auditor')
  district = await city.as('district')
  recorder = await city.as('recorder')
})
afterAll(() => city.close())

const fields =
  'id route name search { field value } outdated sharing ownerName isMine mayChange mayRemove version organisation { name }'
const saved = z.object({
  __typename: z.string(),
  id: z.string().optional(),
  version: z.number().optional(),
  code: z.string().optional(),
  fieldErrors: z.array(z.object({ path: z.string(), code: z.string() })).optional(),
})
async function save(actor: Actor, changes: Record<string, unknown> = {}) {
  const data = await actor.ask(
    `mutation ($input: SaveViewInput!) { saveView(input: $input) { __typename ... on Failure { code } ... on InvalidInput { fieldErrors { path code } } ... on SavedView { ${fields} } } }`,
    {
      input: {
        id: randomUUID(),
        route: 'EXPLORE',
        name: `各片区工时 ${randomUUID()}`,
        search: [
          { field: 'measure', value: 'people.hours' },
          { field: 'by', value: 'AGENCY' },
        ],
        sharing: 'PRIVATE',
        ...changes,
      },
    },
  )
  return saved.parse(data['saveView'])
}
async function idOf(actor: Actor, changes: Record<string, unknown>): Promise<string> {
  const { id } = await save(actor, changes)
  if (id === undefined) throw new Error('a view was expected')
  return id
}
const view = z.object({
  id: z.string(),
  name: z.string(),
  search: z.array(z.object({ field: z.string(), value: z.string() })),
  outdated: z.array(z.string()),
  sharing: z.string(),
  isMine: z.boolean(),
  mayChange: z.boolean(),
  mayRemove: z.boolean(),
})
const page = z.object({
  savedViews: z.object({
    edges: z.array(z.object({ node: view })),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  }),
})
async function list(actor: Actor, variables: Record<string, unknown> = {}) {
  const { savedViews } = page.parse(
    await actor.ask(
      `query ($first: Int, $after: String, $filter: SavedViewFilter, $order: SavedViewOrder) { savedViews(first: $first, after: $after, filter: $filter, order: $order) { edges { node { ${fields} } } pageInfo { hasNextPage endCursor } } }`,
      { first: 100, ...variables },
    ),
  )
  return savedViews
}
const namesFor = async (actor: Actor, search: string) =>
  (await list(actor, { filter: { search } })).edges.map(({ node }) => node.name)
const remove = async (actor: Actor, id: string, version = 1) =>
  (
    await actor.ask(
      `mutation ($input: RemoveViewInput!) { removeView(input: $input) { __typename ... on Failure { code } } }`,
      { input: { id, version } },
    )
  )['removeView']

describe('is refused', () => {
  test('a view without a name, with one too long, or of fields that the page does not know', async () => {
    const tooLong = '长'.repeat(SAVED_VIEW_LIMITS.name + 1)
    expect((await save(municipal, { name: ' ' })).fieldErrors).toEqual([
      { path: 'name', code: 'REQUIRED' },
    ])
    expect((await save(municipal, { name: tooLong })).fieldErrors).toEqual([
      { path: 'name', code: 'TOO_LONG' },
    ])
    const search = [{ field: 'password', value: 'x' }]
    expect((await save(municipal, { search })).fieldErrors).toEqual([
      { path: 'search', code: 'UNKNOWN_CHOICE' },
    ])
  })

  test("a second one of one's own with the same name; others may use it", async () => {
    const name = `同名 ${randomUUID()}`
    await idOf(municipal, { name })
    expect((await save(municipal, { name })).fieldErrors).toEqual([
      { path: 'name', code: 'OWN_NAME_TAKEN' },
    ])
    expect((await save(recorder, { name })).__typename).toBe('SavedView')
  })

  test('to share with the whole city, for who does not answer for it', async () => {
    for (const actor of [recorder, district, auditor])
      expect((await save(actor, { sharing: 'CITY' })).fieldErrors).toEqual([
        { path: 'sharing', code: 'UNKNOWN_CHOICE' },
      ])
  })

  test('to change or remove what is not their own', async () => {
    const id = await idOf(municipal, { sharing: 'CITY' })
    expect((await save(recorder, { id, version: 1 })).__typename).toBe('NotFound')
    expect(await remove(recorder, id)).toMatchObject({ __typename: 'NotFound' })
    const hidden = await idOf(municipal, {})
    expect((await save(recorder, { id: hidden, version: 1 })).__typename).toBe('NotFound')
    expect((await save(recorder, { id: hidden })).code).toBe('CHANGED_MEANWHILE')
    expect(await remove(auditor, hidden)).toMatchObject({ __typename: 'NotFound' })
  })

  test('to change what was changed meanwhile; of two at once one wins', async () => {
    const id = await idOf(municipal, {})
    const both = await Promise.all(
      ['甲', '乙'].map((name) => save(municipal, { id, version: 1, name: name + randomUUID() })),
    )
    expect(both.map(({ code }) => code ?? 'done').toSorted()).toEqual(['CHANGED_MEANWHILE', 'done'])
    expect(await remove(municipal, id, 1)).toMatchObject({ code: 'CHANGED_MEANWHILE' })
    expect(await remove(municipal, id, 2)).toMatchObject({ __typename: 'ViewRemoved' })
  })
})

test('who finds a view is whom it is shared with', async () => {
  const mark = randomUUID()
  for (const sharing of ['PRIVATE', 'ORGANISATION', 'CITY'])
    await idOf(municipal, { name: `${mark} ${sharing}`, sharing })
  const names = (shared: string[]) => shared.map((sharing) => `${mark} ${sharing}`)
  const all = names(['CITY', 'ORGANISATION', 'PRIVATE'])
  expect(await namesFor(municipal, mark)).toEqual(all)
  const colleague = await city.as('municipal2')
  expect(await namesFor(colleague, mark)).toEqual(names(['CITY', 'ORGANISATION']))
  for (const actor of [recorder, district])
    expect(await namesFor(actor, mark)).toEqual(names(['CITY']))
  expect((await list(municipal, { filter: { search: mark, mine: false } })).edges).toEqual([])
  expect((await list(colleague, { filter: { search: mark, mine: true } })).edges).toEqual([])
})

test('what one finds of others opens within what one may see oneself', async () => {
  const name = `全市工时 ${randomUUID()}`
  await idOf(municipal, { name, sharing: 'CITY' })
  const [found] = (await list(recorder, { filter: { search: name } })).edges
  const question = Object.fromEntries(
    found?.node.search.map(({ field, value }) => [field, value]) ?? [],
  )
  const ask = async (actor: Actor) =>
    z
      .object({ explore: z.object({ total: z.object({ value: z.string() }) }) })
      .parse(
        await actor.ask(
          'query ($question: ExploreQuestion!) { explore(question: $question) { total { value } } }',
          { question },
        ),
      ).explore.total.value
  expect(found?.node).toMatchObject({ isMine: false, mayChange: false, mayRemove: false })
  const own = Number(await ask(recorder))
  expect(own).toBeGreaterThan(0)
  expect(own).toBeLessThan(Number(await ask(municipal)))
})

test('a view whose measure is there no more says so', async () => {
  const name = `旧指标 ${randomUUID()}`
  const search = [
    { field: 'measure', value: 'outputs.culture.longGone' },
    { field: 'by', value: 'ZONE' },
  ]
  await idOf(municipal, { name, search })
  const [found] = (await list(municipal, { filter: { search: name } })).edges
  expect(found?.node.outdated).toEqual(['measure'])
})

test('what others found is written into the log when it is shared, taken back and removed; what is private is not', async () => {
  const id = await idOf(municipal, { sharing: 'CITY' })
  const name = `改名 ${randomUUID()}`
  await save(municipal, { id, version: 1, name, sharing: 'PRIVATE' })
  await save(municipal, { id, version: 2, name: `${name} 二`, sharing: 'PRIVATE' })
  await save(municipal, { id, version: 3, name, sharing: 'CITY' })
  // Owners move on: who may put a view before the city may also take one away.
  expect(await remove(await city.as('admin'), id, 4)).toMatchObject({ __typename: 'ViewRemoved' })
  const { rows } = await city.database.pool.query<{ action: string }>(
    'SELECT action FROM audit_event WHERE subject_id = $1 ORDER BY seq',
    [id],
  )
  expect(rows.map(({ action }) => action)).toEqual([
    'view.share',
    'view.unshare',
    'view.share',
    'view.remove',
  ])
})

test('the list goes by page in each order without one missing or twice', async () => {
  const mark = randomUUID()
  for (let count = 0; count < 7; count += 1) await idOf(district, { name: `${mark} ${count}` })
  for (const order of ['NAME', 'NEWEST']) {
    const names: string[] = []
    for (let after: string | null = null; ;) {
      const found: Awaited<ReturnType<typeof list>> = await list(district, {
        first: 3,
        after,
        order,
        filter: { search: mark },
      })
      names.push(...found.edges.map(({ node }) => node.name))
      if (!found.pageInfo.hasNextPage) break
      after = found.pageInfo.endCursor
    }
    const expected = [...'0123456'].map((count) => `${mark} ${count}`)
    expect([order, names]).toEqual([order, order === 'NAME' ? expected : names])
    expect(new Set(names)).toEqual(new Set(expected))
    expect(names).toHaveLength(7)
  }
})

test('there is an end to how many one keeps', async () => {
  const colleague = await city.as('municipal2')
  await city.database.pool.query(
    `INSERT INTO saved_view (city_code, id, owner_id, route, name, search, sharing, organisation_id, version, created_at, updated_at)
     SELECT o.city_code, gen_random_uuid(), $1, 'EXPLORE', 'n' || n, '{}', 'PRIVATE', o.id, 1, now(), now() FROM organisation o, generate_series(1, $2) n WHERE o.parent_id IS NULL`,
    [colleague.userId, SAVED_VIEW_LIMITS.each],
  )
  expect((await save(colleague)).fieldErrors).toEqual([{ path: 'name', code: 'TOO_MANY_LINES' }])
})
