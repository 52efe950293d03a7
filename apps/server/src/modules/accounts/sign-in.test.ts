import { createHash } from 'node:crypto'
import { testPassword } from '@gongjian/database/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openApp } from '../../testing/app-under-test.ts'
import type { AppUnderTest } from '../../testing/app-under-test.ts'

let open: AppUnderTest
beforeAll(async () => {
  open = await openApp()
})
afterAll(() => open.close())

const signInDocument = `mutation ($input: SignInInput!) { signIn(input: $input) {
  __typename ... on Viewer { account activeAssignment { role } }
  ... on Failure { code message } ... on Throttled { retryAfterSeconds } } }`
const whoami =
  '{ viewer { account mustChangePassword activeAssignment { role } sessions { current } } }'

function signIn(account: string, password: string, headers: Record<string, string> = {}) {
  return open.post(
    JSON.stringify({ query: signInDocument, variables: { input: { account, password } } }),
    headers,
  )
}

/** Signs in and gives the cookie to go on with. */
async function cookieFor(account: string, password = testPassword): Promise<string> {
  const { cookie } = await signIn(account, password)
  return z.string().parse(cookie).split(';')[0] ?? ''
}

async function accountOf(cookie: string): Promise<unknown> {
  const { data } = await open.ask(null, whoami, {}, { cookie })
  return z.object({ account: z.string() }).nullable().parse(data?.['viewer'])?.account
}

const change = (cookie: string, current: string, next: string) =>
  open.ask(
    null,
    `mutation ($input: ChangePasswordInput!) { changePassword(input: $input) {
      __typename ... on InvalidInput { fieldErrors { path code message } } } }`,
    { input: { current, next } },
    { cookie },
  )

describe('signing in', () => {
  test('is refused alike for a wrong password and for an account that nobody has', async () => {
    const wrong = await signIn('recorder', 'not the password')
    const unknown = await signIn('nobody-at-all', 'not the password')
    expect(wrong.data).toMatchObject({
      signIn: { __typename: 'SignInFailed', code: 'SIGN_IN_FAILED' },
    })
    expect(unknown.data).toEqual(wrong.data)
    expect(wrong.cookie).toBeNull()
  })

  test('names the field that was left empty', async () => {
    expect((await signIn(' ', '')).data).toMatchObject({ signIn: { __typename: 'InvalidInput' } })
  })

  test('sets a cookie that scripts and other sites cannot use, and keeps only its hash', async () => {
    const { data, cookie } = await signIn('Recorder', testPassword)
    expect(data).toMatchObject({
      signIn: { account: 'recorder', activeAssignment: { role: 'BRANCH_RECORDER' } },
    })
    expect(cookie).toMatch(/^gongjian_session=[\w-]{43};/)
    expect(cookie).toContain('HttpOnly')
    expect(cookie).toContain('SameSite=Lax')
    expect(cookie).toContain('Path=/')
    expect(cookie).not.toContain('Secure')
    const secret = /=([\w-]+);/.exec(cookie ?? '')?.[1] ?? ''
    const { rows } = await open.database.pool.query(
      'SELECT FROM session WHERE token_hash IN ($1, $2)',
      [secret, createHash('sha256').update(secret).digest('hex')],
    )
    expect(rows).toHaveLength(1)
  })

  test('sets a cookie for https only behind https', async () => {
    const { cookie } = await signIn('recorder', testPassword, { 'x-forwarded-proto': 'https' })
    expect(cookie).toContain('Secure')
  })

  test('is slowed down for who guesses, and stays open for others and from elsewhere', async () => {
    const outcomes: unknown[] = []
    for (let attempt = 0; attempt < 10; attempt += 1) {
      const { data } = await signIn('auditor', `guess ${attempt}`)
      outcomes.push(z.object({ __typename: z.string() }).parse(data?.['signIn']).__typename)
    }
    expect(outcomes.slice(0, 8)).toEqual(Array.from({ length: 8 }, () => 'SignInFailed'))
    const throttled = await signIn('auditor', testPassword)
    expect(throttled.data).toMatchObject({ signIn: { __typename: 'Throttled', code: 'THROTTLED' } })
    expect(throttled.data).toHaveProperty('signIn.retryAfterSeconds', expect.any(Number))
    expect((await signIn('admin', testPassword)).data).toMatchObject({
      signIn: { account: 'admin' },
    })
    const elsewhere = await signIn('auditor', testPassword, { 'x-forwarded-for': '203.0.113.7' })
    expect(elsewhere.data).toMatchObject({ signIn: { account: 'auditor' } })
  })
})

