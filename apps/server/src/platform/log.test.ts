import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { getOperationAST, Kind, OperationTypeNode, parse } from 'graphql'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { openApp } from '../testing/app-under-test.ts'
import type { AppUnderTest } from '../testing/app-under-test.ts'

let open: AppUnderTest
let logged = ''
beforeAll(async () => {
  open = await openApp({
    logTo: { write: (line) => void (logged += line) },
    logLevel: 'trace',
    // So that every statement counts as slow.
    slowQueryMilliseconds: 0.000_001,
  })
})
beforeEach(() => {
  logged = ''
})
afterAll(() => open.close())

const lines = () =>
  logged
    .split('\n')
    .filter((line) => line !== '')
    .map((line): Record<string, unknown> => JSON.parse(line))

const typed = ['王小五', '13900001111', '230102195001011234', 'geheim-1', 'wang@example.cn']

test('whatever people type, the log holds none of it', async () => {
  const search = (words: string) => ({ filter: { search: words } })
  const list = (name: string, type: string) =>
    `query ($filter: ${type}) { ${name}(filter: $filter) { edges { cursor } } }`
  for (const words of typed) {
    await open.ask('admin', list('organisations', 'OrganisationFilter'), search(words))
    await open.ask('admin', list('userAccounts', 'UserAccountFilter'), search(words))
    // A NUL character: the database itself refuses it, and says what it met.
    await open.ask('admin', list('organisations', 'OrganisationFilter'), search(`${words}\u0000`))
    await open.ask('admin', `{ zone(id: "${words}") { name } }`)
    await open.ask('admin', `query ($id: Int!) { zone(id: $id) { name } }`, { id: words })
    await open.ask(
      null,
      'mutation ($input: SignInInput!) { signIn(input: $input) { __typename } }',
      {
        input: { account: words, password: words },
      },
    )
    await open.ask(
      'auditor',
      'mutation ($input: SendSuggestionInput!) { sendSuggestion(input: $input) { __typename } }',
      {
        input: {
          id: crypto.randomUUID(),
          kind: 'QUESTION',
          words,
          contact: words,
          page: '/',
        },
      },
    )
    const inAddress = encodeURIComponent(words)
    for (const path of [`/check-in/${inAddress}`, `/search?q=${inAddress}`, `/verify/${words}`])
      await open.app.inject({
        url: encodeURI(decodeURIComponent(path)),
        headers: { 'x-request-id': encodeURIComponent(words), 'user-agent': inAddress },
      })
    await open.app.inject({
      method: 'POST',
      url: '/graphql',
      headers: { 'content-type': 'application/json' },
      body: `{"query": "${words}`,
    })
  }
  expect(lines().filter(({ msg }) => msg === 'request').length).toBeGreaterThan(40)
  expect(lines().filter(({ msg }) => msg === 'slow statement').length).toBeGreaterThan(40)
  for (const words of typed) {
    expect(logged).not.toContain(words)
    expect(logged).not.toContain(encodeURIComponent(words))
  }
})

test('nothing of what pages show stands in it: who signs, whom they help, what they write', async () => {
  const documents = z
    .record(z.string(), z.string())
    .parse(
      JSON.parse(
        readFileSync(
          join(import.meta.dirname, '../../../web/src/generated/persisted-documents.json'),
          'utf8',
        ),
      ),
    )
  // The first pages that each of them opens: all that asks for nothing in particular.
  const opened = Object.values(documents).filter((text) => {
    const operation = getOperationAST(parse(text))
    return (
      operation?.operation === OperationTypeNode.QUERY &&
      (operation.variableDefinitions ?? []).every(({ type }) => type.kind !== Kind.NON_NULL_TYPE)
    )
  })
  expect(opened.length).toBeGreaterThan(30)
  let shown = ''
  for (const account of ['recorder', 'community', 'municipal', 'admin'])
    for (const text of opened) shown += JSON.stringify(await open.ask(account, text))
  const chinese = /\p{Script=Han}{2,}/gu
  expect(new Set(shown.match(chinese)).size).toBeGreaterThan(500)
  expect(lines().filter(({ msg }) => msg === 'slow statement').length).toBeGreaterThan(200)
  expect(logged.match(chinese)).toBeNull()
  expect(logged).not.toMatch(/\b1[3-9]\d{9}\b|\b\d{17}[\dX]\b/)
})

test('a slow statement names its operation and its request, and no value', async () => {
  await open.ask('admin', '{ organisations(first: 37) { edges { node { name } } } }')
  const request = lines().find(({ msg }) => msg === 'request')
  const slow = lines().filter(
    ({ msg, operation }) => msg === 'slow statement' && operation === 'organisations',
  )
  expect(request).toMatchObject({ route: '/graphql', operation: 'organisations', status: 200 })
  expect(slow).not.toEqual([])
  for (const line of slow)
    expect(line).toEqual({
      level: 40,
      time: expect.any(Number),
      pid: expect.any(Number),
      hostname: expect.any(String),
      msg: 'slow statement',
      requestId: request?.['requestId'],
      operation: 'organisations',
      milliseconds: expect.any(Number),
      statement: expect.stringContaining('SELECT'),
    })
})

test('under pressure each statement still belongs to who waits for it', async () => {
  const ask = (field: string) => open.ask('admin', `{ ${field}(first: 5) { edges { cursor } } }`)
  await Promise.all(
    Array.from({ length: 60 }, (_, index) =>
      ask(index % 2 === 0 ? 'organisations' : 'userAccounts'),
    ),
  )
  const requests = new Map(
    lines()
      .filter(({ msg }) => msg === 'request')
      .map(({ requestId, operation }) => [requestId, operation]),
  )
  const slow = lines().filter(
    ({ msg, operation }) => msg === 'slow statement' && operation !== undefined,
  )
  expect(slow.length).toBeGreaterThanOrEqual(60)
  for (const { requestId, operation } of slow) expect(requests.get(requestId)).toBe(operation)
})

test('the id that a server in front gave is kept where it is one, and every answer says its id', async () => {
  const given = '0F8FAD5B-D9CB-469F-A165-70867728950E'
  const kept = await open.app.inject({ url: '/healthz', headers: { 'x-request-id': given } })
  expect(kept.headers['x-request-id']).toBe(given.toLowerCase())
  expect(lines().at(-1)).toMatchObject({ requestId: given.toLowerCase() })
  const hexadecimal = 'ab'.repeat(16)
  const short = await open.app.inject({ url: '/healthz', headers: { 'x-request-id': hexadecimal } })
  expect(short.headers['x-request-id']).toBe(hexadecimal)
  for (const other of ['230102195001011234', 'x'.repeat(32), `${given}\r\nevil`, '']) {
    const answer = await open.app.inject({ url: '/healthz', headers: { 'x-request-id': other } })
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  }
})
