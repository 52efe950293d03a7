import { waitingBand } from '@gongjian/domain/report-coverage'
import { waitingSince } from '@gongjian/domain/waiting'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { Actor, TestCity } from '../../testing/city-under-test.ts'

const counts = z.object({
  side: z.string(),
  records: z.number(),
  oldestDays: z.number(),
  days0To3: z.number(),
  days4To7: z.number(),
  days8To14: z.number(),
  daysOver14: z.number(),
})
const waitingShape = z.object({
  sides: z.array(counts),
  organisations: z.object({
    edges: z.array(
      z.object({
        node: z.object({ organisation: z.object({ id: z.string(), path: z.string() }), counts }),
      }),
    ),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  }),
})
const side = z.object({ id: z.string(), code: z.string(), groupName: z.string().nullable() })
const cell = z.object({
  agencyId: z.string(),
  streetId: z.string(),
  isPaired: z.boolean(),
  meetings: z.number(),
  personTimes: z.number(),
  hours: z.string(),
  lastDay: z.string().nullable(),
})
const matrixShape = z.object({
  agencies: z.array(side),
  streets: z.array(side),
  cells: z.array(cell),
})

let city: TestCity
let municipal: Actor
beforeAll(async () => {
  city = await openTestCity()
  municipal = await city.as('municipal')
})
afterAll(() => city.close())

const columns = 'side records oldestDays days0To3 days4To7 days8To14 daysOver14'
async function waiting(
  actor: Actor,
  filter: Record<string, unknown> = {},
  page: Record<string, unknown> = {},
) {
  const { waitingRecords } = await actor.ask(
    `query ($filter: WaitingFilter, $order: WaitingOrder, $first: Int, $after: String) { waitingRecords(filter: $filter) { sides { ${columns} } organisations(order: $order, first: $first, after: $after) {
      edges { node { organisation { id path } counts { ${columns} } } } pageInfo { hasNextPage endCursor } } } }`,
    { filter, first: 100, ...page },
  )
  return waitingShape.parse(waitingRecords)
}
async function matrix(actor: Actor, filter: Record<string, unknown> = {}, year = 2008) {
  const { pairingMatrix } = await actor.ask(
    `query ($year: Int!, $filter: CoverageFilter) { pairingMatrix(year: $year, filter: $filter) { agencies { id code groupName } streets { id code groupName } cells { agencyId streetId isPaired meetings personTimes hours lastDay } } }`,
    { year, filter },
  )
  return matrixShape.parse(pairingMatrix)
}

