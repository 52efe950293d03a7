import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { cityTime } from '../../platform/context.ts'
import type { City } from '../../platform/context.ts'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { Actor, TestCity } from '../../testing/city-under-test.ts'
import { remindBeforeDue } from './remind-before-due.ts'

let city: TestCity
let place: City
let [street, district, municipal]: Actor[] = []
let jointId = ''
let dueOn = ''
beforeAll(async () => {
  city = await openTestCity()
  ;[street, district, municipal] = await Promise.all(
    ['street', 'district', 'municipal'].map((account) => city.as(account)),
  )
  if (street === undefined) throw new Error('nobody is of the street')
  place = (await street.context()).city
})
afterAll(() => city.close())
beforeEach(async () => {
  const { pool } = city.database
  await pool.query('DELETE FROM joint_reminder')
  await pool.query('DELETE FROM notification')
  const { rows } = await pool.query<{ id: string; dueOn: string }>(
    `SELECT id, due_on::text AS "dueOn" FROM joint_assessment WHERE state = 'SCORING'`,
  )
  jointId = rows[0]?.id ?? ''
  dueOn = rows[0]?.dueOn ?? ''
})

/** As if it were so many days after the last day for marks (before it where negative). */
function remindAt(days: number) {
  const { today } = cityTime(place)
  const shift = (Date.parse(dueOn) - Date.parse(today)) / 86_400_000 + days
  const at = cityTime({ ...place, clockOffsetSeconds: place.clockOffsetSeconds + shift * 86_400 })
  return remindBeforeDue(city.database.pool, place, at)
}
async function told(actor: Actor | undefined): Promise<number> {
  const { rows } = await city.database.pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM notification WHERE kind = 'JOINT_MARKS_DUE' AND recipient_id = $1 AND subject_id = $2`,
    [actor?.userId, jointId],
  )
  return rows[0]?.count ?? 0
}

test('three days before the last day, and on it, who still marks is reminded: each once', async () => {
  expect(await remindAt(-4)).toBe(0)
  expect(await remindAt(-3)).toBe(1)
  expect(await remindAt(-3)).toBe(0)
  expect(await remindAt(-1)).toBe(0)
  expect([await told(street), await told(district), await told(municipal)]).toEqual([1, 1, 0])
  expect(await remindAt(0)).toBe(1)
  expect(await remindAt(5)).toBe(0)
  expect(await told(street)).toBe(2)
})

test('two servers at the same moment remind once', async () => {
  const both = await Promise.all([remindAt(-2), remindAt(-2), remindAt(-2)])
  expect(both.reduce((sum, one) => sum + one, 0)).toBe(1)
  expect(await told(street)).toBe(1)
})

test('who comes late is reminded of the last day alone', async () => {
  expect(await remindAt(2)).toBe(1)
  expect(await remindAt(3)).toBe(0)
  expect(await told(street)).toBe(1)
})

test('who has delivered, and who is done without, hears nothing', async () => {
  const { pool } = city.database
  await pool.query(
    `UPDATE joint_body SET state = 'LEFT_OUT', left_out_reason = '逾期未交' WHERE joint_id = $1 AND level = 'STREET' AND state = 'MARKING'`,
    [jointId],
  )
  await remindAt(-3)
  expect([await told(street), await told(district)]).toEqual([0, 1])
  await pool.query(
    `UPDATE joint_body SET state = 'LEFT_OUT', left_out_reason = '逾期未交' WHERE joint_id = $1 AND state = 'MARKING'`,
    [jointId],
  )
  expect(await remindAt(0)).toBe(0)
})
