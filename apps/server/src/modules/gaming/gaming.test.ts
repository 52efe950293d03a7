import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { Actor, TestCity } from '../../testing/city-under-test.ts'
import { newId } from '../../testing/recording.ts'
import { begin, lookForSigns, lookWhereDue, work } from './look-for-signs.ts'

const signsShape = z.object({
  edges: z.array(
    z.object({
      cursor: z.string(),
      node: z.object({
        id: z.string(),
        sign: z.string(),
        why: z.string(),
        recordCount: z.number(),
        organisation: z.object({ id: z.string(), code: z.string() }),
        partner: z.object({ id: z.string() }).nullable(),
        records: z.array(z.object({ id: z.string() })),
      }),
    }),
  ),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
})
const document = `query ($filter: GamingFilter!, $first: Int, $after: String, $order: GamingOrder) { gamingSigns(filter: $filter, first: $first, after: $after, order: $order) {
  edges { cursor node { id sign why recordCount organisation { id code } partner { id } records { id } } } pageInfo { hasNextPage endCursor } } }`

let city: TestCity
let municipal: Actor
beforeAll(async () => {
  city = await openTestCity()
  municipal = await city.as('municipal')
})
afterAll(() => city.close())

let isStale = true
/** The product looks at night; a test looks whenever it has written a record. */
async function look() {
  if (isStale) await lookForSigns(await municipal.context(), 2008)
  isStale = false
}
async function page(rest: Record<string, unknown> = {}, filter: Record<string, unknown> = {}) {
  await look()
  const data = await municipal.ask(document, { filter: { year: 2008, ...filter }, ...rest })
  return signsShape.parse(data['gamingSigns'])
}
async function signsOf(organisationId: string, sign?: string) {
  const { edges } = await page({}, { organisationId, ...(sign ? { signs: [sign] } : {}) })
  return edges.map(({ node }) => node)
}

type Pairing = { id: string; branch: string; community: string }
let pairings: Pairing[] | null = null
/** A pairing that no other test uses, with nothing under it: what a test says of it is all there is. */
async function freshPairing(): Promise<Pairing> {
  pairings ??= (
    await city.database.pool.query<Pairing>(
      `SELECT p.id, p.agency_side_id AS branch, p.community_side_id AS community FROM pairing p
       WHERE p.level = 'BRANCH_COMMUNITY' AND p.valid_to IS NULL
         AND NOT EXISTS (SELECT FROM activity t WHERE t.agency_side_id = p.agency_side_id OR t.community_side_id = p.community_side_id) ORDER BY p.id`,
    )
  ).rows
  pairings = await (pairings.length > 0 ? Promise.resolve(pairings) : quietPairings())
  const pairing = pairings.shift()
  if (pairing === undefined) throw new Error('no pairing is left')
  return pairing
}
/** Where every pairing has records: those with the fewest. */
async function quietPairings(): Promise<Pairing[]> {
  const { rows } = await city.database.pool.query<Pairing>(
    `SELECT p.id, p.agency_side_id AS branch, p.community_side_id AS community FROM pairing p LEFT JOIN activity t ON t.pairing_id = p.id
     WHERE p.level = 'BRANCH_COMMUNITY' AND p.valid_to IS NULL GROUP BY p.id, p.agency_side_id, p.community_side_id ORDER BY count(t.id), p.id LIMIT 60`,
  )
  return rows
}

