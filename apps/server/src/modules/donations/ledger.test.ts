import { addDecimals, sumDecimals } from '@gongjian/domain/decimal-text'
import { acceptedOfLine, donationSums, sumCheck } from '@gongjian/domain/donation-receipt'
import { ROLES } from '@gongjian/domain/vocabulary'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { Actor, TestCity } from '../../testing/city-under-test.ts'
import { confirm, giveAs, saveDrive, wrongIn } from '../../testing/donations.ts'
import { call, newId, pairingBetween } from '../../testing/recording.ts'

let city: TestCity
let recorder: Actor
let community: Actor
let analyst: Actor
let pairingId = ''
beforeAll(async () => {
  city = await openTestCity()
  recorder = await city.as('recorder')
  community = await city.as('community')
  analyst = await city.as('municipal')
  pairingId = await pairingBetween(city, recorder, community)
})
afterAll(() => city.close())

const totalsShape = z.object({
  lines: z.number(),
  records: z.number(),
  cashClaimed: z.string(),
  cashReceived: z.string(),
  cashAccepted: z.string(),
  goodsClaimed: z.string(),
  goodsReceived: z.string(),
  goodsAccepted: z.string(),
  acceptedUnsplit: z.string(),
  awaitingLines: z.number(),
  lessReceivedLines: z.number(),
  agreeingRecords: z.number(),
  differingRecords: z.number(),
  openRecords: z.number(),
})
const totalFields = Object.keys(totalsShape.shape).join(' ')
async function totalsOf(actor: Actor, filter: Record<string, unknown> = {}) {
  const { donationTotals } = await actor.ask(
    `query ($filter: DonationFilter) { donationTotals(filter: $filter) { ${totalFields} } }`,
    { filter },
  )
  return totalsShape.parse(donationTotals)
}
const entry = z.object({
  id: z.string(),
  activityId: z.string(),
  day: z.string(),
  status: z.string(),
  accepted: z.string().nullable(),
  check: z.string(),
  donation: z.object({
    kind: z.string(),
    valueYuan: z.string(),
    drive: z.object({ id: z.string() }).nullable(),
    confirmation: z.object({ receivedValueYuan: z.string() }).nullable(),
  }),
})
const connection = z.object({
  edges: z.array(z.object({ cursor: z.string(), node: entry })),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
})
async function linesOf(
  actor: Actor,
  filter: Record<string, unknown> = {},
  orderBy = 'NEWEST_DAY',
  first = 100,
) {
  const lines: z.infer<typeof entry>[] = []
  for (let after: string | null = null; ;) {
    const { donations } = await actor.ask(
      `query ($first: Int, $after: String, $filter: DonationFilter, $orderBy: DonationOrder) { donations(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
        edges { cursor node { id activityId day status accepted check donation { kind valueYuan drive { id } confirmation { receivedValueYuan } } } } pageInfo { hasNextPage endCursor } } }`,
      { first, after, filter, orderBy },
    )
    const page = connection.parse(donations)
    lines.push(...page.edges.map(({ node }) => node))
    after = page.pageInfo.endCursor
    if (!page.pageInfo.hasNextPage) return lines
  }
}

describe('who sees what', () => {
  test('an administrator sees none; everybody else what lies in their sight', async () => {
    const admin = await city.as('admin')
    for (const field of [
      'donations { edges { cursor } }',
      'donationTotals { lines }',
      'donationOutputs { claimed }',
    ])
      await expect(admin.ask(`{ ${field} }`)).rejects.toMatchObject({
        extensions: { code: 'FORBIDDEN' },
      })
    const all = await totalsOf(analyst)
    const own = await totalsOf(community)
    expect(own.lines).toBeGreaterThan(0)
    expect(own.lines).toBeLessThan(all.lines)
    const seen = await linesOf(community)
    const { rows } = await city.database.pool.query<{ strangers: number }>(
      'SELECT count(*)::int AS strangers FROM activity WHERE id = ANY($1::uuid[]) AND NOT starts_with(community_side_path, $2)',
      [seen.map(({ activityId }) => activityId), community.organisationPath],
    )
    expect(rows).toEqual([{ strangers: 0 }])
    expect(ROLES).toHaveLength(9)
  })

  test('what is not sent is in no ledger', async () => {
    const before = await totalsOf(recorder)
    const id = await giveAs(recorder, pairingId)
    expect((await totalsOf(recorder)).lines).toBe(before.lines + 2)
    await call(recorder, 'withdrawActivity', { id, version: 1 })
    expect((await totalsOf(recorder)).lines).toBe(before.lines)
  })
})

