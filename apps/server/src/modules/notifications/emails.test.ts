import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { cityTime } from '../../platform/context.ts'
import type { City } from '../../platform/context.ts'
import { citiesOf } from '../../platform/every-city.ts'
import { openMailer } from '../../platform/mail.ts'
import type { Mailer } from '../../platform/mail.ts'
import { readConfig } from '../../platform/config.ts'
import { openApp } from '../../testing/app-under-test.ts'
import type { AppUnderTest } from '../../testing/app-under-test.ts'
import { fakeSmtp } from '../../testing/fake-smtp.ts'
import type { FakeSmtp } from '../../testing/fake-smtp.ts'
import { deliver } from './deliver.ts'
import { gatherEmails } from './gather-emails.ts'
import { sendEmail } from './send-email.ts'

let smtp: FakeSmtp
let open: AppUnderTest
let mailer: Mailer | null
let place: City
beforeAll(async () => {
  smtp = await fakeSmtp()
  const settings = { smtpUrl: smtp.url, publicUrl: 'https://gongjian.example' }
  open = await openApp(settings)
  mailer = openMailer({ ...readConfig({}), ...settings })
  const [city] = await citiesOf(open.database.pool)
  if (city === undefined) throw new Error('no city')
  place = city
})
afterAll(async () => {
  mailer?.close()
  await open.close()
  await smtp.close()
})
/** Noon of a day of its own; nothing has been told yet. */
const noon = new Date('2008-10-06T04:00:00Z')
beforeEach(async () => {
  await open.database.pool.query('DELETE FROM delivery')
  await open.database.pool.query('DELETE FROM notification')
  await open.database.pool.query('DELETE FROM notification_choice')
  await open.database.pool.query('DELETE FROM rate_limit')
})
afterEach(() => {
  smtp.received.length = 0
  smtp.answers.clear()
})

const at = (minutes: number) => {
  const now = new Date(noon.getTime() + minutes * 60_000)
  const clockOffsetSeconds = (now.getTime() - Date.now()) / 1000
  return { ...cityTime({ ...place, clockOffsetSeconds }), now }
}
const gather = (minutes: number) => gatherEmails(open.database.pool, place, at(minutes))
const send = (minutes: number) =>
  deliver(
    open.database.pool,
    place,
    (delivery) =>
      sendEmail(open.database.pool, place, mailer, 'https://gongjian.example', delivery),
    pino({ level: 'silent' }),
    at(minutes),
  )

type Choice = Record<string, unknown>
const chosen: Choice = {
  hiddenKinds: [],
  emailKinds: ['RECORD_WAITS', 'RECORD_RETURNED'],
  emailAddress: 'officer@hrb.gov.cn',
  digest: 'AT_ONCE',
  dailyHour: 8,
  quietFrom: 21,
  quietTo: 7,
}
const choose = (account: string, changes: Choice = {}) =>
  open.ask(
    account,
    `mutation ($input: SaveNotificationChoiceInput!) { saveNotificationChoice(input: $input) { __typename ... on NotificationChoice { emailAddress digest emailKinds quietFrom } ... on InvalidInput { fieldErrors { path code } } } }`,
    { input: { ...chosen, ...changes } },
  )
/** Somebody is told of something so many minutes from noon. */
async function notify(kind: string, minutes: number, account = 'community', count = 1) {
  await open.database.pool.query(
    `INSERT INTO notification (city_code, recipient_id, made_at, id, kind, subject_id, count)
     SELECT city_code, id, $1, gen_random_uuid(), $2::notification_kind, gen_random_uuid(), $3 FROM user_account WHERE account = $4`,
    [at(minutes).now, kind, count, account],
  )
}