type Changes = {
  day?: string
  title?: string
  people?: number
  side?: 'AGENCY_SIDE' | 'COMMUNITY_SIDE'
  usefulness?: number
  submitted?: string
  decided?: string
  decidedBy?: string
  quantity?: number
  indicator?: string
}
let count = 0
/** A countersigned record under the pairing, as it stands after a life in the product. */
async function record(
  { id: pairingId, branch, community }: Pairing,
  {
    day = '2008-06-02',
    title = `活动${String.fromCodePoint(0x5000 + count)}`,
    people = 30,
    side = 'AGENCY_SIDE',
    usefulness = 4,
    submitted = '2008-06-20T02:00:00Z',
    decided = '2008-06-22T02:00:00Z',
    decidedBy = newId(),
    quantity = 1,
    indicator = 'partyBuilding.lectures',
  }: Changes = {},
): Promise<string> {
  count += 1
  isStale = true
  const id = newId()
  const { pool } = city.database
  await pool.query(
    `INSERT INTO activity (city_code, id, pairing_id, agency_side_id, agency_side_path, community_side_id, community_side_path, zone_id, programme_year, day, kind, area, direction, recording_side, title, words, status, version, person_times, hours, open_questions, usefulness, created_by_id, created_at, updated_at, submitted_by_id, submitted_at, decided_by_id, decided_at)
     SELECT a.city_code, $1, $2, a.id, a.path, m.id, m.path, (SELECT z.zone_id FROM zone_membership z WHERE z.agency_id = a.parent_id LIMIT 1), 2008, $5::date, 'SIX_HELPS', 'PARTY_BUILDING',
       CASE WHEN $6 = 'AGENCY_SIDE' THEN 'AGENCY_TO_COMMUNITY'::direction ELSE 'COMMUNITY_TO_AGENCY' END, $6::rollup_side, $7, '', 'COUNTERSIGNED', 3, $8, 10, '{}', $9, $10, $11, $12, $10, $11, $13, $12
     FROM organisation a, organisation m WHERE a.id = $3 AND m.id = $4`,
    [
      id,
      pairingId,
      branch,
      community,
      day,
      side,
      title,
      people,
      usefulness,
      newId(),
      submitted,
      decided,
      decidedBy,
    ],
  )
  await pool.query(
    `INSERT INTO output (city_code, activity_id, indicator_code, position, claimed, accepted) SELECT city_code, id, $2, 1, $3, $3 FROM activity WHERE id = $1`,
    [id, indicator, quantity],
  )
  return id
}
const times = async <One>(number: number, make: (index: number) => Promise<One>) => {
  const all: One[] = []
  for (let index = 0; index < number; index++) all.push(await make(index))
  return all
}
const dayOf = (index: number, step = 10) =>
  new Date(Date.UTC(2008, 0, 5 + ((index * step) % 240))).toISOString().slice(0, 10)

describe('many tiny records', () => {
  test('ten with hardly anybody are a sign, with its records; nine are none, nor ten among many others', async () => {
    const [many, nine, few] = [await freshPairing(), await freshPairing(), await freshPairing()]
    const ids = await times(10, (index) => record(many, { people: 1, day: dayOf(index) }))
    await times(9, (index) => record(nine, { people: 1, day: dayOf(index) }))
    await times(10, (index) => record(few, { people: 1, day: dayOf(index) }))
    await times(60, (index) => record(few, { people: 90, day: dayOf(index, 5) }))
    const [sign, ...more] = await signsOf(many.branch, 'MANY_TINY')
    expect(more).toEqual([])
    expect(sign).toMatchObject({
      organisation: { id: many.branch },
      partner: { id: many.community },
    })
    expect(sign?.recordCount).toBeGreaterThanOrEqual(10)
    expect(sign?.records.map(({ id }) => id)).toEqual(expect.arrayContaining(ids))
    expect(await signsOf(nine.branch, 'MANY_TINY')).toEqual([])
    expect(await signsOf(few.branch, 'MANY_TINY')).toEqual([])
  })
  test('a large quantity is no small thing', async () => {
    const pairing = await freshPairing()
    await times(10, (index) => record(pairing, { people: 1, day: dayOf(index), quantity: 40 }))
    expect(await signsOf(pairing.branch, 'MANY_TINY')).toEqual([])
  })
})

