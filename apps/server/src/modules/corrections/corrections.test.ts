import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { Actor, TestCity } from '../../testing/city-under-test.ts'
import { callPeriod, lockQuarter } from '../../testing/periods.ts'
import { call, newId } from '../../testing/recording.ts'
import { verifyAudit } from '../audit/verify-audit.ts'

const outcome = z.looseObject({
  __typename: z.string(),
  id: z.string().optional(),
  code: z.string().optional(),
  status: z.string().optional(),
  version: z.number().optional(),
  fieldErrors: z.array(z.object({ path: z.string(), code: z.string() })).optional(),
})

let city: TestCity
let municipal: Actor
let recorder: Actor
let community: Actor
let stranger: Actor
let record = { id: '', agency: '', code: '', accepted: '', personTimes: 0, hours: '' }
beforeAll(async () => {
  city = await openTestCity()
  municipal = await city.as('municipal')
  recorder = await city.as('recorder')
  community = await city.as('community')
  stranger = await city.as('street')
  await lockQuarter(municipal, 1)
  await lockQuarter(municipal, 2)
  const { rows } = await city.database.pool.query<typeof record>(
    `SELECT t.id, t.agency_side_id AS agency, o.indicator_code AS code, o.accepted::text, t.person_times AS "personTimes", t.hours::text FROM activity t
     JOIN output o ON o.activity_id = t.id AND o.accepted > 0
     WHERE t.agency_side_path = $1 AND t.community_side_path = $2 AND t.day < '2008-04-01' AND t.status = 'COUNTERSIGNED' ORDER BY t.id, o.position LIMIT 1`,
    [recorder.organisationPath, community.organisationPath],
  )
  if (rows[0] === undefined) throw new Error('no record of a locked quarter')
  record = rows[0]
})
afterAll(() => city.close())

async function change(actor: Actor, operation: string, input: Record<string, unknown>) {
  const type = `${operation.charAt(0).toUpperCase()}${operation.slice(1)}Input`
  const invalid =
    operation === 'withdrawCorrection' ? '' : '... on InvalidInput { fieldErrors { path code } }'
  const data = await actor.ask(
    `mutation ($input: ${type}!) { ${operation}(input: $input) { __typename ... on Correction { id status version } ... on Failure { code } ${invalid} } }`,
    { input },
  )
  return outcome.parse(data[operation])
}
const typed = (changes: Record<string, unknown> = {}) => ({
  id: newId(),
  activityId: record.id,
  reason: '当时多报了一项',
  personTimes: String(record.personTimes),
  hours: record.hours,
  outputs: [{ indicatorCode: record.code, quantity: '0' }],
  ...changes,
})
const propose = (actor: Actor, changes = {}) => change(actor, 'proposeCorrection', typed(changes))
async function acceptedTotal(): Promise<number> {
  const { rows } = await city.database.pool.query<{ sum: string }>(
    `SELECT sum(accepted) AS sum FROM output_rollup WHERE side = 'AGENCY_SIDE' AND organisation_id = $1 AND indicator_code = $2`,
    [record.agency, record.code],
  )
  return Number(rows[0]?.sum)
}
/** The sum that stands above the list of those records. */
async function listedTotal(): Promise<number> {
  const { activitiesQuantity } = await municipal.ask(
    'query ($filter: ActivityFilter!) { activitiesQuantity(filter: $filter) { sums { accepted } } }',
    { filter: { organisationId: record.agency, indicatorCode: record.code } },
  )
  const shape = z.object({ sums: z.object({ accepted: z.string() }) })
  return Number(shape.parse(activitiesQuantity).sums.accepted)
}
async function expectSound(): Promise<void> {
  for (const rollup of ['activity_rollup', 'output_rollup']) {
    const { rows } = await city.database.pool.query(
      `(SELECT * FROM ${rollup} EXCEPT SELECT * FROM recomputed_${rollup}('2301')) LIMIT 5`,
    )
    expect(rows).toEqual([])
  }
  expect((await verifyAudit(city.database.pool, '2301')).broken).toBe(null)
}

describe('a correction is not proposed', () => {
  test('by who is on neither side, of a record of others, of one that is not there', async () => {
    const refused = await municipal
      .ask(
        'mutation ($input: ProposeCorrectionInput!) { proposeCorrection(input: $input) { __typename } }',
        { input: typed() },
      )
      .catch(() => 'forbidden')
    expect(refused).toBe('forbidden')
    expect((await propose(recorder, { activityId: newId() })).__typename).toBe('NotFound')
  })

  test('without a reason and with numbers that are none: all said at once', async () => {
    const { fieldErrors } = await propose(recorder, {
      reason: '',
      hours: 'x',
      outputs: [{ indicatorCode: record.code, quantity: '-1' }],
    })
    expect(fieldErrors).toEqual([
      { path: 'reason', code: 'REQUIRED' },
      { path: 'hours', code: 'NOT_A_NUMBER' },
      { path: 'outputs.0.quantity', code: 'NEGATIVE' },
    ])
  })

  test('where nothing would change', async () => {
    const { fieldErrors } = await propose(recorder, { outputs: [] })
    expect(fieldErrors).toEqual([{ path: 'outputs', code: 'NOTHING_CORRECTED' }])
  })

  test('while the period of the record is open', async () => {
    const { rows } = await city.database.pool.query<{ id: string }>(
      `SELECT id FROM activity WHERE agency_side_path = $1 AND day > '2008-07-01' AND status = 'COUNTERSIGNED' LIMIT 1`,
      [recorder.organisationPath],
    )
    const { code } = await propose(recorder, { activityId: rows[0]?.id })
    expect(code).toBe('PERIOD_NOT_LOCKED')
  })
})