describe('the choice', () => {
  test.each([
    [{ emailAddress: 'nowhere' }, 'emailAddress: EMAIL_SHAPE'],
    [{ emailAddress: 'a@b.cn\r\nBcc: c@d.cn' }, 'emailAddress: EMAIL_SHAPE'],
    [{ emailAddress: '' }, 'emailAddress: REQUIRED'],
    [{ dailyHour: 24 }, 'dailyHour: HOUR_RANGE'],
    [{ quietFrom: -1 }, 'quietFrom: HOUR_RANGE'],
    [{ quietTo: null }, 'quietTo: REQUIRED'],
    [{ hiddenKinds: ['HOUSEHOLD_SEEN'] }, 'hiddenKinds: ALWAYS_SHOWN'],
  ])('%j is refused at its field', async (changes, problem) => {
    const { data } = await choose('community', changes)
    const [path, code] = problem.split(': ')
    expect(data).toMatchObject({ saveNotificationChoice: { fieldErrors: [{ path, code }] } })
  })

  test('is one’s own, and found again', async () => {
    await choose('community', { digest: 'DAILY', dailyHour: 17 })
    const query = '{ notificationChoice { emailAddress digest dailyHour emailAvailable } }'
    expect((await open.ask('community', query)).data).toEqual({
      notificationChoice: {
        emailAddress: 'officer@hrb.gov.cn',
        digest: 'DAILY',
        dailyHour: 17,
        emailAvailable: true,
      },
    })
    expect((await open.ask('recorder', query)).data).toMatchObject({
      notificationChoice: { emailAddress: null, digest: 'AT_ONCE' },
    })
  })

  test('a hidden kind neither rings nor stands in the inbox', async () => {
    await notify('RECORD_WAITS', 0)
    await notify('RECORD_SIGNED', 0)
    await choose('community', { hiddenKinds: ['RECORD_SIGNED'] })
    const { data } = await open.ask(
      'community',
      '{ viewer { unreadNotifications } notifications { edges { node { kind } } } }',
    )
    expect(data).toEqual({
      viewer: { unreadNotifications: 1 },
      notifications: { edges: [{ node: { kind: 'RECORD_WAITS' } }] },
    })
  })
})