describe('one thing split over days', () => {
  test('the same title but for numbers, day after day', async () => {
    const pairing = await freshPairing()
    const ids = [
      await record(pairing, { title: '楼道清雪（一）', day: '2008-01-07' }),
      await record(pairing, { title: '楼道清雪（二）', day: '2008-01-08' }),
      await record(pairing, { title: '楼道清雪 第三次', day: '2008-01-11' }),
    ]
    const [sign, ...more] = await signsOf(pairing.branch, 'SPLIT')
    expect(more).toEqual([])
    expect(sign?.recordCount).toBe(3)
    expect(sign?.records.map(({ id }) => id)).toEqual(ids.toReversed())
    expect(sign?.why).toContain('楼道清雪')
  })
  test('not what comes every week, has another title or counts something else, or is twice on one day', async () => {
    const pairing = await freshPairing()
    for (const day of ['2008-01-07', '2008-01-14', '2008-01-21'])
      await record(pairing, { title: '每周夜校', day })
    for (const [index, title] of ['送图书', '送药品', '送棉衣'].entries())
      await record(pairing, { title, day: `2008-02-0${index + 1}` })
    for (const [index, indicator] of [
      'partyBuilding.lectures',
      'partyBuilding.lectures',
      'partyBuilding.symposia',
    ].entries())
      await record(pairing, { title: '党员活动', day: `2008-03-0${index + 1}`, indicator })
    for (const day of ['2008-04-01', '2008-04-01', '2008-04-02'])
      await record(pairing, { title: '义诊', day })
    expect(await signsOf(pairing.branch, 'SPLIT')).toEqual([])
  })
})

describe('quantities at the usual maximum', () => {
  const indicator = 'partyBuilding.lectures'
  async function maximum(): Promise<number> {
    const { rows } = await city.database.pool.query<{ maximum: number }>(
      'SELECT usual_maximum::float8 AS maximum FROM indicator WHERE code = $1',
      [indicator],
    )
    return rows[0]?.maximum ?? 0
  }
  test('three at it or a little over', async () => {
    const pairing = await freshPairing()
    const most = await maximum()
    expect(most).toBeGreaterThan(1)
    await times(3, (index) => record(pairing, { quantity: most, day: dayOf(index) }))
    const [sign] = await signsOf(pairing.branch, 'JUST_OVER_CAP')
    expect(sign).toMatchObject({ recordCount: 3, partner: null })
    expect(sign?.why).toContain(String(most))
  })
  test('not below it, nor far above it, nor three among many', async () => {
    const [near, among] = [await freshPairing(), await freshPairing()]
    const most = await maximum()
    await times(3, (index) => record(near, { quantity: most - 1, day: dayOf(index) }))
    await times(3, (index) => record(near, { quantity: most * 2, day: dayOf(index) }))
    await times(3, (index) => record(among, { quantity: most, day: dayOf(index) }))
    await times(40, (index) => record(among, { quantity: 1, day: dayOf(index, 7) }))
    expect(await signsOf(near.branch, 'JUST_OVER_CAP')).toEqual([])
    expect(await signsOf(among.branch, 'JUST_OVER_CAP')).toEqual([])
  })
})

