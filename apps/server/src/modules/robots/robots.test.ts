import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { cityTime } from '../../platform/context.ts'
import type { City } from '../../platform/context.ts'
import { citiesOf } from '../../platform/every-city.ts'
import { readConfig } from '../../platform/config.ts'
import type { Config } from '../../platform/config.ts'
import { testHouseholdKeys } from '@gongjian/database/testing'
import { openApp } from '../../testing/app-under-test.ts'
import type { AppUnderTest } from '../../testing/app-under-test.ts'
import { fakeRobot } from '../../testing/fake-robot.ts'
import type { FakeRobot } from '../../testing/fake-robot.ts'
import { newId } from '../../testing/recording.ts'
import { newHouseholdKey, parseHouseholdKeys } from '@gongjian/database/household-sealing'
import { deliver } from '../notifications/deliver.ts'
import { gatherPosts } from './gather-posts.ts'
import { robotKeysInUse, rotateRobots } from './rotate-robots.ts'
import { sendPost } from './send-post.ts'
import { settleRobot } from './settle-robot.ts'

const key = 'k-5d2f'
const secret = 'SEC-of-the-group'
let chat: FakeRobot
let open: AppUnderTest
let place: City
let config: Config
let streetId: string
let communityId: string
let agencyId: string
beforeAll(async () => {
  chat = await fakeRobot({ key, secret })
  const settings = {
    robotHosts: [chat.origin],
    robotPrivateAddresses: true,
    publicUrl: 'https://gongjian.example',
  }
  open = await openApp(settings)
  config = { ...readConfig({}), ...settings, householdKeys: { text: testHouseholdKeys } }
  const [city] = await citiesOf(open.database.pool)
  if (city === undefined) throw new Error('no city')
  place = city
  const placeOf = async (account: string, role: string) => {
    const { rows } = await open.database.pool.query<{ id: string }>(
      `SELECT a.organisation_id AS id FROM role_assignment a JOIN user_account u ON u.id = a.user_id WHERE u.account = $1 AND a.role = $2::role`,
      [account, role],
    )
    return rows[0]?.id ?? ''
  }
  streetId = await placeOf('street', 'STREET_SECRETARY')
  communityId = await placeOf('street', 'COMMUNITY_OFFICER')
  agencyId = await placeOf('secretary', 'AGENCY_SECRETARY')
})
afterAll(async () => {
  await open.close()
  await chat.close()
})
beforeEach(async () => {
  for (const table of ['robot', 'delivery', 'notification', 'rate_limit'])
    await open.database.pool.query(`DELETE FROM ${table}`)
  chat.received.length = 0
  chat.answer.current = null
})

const noon = new Date('2008-10-06T04:00:00Z')
const at = (minutes: number) => {
  const now = new Date(noon.getTime() + minutes * 60_000)
  return {
    ...cityTime({ ...place, clockOffsetSeconds: (now.getTime() - Date.now()) / 1000 }),
    now,
  }
}
const gather = (minutes: number) => gatherPosts(open.database.pool, place, at(minutes))
const send = (minutes: number) =>
  deliver(
    open.database.pool,
    place,
    (delivery) => sendPost(open.database, place, config, delivery),
    pino({ level: 'silent' }),
    at(minutes),
    async ({ robotId }, problem) =>
      robotId === null
        ? undefined
        : settleRobot(open.database.pool, place, robotId, problem, at(minutes)),
  )

type Changes = Record<string, unknown>
const usual = (): Changes => ({
  id: newId(),
  organisationId: streetId,
  kind: 'WECOM',
  name: '街道共建群',
  address: `${chat.origin}/wecom?key=${key}`,
  enabled: true,
  digest: 'AT_ONCE',
  dailyHour: 8,
  quietFrom: 21,
  quietTo: 7,
})
async function save(changes: Changes = {}, account = 'street') {
  const input = { ...usual(), ...changes }
  const { data } = await open.ask(
    account,
    `mutation ($input: SaveRobotInput!) { saveRobot(input: $input) { __typename ... on Robot { id version enabled hasSecret addressHint } ... on InvalidInput { fieldErrors { path code } } ... on Failure { code } } }`,
    { input },
  )
  // What was kept before the city's noon is told of from then on.
  await open.database.pool.query(`UPDATE robot SET told_since = $1 WHERE id = $2`, [
    at(-60).now,
    input['id'],
  ])
  return { id: String(input['id']), answer: data?.['saveRobot'] }
}
async function tell(kind: string, minutes: number, account = 'street', more: Changes = {}) {
  await open.database.pool.query(
    `INSERT INTO notification (city_code, recipient_id, made_at, id, kind, subject_id, count)
     SELECT city_code, id, $1, gen_random_uuid(), $2::notification_kind, $3::uuid, $4 FROM user_account WHERE account = $5`,
    [at(minutes).now, kind, more['subjectId'] ?? null, more['count'] ?? 1, account],
  )
}
async function aRecordOf(side: 'mine' | 'foreign'): Promise<string> {
  const { rows } = await open.database.pool.query<{ id: string }>(
    `SELECT t.id FROM activity t, organisation o WHERE o.id = $1 AND starts_with(t.community_side_path, o.path) = $2 LIMIT 1`,
    [streetId, side === 'mine'],
  )
  return rows[0]?.id ?? ''
}
const tried = async (id: string, account = 'street') =>
  (
    await open.ask(
      account,
      `mutation ($input: TryRobotInput!) { tryRobot(input: $input) { __typename ... on RobotTried { problem answer } ... on Failure { code } } }`,
      { input: { id } },
    )
  ).data?.['tryRobot']