describe('what goes out by e-mail', () => {
  test('nothing to who has not asked for it, nothing of other kinds, nothing from before', async () => {
    await notify('RECORD_WAITS', 0, 'recorder')
    await notify('RECORD_WAITS', -60 * 24 * 30)
    await choose('community')
    await notify('RECORD_SIGNED', 1)
    expect(await gather(2)).toBe(0)
    expect(await send(2)).toEqual({ sent: 0, failed: 0 })
  })

  test('one message says how many, and nothing of what they are', async () => {
    await choose('community')
    await notify('RECORD_WAITS', 0)
    await notify('RECORD_WAITS', 0)
    await notify('RECORD_RETURNED', 0)
    expect(await gather(1)).toBe(1)
    expect(await send(1)).toEqual({ sent: 1, failed: 0 })
    expect(smtp.received).toHaveLength(1)
    const [message] = smtp.received
    expect(message?.to).toEqual(['officer@hrb.gov.cn'])
    expect(message?.text).toContain('Subject: 共建：3 条新通知')
    expect(message?.text).toContain('2 条记录等您签署')
    expect(message?.text).toContain('1 条记录被退回')
    expect(message?.text).toContain('https://gongjian.example')
    expect([await gather(2), (await send(2)).sent]).toEqual([0, 0])
  })

  test('what was read meanwhile is not sent', async () => {
    await choose('community')
    await notify('RECORD_WAITS', 0)
    await open.ask(
      'community',
      `mutation { readNotifications(input: { all: true }) { __typename } }`,
    )
    expect(await gather(1)).toBe(0)
  })

  test('in the quiet hours it waits until they end', async () => {
    await choose('community')
    await notify('RECORD_WAITS', 10 * 60)
    expect([await gather(10 * 60), await gather(18 * 60), await gather(19 * 60)]).toEqual([0, 0, 1])
  })

  test('of a daily digest all of the day goes in one message, at its hour', async () => {
    await choose('community', { digest: 'DAILY', dailyHour: 17 })
    await notify('RECORD_WAITS', 0)
    await notify('RECORD_WAITS', 4 * 60, 'community', 4)
    expect(await gather(5 * 60 - 1)).toBe(0)
    expect(await gather(5 * 60)).toBe(1)
    await send(5 * 60)
    expect(smtp.received[0]?.text).toContain('5 条记录等您签署')
  })

  test('two servers at the same moment send it once', async () => {
    await choose('community')
    await notify('RECORD_WAITS', 0)
    await Promise.all([gather(1), gather(1), gather(1)])
    await Promise.all([send(1), send(1), send(1)])
    expect(smtp.received).toHaveLength(1)
  })

  test('a mail server that refuses is tried again later and later, and given up; its reader sees why', async () => {
    await choose('community')
    await notify('RECORD_WAITS', 0)
    await gather(0)
    smtp.answers.set('RCPT', '550 no such mailbox <officer@hrb.gov.cn>')
    const tries: number[] = []
    for (let minute = 0; minute < 400; minute += 1)
      if ((await send(minute)).failed === 1) tries.push(minute)
    expect(tries).toEqual([0, 1, 6, 21, 81, 321])
    const { data } = await open.ask(
      'community',
      '{ notificationChoice { lastEmails { state problem tries count sentAt nextTryAt } } }',
    )
    expect(data).toMatchObject({
      notificationChoice: {
        lastEmails: [
          {
            state: 'FAILED',
            problem: 'RECIPIENT_REFUSED',
            tries: 6,
            count: 1,
            sentAt: null,
            nextTryAt: null,
          },
        ],
      },
    })
    const kept = await open.database.pool.query('SELECT * FROM delivery')
    expect(JSON.stringify(kept.rows)).not.toContain('hrb.gov.cn')
  })

  test('once it takes mail again, what waited is sent', async () => {
    await choose('community')
    await notify('RECORD_WAITS', 0)
    await gather(0)
    smtp.answers.set('MAIL', '451 try later')
    expect(await send(0)).toEqual({ sent: 0, failed: 1 })
    smtp.answers.clear()
    expect([await send(0), await send(1)]).toEqual([
      { sent: 0, failed: 0 },
      { sent: 1, failed: 0 },
    ])
  })

  test('a server that died while sending leaves it to another', async () => {
    await choose('community')
    await notify('RECORD_WAITS', 0)
    await gather(0)
    const died = deliver(
      open.database.pool,
      place,
      () => new Promise(() => undefined),
      pino({ level: 'silent' }),
      at(0),
    )
    void died
    await expect
      .poll(async () => {
        const { rows } = await open.database.pool.query<{ tries: number }>(
          'SELECT tries FROM delivery',
        )
        return rows[0]?.tries
      })
      .toBe(1)
    expect([(await send(1)).sent, (await send(3)).sent]).toEqual([0, 1])
  })
})

describe('a test message', () => {
  const tried = (emailAddress: string) =>
    open.ask(
      'community',
      `mutation ($input: TryEmailInput!) { tryEmail(input: $input) { __typename ... on MessageTried { problem } ... on Failure { code } } }`,
      { input: { emailAddress } },
    )

  test('reaches the address, or says why not', async () => {
    expect((await tried('me@hrb.gov.cn')).data).toMatchObject({ tryEmail: { problem: null } })
    expect(smtp.received[0]?.to).toEqual(['me@hrb.gov.cn'])
    smtp.answers.set('RCPT', '550 no')
    expect((await tried('me@hrb.gov.cn')).data).toMatchObject({
      tryEmail: { problem: 'RECIPIENT_REFUSED' },
    })
  })

  test('is not a way to write to all the world', async () => {
    const outcomes: unknown[] = []
    for (let count = 0; count < 12; count += 1) outcomes.push((await tried('me@hrb.gov.cn')).data)
    expect(outcomes.at(-1)).toMatchObject({ tryEmail: { code: 'THROTTLED' } })
    expect(smtp.received.length).toBeLessThanOrEqual(10)
  })
})
