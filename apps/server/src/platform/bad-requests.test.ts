import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openApp } from '../testing/app-under-test.ts'
import type { AppUnderTest } from '../testing/app-under-test.ts'

let open: AppUnderTest
let production: AppUnderTest
beforeAll(async () => {
  open = await openApp()
  production = await openApp({ production: true })
})
afterAll(async () => {
  await open.close()
  await production.close()
})

const codes = ({ errors }: { errors?: { extensions: { code: string } }[] | undefined }) =>
  (errors ?? []).map(({ extensions }) => extensions.code)

describe('what is not well formed is refused in one clear answer', () => {
  test('broken JSON', async () => {
    const response = await open.app.inject({
      method: 'POST',
      url: '/graphql',
      headers: { 'content-type': 'application/json' },
      body: '{"query":',
    })
    expect(response.statusCode).toBe(400)
    expect(response.json()).toMatchObject({ code: 'BAD_REQUEST' })
  })

  test('a body of 2 MB', async () => {
    const response = await open.app.inject({
      method: 'POST',
      url: '/graphql',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ viewer { id } }', filler: 'x'.repeat(2 * 1024 * 1024) }),
    })
    expect(response.statusCode).toBe(413)
    expect(response.json()).toMatchObject({ code: 'TOO_LARGE' })
  })

  test('an address that cannot be read', async () => {
    for (const [language, message] of [
      ['zh-CN', /[一-龥]/],
      ['en', /^[A-Z][^一-龥]+$/],
    ] as const) {
      const response = await open.app.inject({
        url: '/records/%E0%A4%A',
        headers: { 'accept-language': language },
      })
      expect(response.statusCode).toBe(400)
      expect(response.json()).toEqual({
        code: 'BAD_REQUEST',
        message: expect.stringMatching(message),
      })
    }
  })

  test('a batch', async () => {
    const answer = await open.post('[{"query":"{ viewer { id } }"},{"query":"{ viewer { id } }"}]')
    expect(answer.status).toBe(400)
    expect(answer.data).toBeUndefined()
  })

  test('a form of another site, sent with the reader’s cookie', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      const response = await open.app.inject({
        method: 'POST',
        url: '/graphql',
        headers: { 'content-type': type, cookie: await open.cookieOf('admin') },
        body: '{"query":"mutation { signOut { signedOut } }"}',
      })
      expect(response.statusCode).toBeGreaterThanOrEqual(400)
      expect(response.json()).not.toHaveProperty('data.signOut')
    }
  })

  test('a query by GET', async () => {
    const response = await open.app.inject({ url: '/graphql?query={viewer{id}}' })
    expect(response.statusCode).toBe(405)
  })

  test('unknown fields and unknown input fields', async () => {
    expect(codes(await open.ask('admin', '{ passwords }'))).toEqual(['GRAPHQL_VALIDATION_FAILED'])
    const document = 'mutation ($input: SignInInput!) { signIn(input: $input) { __typename } }'
    const answer = await open.ask(null, document, {
      input: { account: 'admin', password: 'x', asAdministrator: true },
    })
    expect(codes(answer)).toEqual(['BAD_USER_INPUT'])
    expect(answer.errors?.map(({ message }) => message)).toEqual([
      'Variable "$input" got an invalid value; Field "asAdministrator" is not defined by type "SignInInput".',
    ])
  })

  test('a value of the wrong type is told by its place, never by what was typed', async () => {
    const document =
      'query ($filter: ActivityFilter) { activities(filter: $filter) { pageInfo { hasNextPage } } }'
    const answer = await open.ask('admin', document, { filter: { areas: ['secret at "x"; y'] } })
    expect(answer.errors?.map(({ message }) => message)).toEqual([
      'Variable "$filter" got an invalid value at "filter.areas[0]".',
    ])
  })

  test('an unknown document id', async () => {
    const answer = await open.post(JSON.stringify({ documentId: `sha256:${'0'.repeat(64)}` }))
    expect(answer.status).toBe(400)
    expect(codes(answer)).toEqual(['UNKNOWN_DOCUMENT'])
  })

  test('an id that is no UUID', async () => {
    const answer = await open.ask('admin', 'query ($id: ID!) { zone(id: $id) { name } }', {
      id: 'not an id',
    })
    expect(codes(answer)).toEqual(['BAD_ID'])
  })

  test('what is not there, or out of sight, where a list is asked of it', async () => {
    for (const query of [
      'query ($id: ID!) { assessmentMoves(filter: { runId: $id }) { edges { cursor } } }',
      'query ($id: ID!) { designations(filter: { jointId: $id }) { edges { cursor } } }',
      'query ($id: ID!) { jointSheet(jointId: $id, level: STREET, bodyId: $id) { __typename } }',
    ]) {
      const answer = await open.ask('municipal', query, { id: crypto.randomUUID() })
      expect(answer.errors).toMatchObject([
        { message: '找不到这项内容，或您无权查看。', extensions: { code: 'NOT_FOUND' } },
      ])
    }
  })

  test('a month that is none, and a quarter beyond all', async () => {
    const month = await open.ask(
      'municipal',
      '{ donationTotals(filter: { month: "2008-13" }) { lines } }',
    )
    expect(codes(month)).toEqual(['BAD_VALUE'])
    const quarter = await open.ask(
      'municipal',
      'mutation { movePeriod(input: { year: 2008, quarter: 2147483647, version: 1, move: REOPEN }) { __typename } }',
    )
    expect(codes(quarter)).toEqual(['BAD_VALUE'])
    expect(quarter.errors).toMatchObject([{ message: '所填的日期或数值不正确，请核对。' }])
  })

  test('a character that the database cannot keep, in an id that Prisma takes', async () => {
    const answer = await open.ask(
      'community',
      'mutation ($id: ID!) { removePhrase(input: { id: $id }) { __typename } }',
      { id: '\u0000' },
    )
    expect(codes(answer)).toEqual(['BAD_TEXT'])
    const saving = await open.ask(
      'community',
      'mutation { savePhrase(input: { id: "", use: RETURN, text: "请核对。" }) { __typename } }',
    )
    expect(codes(saving)).toEqual(['BAD_ID'])
  })

  test('a cursor of another list, and pages too large or too small', async () => {
    const cursor = Buffer.from('["a","b","c"]').toString('base64url')
    const byCursor = `{ organisations(after: "${cursor}") { edges { cursor } } }`
    expect(codes(await open.ask('admin', byCursor))).toEqual(['BAD_CURSOR'])
    expect(
      codes(await open.ask('admin', '{ organisations(after: "%%") { edges { cursor } } }')),
    ).toEqual(['BAD_CURSOR'])
    for (const first of [0, -1, 101]) {
      const answer = await open.ask(
        'admin',
        `{ organisations(first: ${first}) { edges { cursor } } }`,
      )
      expect(codes(answer)).toEqual(['BAD_PAGE_SIZE'])
    }
  })
})