describe('a session', () => {
  test('ends by signing out', async () => {
    const cookie = await cookieFor('zone')
    expect(await accountOf(cookie)).toBe('zone')
    await open.ask(null, 'mutation { signOut { signedOut } }', {}, { cookie })
    expect(await accountOf(cookie)).toBeUndefined()
  })

  test('answers a page of somebody else as nobody', async () => {
    const cookie = await cookieFor('zone')
    const { data } = await open.ask(null, '{ viewer { id } }', {}, { cookie })
    const { id } = z.object({ id: z.string() }).parse(data?.['viewer'])
    const asked = async (reader: string) =>
      (await open.ask(null, whoami, {}, { cookie, 'x-reader': reader })).data?.['viewer']
    expect(await asked(id)).toMatchObject({ account: 'zone' })
    expect(await asked('00000000-0000-7000-8000-000000000001')).toBeNull()
    expect(await asked('')).toBeNull()
  })

  test('gives each user one key for their devices, the same every time', async () => {
    const keyOf = async (account: string) => {
      const { data } = await open.ask(account, '{ viewer { deviceKey } }')
      return z.object({ deviceKey: z.string() }).parse(data?.['viewer']).deviceKey
    }
    const key = await keyOf('zone')
    expect(Buffer.from(key, 'base64url')).toHaveLength(32)
    expect(await keyOf('zone')).toBe(key)
    expect(await keyOf('street')).not.toBe(key)
  })

  test('ends everywhere at once', async () => {
    const cookies = [await cookieFor('zone'), await cookieFor('zone')]
    await open.ask(
      null,
      'mutation { signOutEverywhere { signedOut } }',
      {},
      { cookie: cookies[0] ?? '' },
    )
    expect(await Promise.all(cookies.map(accountOf))).toEqual([undefined, undefined])
  })

  test.each([
    ['after 12 hours without use', `last_seen_at = now() - interval '12 hours 1 minute'`],
    ['after 30 days', `expires_at = now() - interval '1 second'`],
  ])('ends %s', async (_when, change) => {
    const cookie = await cookieFor('district')
    expect(await accountOf(cookie)).toBe('district')
    await open.database.pool.query(
      `UPDATE session SET ${change} WHERE user_id = (SELECT id FROM user_account WHERE account = 'district')`,
    )
    expect(await accountOf(cookie)).toBeUndefined()
  })

  test('is worth nothing with a made-up or a changed secret', async () => {
    const cookie = await cookieFor('district')
    expect(await accountOf(`${cookie}x`)).toBeUndefined()
    expect(await accountOf('gongjian_session=')).toBeUndefined()
  })

  test('takes another of the person’s roles, and no other person’s', async () => {
    const cookie = await cookieFor('street')
    const { data } = await open.ask(null, '{ viewer { assignments { id role } } }', {}, { cookie })
    const { assignments } = z
      .object({ assignments: z.array(z.object({ id: z.string(), role: z.string() })) })
      .parse(data?.['viewer'])
    const switchRole = `mutation ($input: SwitchRoleInput!) { switchRole(input: $input) {
      __typename ... on Viewer { activeAssignment { role organisation { code } } } } }`
    const officer = assignments.find(({ role }) => role === 'COMMUNITY_OFFICER')
    const switched = await open.ask(
      null,
      switchRole,
      { input: { assignmentId: officer?.id } },
      { cookie },
    )
    expect(switched.data).toMatchObject({
      switchRole: { activeAssignment: { role: 'COMMUNITY_OFFICER' } },
    })
    const later = await open.ask(null, whoami, {}, { cookie })
    expect(later.data).toMatchObject({
      viewer: { activeAssignment: { role: 'COMMUNITY_OFFICER' } },
    })
    const { rows } = await open.database.pool.query<{ id: string }>(
      `SELECT r.id FROM role_assignment r JOIN user_account u ON u.id = r.user_id WHERE u.account = 'admin'`,
    )
    const foreign = await open.ask(
      null,
      switchRole,
      { input: { assignmentId: rows[0]?.id } },
      { cookie },
    )
    expect(foreign.data).toMatchObject({ switchRole: { __typename: 'NotFound' } })
  })
})

