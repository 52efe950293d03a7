import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { Actor, TestCity } from '../../testing/city-under-test.ts'
import { call, contentFor, newId, pairingBetween } from '../../testing/recording.ts'
import type { Content } from '../../testing/recording.ts'

let city: TestCity
let [recorder, secretary, community, street]: Actor[] = []
let pairingId = ''
beforeAll(async () => {
  city = await openTestCity()
  ;[recorder, secretary, community, street] = await Promise.all(
    ['recorder', 'secretary', 'community', 'street'].map((account) => city.as(account)),
  )
  pairingId = await pairingBetween(city, as(recorder), as(community))
})
afterAll(() => city.close())
/** Each test begins with inboxes that are empty. */
beforeEach(async () => {
  await city.database.pool.query('DELETE FROM notification')
})

function as(actor: Actor | undefined): Actor {
  if (actor === undefined) throw new Error('nobody')
  return actor
}
type Node = {
  id: string
  kind: string
  count: number
  readAt: string | null
  subject: {
    kind: string
    id: string | null
    title: string | null
    from: string | null
    answer: string | null
  }
}
async function inbox(
  actor: Actor | undefined,
  filter: object = {},
  page: object = {},
): Promise<Node[]> {
  const { notifications } = await as(actor).ask(
    `query ($filter: NotificationFilter, $first: Int, $after: String) { notifications(filter: $filter, first: $first, after: $after) { edges { node { id kind count readAt subject { kind id title from answer } } } } }`,
    { filter, ...page },
  )
  return (notifications as { edges: { node: Node }[] }).edges.map(({ node }) => node)
}
async function unread(actor: Actor | undefined): Promise<number> {
  const { viewer } = await as(actor).ask('{ viewer { unreadNotifications } }')
  return (viewer as { unreadNotifications: number }).unreadNotifications
}
const kinds = async (actor: Actor | undefined) => (await inbox(actor)).map(({ kind }) => kind)

async function submitted(changes: Partial<Content> = {}, by = recorder): Promise<string> {
  const id = newId()
  const outcome = await call(as(by), 'submitActivity', {
    id,
    content: contentFor(pairingId, changes),
  })
  expect(outcome).toMatchObject({ status: 'SUBMITTED' })
  return id
}

test('a draft tells nobody; a submission tells the community officer, and neither the street nor the writer', async () => {
  const id = newId()
  await call(as(recorder), 'saveActivityDraft', { id, content: contentFor(pairingId) })
  expect(await unread(community)).toBe(0)
  await call(as(recorder), 'submitActivity', { id, version: 1, content: contentFor(pairingId) })
  expect(await inbox(community)).toMatchObject([
    {
      kind: 'RECORD_WAITS',
      count: 1,
      readAt: null,
      subject: { kind: 'ACTIVITY', id, title: '为社区党员上党课', from: expect.any(String) },
    },
  ])
  expect([await unread(street), await unread(recorder), await unread(secretary)]).toEqual([0, 0, 0])
})

test('sent twice it is told once', async () => {
  const id = newId()
  const content = contentFor(pairingId)
  await Promise.all([
    call(as(recorder), 'submitActivity', { id, content }),
    call(as(recorder), 'submitActivity', { id, content }),
  ])
  expect(await kinds(community)).toEqual(['RECORD_WAITS'])
})

test('where the community has nobody who may sign, the street is told', async () => {
  await city.database.pool.query(
    `UPDATE user_account SET disabled_at = now() WHERE account = 'community'`,
  )
  await submitted()
  await city.database.pool.query(
    `UPDATE user_account SET disabled_at = NULL WHERE account = 'community'`,
  )
  expect(await kinds(community)).toEqual([])
  expect(await kinds(street)).toEqual(['RECORD_WAITS'])
})

test('returned: the recorder is told, and nothing asks the officer any more; sent again it asks anew', async () => {
  const id = await submitted()
  await call(as(community), 'returnActivity', { id, version: 1, reason: '请补充人数' })
  expect(await inbox(recorder)).toMatchObject([
    { kind: 'RECORD_RETURNED', readAt: null, subject: { id, title: '为社区党员上党课' } },
  ])
  expect([await unread(community), await unread(recorder)]).toEqual([0, 1])
  await call(as(recorder), 'submitActivity', { id, version: 2, content: contentFor(pairingId) })
  expect([await unread(community), await unread(recorder)]).toEqual([1, 0])
})

