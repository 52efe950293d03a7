import { addDays } from '@gongjian/domain/calendar-day'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { viewerOfSession, openSession } from '../accounts/sessions.ts'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { Actor, TestCity } from '../../testing/city-under-test.ts'
import { call, contentFor, newId, pairingBetween } from '../../testing/recording.ts'

let city: TestCity
let recorder: Actor
let community: Actor
let admin: Actor
let pairingId = ''
let today = ''
const query = (text: string, values: unknown[] = []) => city.database.pool.query(text, values)

beforeAll(async () => {
  city = await openTestCity()
  recorder = await city.as('recorder')
  community = await city.as('community')
  admin = await city.as('admin')
  today = (await admin.context()).today
  pairingId = await pairingBetween(city, recorder, community)
})
afterAll(() => city.close())

async function holdingOf(actor: Actor): Promise<string> {
  const { rows } = await query(
    `SELECT id FROM role_assignment WHERE user_id = $1 AND valid_to IS NULL ORDER BY role, id LIMIT 1`,
    [actor.userId],
  )
  return rows[0].id
}
async function newPerson(name: string, path: string, role: string): Promise<Actor> {
  const account = `p${newId().slice(-10)}`
  await query(
    `WITH made AS (INSERT INTO user_account (id, city_code, account, name, password_hash, must_change_password, created_at)
       SELECT gen_random_uuid(), city_code, $1, $2, 'x', false, now() FROM organisation WHERE path = $3 RETURNING id, city_code)
     INSERT INTO role_assignment (city_code, id, user_id, role, organisation_id, valid_from)
     SELECT made.city_code, gen_random_uuid(), made.id, $4::role, o.id, '2008-01-01' FROM made, organisation o WHERE o.path = $3`,
    [account, name, path, role],
  )
  return city.as(account)
}
const result = `__typename ... on Failure { code message }`
const problems = ` ... on InvalidInput { fieldErrors { path code } }`
async function send(
  who: Actor,
  operation: 'nameDeputy' | 'endDeputation' | 'handOverPosition' | 'confirmHandOver',
  input: Record<string, unknown>,
): Promise<unknown> {
  const type = `${operation.charAt(0).toUpperCase()}${operation.slice(1)}Input`
  const answer = await who.ask(
    `mutation ($input: ${type}!) { ${operation}(input: $input) { ${result}${/^(name|handOver)/.test(operation) ? problems : ''} } }`,
    { input },
  )
  return answer[operation]
}
const leave = (assignmentId: string, deputyId: string, changes: Record<string, unknown> = {}) => ({
  id: newId(),
  assignmentId,
  deputyId,
  from: today,
  to: addDays(today, 8),
  reason: '年休假',
  ...changes,
})
/** The same person, now acting for somebody on leave. */
async function actingFor(actor: Actor, assignmentId: string): Promise<Actor> {
  const { switchRole } = await actor.ask(
    `mutation ($input: SwitchRoleInput!) { switchRole(input: $input) { __typename ... on Viewer { activeAssignment { deputyForName } } } }`,
    { input: { assignmentId } },
  )
  expect(switchRole).toMatchObject({ __typename: 'Viewer' })
  const before = await actor.context()
  const token = await openSession(
    city.database,
    { userId: actor.userId, cityCode: before.city.code },
    'test',
  )
  await query(`UPDATE session SET active_assignment_id = $1 WHERE user_id = $2`, [
    assignmentId,
    actor.userId,
  ])
  const found = await viewerOfSession(city.database, token)
  expect(found?.viewer.assignment?.id).toBe(assignmentId)
  const { rows } = await query(`SELECT account FROM user_account WHERE id = $1`, [actor.userId])
  const again = await city.as(rows[0].account)
  const context = async () => ({ ...(await again.context()), viewer: found?.viewer ?? null })
  const answer: Actor['answer'] = async (document, variables = {}) => {
    const { execute, parse } = await import('graphql')
    const { schema } = await import('../../schema.ts')
    return execute({
      schema,
      document: parse(document),
      variableValues: variables,
      contextValue: await context(),
    })
  }
  return {
    ...again,
    context,
    answer,
    ask: async (document, variables) => {
      const { data, errors } = await answer(document, variables)
      const [first] = errors ?? []
      if (first !== undefined) throw first.originalError ?? first
      return { ...data }
    },
  }
}
async function submitted(by: Actor, changes = {}): Promise<string> {
  const id = newId()
  const outcome = await call(by, 'submitActivity', { id, content: contentFor(pairingId, changes) })
  expect(outcome.status).toBe('SUBMITTED')
  return id
}
/** What somebody has been told of hand-overs and leaves, the newest first; read and unread. */
async function toldOf(who: Actor): Promise<unknown[]> {
  const { notifications } = await who.ask(
    `{ notifications(first: 20) { edges { node { kind readAt subject { kind id title from } } } } }`,
  )
  return told
    .parse(notifications)
    .edges.filter(({ node }) => node.subject.kind === 'POSITION')
    .map(({ node: { kind, readAt, subject } }) => ({
      kind,
      unread: readAt === null,
      id: subject.id,
      from: subject.from,
      titled: subject.title !== null,
    }))
}
const told = z.object({
  edges: z.array(
    z.object({
      node: z.object({
        kind: z.string(),
        readAt: z.unknown(),
        subject: z.object({
          kind: z.string(),
          id: z.string().nullable(),
          title: z.string().nullable(),
          from: z.string().nullable(),
        }),
      }),
    }),
  ),
})
const wrong = (path: string, code: string) => ({ fieldErrors: [{ path, code }] })

