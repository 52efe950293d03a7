import {
  isReportExpected,
  reportMonth,
  reportMonths,
  reportState,
} from '@gongjian/domain/report-coverage'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { Actor, TestCity } from '../../testing/city-under-test.ts'
import { newId } from '../../testing/recording.ts'

const figures = z.object({ expected: z.number(), reported: z.number(), onTime: z.number() })
const coverageShape = z.object({
  countedMonths: z.array(z.string()),
  total: figures.extend({
    late: z.number(),
    missing: z.number(),
    reportingRate: z.number().nullable(),
    timeliness: z.number().nullable(),
  }),
  months: z.array(z.object({ month: z.string(), isDue: z.boolean(), figures })),
})
const organisationShape = z.object({
  edges: z.array(
    z.object({
      cursor: z.string(),
      node: z.object({
        id: z.string(),
        code: z.string(),
        figures,
        months: z.array(z.object({ month: z.string(), figures })),
      }),
    }),
  ),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
})
const reportShape = z.object({
  edges: z.array(
    z.object({
      node: z.object({
        id: z.string(),
        pairingId: z.string(),
        month: z.string(),
        state: z.string(),
        sentOn: z.string().nullable(),
        daysLate: z.number(),
        agencySide: z.object({ path: z.string() }),
      }),
    }),
  ),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
})
const numbers = 'expected reported onTime'

let city: TestCity
let municipal: Actor
let today: string
beforeAll(async () => {
  city = await openTestCity()
  municipal = await city.as('municipal')
  today = (await municipal.context()).today
})
afterAll(() => city.close())

async function coverage(actor: Actor, filter: Record<string, unknown> = {}, year = 2008) {
  const { reportCoverage } = await actor.ask(
    `query ($year: Int!, $filter: CoverageFilter) { reportCoverage(year: $year, filter: $filter) { countedMonths total { ${numbers} late missing reportingRate timeliness } months { month isDue figures { ${numbers} } } } }`,
    { filter, year },
  )
  return coverageShape.parse(reportCoverage)
}
async function organisations(
  actor: Actor,
  args: Record<string, unknown>,
  filter: Record<string, unknown> = {},
) {
  const { reportCoverage } = await actor.ask(
    `query ($filter: CoverageFilter, $by: BreakdownBy!, $order: ReportOrder, $first: Int, $after: String, $search: String) { reportCoverage(year: 2008, filter: $filter) { organisations(by: $by, order: $order, first: $first, after: $after, search: $search) {
      edges { cursor node { id code figures { ${numbers} } months { month figures { ${numbers} } } } } pageInfo { hasNextPage endCursor } } } }`,
    { filter, ...args },
  )
  return z.object({ organisations: organisationShape }).parse(reportCoverage).organisations
}
async function reports(
  actor: Actor,
  args: Record<string, unknown> = {},
  filter: Record<string, unknown> = {},
) {
  const { reportCoverage } = await actor.ask(
    `query ($filter: CoverageFilter, $states: [ReportState!], $order: ExpectedReportOrder, $first: Int, $after: String) { reportCoverage(year: 2008, filter: $filter) { reports(states: $states, order: $order, first: $first, after: $after) {
      edges { node { id pairingId month state sentOn daysLate agencySide { path } } } pageInfo { hasNextPage endCursor } } } }`,
    { filter, ...args },
  )
  return z.object({ reports: reportShape }).parse(reportCoverage).reports
}