describe('the sums', () => {
  test('are those of all lines, to the cent, and the same however they are grouped', async () => {
    const filter = { year: 2008 }
    const [totals, lines] = [await totalsOf(analyst, filter), await linesOf(analyst, filter)]
    const sum = (kind: string, of: (line: z.infer<typeof entry>) => string | null | undefined) =>
      sumDecimals(
        lines.filter(({ donation }) => donation.kind === kind).map((line) => of(line) ?? '0'),
      )
    for (const [kind, name] of [
      ['CASH', 'cash'],
      ['GOODS', 'goods'],
    ] as const) {
      expect(totals[`${name}Claimed`]).toBe(sum(kind, ({ donation }) => donation.valueYuan))
      expect(totals[`${name}Received`]).toBe(
        sum(kind, ({ donation }) => donation.confirmation?.receivedValueYuan),
      )
      expect(totals[`${name}Accepted`]).toBe(sum(kind, ({ accepted }) => accepted))
    }
    expect(totals.lines).toBe(lines.length)
    expect(totals.agreeingRecords + totals.differingRecords + totals.openRecords).toBe(
      totals.records,
    )
    for (const by of ['DRIVE', 'PAIRING', 'MONTH']) {
      const groups: z.infer<typeof totalsShape>[] = []
      for (let after: string | null = null; ;) {
        const { donationGroups } = await analyst.ask(
          `query ($by: DonationGrouping!, $after: String, $filter: DonationFilter) { donationGroups(by: $by, first: 100, after: $after, filter: $filter) { edges { node { key totals { ${totalFields} } } } pageInfo { hasNextPage endCursor } } }`,
          { by, after, filter },
        )
        const page = z
          .object({
            edges: z.array(z.object({ node: z.object({ key: z.string(), totals: totalsShape }) })),
            pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
          })
          .parse(donationGroups)
        groups.push(...page.edges.map(({ node }) => node.totals))
        after = page.pageInfo.endCursor
        if (!page.pageInfo.hasNextPage) break
      }
      expect([by, groups.reduce((count, group) => count + group.lines, 0)]).toEqual([
        by,
        totals.lines,
      ])
      expect(
        sumDecimals(
          groups.map(({ cashClaimed, goodsClaimed }) => addDecimals(cashClaimed, goodsClaimed)),
        ),
      ).toBe(addDecimals(totals.cashClaimed, totals.goodsClaimed))
    }
  })

  test('agree with the outputs of the records, and with the published figure', async () => {
    const { donationOutputs } = await analyst.ask(
      '{ donationOutputs(filter: { year: 2008 }) { claimed accepted linesClaimed linesAccepted withoutLines } }',
    )
    const outputs = z.record(z.string(), z.string()).parse(donationOutputs)
    expect(outputs['linesClaimed']).toBe(outputs['claimed'])
    expect(outputs['linesAccepted']).toBe(outputs['accepted'])
    expect(outputs['withoutLines']).toBe('0')
    const { rows } = await city.database.pool.query<{ sum: string }>(
      `SELECT trim_scale(sum(accepted))::text AS sum FROM output_rollup WHERE indicator_code = 'relief.donatedValue' AND side = 'AGENCY_SIDE' AND programme_year = 2008`,
    )
    expect(outputs['accepted']).toBe(rows[0]?.sum)
    const totals = await totalsOf(analyst, { year: 2008 })
    expect(sumDecimals([totals.cashAccepted, totals.goodsAccepted, totals.acceptedUnsplit])).toBe(
      outputs['accepted'],
    )
  })

  test('say of a record and of its lines what the rules say', async () => {
    const id = await giveAs(recorder, pairingId)
    const lines = [
      { position: 1, receivedValueYuan: '200' },
      { position: 2, receivedQuantity: '9', receivedValueYuan: '540', reason: '少一床' },
    ]
    await confirm(community, { activityId: id, version: 1, lines })
    const accepted = [{ indicatorCode: 'relief.donatedValue', quantity: '700' }]
    await call(community, 'countersignActivity', {
      id,
      version: 1,
      usefulness: 3,
      accepted,
      words: '部分破损',
    })
    const all = await linesOf(analyst, { year: 2008 })
    const records = Map.groupBy(all, ({ activityId }) => activityId)
    const { rows } = await city.database.pool.query<{ id: string; accepted: string | null }>(
      `SELECT t.id, trim_scale(o.accepted)::text AS accepted FROM activity t JOIN output o ON o.activity_id = t.id AND o.indicator_code = 'relief.donatedValue' WHERE t.id = ANY($1::uuid[]) AND t.status = 'COUNTERSIGNED'`,
      [[...records.keys()]],
    )
    const acceptedOf = new Map(rows.map((row) => [row.id, row.accepted]))
    for (const [recordId, found] of records) {
      const received = found.map(({ donation }) => ({
        valueYuan: donation.valueYuan,
        receivedValueYuan: donation.confirmation?.receivedValueYuan ?? null,
      }))
      const value = acceptedOf.get(recordId) ?? null
      const expected = found.map((_line, at) => ({
        check: sumCheck(donationSums(received), value),
        accepted:
          value === null
            ? null
            : acceptedOfLine(
                received[at] ?? { valueYuan: '0', receivedValueYuan: null },
                received,
                value,
              ),
      }))
      expect(found.map(({ check, accepted: of }) => ({ check, accepted: of }))).toEqual(expected)
    }
    expect(all.find(({ activityId }) => activityId === id)).toMatchObject({
      check: 'DIFFERS',
      accepted: null,
    })
  })
})