test('a deputy is named for what one holds oneself, from the own unit, for days to come, with a reason', async () => {
  const own = await holdingOf(community)
  const street = await city.as('street')
  const tried = (changes: Record<string, unknown>, who = community) =>
    send(who, 'nameDeputy', leave(own, street.userId, changes))
  expect(await tried({}, recorder)).toMatchObject({ __typename: 'NotFound' })
  expect(await tried({ deputyId: community.userId })).toMatchObject(
    wrong('deputyId', 'NOT_ONESELF_AS_DEPUTY'),
  )
  expect(await tried({ deputyId: recorder.userId })).toMatchObject(
    wrong('deputyId', 'NOT_OF_THIS_UNIT'),
  )
  expect(await tried({ deputyId: newId() })).toMatchObject(wrong('deputyId', 'NOT_OF_THIS_UNIT'))
  expect(await tried({ from: addDays(today, -1) })).toMatchObject(wrong('from', 'DAY_IN_THE_PAST'))
  expect(await tried({ to: addDays(today, -1) })).toMatchObject(wrong('to', 'DAY_BEFORE_THE_FIRST'))
  expect(await tried({ reason: ' ' })).toMatchObject({ __typename: 'InvalidInput' })
})

test('a deputy signs with the rights of who is on leave, and it says so; afterwards and before they do not', async () => {
  const holder = await newPerson('请假人', community.organisationPath, 'COMMUNITY_OFFICER')
  const deputy = await newPerson(
    '代理人',
    '2301/230102/230102001/230102001002/',
    'COMMUNITY_OFFICER',
  )
  const own = await holdingOf(holder)
  const id = await submitted(recorder)
  expect(
    await call(deputy, 'countersignActivity', { id, version: 1, usefulness: 4 }),
  ).toMatchObject({ __typename: 'NotFound' })
  const later = leave(own, deputy.userId, { from: addDays(today, 20), to: addDays(today, 21) })
  expect(await send(holder, 'nameDeputy', later)).toEqual({ __typename: 'Deputation' })
  await expect(actingFor(deputy, own)).rejects.toThrow('NotFound')
  const now = leave(own, deputy.userId)
  expect(await send(holder, 'nameDeputy', now)).toEqual({ __typename: 'Deputation' })
  expect(await send(holder, 'nameDeputy', now)).toEqual({ __typename: 'Deputation' })
  expect(await send(holder, 'nameDeputy', leave(own, deputy.userId))).toMatchObject(
    wrong('from', 'HAS_DEPUTY_THEN'),
  )
  const acting = await actingFor(deputy, own)
  // Rights held for another are not passed on, and whoever is away is nobody's deputy.
  expect(await send(acting, 'nameDeputy', leave(own, community.userId))).toMatchObject({
    code: 'DEPUTY_MAY_NOT_PASS_ON',
  })
  expect(
    await send(community, 'nameDeputy', leave(await holdingOf(community), holder.userId)),
  ).toMatchObject(wrong('deputyId', 'DEPUTY_ON_LEAVE'))
  expect(
    await call(acting, 'countersignActivity', { id, version: 1, usefulness: 4 }),
  ).toMatchObject({ status: 'COUNTERSIGNED' })
  const { activity } = await recorder.ask(
    `{ activity(id: "${id}") { countersignatures { signedByName deputyForName } steps { byName deputyForName } } }`,
  )
  expect(activity).toMatchObject({
    countersignatures: [{ signedByName: '代理人', deputyForName: '请假人' }],
    steps: [{ deputyForName: null }, { byName: '代理人', deputyForName: '请假人' }],
  })
  const { rows } = await query(
    `SELECT event::jsonb #>> '{detail,actingFor,id}' AS "for" FROM audit_event WHERE subject_id = $1 AND action = 'activity.countersign'`,
    [id],
  )
  expect(rows).toEqual([{ for: holder.userId }])
  expect(await send(deputy, 'endDeputation', { id: now.id })).toMatchObject({
    __typename: 'NotFound',
  })
  expect(await send(holder, 'endDeputation', { id: now.id })).toEqual({ __typename: 'Deputation' })
  await expect(actingFor(deputy, own)).rejects.toThrow('NotFound')
})

