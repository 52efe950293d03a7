import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { Actor, TestCity } from '../../testing/city-under-test.ts'
import { addVolunteer, codeAt, MINUTE, openSession, sendCheckIn } from '../../testing/labour.ts'
import { newId } from '../../testing/recording.ts'

let city: TestCity
let recorder: Actor
let officer: Actor
let session: string
let volunteerId: string
let count = 0
beforeAll(async () => {
  city = await openTestCity()
  recorder = await city.as('recorder')
  officer = await city.as('community')
})
afterAll(() => city.close())
beforeEach(async () => {
  session = await openSession(officer)
  count += 1
  volunteerId = (await addVolunteer(recorder, `试签到甲${count}`)).id
})

async function marksOf(): Promise<unknown> {
  const { rows } = await city.database.pool.query(
    `SELECT source, marks::text[] AS marks, trim_scale(recorded_hours) AS recorded, trim_scale(added_hours) AS added FROM labour_attendance WHERE session_id = $1 AND volunteer_id = $2`,
    [session, volunteerId],
  )
  return rows
}

test('a forged code, one of an altered session and any other text are refused', async () => {
  const code = await codeAt(city, session)
  const other = await codeAt(city, newId())
  const altered = `${code.slice(0, -1)}${code.endsWith('A') ? 'B' : 'A'}`
  for (const bad of [altered, other, 'x', "' OR 1=1 --", ''])
    expect(await sendCheckIn(recorder, { code: bad, volunteerId })).toMatchObject({
      code: 'CODE_FORGED',
    })
  expect(await marksOf()).toEqual([])
})

test('an expired code is refused, and so is one whose claimed time does not fit', async () => {
  const old = await codeAt(city, session, -5 * MINUTE)
  expect(await sendCheckIn(recorder, { code: old, volunteerId })).toMatchObject({
    code: 'CODE_EXPIRED',
  })
  expect(
    await sendCheckIn(recorder, { code: old, volunteerId, scannedAgo: 24 * 60 * MINUTE }),
  ).toMatchObject({ code: 'CLOCK_DOES_NOT_AGREE' })
  const ancient = await codeAt(city, session, -73 * 60 * MINUTE)
  expect(
    await sendCheckIn(recorder, { code: ancient, volunteerId, scannedAgo: 72 * 60 * MINUTE }),
  ).toMatchObject({ code: 'CODE_TOO_OLD' })
  expect(await marksOf()).toEqual([])
})

test('who is expected checks in and out, and has the hours between on the spot', async () => {
  const code = await codeAt(city, session)
  expect(await sendCheckIn(recorder, { code, volunteerId })).toMatchObject({
    __typename: 'CheckInDone',
    sentLater: false,
  })
  await city.database.pool.query(
    `UPDATE labour_attendance SET checked_in_at = checked_in_at - interval '2 hours 30 minutes' WHERE session_id = $1`,
    [session],
  )
  expect(await sendCheckIn(recorder, { code, volunteerId, direction: 'OUT' })).toMatchObject({
    hours: '2.5',
  })
  expect(await marksOf()).toEqual([
    { source: 'CHECKED_IN', marks: [], recorded: '2.5', added: '0' },
  ])
  const { rows } = await city.database.pool.query<{ action: string; event: string }>(
    `SELECT action, event FROM audit_event WHERE subject_kind = 'labourAttendance' AND subject_id = (SELECT id::text FROM labour_attendance WHERE session_id = $1) ORDER BY seq`,
    [session],
  )
  expect(rows.map(({ action }) => action)).toEqual(['labour.checkIn', 'labour.checkOut'])
  expect(JSON.stringify(rows)).not.toContain('试签到甲')
})

test('the same sending again is the same check-in; the other direction without the first is refused', async () => {
  const code = await codeAt(city, session)
  expect(await sendCheckIn(recorder, { code, volunteerId, direction: 'OUT' })).toMatchObject({
    code: 'NOT_CHECKED_IN',
  })
  const first = await sendCheckIn(recorder, { code, volunteerId })
  expect(await sendCheckIn(recorder, { code, volunteerId })).toEqual(first)
  expect(await marksOf()).toHaveLength(1)
  const out = await sendCheckIn(recorder, { code, volunteerId, direction: 'OUT' })
  expect(await sendCheckIn(recorder, { code, volunteerId, direction: 'OUT' })).toEqual(out)
  expect(await sendCheckIn(recorder, { code, volunteerId })).toMatchObject({
    code: 'ALREADY_CHECKED_OUT',
  })
})

test('the same volunteer from two phones at once is there once; the second is refused, and the leader sees it', async () => {
  const code = await codeAt(city, session)
  const phones = ['phone-of-the-first-one', 'phone-of-the-second-one']
  const sent = await Promise.all(
    phones.map((phone) => sendCheckIn(recorder, { code, volunteerId, phone })),
  )
  expect(sent.map(({ __typename }) => __typename).toSorted()).toEqual(['CheckInDone', 'Refused'])
  expect(sent.map((one) => one.code).filter(Boolean)).toEqual(['OTHER_PHONE'])
  expect(await marksOf()).toMatchObject([{ marks: ['SECOND_PHONE'] }])
})

test('two volunteers by one phone are both there, the second with a mark', async () => {
  const code = await codeAt(city, session)
  const other = await addVolunteer(recorder, `试签到乙${count}`)
  await sendCheckIn(recorder, { code, volunteerId: other.id })
  expect(await sendCheckIn(recorder, { code, volunteerId })).toMatchObject({
    __typename: 'CheckInDone',
  })
  expect(await marksOf()).toMatchObject([{ marks: ['SHARED_PHONE'] }])
})