describe('text that the database cannot keep breaks nothing', () => {
  const odd = [
    'a\u0000b',
    '\ud800 lone',
    '\u202eevil',
    'x'.repeat(5000),
    '%_\\',
    "'; DROP TABLE city; --",
  ]

  test('in a search', async () => {
    for (const search of odd) {
      for (const list of ['organisations', 'userAccounts', 'suggestions']) {
        const type = `${list === 'userAccounts' ? 'UserAccount' : list === 'suggestions' ? 'Suggestion' : 'Organisation'}Filter`
        const document = `query ($filter: ${type}) { ${list}(filter: $filter) { edges { cursor } } }`
        const answer = await open.ask('admin', document, { filter: { search } })
        expect(
          codes(answer).filter((code) => code !== 'BAD_TEXT'),
          `${list} ${search}`,
        ).toEqual([])
      }
    }
  })

  test('in what is written and in accounts', async () => {
    const suggest = `mutation ($input: SendSuggestionInput!) { sendSuggestion(input: $input) { __typename } }`
    const signIn = `mutation ($input: SignInInput!) { signIn(input: $input) { __typename } }`
    for (const text of odd) {
      const sent = await open.ask('auditor', suggest, {
        input: {
          id: crypto.randomUUID(),
          kind: 'QUESTION',
          words: text,
          contact: text,
          page: text,
        },
      })
      expect(codes(sent).filter((code) => code !== 'BAD_TEXT')).toEqual([])
      const tried = await open.ask(null, signIn, { input: { account: text, password: text } })
      expect(codes(tried).filter((code) => code !== 'BAD_TEXT')).toEqual([])
    }
  })
})