test('separation of duties holds through deputies, for both of them and on both sides', async () => {
  const holder = await newPerson('周社', community.organisationPath, 'COMMUNITY_OFFICER')
  const own = await holdingOf(holder)
  const named = leave(own, recorder.userId)
  expect(await send(admin, 'nameDeputy', named)).toEqual({ __typename: 'Deputation' })
  const mine = await submitted(recorder)
  const both = await actingFor(recorder, own)
  const sign = (who: Actor, id: string, version = 1) =>
    call(who, 'countersignActivity', { id, version, usefulness: 4 })
  expect(await sign(both, mine)).toMatchObject({ code: 'OWN_SUBMISSION' })
  // What is submitted for somebody on leave is theirs as well: they do not sign it in another role.
  const branch = await newPerson('吴支', recorder.organisationPath, 'BRANCH_RECORDER')
  await query(
    `INSERT INTO role_assignment (city_code, id, user_id, role, organisation_id, valid_from) SELECT city_code, gen_random_uuid(), $1, 'COMMUNITY_OFFICER', id, '2008-01-01' FROM organisation WHERE path = $2`,
    [branch.userId, community.organisationPath],
  )
  const helper = await newPerson('郑代', recorder.organisationPath, 'BRANCH_RECORDER')
  const { rows } = await query(
    `SELECT id, role::text FROM role_assignment WHERE user_id = $1 ORDER BY role`,
    [branch.userId],
  )
  expect(await send(admin, 'nameDeputy', leave(rows[0].id, helper.userId))).toEqual({
    __typename: 'Deputation',
  })
  const forBranch = await submitted(await actingFor(helper, rows[0].id))
  const { rows: accounts } = await query(`SELECT account FROM user_account WHERE id = $1`, [
    branch.userId,
  ])
  const officer = await city.as(accounts[0].account, { role: 'COMMUNITY_OFFICER' })
  expect(await sign(officer, forBranch)).toMatchObject({ code: 'OWN_SUBMISSION' })
  expect(await sign(community, forBranch)).toMatchObject({ status: 'COUNTERSIGNED' })
})

