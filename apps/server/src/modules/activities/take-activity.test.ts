import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { Actor, TestCity } from '../../testing/city-under-test.ts'
import { call, contentFor, newId, pairingBetween } from '../../testing/recording.ts'

let city: TestCity
let recorder: Actor
let secretary: Actor
let community: Actor
let street: Actor
let pairingId = ''
beforeAll(async () => {
  city = await openTestCity()
  recorder = await city.as('recorder')
  secretary = await city.as('secretary')
  community = await city.as('community')
  street = await city.as('street', { role: 'STREET_SECRETARY' })
  pairingId = await pairingBetween(city, recorder, community)
})
afterAll(() => city.close())

async function submitted(): Promise<string> {
  const id = newId()
  await call(recorder, 'submitActivity', { id, content: contentFor(pairingId) })
  return id
}
const answer = `__typename ... on Activity { taken { byName mine } } ... on Failure { code }`
async function take(who: Actor, id: string, takeOver = false): Promise<unknown> {
  const { takeActivity } = await who.ask(
    `mutation ($input: TakeActivityInput!) { takeActivity(input: $input) { ${answer} } }`,
    { input: { id, takeOver } },
  )
  return takeActivity
}
async function release(who: Actor, id: string): Promise<unknown> {
  const { releaseActivity } = await who.ask(
    `mutation ($input: ReleaseActivityInput!) { releaseActivity(input: $input) { ${answer} } }`,
    { input: { id } },
  )
  return releaseActivity
}
const sign = (who: Actor, id: string) =>
  call(who, 'countersignActivity', { id, version: 1, usefulness: 4 })
async function seenBy(who: Actor, id: string): Promise<unknown> {
  const { activity } = await who.ask(
    `{ activity(id: "${id}") { taken { mine } refusal(action: COUNTERSIGN) { code } } }`,
  )
  return activity
}
const mine = { __typename: 'Activity', taken: { mine: true } }
const anothers = { __typename: 'Activity', taken: { mine: false } }
const refused = { __typename: 'Refused', code: 'TAKEN_BY_OTHER' }

test('who may not sign a record does not take it either', async () => {
  const id = await submitted()
  expect(await take(recorder, id)).toMatchObject({ __typename: 'Refused', code: 'OUT_OF_SCOPE' })
  expect(await take(community, newId())).toMatchObject({ __typename: 'NotFound' })
  await sign(community, id)
  expect(await take(street, id)).toMatchObject({ code: 'NOT_IN_THIS_STATE' })
})

test('what one officer has taken the other neither signs nor returns, and sees with whom it is', async () => {
  const id = await submitted()
  expect(await take(community, id)).toMatchObject(mine)
  expect(await take(street, id)).toMatchObject(anothers)
  expect(await sign(street, id)).toMatchObject(refused)
  expect(await call(street, 'returnActivity', { id, version: 1, reason: '请更正' })).toMatchObject(
    refused,
  )
  expect(await seenBy(street, id)).toMatchObject({
    taken: { mine: false },
    refusal: { code: 'TAKEN_BY_OTHER' },
  })
  expect(await seenBy(recorder, id)).toMatchObject({ taken: null })
  expect(await sign(community, id)).toMatchObject({ status: 'COUNTERSIGNED' })
})

test('it is free again when it is let go', async () => {
  const id = await submitted()
  await take(community, id)
  expect(await release(street, id)).toMatchObject(anothers)
  expect(await release(community, id)).toMatchObject({ taken: null })
  expect(await sign(street, id)).toMatchObject({ status: 'COUNTERSIGNED' })
})

test('it is free again when its time is over, whatever became of who took it', async () => {
  const id = await submitted()
  await take(community, id)
  await city.database.pool.query(
    `UPDATE taken_activity SET until = until - interval '10 minutes' WHERE activity_id = $1`,
    [id],
  )
  expect(await seenBy(street, id)).toEqual({ taken: null, refusal: null })
  expect(await sign(street, id)).toMatchObject({ status: 'COUNTERSIGNED' })
})

test('taken over with a word it is the other who is kept out, and the trail says so', async () => {
  const id = await submitted()
  await take(community, id)
  expect(await take(street, id, true)).toMatchObject(mine)
  expect(await sign(community, id)).toMatchObject(refused)
  const { rows } = await city.database.pool.query(
    `SELECT actor_id, event::jsonb #>> '{detail,from,id}' AS "from" FROM audit_event WHERE subject_id = $1 AND action = 'activity.takeOver'`,
    [id],
  )
  expect(rows).toEqual([{ actor_id: street.userId, from: community.userId }])
  expect(await sign(street, id)).toMatchObject({ status: 'COUNTERSIGNED' })
})

test('of two who take at the same moment one has it', async () => {
  const id = await submitted()
  const answers = await Promise.all([take(community, id), take(street, id)])
  expect(answers.map((one) => JSON.stringify(one).includes('"mine":true')).sort()).toEqual([
    false,
    true,
  ])
  const outcomes = await Promise.all([sign(community, id), sign(street, id)])
  expect(outcomes.filter(({ status }) => status === 'COUNTERSIGNED')).toHaveLength(1)
})

test('the database itself holds to it: taken after the rules were asked, it is not signed', async () => {
  const id = await submitted()
  const query = city.database.pool.query.bind(city.database.pool)
  let isTaken = false
  Object.assign(city.database.pool, {
    query: async (statement: { text: string }, values?: unknown[]) => {
      if (!isTaken && statement.text.includes('UPDATE activity')) {
        isTaken = true
        await take(community, id)
      }
      return query(statement, values)
    },
  })
  try {
    expect(await sign(street, id)).toMatchObject(refused)
  } finally {
    Object.assign(city.database.pool, { query })
  }
  expect(isTaken).toBe(true)
})

test('of two recorders of a returned record the second writes when the first has let go', async () => {
  const id = await submitted()
  await call(community, 'returnActivity', { id, version: 1, reason: '请补充人数' })
  expect(await take(recorder, id)).toMatchObject(mine)
  const write = (operation: 'saveActivityDraft' | 'submitActivity', version: number) =>
    call(secretary, operation, { id, version, content: contentFor(pairingId, { title: '改' }) })
  expect(await write('saveActivityDraft', 2)).toMatchObject(refused)
  expect(await write('submitActivity', 2)).toMatchObject(refused)
  expect(await call(secretary, 'withdrawActivity', { id, version: 2 })).toMatchObject(refused)
  await release(recorder, id)
  expect(await write('submitActivity', 2)).toMatchObject({ status: 'SUBMITTED' })
})

test('what was sent may be taken back while somebody reads it', async () => {
  const id = await submitted()
  await take(community, id)
  expect(await call(recorder, 'withdrawActivity', { id, version: 1 })).toMatchObject({
    status: 'DRAFT',
  })
})
