import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { Actor, TestCity } from '../../testing/city-under-test.ts'
import { call, contentFor, newId } from '../../testing/recording.ts'
import type { Content } from '../../testing/recording.ts'

let city: TestCity
const actors: Record<string, Actor> = {}
let pairings: { id: string; officer: string }[] = []
const words = '机关党支部书记为社区党员讲解党的十七大精神，四十二名党员参加并座谈。'

beforeAll(async () => {
  city = await openTestCity()
  for (const account of ['recorder', 'community', 'municipal', 'auditor', 'admin'])
    actors[account] = await city.as(account)
  // The branch's own pairing, and one with another community that is made for the test.
  const { rows } = await city.database.pool.query<{ id: string; officer: string }>(
    `SELECT p.id, u.account AS officer FROM pairing p JOIN organisation a ON a.id = p.agency_side_id
     JOIN role_assignment r ON r.organisation_id = p.community_side_id JOIN user_account u ON u.id = r.user_id
     WHERE a.path = $1 AND p.valid_to IS NULL AND r.role = 'COMMUNITY_OFFICER' LIMIT 1`,
    [actorOf('recorder').organisationPath],
  )
  const other = newId()
  const made = await city.database.pool.query<{ officer: string }>(
    `WITH made AS (INSERT INTO pairing SELECT (jsonb_populate_record(p, jsonb_build_object('id', $2::text, 'community_side_id',
       (SELECT o.id FROM organisation o JOIN role_assignment r ON r.organisation_id = o.id AND r.role = 'COMMUNITY_OFFICER' WHERE o.kind = 'COMMUNITY' AND o.id <> p.community_side_id ORDER BY o.code DESC LIMIT 1)))).*
       FROM pairing p WHERE p.id = $1 RETURNING community_side_id)
     SELECT u.account AS officer FROM made JOIN role_assignment r ON r.organisation_id = made.community_side_id AND r.role = 'COMMUNITY_OFFICER' JOIN user_account u ON u.id = r.user_id LIMIT 1`,
    [rows[0]?.id, other],
  )
  pairings = [...rows, { id: other, officer: made.rows[0]?.officer ?? '' }]
})
afterAll(() => city.close())

function actorOf(account: string): Actor {
  const actor = actors[account]
  if (actor === undefined) throw new Error(`no actor ${account}`)
  return actor
}
async function record(
  operation: 'saveActivityDraft' | 'submitActivity',
  changes: Partial<Content>,
  pairing = 0,
): Promise<string> {
  const id = newId()
  const content = contentFor(pairings[pairing]?.id ?? '', { words, ...changes })
  expect((await call(actorOf('recorder'), operation, { id, content })).__typename).toBe('Activity')
  return id
}
const fields = 'otherId otherTitle otherDay otherStatus daysLater samePairing percent'
async function similarTo(id: string, account: string | Actor): Promise<unknown> {
  const actor = typeof account === 'string' ? actorOf(account) : account
  const { activity } = await actor.ask(
    `query ($id: ID!) { activity(id: $id) { similarRecords { ${fields} } } }`,
    { id },
  )
  return typeof activity === 'object' && activity !== null && 'similarRecords' in activity
    ? activity.similarRecords
    : activity
}
const similarToDraft = async (account: string, to: Record<string, unknown>) =>
  (
    await actorOf(account).ask(
      `query ($to: SimilarToInput!) { similarRecords(to: $to) { ${fields} } }`,
      {
        to: {
          id: newId(),
          pairingId: pairings[0]?.id,
          day: '2008-07-10',
          title: '党课',
          words,
          ...to,
        },
      },
    )
  )['similarRecords']

test('a record of the day before in the same words is pointed out to both sides and to whoever reads it', async () => {
  const first = await record('submitActivity', { day: '2008-07-01' })
  const second = await record('submitActivity', {
    day: '2008-07-02',
    words: `${words}反映较好。`,
  })
  for (const account of ['recorder', 'community', 'municipal', 'auditor']) {
    expect(await similarTo(second, account)).toEqual([
      {
        otherId: first,
        otherTitle: '为社区党员上党课',
        otherDay: '2008-07-01',
        otherStatus: 'SUBMITTED',
        daysLater: -1,
        samePairing: true,
        percent: 94,
      },
    ])
    expect(await similarTo(first, account)).toMatchObject([{ otherId: second, daysLater: 1 }])
  }
})

test('what somebody is writing is compared before it is kept, also with their own drafts', async () => {
  const kept = await record('saveActivityDraft', { day: '2008-07-10' })
  expect(await similarToDraft('recorder', {})).toMatchObject([
    { otherId: kept, otherStatus: 'DRAFT', daysLater: 0 },
  ])
  expect(await similarToDraft('recorder', { id: kept })).toEqual([])
  expect(await similarToDraft('recorder', { words: '在社区庭院栽植丁香二百株。' })).toEqual([])
  expect(await similarToDraft('recorder', { day: '2008-07-12' })).toEqual([])
  expect(await similarToDraft('recorder', { day: '七月十日前后' })).toEqual([])
  // A draft is its writer's: the other side does not see it.
  expect(await similarToDraft('community', {})).toEqual([])
  const long = '为社区党员讲解'.repeat(40_000)
  expect(await similarToDraft('recorder', { words: long })).toEqual([])
})

test('another community of the same agency side counts, for whoever may see its record', async () => {
  const here = await record('submitActivity', { day: '2008-07-20' })
  const there = await record('submitActivity', { day: '2008-07-20' }, 1)
  expect(await similarTo(here, 'recorder')).toMatchObject([
    { otherId: there, samePairing: false, percent: 100 },
  ])
  const officers = await Promise.all(pairings.map(({ officer }) => city.as(officer)))
  expect(await similarTo(here, officers[0] ?? actorOf('community'))).toEqual([])
  expect(await similarTo(there, officers[1] ?? actorOf('community'))).toEqual([])
})

test('what was withdrawn is like nothing, and five are named at most', async () => {
  const first = await record('saveActivityDraft', { day: '2008-07-25' })
  await call(actorOf('recorder'), 'withdrawActivity', { id: first, version: 1 })
  const others = []
  for (let at = 0; at < 7; at += 1)
    others.push(await record('saveActivityDraft', { day: '2008-07-25' }))
  const similar = await similarTo(others[0] ?? '', 'recorder')
  expect(similar).toHaveLength(5)
  expect(JSON.stringify(similar)).not.toContain(first)
})
