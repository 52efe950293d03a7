import { sidesToSign } from '@gongjian/domain/activity-actions'
import { ACTIVITY_STATUSES, DIRECTIONS, PAIRING_SIDES } from '@gongjian/domain/vocabulary'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { TestCity } from '../../testing/city-under-test.ts'
import { checklistFor } from '../../testing/periods.ts'

const shape = z.array(
  z.object({
    status: z.enum(ACTIVITY_STATUSES),
    direction: z.enum(DIRECTIONS),
    recordingSide: z.enum(PAIRING_SIDES),
    signedSide: z.enum(PAIRING_SIDES).nullable(),
    agencyId: z.string(),
    agencyPath: z.string(),
    communityId: z.string(),
    communityPath: z.string(),
    zoneId: z.string().nullable(),
    day: z.string(),
  }),
)
type Open = z.infer<typeof shape>[number]

let city: TestCity
let open: Open[]
beforeAll(async () => {
  city = await openTestCity()
  const { rows } = await city.database.pool.query(
    `SELECT status::text, direction::text, recording_side::text AS "recordingSide", signed_side::text AS "signedSide", agency_side_id AS "agencyId", agency_side_path AS "agencyPath",
       community_side_id AS "communityId", community_side_path AS "communityPath", zone_id AS "zoneId", day::text FROM activity WHERE status IN ('DRAFT', 'RETURNED', 'SUBMITTED')`,
  )
  open = shape.parse(rows)
})
afterAll(() => city.close())

/** Whose turn it is. */
function turnOf(record: Open): { id: string; path: string } {
  const side = record.status === 'SUBMITTED' ? sidesToSign(record)[0] : record.recordingSide
  return side === 'AGENCY_SIDE'
    ? { id: record.agencyId, path: record.agencyPath }
    : { id: record.communityId, path: record.communityPath }
}
const keys = { DRAFT: 'drafts', RETURNED: 'returned', SUBMITTED: 'waiting' } as const

function counted(chosen: readonly Open[]) {
  const lines = new Map<string, { drafts: number; returned: number; waiting: number }>()
  const total = { drafts: 0, returned: 0, waiting: 0 }
  for (const record of chosen) {
    if (record.status !== 'DRAFT' && record.status !== 'RETURNED' && record.status !== 'SUBMITTED')
      continue
    const { id } = turnOf(record)
    const line = lines.get(id) ?? { drafts: 0, returned: 0, waiting: 0 }
    line[keys[record.status]] += 1
    total[keys[record.status]] += 1
    lines.set(id, line)
  }
  return { total, lines }
}

const inQuarter = (quarter: number | null) => (record: Open) => {
  const month = Number(record.day.slice(5, 7))
  return (
    record.day >= '2007-10-01' &&
    record.day <= '2008-09-30' &&
    (quarter === null || Math.floor(((month + 2) % 12) / 3) + 1 === quarter)
  )
}
const asMap = ({ lines }: Awaited<ReturnType<typeof checklistFor>>) =>
  new Map(lines.map(({ organisation, ...line }) => [organisation.id, line]))

test.each([null, 1, 2, 3, 4])(
  'the city sees what is open in quarter %j, and whose it is',
  async (quarter) => {
    const said = await checklistFor(await city.as('municipal'), 2008, quarter)
    const expected = counted(open.filter(inQuarter(quarter)))
    expect(said.total).toEqual(expected.total)
    // The longest list names 200.
    const shown = asMap(said)
    expect(shown.size).toBe(Math.min(200, expected.lines.size))
    for (const [id, line] of shown) expect(line).toEqual(expected.lines.get(id))
    const sums = said.lines.map((line) => line.drafts + line.returned + line.waiting)
    expect(sums).toEqual(sums.toSorted((one, other) => other - one))
  },
)

test('there is something open in the year', () => {
  const { total } = counted(open.filter(inQuarter(null)))
  expect(Math.min(total.drafts, total.returned, total.waiting)).toBeGreaterThan(0)
})

test.each(['recorder', 'secretary', 'community', 'street'])(
  '%s sees what is for the own organisations to do, and no more',
  async (account) => {
    const actor = await city.as(account, account === 'street' ? { role: 'STREET_SECRETARY' } : {})
    const own = open.filter(
      (record) => inQuarter(null)(record) && turnOf(record).path.startsWith(actor.organisationPath),
    )
    expect(own.length).toBeGreaterThan(0)
    const said = await checklistFor(actor, 2008)
    expect(asMap(said)).toEqual(counted(own).lines)
    expect(said.total).toEqual(counted(own).total)
  },
)

test('a zone lead and a district committee see what is open between theirs and others', async () => {
  const lead = await city.as('zone')
  const zoneId = (await lead.context()).viewer?.assignment?.zoneId
  const district = await city.as('district')
  for (const [actor, isTheirs] of [
    [lead, (record: Open) => record.zoneId === zoneId],
    [district, (record: Open) => record.communityPath.startsWith(district.organisationPath)],
  ] as const) {
    const theirs = open.filter((record) => inQuarter(null)(record) && isTheirs(record))
    expect(asMap(await checklistFor(actor, 2008))).toEqual(counted(theirs).lines)
  }
})

test('there is no list for a year or quarter that is not there', async () => {
  const municipal = await city.as('municipal')
  for (const [year, quarter] of [
    [1999, null],
    [2008, 5],
    [2008, 0],
  ]) {
    const { periodChecklist } = await municipal.ask(
      'query ($year: Int!, $quarter: Int) { periodChecklist(year: $year, quarter: $quarter) { total { drafts } } }',
      { year, quarter },
    )
    expect(periodChecklist).toBeNull()
  }
})
