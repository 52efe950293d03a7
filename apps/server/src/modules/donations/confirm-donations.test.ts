import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { Actor, TestCity } from '../../testing/city-under-test.ts'
import { confirm, donationsOf, giveAs, wrongIn } from '../../testing/donations.ts'
import { call, newId, pairingBetween, problemsOf } from '../../testing/recording.ts'

let city: TestCity
let recorder: Actor
let community: Actor
let street: Actor
let pairingId = ''
beforeAll(async () => {
  city = await openTestCity()
  recorder = await city.as('recorder')
  community = await city.as('community')
  street = await city.as('street')
  pairingId = await pairingBetween(city, recorder, community)
})
afterAll(() => city.close())

const whole = [
  { position: 1, receivedValueYuan: '200' },
  { position: 2, receivedValueYuan: '600' },
]
const less = [{ position: 2, receivedQuantity: '9', receivedValueYuan: '540', reason: '少一床' }]
async function confirmationsOf(id: string): Promise<number> {
  const { rows } = await city.database.pool.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM donation_confirmation WHERE activity_id = $1',
    [id],
  )
  return rows[0]?.count ?? -1
}
async function eventsOf(id: string): Promise<number> {
  const { rows } = await city.database.pool.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM audit_event WHERE subject_id = $1 AND action = 'donation.confirm'",
    [id],
  )
  return rows[0]?.count ?? -1
}

test('the side that gave does not confirm, nor who recorded it in a second role at the recipient', async () => {
  const id = await giveAs(recorder, pairingId)
  const input = { activityId: id, version: 1, lines: whole }
  expect(await confirm(recorder, input)).toMatchObject({ code: 'RECIPIENT_CONFIRMS' })
  await city.database.pool.query(
    `INSERT INTO role_assignment (city_code, id, user_id, role, organisation_id, valid_from)
     SELECT city_code, $2::uuid, $1::uuid, 'COMMUNITY_OFFICER', id, '2007-10-01' FROM organisation WHERE path = $3`,
    [recorder.userId, newId(), community.organisationPath],
  )
  const both = await city.as('recorder', { role: 'COMMUNITY_OFFICER' })
  expect(await confirm(both, input)).toMatchObject({ code: 'OWN_DONATION' })
  expect((await donationsOf(both, id)).receiptRefusal).toEqual({ code: 'OWN_DONATION' })
  recorder = await city.as('recorder', { role: 'BRANCH_RECORDER' })
  expect(await confirmationsOf(id)).toBe(0)
})

test('a stranger does not find it; a reader may not; nothing is confirmed that is not sent', async () => {
  const id = await giveAs(recorder, pairingId)
  const input = { activityId: id, version: 1, lines: whole }
  const { rows } = await city.database.pool.query<{ account: string }>(
    `SELECT u.account FROM role_assignment r JOIN user_account u ON u.id = r.user_id JOIN organisation o ON o.id = r.organisation_id
     WHERE r.role = 'COMMUNITY_OFFICER' AND o.path <> $1 AND u.account <> 'recorder' LIMIT 1`,
    [community.organisationPath],
  )
  const stranger = await city.as(rows[0]?.account ?? '', { role: 'COMMUNITY_OFFICER' })
  expect(await confirm(stranger, input)).toMatchObject({ __typename: 'NotFound' })
  for (const account of ['municipal', 'auditor', 'admin'])
    await expect(confirm(await city.as(account), input)).rejects.toMatchObject({
      extensions: { code: 'FORBIDDEN' },
    })
  await call(community, 'returnActivity', { id, version: 1, reason: '请核对数量' })
  expect(await confirm(community, { ...input, version: 2 })).toMatchObject({
    code: 'NOT_IN_THIS_STATE',
  })
})