test('a position is handed over on a day, with drafts and what was asked; who wrote stays the author', async () => {
  const from = await newPerson('前任', recorder.organisationPath, 'BRANCH_RECORDER')
  const to = await newPerson('继任', '2301/A001/', 'AGENCY_SECRETARY')
  const stranger = await newPerson('外人', '2301/A002/', 'AGENCY_SECRETARY')
  const own = await holdingOf(from)
  const draft = newId()
  await call(from, 'saveActivityDraft', { id: draft, content: contentFor(pairingId) })
  const returned = await submitted(from)
  await call(community, 'returnActivity', { id: returned, version: 1, reason: '请补充' })

  const input = { id: newId(), assignmentId: own, toUserId: to.userId, day: today, note: '' }
  expect(await send(recorder, 'handOverPosition', input)).toMatchObject({ __typename: 'NotFound' })
  expect(
    await send(from, 'handOverPosition', { ...input, toUserId: stranger.userId }),
  ).toMatchObject(wrong('toUserId', 'NOT_OF_THIS_UNIT'))
  expect(await send(from, 'handOverPosition', { ...input, day: addDays(today, -1) })).toMatchObject(
    wrong('day', 'DAY_IN_THE_PAST'),
  )
  expect(await send(from, 'handOverPosition', input)).toEqual({ __typename: 'HandOver' })
  expect(await send(from, 'handOverPosition', input)).toEqual({ __typename: 'HandOver' })
  expect(await send(stranger, 'confirmHandOver', { id: input.id })).toMatchObject({
    __typename: 'NotFound',
  })
  const mine = `{ myPositions { handOvers { sheet { drafts notifications } handOver { toConfirm confirmedAt } } } }`
  expect(await to.ask(mine)).toMatchObject({
    myPositions: {
      handOvers: [
        {
          sheet: { drafts: 1, notifications: 1 },
          handOver: { toConfirm: true, confirmedAt: null },
        },
      ],
    },
  })
  expect(await send(to, 'confirmHandOver', { id: input.id })).toEqual({ __typename: 'HandOver' })
  const asked = await query(
    `SELECT kind::text FROM notification WHERE recipient_id = $1 AND subject_id = $2 AND read_at IS NULL`,
    [to.userId, returned],
  )
  expect(asked.rows).toEqual([{ kind: 'RECORD_RETURNED' }])

  const { rows } = await query(`SELECT account FROM user_account WHERE id = $1`, [to.userId])
  const successor = await city.as(rows[0].account, { role: 'BRANCH_RECORDER' })
  const { activities } = await successor.ask(
    `{ activities(first: 50, filter: { mine: true }) { edges { node { id createdByName } } } }`,
  )
  expect(activities).toMatchObject({
    edges: expect.arrayContaining([{ node: { id: draft, createdByName: '前任' } }]),
  })
  expect(
    await call(successor, 'submitActivity', {
      id: returned,
      version: 2,
      content: contentFor(pairingId, { words: '已补充。' }),
    }),
  ).toMatchObject({ status: 'SUBMITTED' })
  await call(community, 'returnActivity', { id: returned, version: 3, reason: '再补充' })
  const told = await query(
    `SELECT recipient_id AS id FROM notification WHERE subject_id = $1 AND kind = 'RECORD_RETURNED' AND read_at IS NULL`,
    [returned],
  )
  expect(told.rows).toEqual([{ id: to.userId }])
  const { positions } = await admin.ask(
    `{ positions(first: 5, filter: { search: "继任", role: BRANCH_RECORDER }) { edges { node { holders { userName } holdings { userName validTo } handOvers { fromName } } } } }`,
  )
  expect(JSON.stringify(positions)).toContain('继任')
})