describe('nobody asks for more than a page needs', () => {
  const nested = (depth: number) =>
    `{ organisations { edges { node { ${'parent { '.repeat(depth)}name${' }'.repeat(depth)} } } } }`

  test('a deep document', async () => {
    expect(codes(await open.ask('admin', nested(4)))).toEqual([])
    expect(codes(await open.ask('admin', nested(20)))).toContain('GRAPHQL_VALIDATION_FAILED')
  })

  test('a deep document in fragments', async () => {
    const fragments = Array.from(
      { length: 20 },
      (_, index) =>
        `fragment F${index} on Organisation { parent { ${index === 19 ? 'name' : `...F${index + 1}`} } }`,
    ).join(' ')
    const answer = await open.ask(
      'admin',
      `{ organisations { edges { node { ...F0 } } } } ${fragments}`,
    )
    expect(codes(answer)).toContain('GRAPHQL_VALIDATION_FAILED')
  })

  test('a wide document', async () => {
    const aliases = Array.from({ length: 40 }, (_, index) => `a${index}: viewer { id }`).join(' ')
    expect(codes(await open.ask('admin', `{ ${aliases} }`))).toEqual(['GRAPHQL_VALIDATION_FAILED'])
    const directives = '@include(if: true) '.repeat(30)
    expect((await open.ask('admin', `{ viewer ${directives} { id } }`)).data).toBeFalsy()
    const tokens = `{ viewer { ${'id '.repeat(6000)} } }`
    expect(codes(await open.ask('admin', tokens))).toEqual(['GRAPHQL_PARSE_FAILED'])
  })

  test('many at a time of what costs much', async () => {
    const rows = 'edges { node { children { children { children { name } } ancestors { name } } } }'
    const many = Array.from(
      { length: 29 },
      (_, index) => `a${index}: organisations(first: 100) { ${rows} }`,
    )
    expect(codes(await open.ask('admin', `{ ${many.join(' ')} }`))).not.toEqual([])
  })
})

describe('the schema is for those who may see it', () => {
  const introspection = '{ __schema { types { name } } }'

  test('signed in, outside production', async () => {
    expect(codes(await open.ask(null, introspection))).toEqual(['UNAUTHENTICATED'])
    expect(codes(await open.ask(null, '{ __type(name: "Viewer") { name } }'))).toEqual([
      'UNAUTHENTICATED',
    ])
    expect(codes(await open.ask('recorder', introspection))).toEqual([])
    expect(codes(await open.ask(null, '{ __typename viewer { __typename } }'))).toEqual([])
  })

  test('to nobody in production', async () => {
    for (const account of ['admin', null]) {
      const answer = await production.ask(account, introspection)
      expect(codes(answer)).toContain('GRAPHQL_VALIDATION_FAILED')
      expect(answer.data).toBeFalsy()
    }
    const graphiql = await production.app.inject({
      url: '/graphiql',
      headers: { cookie: await production.cookieOf('admin') },
    })
    expect(graphiql.body).not.toContain('GraphiQL')
  })
})

test('in production a browser may ask only what our own client asks', async () => {
  const answer = await production.ask('admin', '{ viewer { id } }')
  expect(answer.status).toBe(400)
  expect(codes(answer)).toEqual(['TRUSTED_DOCUMENTS_ONLY'])
})

test('in production a made-up claim to be trusted is worth nothing', async () => {
  const answer = await production.post(
    JSON.stringify({ query: '{ viewer { id } }', extensions: { trusted: true } }),
    { cookie: await production.cookieOf('admin') },
  )
  expect(codes(answer)).toEqual(['TRUSTED_DOCUMENTS_ONLY'])
})
