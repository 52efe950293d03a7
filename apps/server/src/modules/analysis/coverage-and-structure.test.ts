import { addDays } from '@gongjian/domain/calendar-day'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openApp } from '../../testing/app-under-test.ts'
import type { AppUnderTest } from '../../testing/app-under-test.ts'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { Actor, TestCity } from '../../testing/city-under-test.ts'

const rowShape = z.object({
  agency: z.string(),
  community: z.string(),
  agencyPath: z.string(),
  communityPath: z.string(),
  lastDay: z.string().nullable(),
  counts: z.boolean(),
})

let city: TestCity
let today: string
let pairs: z.infer<typeof rowShape>[]
beforeAll(async () => {
  city = await openTestCity()
  today = (await (await city.as('municipal')).context()).today
  const { rows } = await city.database.pool.query(
    `SELECT split_part(a.path, '/', 2) AS agency, c.path AS community, a.path AS "agencyPath", c.path AS "communityPath",
       (SELECT max(t.day)::text FROM activity t WHERE t.pairing_id = p.id AND t.status IN ('SUBMITTED', 'COUNTERSIGNED')) AS "lastDay",
       EXISTS (SELECT FROM activity t WHERE t.pairing_id = p.id AND t.status = 'COUNTERSIGNED' AND t.programme_year = 2008) AS counts
     FROM pairing p JOIN organisation a ON a.id = p.agency_side_id JOIN organisation c ON c.id = p.community_side_id
     WHERE p.level = 'BRANCH_COMMUNITY' AND p.valid_from <= $1 AND (p.valid_to IS NULL OR p.valid_to >= $1)`,
    [today],
  )
  pairs = z.array(rowShape).parse(rows)
})
afterAll(() => city.close())

const columns =
  'pairings active nothingForDays withNothing neverAnything silentAgencies silentCommunities'

async function coverageFor(actor: Actor, nothingForDays?: number, filter = {}) {
  const { citySummary } = await actor.ask(
    `query ($days: Int, $filter: SummaryFilter) { citySummary(year: 2008, filter: $filter) { coverage(nothingForDays: $days) { ${columns} } } }`,
    { filter, ...(nothingForDays === undefined ? {} : { days: nothingForDays }) },
  )
  return z.object({ coverage: z.record(z.string(), z.number()) }).parse(citySummary).coverage
}

/** The same counted again, pair by pair. */
function expected(chosen: typeof pairs, days: number): Record<string, number> {
  const since = addDays(today, -days)
  const silent = (key: 'agency' | 'community') => {
    const loud = new Set(chosen.filter(({ counts }) => counts).map((pair) => pair[key]))
    return new Set(chosen.map((pair) => pair[key]).filter((one) => !loud.has(one))).size
  }
  return {
    pairings: chosen.length,
    active: chosen.filter(({ lastDay }) => lastDay !== null && lastDay >= since).length,
    nothingForDays: days,
    withNothing: chosen.filter(({ lastDay }) => lastDay === null || lastDay < since).length,
    neverAnything: chosen.filter(({ lastDay }) => lastDay === null).length,
    silentAgencies: silent('agency'),
    silentCommunities: silent('community'),
  }
}

describe('coverage', () => {
  test.each([1, 30, 60, 365])('of the city, for %i days', async (days) => {
    const said = await coverageFor(await city.as('municipal'), days)
    expect(said).toEqual(expected(pairs, days))
    expect(said['active']).toBe(Number(said['pairings']) - Number(said['withNothing']))
  })

  test('is for 60 days where none are named, and days beyond sense are brought into it', async () => {
    const reader = await city.as('municipal')
    expect(await coverageFor(reader)).toEqual(expected(pairs, 60))
    expect((await coverageFor(reader, 0))['nothingForDays']).toBe(1)
    expect((await coverageFor(reader, -5))['nothingForDays']).toBe(1)
    expect((await coverageFor(reader, 1_000_000))['nothingForDays']).toBe(3650)
  })

  test('names what is silent: some communities, and not all', async () => {
    const { pairings, withNothing, silentCommunities } = expected(pairs, 60)
    expect(Number(withNothing)).toBeGreaterThan(0)
    expect(Number(withNothing)).toBeLessThan(Number(pairings))
    expect(Number(silentCommunities)).toBeGreaterThan(0)
  })

  test.each([
    ['recorder', 'agencyPath'],
    ['secretary', 'agencyPath'],
    ['community', 'communityPath'],
    ['district', 'communityPath'],
  ] as const)('%s sees that of the own pairings', async (account, side) => {
    const actor = await city.as(account)
    const own = pairs.filter((pair) => pair[side].startsWith(actor.organisationPath))
    expect(own.length).toBeGreaterThan(0)
    expect(await coverageFor(actor, 60)).toEqual(expected(own, 60))
  })

  test('under a district, and under an organisation that is not there', async () => {
    const reader = await city.as('municipal')
    const { rows } = await city.database.pool.query<{ id: string; path: string }>(
      `SELECT id, path FROM organisation WHERE kind = 'DISTRICT' ORDER BY path LIMIT 1`,
    )
    const path = rows[0]?.path ?? ''
    const under = pairs.filter(({ communityPath }) => communityPath.startsWith(path))
    expect(await coverageFor(reader, 60, { organisationId: rows[0]?.id })).toEqual(
      expected(under, 60),
    )
    const nothing = await coverageFor(reader, 60, { organisationId: crypto.randomUUID() })
    expect(nothing).toEqual(expected([], 60))
  })
})