test('what was kept without a network counts from the scan, and is marked as sent later', async () => {
  const code = await codeAt(city, session, -90 * MINUTE)
  expect(await sendCheckIn(recorder, { code, volunteerId, scannedAgo: 90 * MINUTE })).toMatchObject(
    { __typename: 'CheckInDone', sentLater: true },
  )
  const now = await codeAt(city, session)
  expect(await sendCheckIn(recorder, { code: now, volunteerId, direction: 'OUT' })).toMatchObject({
    hours: '1.5',
  })
  expect(await marksOf()).toMatchObject([{ marks: ['SENT_LATER'], recorded: '1.5' }])
})

test("a phone's clock that is wrong by a day is marked, and believed in nothing", async () => {
  const code = await codeAt(city, session)
  const phoneClock = new Date(Date.now() - 86_400_000).toISOString()
  expect(await sendCheckIn(recorder, { code, volunteerId, phoneClock })).toMatchObject({
    __typename: 'CheckInDone',
  })
  expect(await marksOf()).toMatchObject([{ marks: ['CLOCK_DIFFERS'] }])
})

test('who is not known, or left, or did not agree to be picked, is told to ask the leader', async () => {
  const code = await codeAt(city, session)
  const hidden = await addVolunteer(recorder, `试签到丙${count}`, { consentsToNamed: false })
  await addVolunteer(recorder, `试签到丁${count}`, { leftOn: '2008-09-01' })
  for (const who of [
    { name: '没有这个人' },
    { volunteerId: hidden.id },
    { name: `试签到丁${count}` },
    { volunteerId: newId() },
  ])
    expect(await sendCheckIn(recorder, { code, ...who })).toMatchObject({ code: 'NAME_NOT_KNOWN' })
  expect(await sendCheckIn(recorder, { code, name: ' ' })).toMatchObject({
    fieldErrors: [{ path: 'name', code: 'REQUIRED' }],
  })
  expect(await sendCheckIn(recorder, { code, name: ` 试签到丙${count} ` })).toMatchObject({
    __typename: 'CheckInDone',
  })
})

test('of two volunteers of one name the organisation says which; without it neither', async () => {
  const code = await codeAt(city, session)
  const secretary = await city.as('secretary')
  const name = `试签到同名${count}`
  await addVolunteer(secretary, name)
  await addVolunteer(recorder, name)
  expect(await sendCheckIn(recorder, { code, name })).toMatchObject({ code: 'NAME_NOT_UNIQUE' })
  const organisationId = (await recorder.context()).viewer?.assignment?.organisationId
  expect(await sendCheckIn(recorder, { code, name, organisationId })).toMatchObject({
    __typename: 'CheckInDone',
  })
})

test('the page of a code lists organisations, and of one of them only names that may be named', async () => {
  const code = await codeAt(city, session)
  await addVolunteer(recorder, `试签到戊${count}`, { consentsToNamed: false })
  const organisationId = (await recorder.context()).viewer?.assignment?.organisationId
  const document = `query ($code: String!, $organisationId: ID) { checkInPlace(code: $code, organisationId: $organisationId) { __typename ... on Failure { code } ... on CheckInPlace { title community names { name } organisations { id } } } }`
  const { checkInPlace } = await recorder.ask(document, { code, organisationId })
  expect(JSON.stringify(checkInPlace)).toContain(`试签到甲${count}`)
  expect(JSON.stringify(checkInPlace)).not.toContain(`试签到戊${count}`)
  const old = await recorder.ask(document, { code: await codeAt(city, session, -3 * MINUTE) })
  expect(old).toMatchObject({ checkInPlace: { code: 'CODE_EXPIRED' } })
})

test('a closed session takes no code; who forgot to leave is marked and has no hours', async () => {
  const code = await codeAt(city, session)
  await sendCheckIn(recorder, { code, volunteerId })
  const close = `mutation ($input: CloseLabourSessionInput!) { closeLabourSession(input: $input) { __typename ... on LabourSession { notLeft closedAt } ... on Failure { code } } }`
  expect(await recorder.answer(close, { input: { id: session } })).toMatchObject({
    errors: [{ extensions: { code: 'FORBIDDEN' } }],
  })
  expect(await officer.ask(close, { input: { id: session } })).toMatchObject({
    closeLabourSession: { notLeft: 0 },
  })
  expect(await marksOf()).toMatchObject([{ marks: ['FORGOTTEN_CHECK_OUT'], recorded: '0' }])
  const other = await addVolunteer(recorder, `试签到己${count}`)
  expect(await sendCheckIn(recorder, { code, volunteerId: other.id })).toMatchObject({
    code: 'SESSION_CLOSED',
  })
})

test('only the community that receives, and its street, show the code', async () => {
  const document = `query ($id: ID!) { checkInCode(sessionId: $id) { __typename ... on CheckInCode { code renewAt } ... on Failure { code } } }`
  const street = await city.as('street', { role: 'STREET_SECRETARY' })
  for (const actor of [officer, street])
    expect(await actor.ask(document, { id: session })).toMatchObject({
      checkInCode: { __typename: 'CheckInCode' },
    })
  const { rows } = await city.database.pool.query<{ account: string }>(
    `SELECT u.account FROM user_account u JOIN role_assignment r ON r.user_id = u.id JOIN organisation o ON o.id = r.organisation_id WHERE o.code = '230102001003'`,
  )
  const neighbour = await city.as(rows[0]?.account ?? '')
  expect(await neighbour.ask(document, { id: session })).toMatchObject({
    checkInCode: { code: 'NOT_FOUND' },
  })
})
