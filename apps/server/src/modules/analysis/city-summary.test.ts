import { ACTIVITY_KINDS, DIRECTIONS, HELP_AREAS } from '@gongjian/domain/vocabulary'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { Actor, TestCity } from '../../testing/city-under-test.ts'
import type { SummaryFilter } from './measures.ts'
import { verifyRollups } from './verify-rollups.ts'

const recordShape = z.object({
  id: z.string(),
  status: z.string(),
  kind: z.enum(ACTIVITY_KINDS),
  area: z.enum(HELP_AREAS).nullable(),
  direction: z.enum(DIRECTIONS),
  month: z.string(),
  agencyPath: z.string(),
  communityPath: z.string(),
  campaignId: z.string().nullable(),
  personTimes: z.number(),
  hours: z.number(),
  usefulness: z.number().nullable(),
  days: z.number().nullable(),
  outputs: z.array(
    z.object({ code: z.string(), claimed: z.number(), accepted: z.number().nullable() }),
  ),
  decisions: z.array(z.string()),
})
type RawRecord = z.infer<typeof recordShape>

let city: TestCity
let records: RawRecord[]
let places: { id: string; kind: string; path: string }[]
let zones: { id: string; agencyPaths: string[] }[]
beforeAll(async () => {
  city = await openTestCity()
  const { rows } = await city.database.pool.query(
    `SELECT t.id, t.status::text, t.kind::text, t.area::text, t.direction::text, to_char(t.day, 'YYYY-MM') AS month, t.agency_side_path AS "agencyPath",
       t.community_side_path AS "communityPath", t.campaign_id AS "campaignId", t.person_times AS "personTimes", t.hours::float8 AS hours, t.usefulness::int AS usefulness,
       extract(epoch FROM t.decided_at - t.submitted_at)::float8 / 86400 AS days,
       (SELECT coalesce(json_agg(json_build_object('code', o.indicator_code, 'claimed', o.claimed::float8, 'accepted', o.accepted::float8)), '[]') FROM output o WHERE o.activity_id = t.id) AS outputs,
       (SELECT coalesce(json_agg(s.decision), '[]') FROM countersignature s WHERE s.activity_id = t.id) AS decisions
     FROM activity t WHERE t.programme_year = 2008`,
  )
  records = z.array(recordShape).parse(rows)
  places = (
    await city.database.pool.query<{ id: string; kind: string; path: string }>(
      `SELECT id, kind::text, path FROM organisation WHERE kind <> 'CITY_COMMITTEE' ORDER BY path`,
    )
  ).rows
  zones = (
    await city.database.pool.query<{ id: string; agencyPaths: string[] }>(
      `SELECT m.zone_id AS id, array_agg(o.path) AS "agencyPaths" FROM zone_membership m JOIN organisation o ON o.id = m.agency_id GROUP BY 1 ORDER BY 1`,
    )
  ).rows
})
afterAll(() => city.close())

const totals = `countersigned submitted personTimes submittedPersonTimes hours submittedHours averageUsefulness averageSigningDays`
const document = `query ($filter: SummaryFilter) { citySummary(year: 2008, filter: $filter) {
  total { ${totals} } kinds { kind total { ${totals} } } areas { area total { ${totals} } } directions { direction total { ${totals} } }
  months { month total { ${totals} } sixHelps labour visits }
  indicators { indicator { code } accepted claimed acceptedRecords claimedRecords }
  labour { campaigns agencies personTimes hours }
  signing { waiting countersigned corrected returned averageDays withinSevenDays } } }`