test.each([
  [[], 'RECORD_SIGNED'],
  [[{ indicatorCode: 'partyBuilding.lectures', quantity: '2' }], 'RECORD_CORRECTED'],
] as const)('signed with %j: the recorder reads %s', async (accepted, kind) => {
  const id = await submitted()
  await call(as(community), 'countersignActivity', { id, version: 1, accepted, usefulness: 4 })
  expect(await kinds(recorder)).toEqual([kind])
  expect(await unread(community)).toBe(0)
  await call(as(community), 'reopenActivity', { id, version: 2, reason: '数量有误,请核对' })
  expect(await kinds(recorder)).toEqual(['RECORD_REOPENED', kind])
})

test('withdrawn: nothing asks any more, and what the record was is not shown', async () => {
  const id = await submitted()
  await call(as(recorder), 'withdrawActivity', { id, version: 1 })
  expect(await unread(community)).toBe(0)
  expect(await inbox(community)).toMatchObject([{ subject: { id: null, title: null, from: null } }])
})

test('a joint record asks the community first, then the agency, but not the one who recorded it', async () => {
  const id = await submitted({ direction: 'JOINT' })
  expect([await kinds(community), await kinds(secretary)]).toEqual([['RECORD_WAITS'], []])
  await call(as(community), 'countersignActivity', { id, version: 1, accepted: [], usefulness: 4 })
  expect(await kinds(secretary)).toEqual(['RECORD_WAITS'])
  expect([await unread(recorder), await unread(community)]).toEqual([0, 0])
  await call(as(secretary), 'countersignActivity', { id, version: 2, accepted: [], usefulness: 4 })
  expect(await kinds(recorder)).toEqual(['RECORD_SIGNED'])
})

test('telling costs no further statement: a submission is as many as before, with ten officers too', async () => {
  await submitted()
  city.statements()
  await submitted()
  const alone = city.statements().length
  const { rows } = await city.database.pool.query<{ id: string }>(
    `SELECT u.id FROM user_account u JOIN role_assignment a ON a.user_id = u.id WHERE a.role = 'COMMUNITY_OFFICER' AND u.account <> 'community' LIMIT 9`,
  )
  await city.database.pool.query(
    `INSERT INTO role_assignment (city_code, id, user_id, role, organisation_id, valid_from)
     SELECT a.city_code, gen_random_uuid(), u, 'COMMUNITY_OFFICER', a.organisation_id, '2007-01-01' FROM role_assignment a, unnest($1::uuid[]) u WHERE a.user_id = $2 AND a.role = 'COMMUNITY_OFFICER'`,
    [rows.map(({ id }) => id), as(community).userId],
  )
  city.statements()
  const id = await submitted()
  expect(city.statements()).toHaveLength(alone)
  const told = await city.database.pool.query('SELECT FROM notification WHERE subject_id = $1', [
    id,
  ])
  expect(told.rowCount).toBe(10)
  await city.database.pool.query(
    `DELETE FROM role_assignment WHERE user_id = ANY($1::uuid[]) AND organisation_id IN (SELECT organisation_id FROM role_assignment WHERE user_id = $2)`,
    [rows.map((row) => row.id), as(community).userId],
  )
})

const read = (actor: Actor | undefined, input: object) =>
  as(actor).ask(
    `mutation ($input: ReadNotificationsInput!) { readNotifications(input: $input) { __typename ... on NotificationsRead { unread } ... on InvalidInput { fieldErrors { path code } } } }`,
    { input },
  )

test('one is read, then all; those of somebody else stay unread', async () => {
  for (let made = 0; made < 3; made += 1) await submitted()
  const [first] = await inbox(community)
  expect(await read(recorder, { ids: [first?.id], all: true })).toMatchObject({
    readNotifications: { unread: 0 },
  })
  expect(await unread(community)).toBe(3)
  expect(await read(community, { ids: [first?.id] })).toMatchObject({
    readNotifications: { unread: 2 },
  })
  expect(await inbox(community, { unread: true })).toHaveLength(2)
  expect(await inbox(community, { unread: false })).toMatchObject([{ id: first?.id }])
  expect(await read(community, { all: true })).toMatchObject({ readNotifications: { unread: 0 } })
  expect(await read(community, { ids: Array.from({ length: 101 }, newId) })).toMatchObject({
    readNotifications: { fieldErrors: [{ path: 'ids', code: 'TOO_MANY_LINES' }] },
  })
})

