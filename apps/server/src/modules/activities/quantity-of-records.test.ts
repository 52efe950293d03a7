import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { Actor, TestCity } from '../../testing/city-under-test.ts'
import { quantityOfRecords } from './quantity-of-records.ts'

let city: TestCity
let municipal: Actor
beforeAll(async () => {
  city = await openTestCity()
  municipal = await city.as('municipal')
})
afterAll(() => city.close())

const sums = z.object({
  accepted: z.string(),
  acceptedRecords: z.number(),
  claimed: z.string(),
  claimedRecords: z.number(),
})
const quantityShape = z.object({
  activitiesQuantity: z
    .object({
      indicator: z.object({ code: z.string() }),
      sums: sums.nullable(),
      mostRecords: z.number(),
    })
    .nullable(),
})
const summaryShape = z.object({
  citySummary: z.object({
    indicators: z.array(z.object({ indicator: z.object({ code: z.string() }), ...sums.shape })),
  }),
})

async function quantityOf(filter: Record<string, unknown>, actor = municipal) {
  const data = await actor.ask(
    `query ($filter: ActivityFilter!) { activitiesQuantity(filter: $filter) {
       indicator { code } sums { accepted acceptedRecords claimed claimedRecords } mostRecords } }`,
    { filter },
  )
  return quantityShape.parse(data).activitiesQuantity
}

async function summaryOf(filter: Record<string, unknown>, actor = municipal) {
  const data = await actor.ask(
    `query ($filter: SummaryFilter) { citySummary(year: 2008, filter: $filter) {
       indicators { indicator { code } accepted acceptedRecords claimed claimedRecords } } }`,
    { filter },
  )
  return summaryShape.parse(data).citySummary.indicators
}

async function value(statement: string): Promise<string> {
  const { rows } = await city.database.pool.query<{ value: string }>(statement)
  return rows[0]?.value ?? ''
}

test.each([
  ['the whole city', async () => ({})],
  ['a month', async () => ({ month: '2008-06' })],
  [
    'an agency',
    async () => ({
      organisationId: await value(
        `SELECT id AS value FROM organisation WHERE kind = 'AGENCY' ORDER BY path LIMIT 1`,
      ),
    }),
  ],
  [
    'a district in a month',
    async () => ({
      organisationId: await value(
        `SELECT id AS value FROM organisation WHERE kind = 'DISTRICT' ORDER BY path LIMIT 1`,
      ),
      month: '2008-05',
    }),
  ],
  [
    'a zone',
    async () => ({ zoneId: await value('SELECT id AS value FROM zone ORDER BY position LIMIT 1') }),
  ],
])(
  'the records of %s come to the very number that the overview shows for each indicator',
  async (_name, chosen) => {
    const filter = await chosen()
    const shown = await summaryOf(filter)
    expect(shown.some(({ acceptedRecords }) => acceptedRecords > 0)).toBe(true)
    expect(shown.length).toBeGreaterThan(10)
    for (const { indicator, ...expected } of shown) {
      const quantity = await quantityOf({ year: 2008, indicatorCode: indicator.code, ...filter })
      expect([indicator.code, quantity?.sums]).toEqual([indicator.code, expected])
    }
  },
)

test('only the states of the list count, and only what is in sight', async () => {
  const filter = { year: 2008, indicatorCode: 'partyBuilding.lectures' }
  const all = await quantityOf(filter)
  const signed = await quantityOf({ ...filter, statuses: ['COUNTERSIGNED'] })
  const waiting = await quantityOf({ ...filter, statuses: ['SUBMITTED'] })
  const drafts = await quantityOf({ ...filter, statuses: ['DRAFT', 'RETURNED'] })
  const nothing = { accepted: '0', acceptedRecords: 0, claimed: '0', claimedRecords: 0 }
  expect(signed?.sums).toEqual({ ...all?.sums, claimed: '0', claimedRecords: 0 })
  expect(waiting?.sums).toEqual({ ...all?.sums, accepted: '0', acceptedRecords: 0 })
  expect(drafts?.sums).toEqual(nothing)
  const own = await quantityOf(filter, await city.as('recorder'))
  const ofBranch = await value(
    `SELECT trim_scale(coalesce(sum(accepted), 0))::text AS value FROM output_rollup r JOIN organisation o ON o.id = r.organisation_id WHERE side = 'AGENCY_SIDE' AND programme_year = 2008 AND indicator_code = 'partyBuilding.lectures' AND o.code = 'A001-01'`,
  )
  expect(own?.sums?.accepted).toBe(ofBranch)
})

test('of no indicator, and of one that nobody knows, there is no sum', async () => {
  expect(await quantityOf({ year: 2008 })).toBeNull()
  expect(await quantityOf({ year: 2008, indicatorCode: 'nothing.such' })).toBeNull()
})

test('of more records than are summed it says so instead of reading them all', async () => {
  const filter = { year: 2008, indicatorCode: 'partyBuilding.lectures' }
  const all = (await quantityOf(filter))?.sums
  const records = (all?.acceptedRecords ?? 0) + (all?.claimedRecords ?? 0)
  const context = await municipal.context()
  expect((await quantityOfRecords(context, filter, records))?.sums).toEqual(all)
  expect((await quantityOfRecords(context, filter, records - 1))?.sums).toBeNull()
  expect((await quantityOf(filter))?.mostRecords).toBe(10_000)
})