test('what is typed wrong is said at its line, and then nothing at all is confirmed', async () => {
  const id = await giveAs(recorder, pairingId)
  const lines = (...typed: Record<string, unknown>[]) =>
    confirm(community, { activityId: id, version: 1, lines: typed })
  expect(wrongIn(await lines())).toEqual(['lines: REQUIRED'])
  expect(
    wrongIn(
      await lines(
        { position: 1, receivedValueYuan: '-1' },
        { position: 2, receivedValueYuan: '600.001', receivedQuantity: '11' },
        { position: 3, receivedValueYuan: '1' },
        { position: 1, receivedValueYuan: '200' },
      ),
    ),
  ).toEqual([
    'lines.0.receivedValueYuan: NEGATIVE',
    'lines.1.receivedValueYuan: TOO_MANY_DECIMALS',
    'lines.1.receivedQuantity: ABOVE_CLAIM',
    'lines.2.position: UNKNOWN_DONATION',
    'lines.3.position: UNKNOWN_DONATION',
  ])
  expect(
    wrongIn(
      await lines(
        { position: 1, receivedValueYuan: '200' },
        { position: 2, receivedValueYuan: '599' },
      ),
    ),
  ).toEqual(['lines.1.reason: REASON_TOO_SHORT'])
  expect(await confirmationsOf(id)).toBe(0)
})

test('both what was claimed and what came are kept; the second time is the same, and a later word takes the place of an earlier one', async () => {
  const id = await giveAs(recorder, pairingId)
  const input = { activityId: id, version: 1, lines: less }
  expect((await confirm(community, input)).openQuestions).toContain('RECEIPT_DIFFERS')
  expect((await confirm(community, input)).openQuestions).toContain('RECEIPT_DIFFERS')
  expect([await confirmationsOf(id), await eventsOf(id)]).toEqual([1, 1])
  const first = await donationsOf(recorder, id)
  expect(first.donations[1]).toMatchObject({
    quantity: '10',
    valueYuan: '600',
    confirmation: { receivedQuantity: '9', receivedValueYuan: '540', reason: '少一床' },
  })
  expect(first.donationSums).toMatchObject({ claimed: '800', received: '540', check: 'OPEN' })

  const later = { position: 2, receivedValueYuan: '600', reason: '后来找到一床' }
  const again = (previousId: string | null) =>
    confirm(street, { activityId: id, version: 1, lines: [{ ...later, previousId }] })
  expect(await again(null)).toMatchObject({ __typename: 'StaleVersion' })
  const previousId = first.donations[1]?.confirmation?.id ?? null
  const wordless = { activityId: id, version: 1, lines: [{ ...later, previousId, reason: ' ' }] }
  expect(wrongIn(await confirm(street, wordless))).toEqual(['lines.0.reason: REASON_TOO_SHORT'])
  const put = await again(previousId)
  expect(put.openQuestions).not.toContain('RECEIPT_DIFFERS')
  expect(await again(previousId)).toMatchObject({ __typename: 'Activity' })
  expect(await confirmationsOf(id)).toBe(2)
  expect((await donationsOf(recorder, id)).donationConfirmations).toEqual([
    { receivedValueYuan: '540', reason: '少一床' },
    { receivedValueYuan: '600', reason: '后来找到一床' },
  ])
  const corrected = await city.database.pool.query<{ detail: unknown }>(
    `SELECT event::jsonb -> 'detail' AS detail FROM audit_event WHERE subject_id = $1 AND action = 'donation.correct'`,
    [id],
  )
  expect(corrected.rows).toMatchObject([
    {
      detail: {
        lines: [{ replacedId: previousId, replacedValueYuan: '540', reason: '后来找到一床' }],
      },
    },
  ])
  const { rows } = await city.database.pool.query<{ broken: unknown }>(
    'SELECT 1 AS broken FROM donation_confirmation WHERE activity_id = $1 AND received_value_yuan > claimed_value_yuan',
    [id],
  )
  expect(rows).toEqual([])
})

test('of two at the same moment one wins, and the other is told to look again', async () => {
  const id = await giveAs(recorder, pairingId)
  const outcomes = await Promise.all([
    confirm(community, { activityId: id, version: 1, lines: whole }),
    confirm(street, { activityId: id, version: 1, lines: less }),
    confirm(street, { activityId: id, version: 1, lines: less }),
  ])
  const won = outcomes.filter(({ __typename }) => __typename === 'Activity').length
  expect(outcomes.map(({ __typename }) => __typename).toSorted()).toEqual(
    [...Array(won).fill('Activity'), ...Array(3 - won).fill('StaleVersion')].toSorted(),
  )
  const { rows } = await city.database.pool.query<{ words: number }>(
    'SELECT count(DISTINCT confirmed_by_id)::int AS words FROM donation_confirmation WHERE activity_id = $1',
    [id],
  )
  expect(rows).toEqual([{ words: 1 }])
  expect(await eventsOf(id)).toBe(1)
})