type Pairing = {
  id: string
  from: string
  to: string | null
  agencyPath: string
  communityPath: string
}
/** The same counted again from the rules, pairing by pairing and month by month. */
async function countedAgain(keep: (pairing: Pairing) => boolean = () => true) {
  const { pool } = city.database
  const { rows: pairings } = await pool.query<Pairing>(
    `SELECT p.id, p.valid_from::text AS "from", p.valid_to::text AS "to", a.path AS "agencyPath", c.path AS "communityPath" FROM pairing p
     JOIN organisation a ON a.id = p.agency_side_id JOIN organisation c ON c.id = p.community_side_id WHERE p.level = 'BRANCH_COMMUNITY'`,
  )
  const { rows: records } = await pool.query<{
    pairingId: string
    month: string
    sent: string
    says: boolean
  }>(
    `SELECT t.pairing_id AS "pairingId", to_char(t.day, 'YYYY-MM') AS month, (t.submitted_at AT TIME ZONE 'Asia/Shanghai')::date::text AS sent,
       t.person_times > 0 OR EXISTS (SELECT FROM output u WHERE u.activity_id = t.id) AS says
     FROM activity t WHERE t.status IN ('SUBMITTED', 'COUNTERSIGNED')`,
  )
  const first = new Map<string, string>()
  for (const { pairingId, month, sent, says } of records) {
    const key = `${pairingId} ${month}`
    const known = first.get(key)
    if (says && (known === undefined || sent < known)) first.set(key, sent)
  }
  const months = reportMonths({ startsOn: '2007-10-01', endsOn: '2008-09-30' }, today)
  return pairings.filter(keep).flatMap(({ id, from, to, agencyPath, communityPath }) =>
    months
      .filter((month) => isReportExpected({ validFrom: from, validTo: to }, month))
      .map((month) => {
        const sentOn = first.get(`${id} ${month.month}`) ?? null
        return {
          id: `${id}:${month.month}`,
          agencyPath,
          communityPath,
          month: month.month,
          isDue: month.dueOn < today,
          state: reportState(month, sentOn, today),
        }
      }),
  )
}
const sumOf = (all: Awaited<ReturnType<typeof countedAgain>>) => ({
  expected: all.length,
  reported: all.filter(({ state }) => state === 'ON_TIME' || state === 'LATE').length,
  onTime: all.filter(({ state }) => state === 'ON_TIME').length,
})

/** A record under the pairing, as it stands after a life in the product. */
async function record(
  pairingId: string,
  day: string,
  submitted: string,
  { people = 12, status = 'SUBMITTED' } = {},
): Promise<string> {
  const id = newId()
  await city.database.pool.query(
    `INSERT INTO activity (city_code, id, pairing_id, agency_side_id, agency_side_path, community_side_id, community_side_path, programme_year, day, kind, direction, recording_side, title, words, status, version, person_times, hours, open_questions, created_by_id, created_at, updated_at, submitted_by_id, submitted_at)
     SELECT p.city_code, $1, p.id, a.id, a.path, m.id, m.path, 2008, $3::date, 'VISIT', 'AGENCY_TO_COMMUNITY', 'AGENCY_SIDE', '走访', '', $6::activity_status, 2, $5, 10, '{}', $7, $4, $4, $7, $4
     FROM pairing p JOIN organisation a ON a.id = p.agency_side_id JOIN organisation m ON m.id = p.community_side_id WHERE p.id = $2`,
    [id, pairingId, day, submitted, people, status, newId()],
  )
  return id
}
/** A pairing without a record, of which nobody else knows. */
async function freshPairing(from: string, to: string | null): Promise<string> {
  const id = newId()
  await city.database.pool.query(
    `INSERT INTO pairing (city_code, id, level, agency_side_id, community_side_id, valid_from, valid_to, end_reason)
     SELECT p.city_code, $1, p.level, p.agency_side_id, p.community_side_id, $2::date, $3::date, CASE WHEN $3::date IS NULL THEN NULL ELSE '调整' END FROM pairing p WHERE p.level = 'BRANCH_COMMUNITY' LIMIT 1`,
    [id, from, to],
  )
  return id
}
async function statesOf(pairingId: string): Promise<Record<string, string>> {
  const { rows } = await city.database.pool.query<{ id: string }>(
    `SELECT agency_side_id AS id FROM pairing WHERE id = $1`,
    [pairingId],
  )
  const all = await reports(
    municipal,
    { states: ['ON_TIME', 'LATE', 'MISSING', 'NOT_DUE'], first: 100 },
    { organisationId: rows[0]?.id },
  )
  return Object.fromEntries(
    all.edges
      .filter(({ node }) => node.pairingId === pairingId)
      .map(({ node }) => [node.month, node.state]),
  )
}