test('totals move when it is approved, not before; the record itself never does', async () => {
  const before = await acceptedTotal()
  const input = typed()
  const proposed = await change(recorder, 'proposeCorrection', input)
  expect(proposed).toMatchObject({ __typename: 'Correction', status: 'PROPOSED', version: 1 })
  expect((await change(recorder, 'proposeCorrection', input)).id).toBe(proposed.id)
  expect((await propose(community)).code).toBe('CORRECTION_WAITS')
  expect(await acceptedTotal()).toBe(before)

  const decide = (changes: Record<string, unknown>) =>
    change(municipal, 'decideCorrection', {
      id: proposed.id,
      version: 1,
      approve: true,
      words: '',
      ...changes,
    })
  expect((await decide({ version: 7 })).code).toBe('CHANGED_MEANWHILE')
  expect((await decide({ approve: false })).fieldErrors).toEqual([
    { path: 'words', code: 'REQUIRED' },
  ])
  const both = await Promise.all([decide({}), decide({ approve: false, words: '证据不足' })])
  expect(both.filter(({ __typename }) => __typename === 'Correction')).toHaveLength(1)
  const isApproved = both.some(({ status }) => status === 'APPROVED')
  expect(await acceptedTotal()).toBe(isApproved ? before - Number(record.accepted) : before)
  await expectSound()

  const { rows } = await city.database.pool.query<{ accepted: string }>(
    'SELECT accepted::text FROM output WHERE activity_id = $1 AND indicator_code = $2',
    [record.id, record.code],
  )
  expect(rows[0]?.accepted).toBe(record.accepted)
})

test('the next one starts from what the approved ones left; taken back, nothing moves', async () => {
  const { countsNow } = await recorder.ask(
    'query ($id: ID!) { countsNow(activityId: $id) { personTimes outputs { quantity indicator { code } } } }',
    { id: record.id },
  )
  const shape = z.object({
    personTimes: z.number(),
    outputs: z.array(z.object({ quantity: z.string(), indicator: z.object({ code: z.string() }) })),
  })
  const now = shape.parse(countsNow)
  const quantity = now.outputs.find(({ indicator }) => indicator.code === record.code)?.quantity
  const total = await acceptedTotal()
  const next = typed({
    personTimes: String(now.personTimes + 5),
    outputs: [{ indicatorCode: record.code, quantity: String(Number(quantity) + 2) }],
  })
  const proposed = await change(community, 'proposeCorrection', next)
  expect(proposed.status).toBe('PROPOSED')
  const taken = { id: proposed.id, version: 1 }
  expect((await change(recorder, 'withdrawCorrection', taken)).code).toBe('ROLE_MAY_NOT')
  expect((await change(stranger, 'withdrawCorrection', { ...taken, version: 2 })).code).toMatch(
    /CHANGED_MEANWHILE|NOT_FOUND/,
  )
  expect((await change(community, 'withdrawCorrection', taken)).status).toBe('WITHDRAWN')
  expect(await acceptedTotal()).toBe(total)

  const again = await change(community, 'proposeCorrection', { ...next, id: newId() })
  const approved = await change(municipal, 'decideCorrection', {
    id: again.id,
    version: 1,
    approve: true,
    words: '',
  })
  expect(approved.status).toBe('APPROVED')
  expect(await acceptedTotal()).toBe(total + 2)
  expect(await listedTotal()).toBe(total + 2)
  await expectSound()
})

test('a record with a correction is not reopened, not even by an exception', async () => {
  await callPeriod(municipal, 'grantPeriodException', {
    id: newId(),
    year: 2008,
    quarter: null,
    activityId: record.id,
    reason: '补充材料',
    until: '2008-10-05',
  })
  const { version } =
    (
      await city.database.pool.query<{ version: number }>(
        'SELECT version FROM activity WHERE id = $1',
        [record.id],
      )
    ).rows[0] ?? {}
  const reopened = await call(community, 'reopenActivity', {
    id: record.id,
    version,
    reason: '数量有误',
  })
  expect(reopened.code).toBe('RECORD_HAS_CORRECTION')
})

test('both sides and the city see it', async () => {
  const list = async (actor: Actor) => {
    const { corrections } = await actor.ask(
      'query ($filter: CorrectionFilter) { corrections(filter: $filter) { edges { node { id } } } }',
      { filter: { activityId: record.id } },
    )
    return z.object({ edges: z.array(z.unknown()) }).parse(corrections).edges.length
  }
  expect(await list(recorder)).toBeGreaterThan(1)
  expect(await list(municipal)).toBe(await list(recorder))
})