test('what is sent again meanwhile is not confirmed as it was read', async () => {
  const id = await giveAs(recorder, pairingId)
  await call(recorder, 'withdrawActivity', { id, version: 1 })
  expect(await call(recorder, 'submitActivity', { id, version: 2 })).toMatchObject({
    status: 'SUBMITTED',
  })
  expect(await confirm(community, { activityId: id, version: 1, lines: whole })).toMatchObject({
    __typename: 'StaleVersion',
  })
})

test('who signs otherwise than what was received says why, and is told; together with others it is not signed', async () => {
  const id = await giveAs(recorder, pairingId)
  await confirm(community, { activityId: id, version: 1, lines: [whole[0], ...less] })
  const sign = (more: Record<string, unknown>) =>
    call(community, 'countersignActivity', { id, version: 1, usefulness: 4, ...more })
  const accepted = [{ indicatorCode: 'relief.donatedValue', quantity: '740' }]
  expect(problemsOf(await sign({}))).toEqual(['words: DIFFERS_FROM_RECEIPT'])
  expect(problemsOf(await sign({ accepted: [{ ...accepted[0], quantity: '700' }] }))).toEqual([
    'words: DIFFERS_FROM_RECEIPT',
  ])
  const together = await community.ask(
    `mutation { countersignActivities(input: { items: [{ id: "${id}", version: 1 }], usefulness: 4, words: "属实" }) { ... on CountersignManyResult { outcomes { failure { code } } } } }`,
  )
  expect(together).toEqual({
    countersignActivities: { outcomes: [{ failure: { code: 'HAS_OPEN_QUESTIONS' } }] },
  })
  expect(await sign({ accepted })).toMatchObject({ status: 'COUNTERSIGNED' })
  expect((await donationsOf(recorder, id)).donationSums).toMatchObject({
    received: '740',
    accepted: '740',
    check: 'AGREES',
  })
})

test('signed first and confirmed afterwards: a difference is shown, and nothing moves by itself', async () => {
  const id = await giveAs(recorder, pairingId)
  await call(community, 'countersignActivity', { id, version: 1, usefulness: 4 })
  expect(
    await confirm(community, { activityId: id, version: 2, lines: [whole[0], ...less] }),
  ).toMatchObject({ __typename: 'Activity' })
  expect((await donationsOf(community, id)).donationSums).toMatchObject({
    claimed: '800',
    received: '740',
    accepted: '800',
    check: 'DIFFERS',
  })
})

test('in a locked quarter nothing is confirmed, whatever the application does', async () => {
  const { rows } = await city.database.pool.query<{ id: string; version: number }>(
    `SELECT t.id, t.version FROM activity t JOIN donation d ON d.activity_id = t.id WHERE t.status = 'COUNTERSIGNED' AND t.direction = 'AGENCY_TO_COMMUNITY' AND t.day < '2008-01-01' LIMIT 1`,
  )
  const { id, version } = rows[0] ?? { id: '', version: 0 }
  const officer = await city.database.pool.query<{ account: string }>(
    `SELECT u.account FROM activity t JOIN role_assignment r ON r.organisation_id = t.community_side_id AND r.role = 'COMMUNITY_OFFICER' JOIN user_account u ON u.id = r.user_id WHERE t.id = $1 AND u.account <> 'recorder'`,
    [id],
  )
  const actor = await city.as(officer.rows[0]?.account ?? '', { role: 'COMMUNITY_OFFICER' })
  const lines = [{ position: 1, receivedValueYuan: '0', reason: '没有收到' }]
  expect(await confirm(actor, { activityId: id, version, lines })).toMatchObject({
    code: 'PERIOD_LOCKED',
  })
  await expect(
    city.database.pool.query(
      'UPDATE donation SET confirmation_id = NULL, received_value_yuan = NULL, received_quantity = NULL WHERE activity_id = $1',
      [id],
    ),
  ).rejects.toMatchObject({ code: 'GJ001' })
})