test('pages by keyset give each once, also where all were made at the same moment', async () => {
  await city.database.pool.query(
    `INSERT INTO notification SELECT city_code, id, '2008-09-26T01:00:00Z', gen_random_uuid(), 'RECORD_WAITS', NULL, 1, NULL FROM user_account, generate_series(1, 7) WHERE account = 'community'`,
  )
  const seen: string[] = []
  let after: string | null = null
  for (let pages = 0; pages < 4; pages += 1) {
    const data = await as(community).ask(
      `query ($after: String) { notifications(first: 3, after: $after, filter: { kind: RECORD_WAITS }) { edges { node { id } } pageInfo { hasNextPage endCursor } } }`,
      { after },
    )
    const page = data['notifications'] as {
      edges: { node: { id: string } }[]
      pageInfo: { hasNextPage: boolean; endCursor: string }
    }
    seen.push(...page.edges.map(({ node }) => node.id))
    after = page.pageInfo.endCursor
    if (!page.pageInfo.hasNextPage) break
  }
  expect(seen).toHaveLength(7)
  expect(new Set(seen).size).toBe(7)
})

test('who keeps a household is told that another looked at it, and not that they looked themselves', async () => {
  const { rows } = await city.database.pool.query<{ id: string; number: string }>(
    `SELECT h.id, h.number FROM household h JOIN organisation k ON k.id = h.keeper_id JOIN household_pairing p ON p.household_id = h.id JOIN organisation b ON b.id = p.branch_id
     WHERE k.path = $1 AND b.path = $2 AND p.valid_to IS NULL AND h.closed_on IS NULL LIMIT 1`,
    [as(community).organisationPath, as(recorder).organisationPath],
  )
  const [household] = rows
  const reveal = (actor: Actor | undefined) =>
    as(actor).ask(
      `mutation ($input: RevealHouseholdInput!) { revealHousehold(input: $input) { __typename ... on Failure { code } } }`,
      { input: { id: household?.id, reason: '上门走访前联系', fields: ['phone'] } },
    )
  await reveal(community)
  expect(await unread(community)).toBe(0)
  await reveal(recorder)
  expect(await inbox(community)).toMatchObject([
    { kind: 'HOUSEHOLD_SEEN', subject: { id: household?.id, title: household?.number } },
  ])
  const { rows: stored } = await city.database.pool.query('SELECT * FROM notification')
  expect(JSON.stringify(stored)).not.toContain(household?.number)
})

test('who wrote a suggestion reads the answer; another does not', async () => {
  const id = newId()
  await as(street).ask(
    `mutation ($input: SendSuggestionInput!) { sendSuggestion(input: $input) { __typename } }`,
    { input: { id, kind: 'SUGGESTION', words: '字太小', page: '/' } },
  )
  const admin = await city.as('admin')
  await admin.ask(
    `mutation ($input: AnswerSuggestionInput!) { answerSuggestion(input: $input) { __typename } }`,
    { input: { id, answer: '已放大。' } },
  )
  expect(await inbox(street)).toMatchObject([
    { kind: 'SUGGESTION_ANSWERED', subject: { title: '字太小', answer: '已放大。' } },
  ])
  expect(await unread(admin)).toBe(0)
})

test('an invitation is told when the campaign opens, and once', async () => {
  const municipal = await city.as('municipal')
  const { rows } = await city.database.pool.query<{ id: string }>(
    `SELECT organisation_id AS id FROM role_assignment WHERE user_id = $1`,
    [as(secretary).userId],
  )
  const id = newId()
  const input = {
    id,
    name: '清雪义务劳动',
    day: '2008-09-28',
    place: '中央大街',
    plan: '',
    agencyIds: [rows[0]?.id],
  }
  const save = (version: number | null) =>
    municipal.ask(
      `mutation ($input: SaveCampaignInput!) { saveCampaign(input: $input) { __typename ... on Failure { code message } ... on InvalidInput { fieldErrors { path code } } } }`,
      { input: { ...input, version } },
    )
  expect(await save(null)).toMatchObject({ saveCampaign: { __typename: 'Campaign' } })
  expect(await unread(secretary)).toBe(0)
  await municipal.ask(
    `mutation ($input: MoveCampaignInput!) { moveCampaign(input: $input) { __typename } }`,
    { input: { id, version: 1, state: 'OPEN' } },
  )
  await save(2)
  expect(await inbox(secretary)).toMatchObject([
    { kind: 'CAMPAIGN_INVITATION', subject: { id, title: '清雪义务劳动' } },
  ])
})
