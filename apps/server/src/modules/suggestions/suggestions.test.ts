import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openApp } from '../../testing/app-under-test.ts'
import type { AppUnderTest } from '../../testing/app-under-test.ts'

let open: AppUnderTest
beforeAll(async () => {
  open = await openApp()
})
afterAll(() => open.close())

const send = (
  account: string | null,
  changes: Record<string, unknown> = {},
  headers: Record<string, string> = {},
) =>
  open.ask(
    account,
    `mutation ($input: SendSuggestionInput!) { sendSuggestion(input: $input) {
      __typename ... on SuggestionSent { id } ... on Failure { code } ... on InvalidInput { fieldErrors { path code } } } }`,
    {
      input: {
        id: randomUUID(),
        kind: 'SUGGESTION',
        words: '希望增加批量签署。',
        page: '/inbox',
        ...changes,
      },
    },
    headers,
  )
const list =
  '{ suggestions { edges { node { id kind words contact page byName answer answeredByName } } } }'
const answer = (account: string, id: string, words: string) =>
  open.ask(
    account,
    `mutation ($input: AnswerSuggestionInput!) { answerSuggestion(input: $input) {
      __typename ... on Failure { code } ... on InvalidInput { fieldErrors { path code } } ... on Suggestion { answer answeredByName } } }`,
    { input: { id, answer: words } },
  )

test('empty or endless words are refused at the field', async () => {
  expect((await send(null, { words: ' \u200b ' })).data).toMatchObject({
    sendSuggestion: { fieldErrors: [{ path: 'words', code: 'REQUIRED' }] },
  })
  expect(
    (await send(null, { words: '长'.repeat(10_000), contact: 'x'.repeat(500) })).data,
  ).toMatchObject({
    sendSuggestion: {
      fieldErrors: [
        { path: 'words', code: 'TOO_LONG' },
        { path: 'contact', code: 'TOO_LONG' },
      ],
    },
  })
})

test('what is sent, also before signing in and twice, reaches the administrator once, with its page', async () => {
  const id = randomUUID()
  const words = '登录页的字太小。'
  await send(null, { id, words, contact: '李同志 0451-0000', page: '/sign-in' })
  expect((await send(null, { id, words })).data).toMatchObject({
    sendSuggestion: { __typename: 'SuggestionSent', id },
  })
  await send('recorder', { words: '填报很快。' })
  const { data } = await open.ask('admin', list)
  const nodes = data?.['suggestions']
  expect(nodes).toMatchObject({
    edges: [
      { node: { words: '填报很快。', byName: expect.any(String) } },
      { node: { id, words, page: '/sign-in', byName: null } },
    ],
  })
  const { rows } = await open.database.pool.query(
    `SELECT FROM audit_event WHERE action = 'suggestion.send' AND subject_id = $1`,
    [id],
  )
  expect(rows).toHaveLength(1)
})

test('the administrator answers; an empty answer and an unknown suggestion are refused', async () => {
  const id = randomUUID()
  await send('community', { id })
  expect((await answer('admin', id, ' ')).data).toMatchObject({
    answerSuggestion: { fieldErrors: [{ path: 'answer', code: 'REQUIRED' }] },
  })
  expect((await answer('admin', randomUUID(), '好')).data).toMatchObject({
    answerSuggestion: { __typename: 'NotFound' },
  })
  expect((await answer('admin', id, '已安排。')).data).toMatchObject({
    answerSuggestion: { answer: '已安排。', answeredByName: expect.any(String) },
  })
})

test('one is read by who sent it and by the administrator, by nobody else', async () => {
  const id = randomUUID()
  await send('secretary', { id, words: '请增加打印。' })
  await answer('admin', id, '已增加。')
  const look = async (account: string) =>
    (await open.ask(account, 'query ($id: ID!) { suggestion(id: $id) { words answer } }', { id }))
      .data?.['suggestion']
  for (const account of ['secretary', 'admin'])
    expect(await look(account)).toEqual({ words: '请增加打印。', answer: '已增加。' })
  for (const account of ['recorder', 'municipal', 'auditor']) expect(await look(account)).toBeNull()
})

test('who sends without end is slowed down', async () => {
  const headers = { 'x-forwarded-for': '203.0.113.9' }
  const outcomes: unknown[] = []
  for (let count = 0; count < 22; count += 1) outcomes.push((await send(null, {}, headers)).data)
  expect(outcomes.at(0)).toMatchObject({ sendSuggestion: { __typename: 'SuggestionSent' } })
  expect(outcomes.at(-1)).toMatchObject({ sendSuggestion: { code: 'THROTTLED' } })
})
