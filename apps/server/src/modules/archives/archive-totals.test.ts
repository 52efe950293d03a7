import { summaryOf } from '@gongjian/domain/archive-summary'
import { compareDecimals } from '@gongjian/domain/decimal-text'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { TestCity } from '../../testing/city-under-test.ts'
import { idsOfArchive, readArchivedRecords } from './archived-records.ts'

let city: TestCity
beforeAll(async () => {
  city = await openTestCity()
})
afterAll(() => city.close())

const total = z.object({ countersigned: z.number(), personTimes: z.number(), hours: z.string() })
const summary = z.object({
  total,
  kinds: z.array(z.object({ kind: z.string(), total })),
  areas: z.array(z.object({ area: z.string(), total })),
  directions: z.array(z.object({ direction: z.string(), total })),
  indicators: z.array(
    z.object({ indicator: z.object({ code: z.string() }), accepted: z.string() }),
  ),
})
const sums = 'total { countersigned personTimes hours }'

test.each([
  { account: 'recorder', side: 'AGENCY_SIDE' },
  { account: 'secretary', side: 'AGENCY_SIDE' },
  { account: 'community', side: 'COMMUNITY_SIDE' },
  { account: 'street', side: 'COMMUNITY_SIDE' },
] as const)(
  "the sums of the archive are the product's own for $account",
  async ({ account, side }) => {
    const actor = await city.as(account)
    const context = await actor.context()
    const scope = { organisationPath: actor.organisationPath, side, programmeYear: 2008 }
    const records = await readArchivedRecords(context, await idsOfArchive(context, scope, 3000))
    const archived = summaryOf(records)
    const data = await actor.ask(
      `{ citySummary(year: 2008) { ${sums} kinds { kind ${sums} } areas { area ${sums} } directions { direction ${sums} } indicators { indicator { code } accepted } } }`,
    )
    const own = summary.parse(data['citySummary'])
    expect(own.total.countersigned).toBeGreaterThan(0)
    const asSums = (one: z.infer<typeof total>) => ({
      records: one.countersigned,
      personTimes: one.personTimes,
      hours: one.hours,
    })
    const none = { records: 0, personTimes: 0, hours: '0' }
    expect(archived.total).toEqual(asSums(own.total))
    const kinds = new Map<string, unknown>(archived.byKind)
    for (const one of own.kinds) expect(kinds.get(one.kind) ?? none).toEqual(asSums(one.total))
    const areas = new Map<string, unknown>(archived.byArea)
    for (const one of own.areas) expect(areas.get(one.area) ?? none).toEqual(asSums(one.total))
    const directions = new Map<string, unknown>(archived.byDirection)
    for (const one of own.directions)
      expect(directions.get(one.direction) ?? none).toEqual(asSums(one.total))
    for (const { indicator, accepted } of own.indicators)
      expect(compareDecimals(archived.byIndicator.get(indicator.code) ?? '0', accepted)).toBe(0)
  },
)