test('handed over on a day to come it is the former holder’s until then, and is not confirmed before', async () => {
  const from = await newPerson('甲', recorder.organisationPath, 'BRANCH_RECORDER')
  const to = await newPerson('乙', recorder.organisationPath, 'BRANCH_RECORDER')
  const own = await holdingOf(from)
  const input = {
    id: newId(),
    assignmentId: own,
    toUserId: to.userId,
    day: addDays(today, 15),
    note: '',
  }
  expect(await send(admin, 'handOverPosition', input)).toEqual({ __typename: 'HandOver' })
  expect(await send(to, 'confirmHandOver', { id: input.id })).toMatchObject({
    code: 'HAND_OVER_NOT_YET',
  })
  const { rows } = await query(`SELECT valid_to::text AS "to" FROM role_assignment WHERE id = $1`, [
    own,
  ])
  expect(rows).toEqual([{ to: addDays(today, 14) }])
  expect(await send(admin, 'handOverPosition', { ...input, id: newId() })).toMatchObject({
    code: 'ENDS_BEFORE_THAT_DAY',
  })
})

test('the municipal committee sees who is deputised now', async () => {
  const municipal = await city.as('municipal')
  const { positions } = await municipal.ask(
    `{ positions(first: 50, filter: { deputised: true }, order: ROLE) { edges { node { deputies { deputyName holderName } } } } }`,
  )
  expect(JSON.stringify(positions)).toContain('周社')
})

test('whom a hand-over concerns is told: the receiver at once, the former holder when it is confirmed', async () => {
  const from = await newPerson('移交人', recorder.organisationPath, 'BRANCH_RECORDER')
  const to = await newPerson('接收人', recorder.organisationPath, 'BRANCH_RECORDER')
  const assignmentId = await holdingOf(from)
  const input = { id: newId(), assignmentId, toUserId: to.userId, day: today, note: '' }
  await send(from, 'handOverPosition', input)
  await send(from, 'handOverPosition', input)
  const waits = { kind: 'HAND_OVER_WAITS', id: input.id, from: '移交人', titled: true }
  expect(await toldOf(to)).toEqual([{ ...waits, unread: true }])
  expect(await toldOf(from)).toEqual([])
  await send(to, 'confirmHandOver', { id: input.id })
  await send(to, 'confirmHandOver', { id: input.id })
  expect(await toldOf(to)).toEqual([{ ...waits, unread: false }])
  expect(await toldOf(from)).toEqual([
    { kind: 'HAND_OVER_CONFIRMED', id: input.id, from: '接收人', titled: true, unread: true },
  ])
})

test('a deputy is told of the leave, and that it ended early; whoever does it is not', async () => {
  const holder = await newPerson('休假人', recorder.organisationPath, 'BRANCH_RECORDER')
  const deputy = await newPerson('代班人', recorder.organisationPath, 'BRANCH_RECORDER')
  const own = await holdingOf(holder)
  const first = leave(own, deputy.userId)
  await send(holder, 'nameDeputy', first)
  await send(holder, 'nameDeputy', first)
  const named = { kind: 'DEPUTY_NAMED', id: first.id, from: '休假人', titled: true }
  expect(await toldOf(deputy)).toEqual([{ ...named, unread: true }])
  await send(holder, 'endDeputation', { id: first.id })
  await send(holder, 'endDeputation', { id: first.id })
  expect(await toldOf(deputy)).toEqual([
    { ...named, kind: 'LEAVE_ENDED', unread: true },
    { ...named, unread: false },
  ])
  expect(await toldOf(holder)).toEqual([])
  const second = leave(own, deputy.userId)
  await send(admin, 'nameDeputy', second)
  await send(admin, 'endDeputation', { id: second.id })
  expect(await toldOf(holder)).toEqual([
    { kind: 'LEAVE_ENDED', id: second.id, from: '代班人', titled: true, unread: true },
  ])
})