describe('mutual fives', () => {
  const rules = async () => {
    await look()
    const data = await municipal.ask('{ gamingRules(year: 2008) { sign words } }')
    return z
      .array(z.object({ sign: z.string(), words: z.string() }))
      .parse(data['gamingRules'])
      .find(({ sign }) => sign === 'MUTUAL_FIVES')?.words
  }
  async function ratings(pairing: Pairing, byCommunity: number[], byAgency: number[]) {
    await city.database.pool.query('UPDATE activity SET usefulness = NULL WHERE pairing_id = $1', [
      pairing.id,
    ])
    for (const [index, usefulness] of byCommunity.entries())
      await record(pairing, { usefulness, day: dayOf(index) })
    for (const [index, usefulness] of byAgency.entries())
      await record(pairing, { usefulness, side: 'COMMUNITY_SIDE', day: dayOf(index) })
  }
  const fives = (number: number) => Array.from({ length: number }, () => 5)
  test('from both sides, and more than chance gives; one four among them, or one side alone, are none', async () => {
    const needed = Number(/合计达到(\d+)次/.exec((await rules()) ?? '')?.[1])
    expect(needed).toBeGreaterThan(5)
    const [mutual, four, oneSided] = [
      await freshPairing(),
      await freshPairing(),
      await freshPairing(),
    ]
    await ratings(mutual, fives(needed), fives(4))
    await ratings(four, [...fives(needed), 4], fives(4))
    await ratings(oneSided, fives(needed + 4), fives(2))
    const [sign] = await signsOf(mutual.branch, 'MUTUAL_FIVES')
    expect(sign).toMatchObject({ recordCount: needed + 4, partner: { id: mutual.community } })
    expect(await signsOf(four.branch, 'MUTUAL_FIVES')).toEqual([])
    expect(await signsOf(oneSided.branch, 'MUTUAL_FIVES')).toEqual([])
  })
})

describe('signatures', () => {
  const at = (seconds: number) =>
    new Date(Date.UTC(2008, 5, 20, 2, 0, 0) + seconds * 1000).toISOString()
  test('within seconds of the submission, three of them; two, or after a minute, are none', async () => {
    const [quick, two, slow] = [await freshPairing(), await freshPairing(), await freshPairing()]
    const signed = (pairing: Pairing, seconds: number) => (index: number) =>
      record(pairing, {
        submitted: at(index * 9000),
        decided: at(index * 9000 + seconds),
        day: dayOf(index),
      })
    const ids = await times(3, signed(quick, 12))
    await times(2, signed(two, 12))
    await times(5, signed(slow, 60))
    const [sign] = await signsOf(quick.community, 'QUICK_SIGNING')
    expect(sign).toMatchObject({ organisation: { id: quick.community }, recordCount: 3 })
    expect(sign?.records.map(({ id }) => id).toSorted()).toEqual(ids.toSorted())
    expect(sign?.why).toContain('12')
    expect(await signsOf(two.community, 'QUICK_SIGNING')).toEqual([])
    expect(await signsOf(slow.community, 'QUICK_SIGNING')).toEqual([])
  })
  test('ten in a row, seconds apart; not nine, nor ten with time to read, nor many at one go', async () => {
    const [row, nine, calm, together] = [
      await freshPairing(),
      await freshPairing(),
      await freshPairing(),
      await freshPairing(),
    ]
    const signed = (pairing: Pairing, apart: number) => {
      const decidedBy = newId()
      return (index: number) =>
        record(pairing, {
          submitted: '2008-06-01T02:00:00Z',
          decided: at(index * apart),
          decidedBy,
          day: dayOf(index),
        })
    }
    await times(10, signed(row, 4))
    await times(9, signed(nine, 4))
    await times(10, signed(calm, 45))
    await times(15, signed(together, 0))
    const [sign] = await signsOf(row.community, 'SIGNED_IN_A_ROW')
    expect(sign).toMatchObject({ recordCount: 10, organisation: { id: row.community } })
    for (const pairing of [nine, calm, together])
      expect(await signsOf(pairing.community, 'SIGNED_IN_A_ROW')).toEqual([])
  })
})