const total = z.object({
  countersigned: z.number(),
  submitted: z.number(),
  personTimes: z.number(),
  submittedPersonTimes: z.number(),
  hours: z.coerce.number(),
  submittedHours: z.coerce.number(),
  averageUsefulness: z.number().nullable(),
  averageSigningDays: z.number().nullable(),
})
const count = z.number()
const summaryShape = z.object({
  total,
  kinds: z.array(z.object({ kind: z.string(), total })),
  areas: z.array(z.object({ area: z.string(), total })),
  directions: z.array(z.object({ direction: z.string(), total })),
  months: z.array(
    z.object({ month: z.string(), total, sixHelps: count, labour: count, visits: count }),
  ),
  indicators: z.array(
    z.object({
      indicator: z.object({ code: z.string() }),
      accepted: z.coerce.number(),
      claimed: z.coerce.number(),
      acceptedRecords: count,
      claimedRecords: count,
    }),
  ),
  labour: z.object({
    campaigns: count,
    agencies: count,
    personTimes: count,
    hours: z.coerce.number(),
  }),
  signing: z.object({
    waiting: count,
    countersigned: count,
    corrected: count,
    returned: count,
    averageDays: z.number().nullable(),
    withinSevenDays: count,
  }),
})

async function summaryFor(actor: Actor, filter: SummaryFilter) {
  const { citySummary } = await actor.ask(document, { filter })
  return summaryShape.parse(citySummary)
}

const sum = (values: readonly number[]) => values.reduce((before, value) => before + value, 0)
const near = (value: number | null) => (value === null ? null : expect.closeTo(value, 3))
const isSigned = ({ status }: RawRecord) => status === 'COUNTERSIGNED'
const isWaiting = ({ status }: RawRecord) => status === 'SUBMITTED'
const average = (values: readonly number[]) =>
  values.length === 0 ? null : sum(values) / values.length

function totalFrom(chosen: readonly RawRecord[]) {
  const [signed, waiting] = [chosen.filter(isSigned), chosen.filter(isWaiting)]
  return {
    countersigned: signed.length,
    submitted: waiting.length,
    personTimes: sum(signed.map(({ personTimes }) => personTimes)),
    submittedPersonTimes: sum(waiting.map(({ personTimes }) => personTimes)),
    hours: near(sum(signed.map(({ hours }) => hours))),
    submittedHours: near(sum(waiting.map(({ hours }) => hours))),
    averageUsefulness: near(average(signed.map(({ usefulness }) => usefulness ?? 0))),
    averageSigningDays: near(average(signed.map(({ days }) => days ?? 0))),
  }
}

function meets(filter: SummaryFilter, record: RawRecord): boolean {
  const place = places.find(({ id }) => id === filter.organisationId)
  const zone = zones.find(({ id }) => id === filter.zoneId)
  const isUnder = (path: string) =>
    record.agencyPath.startsWith(path) || record.communityPath.startsWith(path)
  return (
    (!place || isUnder(place.path)) &&
    (!zone || zone.agencyPaths.some((path) => record.agencyPath.startsWith(path))) &&
    (!filter.month || record.month === filter.month) &&
    (!filter.area || record.area === filter.area) &&
    (!filter.kind || record.kind === filter.kind) &&
    (!filter.direction || record.direction === filter.direction)
  )
}

