import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { cityTime } from '../../platform/context.ts'
import type { City } from '../../platform/context.ts'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { Actor, TestCity } from '../../testing/city-under-test.ts'
import { newId, pairingBetween } from '../../testing/recording.ts'
import { remindOfLines } from './remind-of-lines.ts'

let city: TestCity
let place: City
let recorder: Actor
let community: Actor
let planId = ''
/** The programme year after the present one: nothing is done in it yet. */
const year = 2009
beforeAll(async () => {
  city = await openTestCity()
  recorder = await city.as('recorder')
  community = await city.as('community', { role: 'COMMUNITY_OFFICER' })
  place = (await recorder.context()).city
  planId = newId()
  const line = (position: number, side: string, dueMonth: string) => ({
    indicatorCode: position === 2 ? 'culture.trainings' : 'partyBuilding.lectures',
    kind: 'SIX_HELPS',
    quantity: '3',
    dueMonth,
    side,
    responsible: '',
    words: '',
  })
  const input = {
    id: planId,
    version: null,
    pairingId: await pairingBetween(city, recorder, community),
    year,
    words: '',
    lines: [
      line(1, 'AGENCY_SIDE', '2009-06'),
      line(2, 'AGENCY_SIDE', '2009-06'),
      line(3, 'COMMUNITY_SIDE', '2009-06'),
      line(4, 'AGENCY_SIDE', '2009-09'),
    ],
  }
  for (const [actor, operation, type, given] of [
    [recorder, 'proposePlan', 'ProposePlanInput', input],
    [community, 'agreePlan', 'AgreePlanInput', { id: planId, version: 1 }],
  ] as const)
    await actor.ask(
      `mutation ($input: ${type}!) { ${operation}(input: $input) { __typename ... on Plan { id } } }`,
      { input: given },
    )
})
afterAll(() => city.close())
beforeEach(async () => {
  await city.database.pool.query('DELETE FROM plan_reminder')
  await city.database.pool.query('DELETE FROM notification')
})

/** As if it were that day. */
function remindOn(day: string) {
  const shift = (Date.parse(day) - Date.parse(cityTime(place).today)) / 86_400_000
  return remindOfLines(
    city.database.pool,
    place,
    cityTime({ ...place, clockOffsetSeconds: place.clockOffsetSeconds + shift * 86_400 }),
  )
}
async function told(actor: Actor, kind: string) {
  const { rows } = await city.database.pool.query<{ count: number }>(
    `SELECT count FROM notification WHERE kind::text = $1 AND recipient_id = $2 AND subject_id = $3`,
    [kind, actor.userId, planId],
  )
  return rows.map(({ count }) => count)
}

test('two weeks before, and after the day, the side that answers for it is told: each once', async () => {
  expect(await remindOn('2009-06-15')).toBe(0)
  expect(await remindOn('2009-06-16')).toBe(3)
  expect(await remindOn('2009-06-16')).toBe(0)
  expect(await remindOn('2009-06-30')).toBe(0)
  expect(await told(recorder, 'PLAN_LINE_DUE')).toEqual([2])
  expect(await told(community, 'PLAN_LINE_DUE')).toEqual([1])
  expect(await remindOn('2009-07-01')).toBe(3)
  expect(await remindOn('2009-07-02')).toBe(0)
  expect(await told(recorder, 'PLAN_LINE_OVERDUE')).toEqual([2])
})

test('two servers at the same moment tell once; what is overdue for long is not told of any more', async () => {
  expect(await remindOn('2009-07-15')).toBe(0)
  const both = await Promise.all([remindOn('2009-07-10'), remindOn('2009-07-10')])
  expect(both.reduce((sum, one) => sum + one, 0)).toBe(3)
  expect(await told(recorder, 'PLAN_LINE_OVERDUE')).toEqual([2])
})

test('what is done, and a plan that does not hold any more, is not told of', async () => {
  const { pool } = city.database
  await pool.query(`UPDATE plan SET state = 'SUPERSEDED' WHERE id = $1`, [planId])
  expect(await remindOn('2009-06-20')).toBe(0)
  await pool.query(`UPDATE plan SET state = 'AGREED' WHERE id = $1`, [planId])
  expect(await remindOn('2009-06-20')).toBe(3)
})
