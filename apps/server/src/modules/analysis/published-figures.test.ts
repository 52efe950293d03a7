import { publishedFigures } from '@gongjian/database/demo/published'
import { agreesWithPublished } from '@gongjian/domain/published-figure'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { TestCity } from '../../testing/city-under-test.ts'

let city: TestCity
beforeAll(async () => {
  city = await openTestCity()
})
afterAll(() => city.close())

const total = z.object({ countersigned: z.number(), personTimes: z.number() })
const summaryShape = z.object({
  structure: z.record(z.string(), z.number()),
  kinds: z.array(z.object({ kind: z.string(), total })),
  labour: z.object({ campaigns: z.number(), agencies: z.number(), personTimes: z.number() }),
  indicators: z.array(
    z.object({ indicator: z.object({ code: z.string() }), accepted: z.string() }),
  ),
})

/** What the product computes for each published figure that is no indicator. */
async function computed(): Promise<Map<string, string>> {
  const municipal = await city.as('municipal')
  const { citySummary } = await municipal.ask(
    `{ citySummary(year: 2008) { structure { agencies streets zones } kinds { kind total { countersigned personTimes } }
       labour { campaigns agencies personTimes } indicators { indicator { code } accepted } } }`,
  )
  const { structure, kinds, labour, indicators } = summaryShape.parse(citySummary)
  const kind = (name: string) => kinds.find((one) => one.kind === name)?.total
  const counts: Record<string, number | undefined> = {
    'structure.agencyOrganisations': structure['agencies'],
    'structure.streetCommittees': structure['streets'],
    'structure.zones': structure['zones'],
    'sixHelps.activities': kind('SIX_HELPS')?.countersigned,
    'labour.campaigns': labour.campaigns,
    'labour.organisations': labour.agencies,
    'labour.personTimes': labour.personTimes,
    'visits.batches': kind('VISIT')?.countersigned,
    'visits.personTimes': kind('VISIT')?.personTimes,
  }
  return new Map([
    ...Object.entries(counts).map(([id, count]) => [id, String(count)] as const),
    ...indicators.map(({ indicator, accepted }) => [indicator.code, accepted] as const),
  ])
}

const ofTheProgramme = publishedFigures.filter(({ section }) => section !== 'survey')
const off = (figures: Map<string, string>) =>
  ofTheProgramme
    .filter(
      ({ id, value, qualifier }) =>
        !agreesWithPublished({ value: String(value), qualifier }, figures.get(id) ?? '-1'),
    )
    .map(({ id }) => id)

test('every figure of the survey report is what the API computes of the demonstration year', async () => {
  expect(ofTheProgramme.length).toBeGreaterThan(30)
  expect(off(await computed())).toEqual([])
})

test('a figure that is published as exact is off by one record that is taken back', async () => {
  const before = await computed()
  const { rows } = await city.database.pool.query<{ id: string; code: string }>(
    `SELECT t.id, o.indicator_code AS code FROM activity t JOIN output o ON o.city_code = t.city_code AND o.activity_id = t.id
     WHERE t.programme_year = 2008 AND t.status = 'COUNTERSIGNED' AND t.kind = 'SIX_HELPS' AND t.day > '2008-04-01' AND o.accepted > 0 AND o.indicator_code = ANY($1) LIMIT 1`,
    [ofTheProgramme.filter(({ qualifier }) => qualifier === 'exact').map(({ id }) => id)],
  )
  await city.database.pool.query(
    `UPDATE activity SET status = 'RETURNED', version = version + 1 WHERE id = $1`,
    [rows[0]?.id],
  )
  const after = await computed()
  expect(off(after)).toContain('sixHelps.activities')
  expect(off(after)).toContain(rows[0]?.code)
  expect(Number(after.get('sixHelps.activities'))).toBe(
    Number(before.get('sixHelps.activities')) - 1,
  )
})