/** Counts every figure again, record by record; gives how many records were chosen. */
async function agrees(actor: Actor, filter: SummaryFilter, sight: (record: RawRecord) => boolean) {
  const said = await summaryFor(actor, filter)
  const chosen = records.filter((record) => sight(record) && meets(filter, record))
  const signed = chosen.filter(isSigned)
  const labour = records.filter(
    (record) =>
      sight(record) &&
      record.kind === 'LABOUR' &&
      isSigned(record) &&
      meets({ ...filter, kind: null, area: null }, record),
  )
  expect(said.total).toEqual(totalFrom(chosen))
  for (const { kind, total: row } of said.kinds)
    expect(row).toEqual(totalFrom(chosen.filter((record) => record.kind === kind)))
  for (const { area, total: row } of said.areas)
    expect(row).toEqual(totalFrom(chosen.filter((record) => record.area === area)))
  for (const { direction, total: row } of said.directions)
    expect(row).toEqual(totalFrom(chosen.filter((record) => record.direction === direction)))
  expect(said.months).toHaveLength(12)
  for (const { month, total: row, ...counts } of said.months) {
    const then = chosen.filter((record) => record.month === month)
    const ofKind = (kind: string) =>
      then.filter((record) => isSigned(record) && record.kind === kind).length
    expect(row).toEqual(totalFrom(then))
    expect(counts).toEqual({
      sixHelps: ofKind('SIX_HELPS'),
      labour: ofKind('LABOUR'),
      visits: ofKind('VISIT'),
    })
  }
  for (const { indicator, ...row } of said.indicators) {
    const lines = (some: readonly RawRecord[]) =>
      some.flatMap(({ outputs }) => outputs.filter(({ code }) => code === indicator.code))
    const [accepted, claimed] = [lines(signed), lines(chosen.filter(isWaiting))]
    expect(row).toEqual({
      accepted: near(sum(accepted.map((line) => line.accepted ?? 0))),
      claimed: near(sum(claimed.map((line) => line.claimed))),
      acceptedRecords: accepted.length,
      claimedRecords: claimed.length,
    })
  }
  expect(said.labour).toEqual({
    campaigns: new Set(labour.flatMap(({ campaignId }) => campaignId ?? [])).size,
    agencies: new Set(labour.map(({ agencyPath }) => agencyPath.split('/')[1])).size,
    personTimes: sum(labour.map(({ personTimes }) => personTimes)),
    hours: near(sum(labour.map(({ hours }) => hours))),
  })
  const decided = (decision: string) =>
    sum(chosen.map(({ decisions }) => decisions.filter((one) => one === decision).length))
  expect(said.signing).toEqual({
    waiting: chosen.length - signed.length - chosen.filter(isElsewhere).length,
    countersigned: signed.length,
    corrected: decided('CORRECTED'),
    returned: decided('RETURNED'),
    averageDays: near(average(signed.map(({ days }) => days ?? 0))),
    withinSevenDays: signed.filter(({ days }) => days !== null && days <= 7).length,
  })
  return chosen.length
}
const isElsewhere = (record: RawRecord) => !isSigned(record) && !isWaiting(record)

test('whatever is chosen, every figure is what the records say one by one', async () => {
  const reader = await city.as('municipal')
  const months = [...new Set(records.map(({ month }) => month))].toSorted()
  const orNothing = <Value>(values: readonly Value[]) =>
    fc.option(fc.constantFrom(...values), { nil: undefined, freq: 2 })
  expect(await agrees(reader, {}, () => true)).toBe(records.length)
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        organisationId: orNothing(places.map(({ id }) => id)),
        zoneId: orNothing(zones.map(({ id }) => id)),
        month: orNothing(months),
        area: orNothing(HELP_AREAS),
        kind: orNothing(ACTIVITY_KINDS),
        direction: orNothing(DIRECTIONS),
      }),
      async (filter) => {
        await agrees(reader, filter, () => true)
      },
    ),
    { numRuns: 40 },
  )
})

test.each([
  ['recorder', 'agencyPath'],
  ['secretary', 'agencyPath'],
  ['community', 'communityPath'],
  ['street', 'communityPath'],
  ['district', 'communityPath'],
] as const)(
  '%s sees the figures of what is in sight, and nothing of others',
  async (account, side) => {
    const actor = await city.as(account, account === 'street' ? { role: 'STREET_SECRETARY' } : {})
    const own = (record: RawRecord) => record[side].startsWith(actor.organisationPath)
    await agrees(actor, {}, own)
    const kind = side === 'agencyPath' ? 'AGENCY' : 'DISTRICT'
    const foreign = places.find(
      (place) => place.kind === kind && !actor.organisationPath.startsWith(place.path),
    )
    await agrees(actor, { organisationId: foreign?.id }, own)
    const { total: nothing } = await summaryFor(actor, { organisationId: foreign?.id })
    expect(nothing.countersigned + nothing.submitted).toBe(0)
  },
)

test('a zone lead sees the figures of the agencies of the zone', async () => {
  const lead = await city.as('zone')
  const { viewer } = await lead.context()
  const zone = zones.find(({ id }) => id === viewer?.assignment?.zoneId)
  const inZone = ({ agencyPath }: RawRecord) =>
    (zone?.agencyPaths ?? []).some((path) => agencyPath.startsWith(path))
  expect(await agrees(lead, {}, inZone)).toBeGreaterThan(0)
})