describe('who keeps which robots', () => {
  test('a street those of the street and its communities, nobody else’s', async () => {
    expect((await save({ organisationId: communityId })).answer).toMatchObject({ version: 1 })
    expect((await save({ organisationId: agencyId })).answer).toMatchObject({
      fieldErrors: [{ path: 'organisationId', code: 'UNKNOWN_ORGANISATION' }],
    })
  })

  test('what is another’s is not there: not in the list, not to be tried, changed or removed', async () => {
    const { id } = await save()
    const query = '{ robots { edges { node { id } } } robotDeliveries { edges { node { id } } } }'
    expect((await open.ask('secretary', query)).data).toMatchObject({ robots: { edges: [] } })
    expect((await open.ask('admin', query)).data).toMatchObject({
      robots: { edges: [{ node: { id } }] },
    })
    expect(await tried(id, 'secretary')).toMatchObject({ code: 'NOT_FOUND' })
    expect((await save({ id, version: 1 }, 'secretary')).answer).toMatchObject({
      code: 'NOT_FOUND',
    })
    const { data } = await open.ask(
      'secretary',
      `mutation ($input: RemoveRobotInput!) { removeRobot(input: $input) { __typename } }`,
      { input: { id, version: 1 } },
    )
    expect(data).toMatchObject({ removeRobot: { __typename: 'NotFound' } })
    const { errors } = await open.ask('recorder', query)
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN')
  })

  test('of two who change it at once one is told to look again', async () => {
    const { id } = await save()
    expect((await save({ id, version: 1, name: '甲' })).answer).toMatchObject({ version: 2 })
    expect((await save({ id, version: 1, name: '乙' })).answer).toMatchObject({
      code: 'CHANGED_MEANWHILE',
    })
  })
})

describe('the address', () => {
  test.each([
    ['WECOM', 'https://qyapi.weixin.qq.com.evil.example/cgi-bin/webhook/send?key=a', 'HOST'],
    ['WECOM', 'http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=a', 'HOST'],
    ['WECOM', 'https://oapi.dingtalk.com/robot/send?access_token=a', 'HOST'],
    ['DINGTALK', 'http://169.254.169.254/latest/meta-data', 'HOST'],
    ['FEISHU', 'file:///etc/passwd', 'HOST'],
    ['FEISHU', 'https://open.feishu.cn/open-apis/authen', 'SHAPE'],
    ['WECOM', 'https://a:b@qyapi.weixin.qq.com/cgi-bin/webhook/send?key=a', 'SHAPE'],
    ['WECOM', 'nonsense', 'SHAPE'],
  ])('of %s, %s, is refused', async (kind, address, why) => {
    expect((await save({ kind, address })).answer).toMatchObject({
      fieldErrors: [{ path: 'address', code: `ROBOT_ADDRESS_${why}` }],
    })
  })

  test('and secret are sealed, never given out, and kept where they are not typed again', async () => {
    const { id, answer } = await save({
      kind: 'DINGTALK',
      address: `${chat.origin}/dingtalk?access_token=${key}`,
      secret,
    })
    expect(answer).toMatchObject({ hasSecret: true })
    expect(JSON.stringify(answer)).not.toContain(secret)
    const { rows } = await open.database.pool.query('SELECT * FROM robot')
    expect(JSON.stringify(rows)).not.toContain(secret)
    expect(JSON.stringify(rows)).not.toContain('access_token')
    const again = await save({ id, version: 1, kind: 'DINGTALK', address: null, name: '改名' })
    expect(again.answer).toMatchObject({ hasSecret: true, version: 2 })
    expect(await tried(id)).toMatchObject({ problem: null })
  })

  test('is sealed anew with a new key, after which the old one seals nothing', async () => {
    const { id } = await save()
    const rotated = parseHouseholdKeys(`${newHouseholdKey(new Date())},${testHouseholdKeys}`)
    const before = await robotKeysInUse(open.database.pool, place)
    expect(await rotateRobots(open.database.pool, place, rotated)).toEqual({
      rotated: 1,
      unreadable: 0,
    })
    expect(await robotKeysInUse(open.database.pool, place)).toEqual([rotated[0].id])
    expect(before).not.toEqual([rotated[0].id])
    expect(await rotateRobots(open.database.pool, place, [rotated[0]])).toEqual({
      rotated: 0,
      unreadable: 0,
    })
    expect(await tried(id)).toMatchObject({ code: 'HOUSEHOLD_KEY_DOES_NOT_OPEN' })
  })
})

