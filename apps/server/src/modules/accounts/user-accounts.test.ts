import { randomUUID } from 'node:crypto'
import { testPassword } from '@gongjian/database/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openApp } from '../../testing/app-under-test.ts'
import type { AppUnderTest } from '../../testing/app-under-test.ts'

let open: AppUnderTest
const ids: Record<string, string> = {}
beforeAll(async () => {
  open = await openApp()
  const { rows } = await open.database.pool.query<{ name: string; id: string }>(
    `SELECT code AS name, id FROM organisation WHERE code IN ('2301', 'A001', 'A002', 'A001-01', '230102001001')
     UNION ALL SELECT code, id FROM zone UNION ALL SELECT account, id FROM user_account
     UNION ALL SELECT 'role of ' || u.account, r.id FROM role_assignment r JOIN user_account u ON u.id = r.user_id WHERE u.account IN ('admin', 'auditor', 'recorder')`,
  )
  for (const { name, id } of rows) ids[name] = id
})
afterAll(() => open.close())

const takesFields = new Set(['createUserAccount', 'grantRole', 'createApiToken'])

/** Calls a mutation with one input, as the administrator, and gives what came back. */
async function call(name: string, input: Record<string, unknown>, fields = ''): Promise<unknown> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`
  const { data, errors } = await open.ask(
    'admin',
    `mutation ($input: ${type}!) { ${name}(input: $input) { __typename ${fields}
      ... on Failure { code } ${takesFields.has(name) ? '... on InvalidInput { fieldErrors { path code } }' : ''} } }`,
    { input },
  )
  expect(errors).toBeUndefined()
  return data?.[name]
}
const made = z.object({ firstPassword: z.string(), userAccount: z.object({ id: z.string() }) })
const firstPassword =
  '... on FirstPassword { firstPassword userAccount { id account mustChangePassword assignments { role organisation { code } zone { code } } } }'

async function newAccount(account: string, role: Record<string, unknown>) {
  const id = randomUUID()
  const answer = await call(
    'createUserAccount',
    { id, account, name: '新用户', role },
    firstPassword,
  )
  return { id, answer, ...made.parse(answer) }
}
async function signInOf(account: string, password: string): Promise<unknown> {
  const { data } = await open.ask(
    null,
    `mutation ($input: SignInInput!) { signIn(input: $input) { __typename ... on Viewer { account mustChangePassword } } }`,
    { input: { account, password } },
  )
  return data?.['signIn']
}

describe('a role is held where it belongs', () => {
  test.each([
    ['BRANCH_RECORDER', 'A001', undefined, 'role.organisationId', 'ROLE_NOT_AT_THIS_ORGANISATION'],
    [
      'COMMUNITY_OFFICER',
      'A001-01',
      undefined,
      'role.organisationId',
      'ROLE_NOT_AT_THIS_ORGANISATION',
    ],
    ['ADMINISTRATOR', 'A001', undefined, 'role.organisationId', 'ROLE_NOT_AT_THIS_ORGANISATION'],
    ['ZONE_LEAD', 'A001', undefined, 'role.zoneId', 'ZONE_REQUIRED'],
    ['ZONE_LEAD', 'A002', 'Z1', 'role.zoneId', 'ZONE_REQUIRED'],
  ])('%s is refused at %s', async (role, organisation, zone, path, code) => {
    const wanted = { role, organisationId: ids[organisation], zoneId: zone && ids[zone] }
    const input = { id: randomUUID(), account: 'wrong-place', name: '某某', role: wanted }
    expect(await call('createUserAccount', input)).toMatchObject({ fieldErrors: [{ path, code }] })
    const granted = await call('grantRole', { userId: ids['recorder'], role: wanted })
    expect(granted).toMatchObject({ fieldErrors: [{ path, code }] })
  })

  test('and not twice', async () => {
    const role = { role: 'BRANCH_RECORDER', organisationId: ids['A001-01'] }
    const answer = await call('grantRole', { userId: ids['recorder'], role })
    expect(answer).toMatchObject({ fieldErrors: [{ code: 'ROLE_HELD_ALREADY' }] })
  })
})

test.each([
  ['', 'REQUIRED'],
  ['ab', 'ACCOUNT_FORM'],
  ['有中文', 'ACCOUNT_FORM'],
  ['admin\u200b', 'ACCOUNT_FORM'],
  ['Recorder', 'TAKEN'],
])('the account %j is refused: %s', async (account, code) => {
  const role = { role: 'AUDITOR', organisationId: ids['2301'] }
  const answer = await call('createUserAccount', { id: randomUUID(), account, name: '某某', role })
  expect(answer).toMatchObject({ fieldErrors: [{ path: 'account', code }] })
})

test('a new account signs in with the password that is shown once, and must change it', async () => {
  const role = { role: 'BRANCH_RECORDER', organisationId: ids['A001-01'] }
  const { answer, firstPassword: password } = await newAccount('new-recorder', role)
  expect(answer).toMatchObject({
    userAccount: {
      account: 'new-recorder',
      mustChangePassword: true,
      assignments: [{ role: 'BRANCH_RECORDER', organisation: { code: 'A001-01' } }],
    },
  })
  expect(await signInOf('new-recorder', password)).toEqual({
    __typename: 'Viewer',
    account: 'new-recorder',
    mustChangePassword: true,
  })
})

test('a reset ends the old password and every session', async () => {
  const cookie = await open.cookieOf('secretary')
  const answer = await call('resetPassword', { userId: ids['secretary'] }, firstPassword)
  expect(await signInOf('secretary', testPassword)).toMatchObject({ __typename: 'SignInFailed' })
  expect(await signInOf('secretary', made.parse(answer).firstPassword)).toMatchObject({
    account: 'secretary',
  })
  expect((await open.ask(null, '{ viewer { id } }', {}, { cookie })).data).toEqual({ viewer: null })
})

test('a disabled account is signed out at once, and in again after it is enabled', async () => {
  const cookie = await open.cookieOf('district')
  await call('setAccountDisabled', { userId: ids['district'], disabled: true })
  expect((await open.ask(null, '{ viewer { id } }', {}, { cookie })).data).toEqual({ viewer: null })
  expect(await signInOf('district', testPassword)).toMatchObject({ __typename: 'SignInFailed' })
  await call('setAccountDisabled', { userId: ids['district'], disabled: false })
  expect(await signInOf('district', testPassword)).toMatchObject({ account: 'district' })
})

describe('somebody always administrates', () => {
  test('nobody disables or resets their own account', async () => {
    expect(
      await call('setAccountDisabled', { userId: ids['admin'], disabled: true }),
    ).toMatchObject({ code: 'NOT_ONESELF' })
    expect(await call('resetPassword', { userId: ids['admin'] })).toMatchObject({
      code: 'NOT_ONESELF',
    })
  })

  test('the last administrator stays one', async () => {
    const answer = await call('revokeRole', { assignmentId: ids['role of admin'] })
    expect(answer).toMatchObject({ __typename: 'Refused', code: 'LAST_ADMINISTRATOR' })
  })

  test('of two who remove each other at once, one stays', async () => {
    const role = { role: 'ADMINISTRATOR', organisationId: ids['2301'] }
    await call('grantRole', { userId: ids['auditor'], role })
    const { rows } = await open.database.pool.query<{ id: string }>(
      `SELECT id FROM role_assignment WHERE role = 'ADMINISTRATOR' AND valid_to IS NULL ORDER BY id`,
    )
    expect(rows).toHaveLength(2)
    // Who has just lost the role is refused as a whole, who still had it is refused by the rule.
    const outcomes = await Promise.all(
      rows.map(async ({ id }) => {
        const { data, errors } = await open.ask(
          'admin',
          `mutation { revokeRole(input: { assignmentId: "${id}" }) { __typename } }`,
        )
        const isRevoked = JSON.stringify(data ?? null).includes('UserAccount')
        return isRevoked && errors === undefined ? 'revoked' : 'refused'
      }),
    )
    expect(outcomes.toSorted()).toEqual(['refused', 'revoked'])
    const left = await open.database.pool.query(
      `SELECT FROM role_assignment WHERE role = 'ADMINISTRATOR' AND valid_to IS NULL`,
    )
    expect(left.rowCount).toBe(1)
    await open.database.pool.query(`UPDATE role_assignment SET valid_to = NULL WHERE id = $1`, [
      ids['role of admin'],
    ])
  })
})

test('a role that was taken away opens nothing any more, also one of today', async () => {
  const { id } = await newAccount('for-a-day', { role: 'AUDITOR', organisationId: ids['2301'] })
  await open.database.pool.query(
    'UPDATE user_account SET must_change_password = false WHERE id = $1',
    [id],
  )
  const cookie = await open.cookieOf('for-a-day')
  const audit = '{ auditCheck { verdict } }'
  expect((await open.ask(null, audit, {}, { cookie })).errors).toBeUndefined()
  const { rows } = await open.database.pool.query<{ id: string }>(
    'SELECT id FROM role_assignment WHERE user_id = $1',
    [id],
  )
  await call('revokeRole', { assignmentId: rows[0]?.id })
  expect((await open.ask(null, audit, {}, { cookie })).errors).toMatchObject([
    { extensions: { code: 'FORBIDDEN' } },
  ])
})

describe('a token', () => {
  const token = '... on NewApiToken { token apiToken { id scopes } }'
  const newToken = z.object({ token: z.string(), apiToken: z.object({ id: z.string() }) })
  const asToken = (secret: string, query: string) =>
    open.ask(null, query, {}, { authorization: `Bearer ${secret}` })

  test.each([
    ['no scope', { scopes: [] }, 'scopes', 'REQUIRED'],
    ['no end', { days: 4000 }, 'days', 'DAYS_RANGE'],
    ['no name', { name: ' ' }, 'name', 'REQUIRED'],
  ])('is refused with %s', async (_what, wrong, path, code) => {
    const assignmentId = ids['role of recorder']
    const input = { name: '数据交换', scopes: ['READ'], assignmentId, days: 30, ...wrong }
    expect(await call('createApiToken', input)).toMatchObject({ fieldErrors: [{ path, code }] })
  })

  test('is refused with a scope that its role has not', async () => {
    const assignmentId = ids['role of auditor']
    const input = { name: '数据交换', scopes: ['COUNTERSIGN'], assignmentId, days: 30 }
    expect(await call('createApiToken', input)).toMatchObject({
      fieldErrors: [{ path: 'scopes', code: 'SCOPE_NOT_OF_THIS_ROLE' }],
    })
  })

  test('acts in its role and scopes until it is revoked, and is kept as a hash only', async () => {
    const input = {
      name: '数据交换',
      scopes: ['READ'],
      assignmentId: ids['role of recorder'],
      days: 30,
    }
    const { token: secret, apiToken } = newToken.parse(await call('createApiToken', input, token))
    expect(secret).toMatch(/^gj_/)
    const viewer = await asToken(
      secret,
      '{ viewer { account } activities(first: 1) { edges { cursor } } }',
    )
    expect(viewer.data).toMatchObject({ viewer: { account: 'recorder' } })
    const withdraw = `mutation { withdrawActivity(input: { id: "${randomUUID()}", version: 1 }) { __typename } }`
    expect((await asToken(secret, withdraw)).errors).toMatchObject([
      { extensions: { code: 'FORBIDDEN' } },
    ])
    expect((await asToken(secret, '{ auditCheck { verdict } }')).errors).toMatchObject([
      { extensions: { code: 'FORBIDDEN' } },
    ])
    const { rows } = await open.database.pool.query<{ row: string }>(
      'SELECT k::text AS row FROM api_token k',
    )
    expect(rows.map(({ row }) => row).join()).not.toContain(secret)
    await call('revokeApiToken', { id: apiToken.id })
    expect((await asToken(secret, '{ viewer { account } }')).data).toEqual({ viewer: null })
  })

  test('that has run out, or was made up, is nobody', async () => {
    const input = {
      name: '旧系统',
      scopes: ['READ'],
      assignmentId: ids['role of recorder'],
      days: 1,
    }
    const { token: secret } = newToken.parse(await call('createApiToken', input, token))
    await open.database.pool.query(`UPDATE api_token SET expires_at = now() - interval '1 second'`)
    expect((await asToken(secret, '{ viewer { account } }')).data).toEqual({ viewer: null })
    expect((await asToken('gj_made-up', '{ viewer { account } }')).data).toEqual({ viewer: null })
  })
})

test('the list finds by account, name, organisation and role, page by page, each once', async () => {
  const list = `query ($first: Int, $after: String, $filter: UserAccountFilter) { userAccounts(first: $first, after: $after, filter: $filter) {
    edges { node { account } } pageInfo { hasNextPage endCursor } } }`
  const page = z.object({
    edges: z.array(z.object({ node: z.object({ account: z.string() }) })),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  })
  const seen: string[] = []
  for (let after: string | null = null, more = true; more;) {
    const { data } = await open.ask('admin', list, { first: 97, after, filter: null })
    const { edges, pageInfo } = page.parse(data?.['userAccounts'])
    seen.push(...edges.map(({ node }) => node.account))
    after = pageInfo.endCursor
    more = pageInfo.hasNextPage
  }
  const { rows } = await open.database.pool.query<{ account: string }>(
    'SELECT account FROM user_account ORDER BY account',
  )
  expect(seen).toEqual(rows.map(({ account }) => account))
  const found = async (filter: Record<string, unknown>) => {
    const { data } = await open.ask('admin', list, { first: 100, after: null, filter })
    return page.parse(data?.['userAccounts']).edges.map(({ node }) => node.account)
  }
  expect(await found({ search: 'recorder' })).toContain('recorder')
  expect(await found({ role: 'ADMINISTRATOR' })).toContain('admin')
  expect(await found({ organisationId: ids['A001-01'] })).toContain('recorder')
})