describe('a report', () => {
  test('is on time until the tenth of the next month, late after it, and one however many records it has', async () => {
    const pairing = await freshPairing('2008-05-01', '2008-08-31')
    await record(pairing, '2008-05-04', '2008-06-10T15:59:00Z')
    await record(pairing, '2008-05-06', '2008-07-01T02:00:00Z')
    await record(pairing, '2008-06-04', '2008-07-10T16:00:00Z')
    expect(await statesOf(pairing)).toEqual({
      '2008-05': 'ON_TIME',
      '2008-06': 'LATE',
      '2008-07': 'MISSING',
      '2008-08': 'MISSING',
    })
  })
  test('is none where the record says nothing, is a draft, was returned or withdrawn', async () => {
    const pairing = await freshPairing('2008-03-01', '2008-06-30')
    await record(pairing, '2008-03-04', '2008-03-05T02:00:00Z', { people: 0 })
    await record(pairing, '2008-04-04', '2008-04-05T02:00:00Z', { status: 'RETURNED' })
    await record(pairing, '2008-05-04', '2008-05-05T02:00:00Z', { status: 'WITHDRAWN' })
    await record(pairing, '2008-06-04', '2008-06-05T02:00:00Z', { status: 'DRAFT' })
    expect(new Set(Object.values(await statesOf(pairing)))).toEqual(new Set(['MISSING']))
  })
  test('is expected only of months in which the pairing is in force for fifteen days', async () => {
    const pairing = await freshPairing('2008-02-16', '2008-04-15')
    expect(Object.keys(await statesOf(pairing)).toSorted()).toEqual(['2008-03', '2008-04'])
    // What was recorded in a month of which nothing is expected raises no rate.
    await record(pairing, '2008-02-20', '2008-02-21T02:00:00Z')
    expect(Object.keys(await statesOf(pairing)).toSorted()).toEqual(['2008-03', '2008-04'])
  })
})

describe('the rates', () => {
  test('are those of the rules, month by month, and never above one', async () => {
    const [{ months, total, countedMonths }, again] = [
      await coverage(municipal),
      await countedAgain(),
    ]
    expect(months.map(({ month }) => month)).toHaveLength(12)
    for (const { month, isDue, figures: found } of months) {
      expect({ month, ...found }).toEqual({
        month,
        ...sumOf(again.filter((one) => one.month === month)),
      })
      expect(found.reported).toBeLessThanOrEqual(found.expected)
      expect(isDue).toBe(reportMonth(month).dueOn < today)
    }
    expect(countedMonths).toEqual(months.filter(({ isDue }) => isDue).map(({ month }) => month))
    const due = sumOf(again.filter(({ isDue }) => isDue))
    expect(total).toEqual({
      ...due,
      late: due.reported - due.onTime,
      missing: due.expected - due.reported,
      reportingRate: due.reported / due.expected,
      timeliness: due.onTime / due.expected,
    })
    expect(due.reported).toBeGreaterThan(100)
  })
  test('are of the months that were chosen, also of one that is not due', async () => {
    const { months, total } = await coverage(municipal, {
      monthFrom: '2008-09',
      monthTo: '2008-09',
    })
    expect(months.map(({ month }) => month)).toEqual(['2008-09'])
    expect(total).toMatchObject(months[0]?.figures ?? {})
    expect(total.expected).toBeGreaterThan(0)
  })
  test('are none in a year of which no month has begun', async () => {
    const { months, total } = await coverage(municipal, {}, 2009)
    expect(months).toEqual([])
    expect(total).toMatchObject({ expected: 0, reportingRate: null, timeliness: null })
    await expect(coverage(municipal, {}, 1999)).rejects.toThrow('1999')
  })
})