describe('a test message', () => {
  test.each([
    ['WECOM', '/wecom?key=k-5d2f', '0 ok'],
    ['DINGTALK', '/dingtalk?access_token=k-5d2f', '0 ok'],
    ['FEISHU', '/feishu', '0 success'],
  ])('is signed as %s wants it, and its answer shown', async (kind, path, answer) => {
    const { id } = await save({ kind, address: `${chat.origin}${path}`, secret })
    expect(await tried(id)).toEqual({ __typename: 'RobotTried', problem: null, answer })
    expect(chat.received).toHaveLength(1)
    expect(JSON.stringify(chat.received[0]?.body)).toContain('共建')
  })

  test.each([
    ['DINGTALK', '/dingtalk?access_token=k-5d2f', 'SIGNATURE_REFUSED', '310000 sign not match'],
    [
      'FEISHU',
      '/feishu',
      'SIGNATURE_REFUSED',
      '19021 sign match fail or timestamp is not within one hour',
    ],
    ['WECOM', '/wecom?key=other', 'RECIPIENT_REFUSED', '93000 invalid webhook url'],
  ])('with the wrong secret or key says what %s answered', async (kind, path, problem, answer) => {
    const { id } = await save({ kind, address: `${chat.origin}${path}`, secret: 'wrong' })
    expect(await tried(id)).toMatchObject({
      problem,
      answer,
    })
  })

  test('follows no redirect, and believes no page that is no answer', async () => {
    const { id } = await save()
    chat.answer.current = { status: 302, body: '', location: `${chat.origin}/wecom?key=${key}` }
    expect(await tried(id)).toMatchObject({ problem: 'REFUSED' })
    chat.answer.current = { status: 200, body: '<html>' }
    expect(await tried(id)).toMatchObject({ problem: 'REFUSED' })
    chat.answer.current = { status: 502, body: 'bad gateway' }
    expect(await tried(id)).toMatchObject({ problem: 'NOT_REACHED' })
    expect(chat.received).toEqual([])
  })

  test('reaches nothing of the own network unless the settings allow it', async () => {
    const { id } = await save()
    const closed = { ...config, robotPrivateAddresses: false }
    const delivery = { id, userId: null, robotId: id, counts: { RECORD_WAITS: 1 }, tries: 1 }
    for (const robotHosts of [[chat.origin], []])
      await expect(
        sendPost(open.database, place, { ...closed, robotHosts }, delivery),
      ).rejects.toMatchObject({ problem: 'NOT_ALLOWED' })
    expect(chat.received).toEqual([])
  })
})