describe('a new password', () => {
  test.each([
    ['too short', 'short', 'PASSWORD_TOO_SHORT'],
    ['the old one', testPassword, 'PASSWORD_UNCHANGED'],
    ['the account in it', 'municipal-2008', 'PASSWORD_TOO_COMMON'],
    ['a common one', 'password123', 'PASSWORD_TOO_COMMON'],
    ['one letter', 'aaaaaaaaaaaa', 'PASSWORD_TOO_COMMON'],
  ])('is refused where it is %s', async (_why, next, code) => {
    const cookie = await cookieFor('municipal')
    const { data } = await change(cookie, testPassword, next)
    expect(data).toMatchObject({ changePassword: { fieldErrors: [{ path: 'next', code }] } })
  })

  test('needs the present one', async () => {
    const cookie = await cookieFor('municipal')
    const { data } = await change(cookie, 'not this one', 'a quite new password')
    expect(data).toMatchObject({
      changePassword: { fieldErrors: [{ path: 'current', code: 'WRONG_PASSWORD' }] },
    })
  })

  test('ends the other sessions, keeps this one, and signs in', async () => {
    const here = await cookieFor('municipal')
    const elsewhere = await cookieFor('municipal')
    const { data } = await change(here, testPassword, '一个全新的长密码2008')
    expect(data).toMatchObject({ changePassword: { __typename: 'Viewer' } })
    expect(await accountOf(here)).toBe('municipal')
    expect(await accountOf(elsewhere)).toBeUndefined()
    expect((await signIn('municipal', testPassword)).data).toMatchObject({
      signIn: { code: 'SIGN_IN_FAILED' },
    })
    expect((await signIn('municipal', '一个全新的长密码2008')).data).toMatchObject({
      signIn: { account: 'municipal' },
    })
  })

  test('is asked for before anything else where the first one was given by somebody', async () => {
    const cookie = await cookieFor('a001-02')
    const before = await open.ask(null, '{ zones { id } }', {}, { cookie })
    expect(before.errors).toMatchObject([{ extensions: { code: 'MUST_CHANGE_PASSWORD' } }])
    await change(cookie, testPassword, 'a quite new password')
    const after = await open.ask(null, '{ zones { id } }', {}, { cookie })
    expect(after.errors).toBeUndefined()
  })
})

test('all of it is in the audit', async () => {
  const { rows } = await open.database.pool.query<{ action: string; event: string }>(
    `SELECT DISTINCT ON (action) action, event FROM audit_event WHERE chain = 'city' AND action LIKE 'account.%' ORDER BY action`,
  )
  expect(rows.map(({ action }) => action)).toEqual(
    expect.arrayContaining([
      'account.changePassword',
      'account.signIn',
      'account.signInFailed',
      'account.signOut',
      'account.signOutEverywhere',
      'account.switchRole',
    ]),
  )
  expect(rows.map(({ event }) => event).join('\n')).not.toContain(testPassword)
})