describe('what waits', () => {
  test('stands in its band with whose turn it is', async () => {
    const { now } = await municipal.context()
    const { rows } = await city.database.pool.query<{
      direction: string
      recording: string
      signed: string | null
      since: Date
      agency: string
      community: string
    }>(
      `SELECT t.direction, t.recording_side AS recording, t.signed_side AS signed, CASE WHEN t.signed_side IS NULL THEN t.submitted_at ELSE t.decided_at END AS since, t.agency_side_id AS agency, t.community_side_id AS community
       FROM activity t WHERE t.status = 'SUBMITTED' AND t.programme_year = 2008`,
    )
    const expected = new Map<string, Record<string, number>>()
    for (const { direction, recording, signed, since, agency, community } of rows) {
      const byCommunity =
        direction === 'AGENCY_TO_COMMUNITY' ||
        (direction === 'JOINT' && (signed === null ? recording : signed) === 'AGENCY_SIDE')
      const who = byCommunity ? community : agency
      const { days } = waitingSince(since, now, 'Asia/Shanghai')
      const known = expected.get(who) ?? {}
      known[waitingBand(days)] = (known[waitingBand(days)] ?? 0) + 1
      expected.set(who, known)
    }
    const { sides, organisations } = await waiting(municipal)
    expect(organisations.edges).toHaveLength(expected.size)
    for (const { node } of organisations.edges)
      expect({
        D0_3: node.counts.days0To3,
        D4_7: node.counts.days4To7,
        D8_14: node.counts.days8To14,
        OVER_14: node.counts.daysOver14,
      }).toEqual({
        D0_3: 0,
        D4_7: 0,
        D8_14: 0,
        OVER_14: 0,
        ...expected.get(node.organisation.id),
      })
    expect(sides.map((one) => one.side)).toEqual(['AGENCY_SIDE', 'COMMUNITY_SIDE'])
    expect(sides.reduce((sum, { records }) => sum + records, 0)).toBe(rows.length)
  })
  test('of nobody whom the reader may not see', async () => {
    for (const account of ['secretary', 'community', 'street', 'zone', 'district']) {
      const actor = await city.as(account)
      const { rows } = await city.database.pool.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM activity t WHERE t.status = 'SUBMITTED' AND ${
          account === 'zone'
            ? 't.zone_id = (SELECT zone_id FROM role_assignment WHERE user_id = $1 LIMIT 1)'
            : `(t.agency_side_path LIKE $1 || '%' OR t.community_side_path LIKE $1 || '%')`
        }`,
        [account === 'zone' ? actor.userId : actor.organisationPath],
      )
      const { sides } = await waiting(actor)
      expect(sides.reduce((sum, { records }) => sum + records, 0)).toBe(rows[0]?.count)
    }
  })
  test('goes page by page, is narrowed by side and name', async () => {
    for (const order of ['LONGEST', 'MOST', 'ORGANISATION']) {
      const whole = (await waiting(municipal, {}, { order })).organisations.edges
      const found: string[] = []
      for (let after: string | null = null; ;) {
        const { organisations } = await waiting(municipal, {}, { order, first: 4, after })
        found.push(...organisations.edges.map(({ node }) => node.organisation.id))
        after = organisations.pageInfo.endCursor
        if (!organisations.pageInfo.hasNextPage) break
      }
      expect(found).toEqual(whole.map(({ node }) => node.organisation.id))
    }
    const { sides, organisations } = await waiting(municipal, { side: 'COMMUNITY_SIDE' })
    expect(sides.map((one) => one.side)).toEqual(['COMMUNITY_SIDE'])
    expect(organisations.edges.every(({ node }) => node.counts.side === 'COMMUNITY_SIDE')).toBe(
      true,
    )
    const none = await waiting(municipal, { search: '没有这个名字' })
    expect(none.organisations.edges).toEqual([])
  })
  test('opens as exactly so many records', async () => {
    const { organisations } = await waiting(municipal)
    const first = organisations.edges[0]?.node
    const { activities } = await municipal.ask(
      `query ($filter: ActivityFilter) { activities(first: 100, filter: $filter) { edges { node { id } } } }`,
      { filter: { waitsWithId: first?.organisation.id, waitedDaysFrom: 15 } },
    )
    expect(z.object({ edges: z.array(z.unknown()) }).parse(activities).edges).toHaveLength(
      first?.counts.daysOver14 ?? -1,
    )
  })
})

describe('agencies by streets', () => {
  test('a cell holds the countersigned records between the two; paired and nothing is there too', async () => {
    const { agencies, streets, cells } = await matrix(municipal)
    expect([agencies.length, streets.length]).toEqual([96, 91])
    const { rows } = await city.database.pool.query<{
      agency: string
      street: string
      meetings: number
    }>(
      `SELECT split_part(agency_side_path, '/', 2) AS agency, split_part(community_side_path, '/', 3) AS street, count(*)::int AS meetings
       FROM activity WHERE status = 'COUNTERSIGNED' AND programme_year = 2008 GROUP BY 1, 2`,
    )
    const codes = new Map([...agencies, ...streets].map(({ id, code }) => [id, code]))
    expect(
      cells
        .filter(({ meetings }) => meetings > 0)
        .map(({ agencyId, streetId, meetings }) =>
          [codes.get(agencyId), codes.get(streetId), meetings].join(' '),
        )
        .toSorted(),
    ).toEqual(rows.map((row) => [row.agency, row.street, row.meetings].join(' ')).toSorted())
    expect(cells.some(({ isPaired, meetings }) => isPaired && meetings === 0)).toBe(true)
    expect(agencies.every(({ groupName }) => groupName !== null)).toBe(true)
    expect(streets.every(({ groupName }) => groupName !== null)).toBe(true)
  })
  test('is of the months and the area that were chosen', async () => {
    const whole = await matrix(municipal)
    const sum = ({ cells }: z.infer<typeof matrixShape>) =>
      cells.reduce((so, { meetings }) => so + meetings, 0)
    const first = await matrix(municipal, { monthTo: '2008-03' })
    const second = await matrix(municipal, { monthFrom: '2008-04' })
    expect(sum(first) + sum(second)).toBe(sum(whole))
    const green = await matrix(municipal, { area: 'GREEN' })
    expect(sum(green)).toBeGreaterThan(0)
    expect(sum(green)).toBeLessThan(sum(whole))
    expect(sum(await matrix(municipal, {}, 2009))).toBe(0)
  })
  test('an agency sees itself and its streets; a street itself and its agencies', async () => {
    const agency = await matrix(await city.as('secretary'))
    const street = await matrix(await city.as('street'))
    const idsOf = (all: readonly { id: string }[]) => all.map(({ id }) => id).toSorted()
    expect(agency.agencies).toHaveLength(1)
    expect(idsOf(agency.streets)).toEqual(
      [...new Set(agency.cells.map(({ streetId }) => streetId))].toSorted(),
    )
    expect(street.streets).toHaveLength(1)
    expect(idsOf(street.agencies)).toEqual(
      [...new Set(street.cells.map(({ agencyId }) => agencyId))].toSorted(),
    )
    expect(agency.cells.length * street.cells.length).toBeGreaterThan(0)
  })
  test('a district sees its own streets only', async () => {
    const actor = await city.as('district')
    const { rows } = await city.database.pool.query<{ id: string }>(
      "SELECT id FROM organisation WHERE kind = 'STREET' AND path LIKE $1 || '%' ORDER BY id",
      [actor.organisationPath],
    )
    const { streets } = await matrix(actor)
    expect(streets.map(({ id }) => id).toSorted()).toEqual(rows.map(({ id }) => id))
  })
  test('a zone has its agencies', async () => {
    const { rows } = await city.database.pool.query<{ id: string; agencies: number }>(
      'SELECT zone_id AS id, count(*)::int AS agencies FROM zone_membership WHERE valid_to IS NULL GROUP BY 1 LIMIT 1',
    )
    const { agencies, streets } = await matrix(municipal, { zoneId: rows[0]?.id })
    expect(agencies).toHaveLength(rows[0]?.agencies ?? -1)
    expect(streets.length).toBeLessThan(91)
  })
  test('asks the database as often for a district as for the city', async () => {
    const asked = async (actor: Actor) => {
      city.statements()
      await matrix(actor)
      return city.statements().length
    }
    const district = await city.as('district')
    await asked(municipal)
    await asked(district)
    expect(await asked(municipal)).toBe(await asked(district))
  })
})

describe('whose turn it is', () => {
  const signersShape = z.object({
    organisations: z.object({
      edges: z.array(
        z.object({
          node: z.object({
            organisation: z.object({ id: z.string() }),
            signers: z.array(
              z.object({ role: z.string(), holders: z.number(), onLeave: z.number() }),
            ),
          }),
        }),
      ),
    }),
  })
  async function signers() {
    const { waitingRecords } = await municipal.ask(
      '{ waitingRecords(filter: { side: COMMUNITY_SIDE }) { organisations(first: 50) { edges { node { organisation { id } signers { role holders onLeave } } } } } }',
    )
    return signersShape.parse(waitingRecords).organisations.edges.map(({ node }) => node)
  }
  test('is told as a position with how many hold it, and where nobody does', async () => {
    const before = await signers()
    const [first] = before
    expect(before.length).toBeGreaterThan(10)
    for (const node of before)
      expect(node.signers).toContainEqual({ role: 'COMMUNITY_OFFICER', holders: 1, onLeave: 0 })
    await city.database.pool.query(
      `UPDATE role_assignment SET valid_to = valid_from WHERE organisation_id = $1 AND role = 'COMMUNITY_OFFICER'`,
      [first?.organisation.id],
    )
    const after = (await signers()).find(
      ({ organisation }) => organisation.id === first?.organisation.id,
    )
    expect(after?.signers).toContainEqual({ role: 'COMMUNITY_OFFICER', holders: 0, onLeave: 0 })
  })
  test('is asked once for however many', async () => {
    city.statements()
    await signers()
    expect(city.statements().filter((one) => one.includes('FROM position p'))).toHaveLength(1)
  })
})