describe('the look', () => {
  const reading = async () => {
    const data = await municipal.ask(
      '{ gamingReading(year: 2008) { computedAt isComputing doneSigns totalSigns } }',
    )
    return z
      .object({
        computedAt: z.string().nullable(),
        isComputing: z.boolean(),
        doneSigns: z.number(),
        totalSigns: z.number(),
      })
      .parse(data['gamingReading'])
  }
  const start = async (year: number, actor = municipal) => {
    const { data, errors } = await actor.answer(
      'mutation ($input: LookForGamingSignsInput!) { lookForGamingSigns(input: $input) { __typename ... on GamingReading { isComputing } ... on Failure { code } } }',
      { input: { year } },
    )
    return errors === undefined ? data?.['lookForGamingSigns'] : 'REFUSED'
  }
  test('shows what was found before until it has ended, and is one for all who ask for it', async () => {
    await look()
    const before = (await page({ first: 100 })).edges.length
    const context = await municipal.context()
    const pairing = await freshPairing()
    for (let index = 0; index < 10; index += 1)
      await record(pairing, { people: 1, day: dayOf(index) })
    isStale = false
    expect(await begin(context, 2008)).toBe(true)
    expect(await begin(context, 2008)).toBe(false)
    expect(await start(2008)).toMatchObject({ isComputing: true })
    expect(await reading()).toMatchObject({ isComputing: true, doneSigns: 0, totalSigns: 6 })
    expect((await page({ first: 100 })).edges).toHaveLength(before)
    await work(context, 2008)
    expect(await reading()).toMatchObject({ isComputing: false, doneSigns: 6 })
    expect((await page({ first: 100 })).edges.length).toBeGreaterThan(before)
  })
  test('is due once a night, and once only for a year that is locked', async () => {
    const context = await municipal.context()
    await look()
    const first = (await reading()).computedAt
    const lookNow = () => lookWhereDue(city.database, context.city)
    await lookNow()
    expect((await reading()).computedAt).toEqual(first)
    await city.database.pool.query(
      `UPDATE gaming_reading SET computed_at = computed_at - interval '1 day'`,
    )
    await lookNow()
    const second = (await reading()).computedAt
    expect(Date.parse(second ?? '')).toBeGreaterThanOrEqual(Date.parse(first ?? ''))
  })
  test('is left by who has said nothing for a minute, and taken by the next', async () => {
    const context = await municipal.context()
    expect(await begin(context, 2008)).toBe(true)
    await city.database.pool.query(
      `UPDATE gaming_reading SET alive_at = now() - interval '2 minutes'`,
    )
    expect(await reading()).toMatchObject({ isComputing: false })
    expect(await lookForSigns(context, 2008)).toBe(true)
  })
  test('is of a year of the city, and for who decides', async () => {
    expect(await start(1907)).toMatchObject({ code: 'NOT_FOUND' })
    expect(await start(2008, await city.as('auditor'))).toBe('REFUSED')
  })
})

describe('the list', () => {
  test.each(['MOST_RECORDS', 'LATEST', 'ORGANISATION'])(
    'goes page by page in the order %s, each sign once',
    async (order) => {
      const whole = (await page({ first: 100, order })).edges.map(({ node }) => node.id)
      expect(whole.length).toBeGreaterThan(4)
      const found: string[] = []
      for (let after: string | null = null; ;) {
        const { edges, pageInfo } = await page({ first: 3, after, order })
        found.push(...edges.map(({ node }) => node.id))
        after = pageInfo.endCursor
        if (!pageInfo.hasNextPage) break
      }
      expect(found).toEqual(whole)
      expect(new Set(found).size).toBe(found.length)
    },
  )
  test('is of one zone, or of a name, where that is asked', async () => {
    const all = (await page({ first: 100 })).edges.map(({ node }) => node)
    const { rows } = await city.database.pool.query<{ id: string }>('SELECT id FROM zone')
    const byZone = await Promise.all(
      rows.map(async ({ id }) => (await page({ first: 100 }, { zoneId: id })).edges.length),
    )
    expect(byZone.reduce((sum, number) => sum + number, 0)).toBeGreaterThanOrEqual(all.length)
    const code = all[0]?.organisation.code ?? ''
    const named = (await page({ first: 100 }, { search: code })).edges.map(({ node }) => node)
    expect(named.length).toBeGreaterThan(0)
    expect(named.length).toBeLessThan(all.length)
  })
  test('asks the database as often for twenty signs as for two', async () => {
    const asked = async (first: number) => {
      city.statements()
      await page({ first })
      return city.statements().length
    }
    await asked(2)
    expect(await asked(20)).toBe(await asked(2))
  })
})