const rowShape = z.object({
  edges: z.array(
    z.object({
      node: z.object({
        id: z.string(),
        code: z.string(),
        total: z.object({ countersigned: z.number(), submitted: z.number() }),
      }),
    }),
  ),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
})
async function breakdown(actor: Actor, by: string, order = 'ORGANISATION') {
  const rows: z.infer<typeof rowShape>['edges'][number]['node'][] = []
  for (let after: string | null = null, more = true; more;) {
    const { citySummary } = await actor.ask(
      `query ($by: BreakdownBy!, $order: TableOrder, $after: String) { citySummary(year: 2008) {
        breakdown(by: $by, order: $order, first: 37, after: $after) { edges { node { id code total { countersigned submitted } } } pageInfo { hasNextPage endCursor } } } }`,
      { by, order, after },
    )
    const page = z.object({ breakdown: rowShape }).parse(citySummary).breakdown
    rows.push(...page.edges.map(({ node }) => node))
    after = page.pageInfo.endCursor
    more = page.pageInfo.hasNextPage
  }
  return rows
}

test.each(['AGENCY', 'BRANCH', 'DISTRICT', 'STREET', 'COMMUNITY'])(
  'broken down by %s, every one appears once in the fixed order, also those that reported nothing',
  async (by) => {
    const reader = await city.as('municipal')
    const rows = await breakdown(reader, by)
    const members = places.filter(({ kind }) => kind === by)
    expect(rows.map(({ id }) => id)).toEqual(members.map(({ id }) => id))
    const expected = members.map(({ path }) => {
      const under = records.filter(
        ({ agencyPath, communityPath }) =>
          agencyPath.startsWith(path) || communityPath.startsWith(path),
      )
      return {
        countersigned: under.filter(isSigned).length,
        submitted: under.filter(isWaiting).length,
      }
    })
    expect(rows.map((row) => row.total)).toEqual(expected)
  },
)

test('there are communities that reported nothing, and they are listed', async () => {
  const rows = await breakdown(await city.as('municipal'), 'COMMUNITY')
  expect(rows.some((row) => row.total.countersigned + row.total.submitted === 0)).toBe(true)
})

test('by value, the most records come first, and equals stand in the fixed order', async () => {
  const reader = await city.as('municipal')
  const [fixed, byValue] = [
    await breakdown(reader, 'STREET'),
    await breakdown(reader, 'STREET', 'VALUE'),
  ]
  expect(byValue.map(({ id }) => id)).toEqual(
    fixed
      .toSorted((one, other) => other.total.countersigned - one.total.countersigned)
      .map(({ id }) => id),
  )
})

test('what is not asked for costs nothing, and no figure takes a statement for each row', async () => {
  const reader = await city.as('municipal')
  city.statements()
  await reader.ask('{ citySummary(year: 2008) { year total { countersigned } } }')
  const little = city.statements().length
  expect(little).toBeLessThanOrEqual(3)
  await reader.ask(
    '{ citySummary(year: 2008) { breakdown(by: COMMUNITY, first: 100) { edges { node { total { countersigned } organisation { name parent { name } } areas { area } } } } } }',
  )
  expect(city.statements().length).toBeLessThanOrEqual(6)
})

test('the rollups agree with the records, and one wrong sum is named', async () => {
  const { pool } = city.database
  expect((await verifyRollups(pool, '2301')).differences).toEqual([])
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    await client.query(
      `UPDATE activity_rollup SET countersigned = countersigned + 1 WHERE ctid = (SELECT ctid FROM activity_rollup WHERE countersigned > 0 LIMIT 1)`,
    )
    const { differences } = await verifyRollups(client, '2301')
    expect(differences).toHaveLength(1)
    expect(differences[0]).toContain('activity_rollup')
  } finally {
    await client.query('ROLLBACK')
    client.release()
  }
})