describe('structure', () => {
  const ask = async (actor: Actor) => {
    const { citySummary } = await actor.ask(
      '{ citySummary(year: 2008) { structure { agencies branches districts streets communities zones pairings branchPairings } } }',
    )
    return z.object({ structure: z.record(z.string(), z.number()) }).parse(citySummary).structure
  }

  test('counts organisations and pairings as they are today, the same for everybody', async () => {
    const { rows } = await city.database.pool.query<{ kind: string; count: number }>(
      `SELECT kind::text, count(*)::int AS count FROM organisation WHERE valid_from <= $1 AND (valid_to IS NULL OR valid_to >= $1) GROUP BY 1
       UNION ALL SELECT level::text, count(*)::int FROM pairing WHERE valid_from <= $1 AND (valid_to IS NULL OR valid_to >= $1) GROUP BY 1
       UNION ALL SELECT 'ZONE', count(*)::int FROM zone`,
      [today],
    )
    const count = (kind: string) => rows.find((row) => row.kind === kind)?.count
    const said = await ask(await city.as('municipal'))
    expect(said).toEqual({
      agencies: count('AGENCY'),
      branches: count('BRANCH'),
      districts: count('DISTRICT'),
      streets: count('STREET'),
      communities: count('COMMUNITY'),
      zones: count('ZONE'),
      pairings: count('AGENCY_STREET'),
      branchPairings: count('BRANCH_COMMUNITY'),
    })
    expect(await ask(await city.as('recorder'))).toEqual(said)
  })

  test('an organisation counts from its first day to its last, and a pairing too', async () => {
    const reader = await city.as('municipal')
    const before = await ask(reader)
    const { pool } = city.database
    await pool.query(
      `UPDATE organisation SET valid_to = $1 WHERE id = (SELECT o.id FROM organisation o WHERE o.kind = 'COMMUNITY' ORDER BY path LIMIT 1)`,
      [addDays(today, -1)],
    )
    await pool.query(
      `UPDATE pairing SET valid_to = $1, end_reason = 'over' WHERE id = (SELECT id FROM pairing WHERE level = 'BRANCH_COMMUNITY' AND valid_to IS NULL AND valid_from < $1 LIMIT 1)`,
      [today],
    )
    expect(await ask(reader)).toEqual({ ...before, communities: Number(before['communities']) - 1 })
    await pool.query(`UPDATE pairing SET valid_to = $1 WHERE valid_to = $2`, [
      addDays(today, -1),
      today,
    ])
    expect((await ask(reader))['branchPairings']).toBe(Number(before['branchPairings']) - 1)
  })
})

describe('what is asked wrongly is said, and is no zero', () => {
  let open: AppUnderTest
  beforeAll(async () => {
    open = await openApp()
  })
  afterAll(() => open.close())

  test.each([1900, 2006, 2010, -1])('there is no year %i', async (year) => {
    const { data, errors } = await open.ask(
      'municipal',
      'query ($year: Int!) { citySummary(year: $year) { year } }',
      { year },
    )
    expect(data).toBeNull()
    expect(errors).toMatchObject([
      { message: `没有 ${year} 考核年度。`, extensions: { code: 'NO_SUCH_YEAR' } },
    ])
  })

  test.each(['2008-13', '2008-9', '9', '', 'September', '2008-09-01', '2008-00'])(
    'the month %j is no month: neither in figures nor in the list of records',
    async (month) => {
      for (const [type, query] of [
        ['SummaryFilter', 'citySummary(year: 2008, filter: $filter) { year }'],
        ['ActivityFilter', 'activities(filter: $filter) { edges { cursor } }'],
      ]) {
        const answer = await open.ask('municipal', `query ($filter: ${type}) { ${query} }`, {
          filter: { month },
        })
        expect(answer.data ?? null).toBeNull()
        expect(answer.errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT'])
      }
    },
  )
})