describe('what is posted', () => {
  test('is numbers and a link, nothing of what they are of', async () => {
    await save()
    const subjectId = await aRecordOf('mine')
    await tell('RECORD_WAITS', 0, 'street', { subjectId })
    await tell('WAITS_7_DAYS', 0, 'street', { count: 3 })
    await tell('HOUSEHOLD_SEEN', 0)
    expect([await gather(1), await send(1)]).toEqual([1, { sent: 1, failed: 0 }])
    expect(chat.received).toEqual([
      {
        path: '/wecom',
        body: {
          msgtype: 'markdown',
          markdown: {
            content:
              '**共建：有待办事项**\n> 1 条记录等待签署\n> 下级有 3 条记录等待签署已满 7 天\n[登录办理](https://gongjian.example/inbox)',
          },
        },
      },
    ])
    expect([await gather(30), (await send(30)).sent]).toEqual([0, 0])
  })

  test('is of the own records only: what a member is told elsewhere stays out, and one record counts once', async () => {
    await save()
    const foreign = await aRecordOf('foreign')
    await tell('RECORD_WAITS', 0, 'street', { subjectId: foreign })
    expect(await gather(1)).toBe(0)
    const mine = await aRecordOf('mine')
    await tell('RECORD_WAITS', 0, 'street', { subjectId: mine })
    await tell('WAITS_3_DAYS', 0, 'street', { subjectId: mine })
    await tell('RECORD_WAITS', 0, 'street', { subjectId: mine })
    expect(await gather(1)).toBe(1)
    const { rows } = await open.database.pool.query('SELECT counts FROM delivery')
    expect(rows).toEqual([{ counts: { RECORD_WAITS: 1, WAITS_3_DAYS: 1 } }])
  })

  test('a community’s group hears nothing of what its officer is told as the street’s secretary', async () => {
    await save({ organisationId: communityId })
    await tell('WAITS_7_DAYS', 0, 'street', { count: 3 })
    expect(await gather(1)).toBe(0)
  })

  test('comes once with two servers, not again within ten minutes, not in quiet hours, not when it was read', async () => {
    await save()
    await tell('WAITS_7_DAYS', 0)
    const both = await Promise.all([gather(1), gather(1), gather(1)])
    expect(both.reduce((sum, one) => sum + one, 0)).toBe(1)
    await Promise.all([send(1), send(1)])
    expect(chat.received).toHaveLength(1)
    await tell('WAITS_7_DAYS', 2)
    expect([await gather(3), await gather(12)]).toEqual([0, 1])
    await tell('WAITS_7_DAYS', 10 * 60)
    expect([await gather(10 * 60), await gather(18 * 60)]).toEqual([0, 0])
    await open.database.pool.query('UPDATE notification SET read_at = $1', [at(0).now])
    expect(await gather(20 * 60)).toBe(0)
  })

  test('once a day, where that is wanted', async () => {
    await save({ digest: 'DAILY', dailyHour: 17 })
    await tell('WAITS_7_DAYS', 0)
    expect([await gather(4 * 60), await gather(5 * 60)]).toEqual([0, 1])
  })

  test('to a robot that answers too often waits out its pause', async () => {
    await save()
    await tell('WAITS_7_DAYS', 0)
    await gather(0)
    chat.answer.current = {
      status: 200,
      body: '{"errcode":45009,"errmsg":"api freq out of limit"}',
    }
    expect((await send(0)).failed).toBe(1)
    chat.answer.current = null
    expect([(await send(5)).sent, (await send(10)).sent]).toEqual([0, 1])
  })

  test('a server that died while posting leaves it to another: rather twice than not at all', async () => {
    await save()
    await tell('WAITS_7_DAYS', 0)
    await gather(0)
    void deliver(
      open.database.pool,
      place,
      async (delivery) => {
        await sendPost(open.database, place, config, delivery)
        await new Promise(() => undefined)
      },
      pino({ level: 'silent' }),
      at(0),
    )
    await expect.poll(() => chat.received.length).toBe(1)
    expect([(await send(1)).sent, (await send(3)).sent]).toEqual([0, 1])
    expect(chat.received).toHaveLength(2)
  })

  test('no more than twenty in a minute go to one address, whoever asks', async () => {
    const { id } = await save()
    const delivery = { id, userId: null, robotId: id, counts: { RECORD_WAITS: 1 }, tries: 1 }
    const outcomes: unknown[] = []
    for (let count = 0; count < 22; count += 1)
      outcomes.push(
        await sendPost(open.database, place, config, delivery).catch((problem: unknown) => problem),
      )
    expect(outcomes.filter((one) => one === undefined)).toHaveLength(20)
    expect(outcomes.at(-1)).toMatchObject({ problem: 'TOO_OFTEN' })
    expect(chat.received).toHaveLength(20)
  })
})

test('after three posts that were given up it is switched off, who keeps it is told, and it can be switched on again', async () => {
  const { id } = await save({
    kind: 'FEISHU',
    address: `${chat.origin}/feishu`,
    secret: 'no longer right',
    quietFrom: null,
    quietTo: null,
  })
  for (const minute of [0, 60, 120]) {
    await tell('WAITS_7_DAYS', minute)
    expect([await gather(minute), (await send(minute)).failed]).toEqual([1, 1])
  }
  const query = `query ($id: ID!) { robot(id: $id) { enabled stoppedBy version }
    robotDeliveries(filter: { robotId: $id, state: FAILED }) { edges { node { state problem tries count } } }
    notifications(filter: { kind: ROBOT_STOPPED }) { edges { node { subject { kind id title } } } } }`
  expect((await open.ask('street', query, { id })).data).toEqual({
    robot: { enabled: false, stoppedBy: 'SIGNATURE_REFUSED', version: 2 },
    robotDeliveries: {
      edges: Array.from({ length: 3 }, () => ({
        node: { state: 'FAILED', problem: 'SIGNATURE_REFUSED', tries: 1, count: 1 },
      })),
    },
    notifications: {
      edges: [{ node: { subject: { kind: 'ROBOT', id, title: '街道共建群' } } }],
    },
  })
  await tell('WAITS_7_DAYS', 180)
  expect(await gather(180)).toBe(0)
  expect(
    (await save({ id, version: 2, kind: 'FEISHU', address: null, secret, enabled: true })).answer,
  ).toMatchObject({ enabled: true })
  expect([await gather(181), (await send(181)).sent]).toEqual([1, 1])
})
