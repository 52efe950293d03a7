import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { backup } from '@gongjian/database/backup'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openApp } from '../../testing/app-under-test.ts'
import type { AppUnderTest } from '../../testing/app-under-test.ts'
import { family, householdInput } from '../../testing/households.ts'

const secrets = Object.values(family)
const save = `mutation ($input: SaveHouseholdInput!) { saveHousehold(input: $input) { __typename ... on Household { id number masked { name } } ... on Failure { code message } ... on InvalidInput { fieldErrors { path code message } } } }`
const reveal = `mutation ($input: RevealHouseholdInput!) { revealHousehold(input: $input) { __typename ... on RevealedHousehold { name address phone identityNumber } ... on Failure { code message } ... on InvalidInput { fieldErrors { path code message } } } }`

let open: AppUnderTest
let logged = ''
let id: string
beforeAll(async () => {
  open = await openApp({ logTo: { write: (line) => void (logged += line) }, logLevel: 'trace' })
  const input = householdInput()
  ;({ id } = input)
  const made = JSON.stringify((await open.ask('community', save, { input })).data)
  if (!made.includes('"Household"')) throw new Error(`no case was made: ${made}`)
})
afterAll(() => open.close())

/** What of the family stands in the text. */
const secretsIn = (text: string) => secrets.filter((secret) => text.includes(secret))

test('what is revealed stands in one answer, which nobody may keep', async () => {
  const response = await open.app.inject({
    method: 'POST',
    url: '/graphql',
    headers: { 'content-type': 'application/json', cookie: await open.cookieOf('community') },
    body: JSON.stringify({
      query: reveal,
      variables: {
        input: { id, reason: '核对住址', fields: ['name', 'address', 'phone', 'identityNumber'] },
      },
    }),
  })
  for (const secret of secrets) expect(response.body).toContain(secret)
  expect(response.headers['cache-control']).toBe('no-store')
  expect(response.headers['etag']).toBeUndefined()
})

test.each([
  ['a field that is wrong', { personal: { ...family, identityNumber: '230199196002290012' } }],
  ['words that name the family', { situation: `${family.name},电话${family.phone}` }],
  ['a field that the API does not have', { personal: { ...family, nickname: family.name } }],
  ['text where there is a list', { consentPurposes: family.name }],
  ['a list where there is text', { personal: { ...family, name: [family.name, family.address] } }],
  ['no id', { id: family.name }],
  ['a NUL', { personal: { ...family, address: `${family.address}\u0000` } }],
  ['a wrong kind', { hardshipKind: family.address }],
])('no answer to %s says what was typed', async (_what, changes) => {
  const answer = await open.post(
    JSON.stringify({ query: save, variables: { input: householdInput(changes) } }),
    { cookie: await open.cookieOf('community') },
  )
  expect(secretsIn(JSON.stringify(answer))).toEqual([])
})

test('no list, export or page of the audit holds a family, not even the masked number', async () => {
  const cookie = await open.cookieOf('community')
  for (const format of ['csv', 'xlsx']) {
    const { statusCode, body, rawPayload } = await open.app.inject({
      url: `/api/exports/households.${format}`,
      headers: { cookie },
    })
    expect(statusCode).toBe(200)
    expect(secretsIn(body + rawPayload.toString('utf8'))).toEqual([])
    expect(body).not.toContain('**')
  }
  const audit = await open.ask(
    'auditor',
    '{ auditEvents(first: 100, filter: { action: "household." }) { edges { node { event } } } }',
  )
  expect(JSON.stringify(audit.data)).toContain('household.reveal')
  expect(secretsIn(JSON.stringify(audit))).toEqual([])
})

test('nothing of a family is in the log, also when the database breaks under the request', async () => {
  const owner = new pg.Client({ connectionString: open.url })
  await owner.connect()
  await owner.query(
    'ALTER TABLE household ADD CONSTRAINT broken CHECK (members_count < 3) NOT VALID',
  )
  try {
    const answer = await open.ask('community', save, { input: householdInput() })
    expect(answer.errors?.[0]?.extensions.code).toBe('UNEXPECTED')
    expect(secretsIn(JSON.stringify(answer))).toEqual([])
  } finally {
    await owner.query('ALTER TABLE household DROP CONSTRAINT broken')
    await owner.end()
  }
  expect(logged).toContain('"route":"/graphql"')
  expect(logged).toContain('unexpected')
  expect(secretsIn(logged)).toEqual([])
})

test('the database and its backup hold a family only sealed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gongjian-backup-'))
  try {
    await backup(open.url, folder, join(folder, 'backup'))
    const text = gunzipSync(await readFile(join(folder, 'backup'))).toString('utf8')
    expect(text).toContain(id)
    expect(text).toMatch(/\ttest\.[\w-]{40,}/)
    expect(secretsIn(text)).toEqual([])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