describe('by organisation', () => {
  const levels = ['ZONE', 'AGENCY', 'BRANCH', 'DISTRICT', 'STREET', 'COMMUNITY'] as const
  test.each(levels)('%s: each adds up to the city, who sent nothing is there', async (by) => {
    const { total } = await coverage(municipal)
    const all: z.infer<typeof organisationShape>['edges'] = []
    for (let after: string | null = null; ;) {
      const page = await organisations(municipal, { by, first: 100, after })
      all.push(...page.edges)
      after = page.pageInfo.endCursor
      if (!page.pageInfo.hasNextPage) break
    }
    const sum = (key: keyof typeof total & keyof z.infer<typeof figures>) =>
      all.reduce((so, { node }) => so + node.figures[key], 0)
    expect({
      expected: sum('expected'),
      reported: sum('reported'),
      onTime: sum('onTime'),
    }).toEqual({ expected: total.expected, reported: total.reported, onTime: total.onTime })
    expect(new Set(all.map(({ node }) => node.id)).size).toBe(all.length)
    for (const { node } of all) expect(node.months).toHaveLength(12)
    // Of communities some have no pairing and some sent nothing: all are there.
    const silent = all.filter(({ node }) => node.figures.reported === 0).length
    expect(silent > 0).toBe(by === 'BRANCH' || by === 'COMMUNITY')
  })
  test.each(['ORGANISATION', 'LOWEST_RATE', 'MOST_MISSING'])(
    'goes page by page in the order %s',
    async (order) => {
      const whole = (await organisations(municipal, { by: 'AGENCY', first: 100, order })).edges
      const found: string[] = []
      for (let after: string | null = null; ;) {
        const page = await organisations(municipal, { by: 'AGENCY', first: 17, after, order })
        found.push(...page.edges.map(({ node }) => node.id))
        after = page.pageInfo.endCursor
        if (!page.pageInfo.hasNextPage) break
      }
      expect(found).toEqual(whole.map(({ node }) => node.id))
    },
  )
  test('has those first of whom most did not come, where that is asked', async () => {
    const { edges } = await organisations(municipal, {
      by: 'AGENCY',
      first: 100,
      order: 'MOST_MISSING',
    })
    const missing = edges.map(({ node }) => node.figures.expected - node.figures.reported)
    expect(missing).toEqual(missing.toSorted((a, b) => b - a))
  })
  test('is found by name, and asks the database once for however many', async () => {
    const named = await organisations(municipal, { by: 'AGENCY', search: 'A001' })
    expect(named.edges.map(({ node }) => node.code)).toEqual(['A001'])
    const asked = async (first: number) => {
      city.statements()
      await organisations(municipal, { by: 'BRANCH', first })
      return city.statements().length
    }
    await asked(2)
    expect(await asked(50)).toBe(await asked(2))
  })
})

describe('in sight is only what the role may see', () => {
  test.each([
    ['secretary', 'agencyPath'],
    ['recorder', 'agencyPath'],
    ['community', 'communityPath'],
    ['district', 'communityPath'],
  ] as const)('%s', async (account, side) => {
    const actor = await city.as(account)
    const own = await countedAgain((pairing) => pairing[side].startsWith(actor.organisationPath))
    const { total } = await coverage(actor)
    expect(total).toMatchObject(sumOf(own.filter(({ isDue }) => isDue)))
    expect(total.expected).toBeGreaterThan(0)
    const listed = await reports(actor, { first: 100 })
    const allowed = new Set(own.map(({ id }) => id))
    for (const { node } of listed.edges) expect(allowed.has(node.id)).toBe(true)
  })
  test('a zone lead sees the zone, and no other zone as a row', async () => {
    const zone = await city.as('zone')
    const { edges } = await organisations(zone, { by: 'ZONE' })
    expect(edges).toHaveLength(1)
    expect(edges[0]?.node.figures).toMatchObject({
      expected: (await coverage(zone)).total.expected,
    })
  })
})

describe('who is late with what', () => {
  test.each(['OLDEST_MONTH', 'NEWEST_MONTH', 'ORGANISATION'])(
    'goes page by page in the order %s, each report once',
    async (order) => {
      const filter = { monthFrom: '2008-06', monthTo: '2008-09', organisationId: await agency() }
      const whole = (await reports(municipal, { first: 100, order }, filter)).edges
      const found: string[] = []
      for (let after: string | null = null; ;) {
        const page = await reports(municipal, { first: 3, after, order }, filter)
        found.push(...page.edges.map(({ node }) => node.id))
        after = page.pageInfo.endCursor
        if (!page.pageInfo.hasNextPage) break
      }
      expect(found).toEqual(whole.map(({ node }) => node.id))
      expect(found.length).toBeGreaterThan(3)
      for (const { node } of whole) {
        expect(['LATE', 'MISSING']).toContain(node.state)
        expect(node.daysLate).toBeGreaterThan(0)
      }
    },
  )
  async function agency(): Promise<string> {
    const { edges } = await organisations(municipal, {
      by: 'AGENCY',
      order: 'MOST_MISSING',
      first: 1,
    })
    return edges[0]?.node.id ?? ''
  }
})
