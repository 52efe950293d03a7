import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { cityTime } from '../../platform/context.ts'
import type { City } from '../../platform/context.ts'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { Actor, TestCity } from '../../testing/city-under-test.ts'
import { call, contentFor, newId, pairingBetween } from '../../testing/recording.ts'
import type { Content } from '../../testing/recording.ts'
import { sweep } from './sweep.ts'

let city: TestCity
let place: City
const actors = new Map<string, Actor>()
let pairingId = ''
beforeAll(async () => {
  city = await openTestCity()
  for (const account of ['recorder', 'secretary', 'community', 'street', 'municipal', 'auditor'])
    actors.set(account, await city.as(account))
  place = (await as('recorder').context()).city
  pairingId = await pairingBetween(city, as('recorder'), as('community'))
})
afterAll(() => city.close())
/** Each test begins in a city in which nothing waits. */
beforeEach(async () => {
  await city.database.pool.query(
    `UPDATE activity SET status = 'WITHDRAWN', signed_side = NULL, version = version + 1 WHERE status = 'SUBMITTED'`,
  )
  await city.database.pool.query('DELETE FROM notification')
  await city.database.pool.query('DELETE FROM escalation')
})

function as(account: string): Actor {
  const actor = actors.get(account)
  if (actor === undefined) throw new Error(`nobody is ${account}`)
  return actor
}
async function submitted(changes: Partial<Content> = {}): Promise<string> {
  const id = newId()
  const content = contentFor(pairingId, changes)
  expect(await call(as('recorder'), 'submitActivity', { id, content })).toMatchObject({
    status: 'SUBMITTED',
  })
  return id
}
/** Sweeps so many days from now. */
function sweepIn(days: number) {
  const at = cityTime({ ...place, clockOffsetSeconds: place.clockOffsetSeconds + days * 86_400 })
  return sweep(city.database.pool, place, at)
}
async function told(account: string): Promise<string[]> {
  const { rows } = await city.database.pool.query<{ line: string }>(
    `SELECT kind || ' ' || count AS line FROM notification WHERE recipient_id = $1 AND kind IN ('WAITS_3_DAYS', 'WAITS_7_DAYS') ORDER BY kind`,
    [as(account).userId],
  )
  return rows.map(({ line }) => line)
}
const records = (swept: { records: number }[]) => swept.map((step) => step.records)

test('on the second day nobody is reminded; on the third the officer is, once', async () => {
  const id = await submitted()
  expect(records(await sweepIn(2))).toEqual([0, 0, 0])
  expect(records(await sweepIn(3))).toEqual([1, 0, 0])
  expect(records(await sweepIn(3))).toEqual([0, 0, 0])
  expect([await told('community'), await told('street')]).toEqual([['WAITS_3_DAYS 1'], []])
  const { rows } = await city.database.pool.query(
    `SELECT subject_id FROM notification WHERE kind = 'WAITS_3_DAYS'`,
  )
  expect(rows).toEqual([{ subject_id: id }])
})

test('two servers that sweep at the same moment tell once', async () => {
  await submitted()
  await submitted({ day: '2008-09-19' })
  const both = await Promise.all([sweepIn(8), sweepIn(8), sweepIn(8)])
  expect(both.flatMap((swept) => records(swept)).reduce((sum, one) => sum + one, 0)).toBe(4)
  const lines = await city.database.pool.query<{ total: string }>(
    `SELECT sum(count)::text AS total FROM notification WHERE kind = 'WAITS_3_DAYS'`,
  )
  expect(lines.rows).toEqual([{ total: '2' }])
})

test('after seven days the street is told, after fourteen nobody more, and nothing is ever signed', async () => {
  const id = await submitted()
  for (const days of [3, 5, 7, 10, 14, 20, 40]) await sweepIn(days)
  expect([await told('community'), await told('street'), await told('municipal')]).toEqual([
    ['WAITS_3_DAYS 1'],
    ['WAITS_7_DAYS 1'],
    [],
  ])
  const { rows } = await city.database.pool.query(
    `SELECT t.status, t.version, ARRAY(SELECT after_days FROM escalation e WHERE e.activity_id = t.id ORDER BY 1) AS steps FROM activity t WHERE id = $1`,
    [id],
  )
  expect(rows).toEqual([{ status: 'SUBMITTED', version: 1, steps: [3, 7, 14] }])
})

test('several are told of in one line with their number', async () => {
  for (let made = 0; made < 4; made += 1) await submitted()
  await sweepIn(4)
  expect(await told('community')).toEqual(['WAITS_3_DAYS 4'])
})

test('what was returned and sent again waits anew; what was signed waits no more', async () => {
  const id = await submitted()
  await sweepIn(3)
  await call(as('community'), 'returnActivity', { id, version: 1, reason: '请补充' })
  expect(records(await sweepIn(4))).toEqual([0, 0, 0])
  await call(as('recorder'), 'submitActivity', { id, version: 2, content: contentFor(pairingId) })
  expect(records(await sweepIn(3))).toEqual([1, 0, 0])
  await call(as('community'), 'countersignActivity', {
    id,
    version: 3,
    accepted: [],
    usefulness: 4,
  })
  expect(records(await sweepIn(30))).toEqual([0, 0, 0])
})

test('the reminder is settled when the record is decided on', async () => {
  const id = await submitted()
  await sweepIn(7)
  await call(as('community'), 'returnActivity', { id, version: 1, reason: '请补充' })
  const { rowCount } = await city.database.pool.query(
    `SELECT FROM notification WHERE subject_id = $1 AND read_at IS NULL AND recipient_id <> $2`,
    [id, as('recorder').userId],
  )
  expect(rowCount).toBe(0)
})

test('a joint record signed by the community reminds the secretary, not the recorder who may not sign it', async () => {
  const id = await submitted({ direction: 'JOINT' })
  await call(as('community'), 'countersignActivity', {
    id,
    version: 1,
    accepted: [],
    usefulness: 4,
  })
  await sweepIn(3)
  expect([await told('community'), await told('recorder'), await told('secretary')]).toEqual([
    [],
    [],
    ['WAITS_3_DAYS 1'],
  ])
})

test('in a locked period nobody is reminded of what nobody could sign', async () => {
  await submitted()
  await city.database.pool.query(`UPDATE period SET status = 'LOCKED' WHERE year = 2008`)
  expect(records(await sweepIn(15))).toEqual([0, 0, 0])
  await city.database.pool.query(`UPDATE period SET status = 'OPEN' WHERE year = 2008`)
})

test('the committee sees with whom records wait 14 days and longer, a stranger does not', async () => {
  const id = await submitted()
  await city.database.pool.query(
    `UPDATE activity SET submitted_at = submitted_at - interval '20 days' WHERE id = $1`,
    [id],
  )
  await submitted()
  await sweepIn(0)
  const document =
    '{ longWaiting { organisation { path } records oldestDays officerTold aboveTold } }'
  const line = {
    organisation: { path: as('community').organisationPath },
    records: 1,
    oldestDays: 20,
    officerTold: 1,
    aboveTold: 1,
  }
  for (const account of ['municipal', 'auditor', 'street', 'recorder'])
    expect(await as(account).ask(document)).toEqual({ longWaiting: [line] })
  const stranger = await city.as('c230103001001')
  expect(await stranger.ask(document)).toEqual({ longWaiting: [] })
  expect(
    await as('municipal').ask(
      '{ longWaiting(organisationId: "01900000-0000-7000-8000-000000000000") { records } }',
    ),
  ).toEqual({ longWaiting: [] })
})