describe('the list', () => {
  test.each(['NEWEST_DAY', 'OLDEST_DAY', 'LARGEST_VALUE'])(
    'by %s goes by key: no line twice, none left out',
    async (order) => {
      const whole = await linesOf(community, {}, order)
      const paged = await linesOf(community, {}, order, 3)
      expect(paged.map(({ id }) => id)).toEqual(whole.map(({ id }) => id))
      expect(new Set(whole.map(({ id }) => id)).size).toBe(whole.length)
    },
  )

  test('is narrowed by drive, kind, receipt and sums', async () => {
    const { rows } = await city.database.pool.query<{ id: string }>(
      "SELECT id FROM donation_drive WHERE name = '抗震救灾捐款'",
    )
    const driveId = rows[0]?.id ?? ''
    const inDrive = await linesOf(analyst, { driveId, kind: 'CASH' })
    expect(inDrive.length).toBeGreaterThan(0)
    expect(
      inDrive.every(({ donation }) => donation.drive?.id === driveId && donation.kind === 'CASH'),
    ).toBe(true)
    expect(
      (await linesOf(analyst, { receipt: 'AWAITING' })).every(
        ({ donation }) => donation.confirmation === null,
      ),
    ).toBe(true)
    const less = await linesOf(analyst, { receipt: 'LESS_RECEIVED' })
    expect(less.length).toBeGreaterThan(0)
    expect(
      (await linesOf(analyst, { check: 'DIFFERS' })).every(({ check }) => check === 'DIFFERS'),
    ).toBe(true)
  })

  test('of what somebody has to confirm holds exactly what they may', async () => {
    const mine = await linesOf(community, { mine: true })
    expect(mine.length).toBeGreaterThan(2)
    for (const { activityId } of mine) {
      const { activity } = await community.ask(
        `{ activity(id: "${activityId}") { receiptRefusal { code } } }`,
      )
      expect(activity).toEqual({ receiptRefusal: null })
    }
    expect(await linesOf(recorder, { mine: true })).toEqual([])
  })
})

describe('a drive', () => {
  const good = { name: '重阳敬老', purpose: '', opensOn: '2008-09-01', closesOn: '2008-10-07' }

  test('is called by the committee, a street or a zone, and changed by who called it', async () => {
    const street = await city.as('street')
    const id = newId()
    expect(
      wrongIn(await saveDrive(street, { id, ...good, closesOn: '2008-08-01', name: '' })),
    ).toEqual(['name: REQUIRED', 'closesOn: DRIVE_ENDS_BEFORE_IT_BEGINS'])
    expect(await saveDrive(street, { id, ...good })).toMatchObject({ version: 1 })
    expect(await saveDrive(await city.as('zone'), { id, version: 1, ...good })).toMatchObject({
      code: 'OUT_OF_SCOPE',
    })
    expect(await saveDrive(street, { id, version: 1, ...good, purpose: '慰问老人' })).toMatchObject(
      { version: 2 },
    )
    expect(await saveDrive(street, { id, version: 1, ...good, purpose: '慰问老人' })).toMatchObject(
      { version: 2 },
    )
    expect(await saveDrive(street, { id, version: 1, ...good })).toMatchObject({
      code: 'CHANGED_MEANWHILE',
    })
    expect(await saveDrive(analyst, { id: newId(), version: 3, ...good })).toMatchObject({
      __typename: 'NotFound',
    })
    await expect(saveDrive(recorder, { id, ...good })).rejects.toMatchObject({
      extensions: { code: 'FORBIDDEN' },
    })
  })

  test('keeps the days of what belongs to it, and is offered under the pairings that it is for', async () => {
    const street = await city.as('street')
    const zone = await city.as('zone')
    const [streetDrive, zoneDrive] = [newId(), newId()]
    await saveDrive(street, { id: streetDrive, ...good })
    await saveDrive(zone, { id: zoneDrive, ...good, name: '协作区助学' })
    await giveAs(recorder, pairingId, [
      { kind: 'CASH', description: '', valueYuan: '50', driveId: streetDrive },
    ])
    expect(
      wrongIn(
        await saveDrive(street, { id: streetDrive, version: 1, ...good, opensOn: '2008-09-25' }),
      ),
    ).toEqual(['opensOn: DONATIONS_OUTSIDE'])
    const { donationDrives } = await recorder.ask(
      `{ donationDrives(filter: { pairingId: "${pairingId}", openOn: "2008-09-20" }) { edges { node { name } } } }`,
    )
    expect(JSON.stringify(donationDrives)).toContain('重阳敬老')
    expect(JSON.stringify(donationDrives)).toContain('金秋助学')
    expect(JSON.stringify(donationDrives)).not.toContain('送温暖')
  })
})
