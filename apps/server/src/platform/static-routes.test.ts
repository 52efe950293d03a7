import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openApp } from '../testing/app-under-test.ts'
import type { AppUnderTest } from '../testing/app-under-test.ts'

let folder = ''
let open: AppUnderTest
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gongjian-web-'))
  const webDir = join(folder, 'dist')
  await mkdir(join(webDir, 'assets'), { recursive: true })
  await writeFile(join(folder, 'secret.txt'), 'secret')
  await writeFile(
    join(webDir, 'index.html'),
    '<!doctype html><script>begin()</script><title>共建</title>',
  )
  for (const locale of ['zh-CN', 'zh-TW', 'en'])
    await writeFile(join(webDir, `sign-in.${locale}.html`), `<form lang="${locale}">共建</form>`)
  await writeFile(join(webDir, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  await mkdir(join(webDir, 'manifest'))
  await writeFile(join(webDir, 'manifest/en.webmanifest'), '{"name":"Gongjian"}')
  await writeFile(join(webDir, 'service-worker.js'), 'const version = 1')
  await writeFile(join(webDir, 'assets/app-1a2b3c.js'), 'plain')
  await writeFile(join(webDir, 'assets/app-1a2b3c.js.br'), 'brotli')
  await writeFile(join(webDir, 'assets/app-1a2b3c.js.gz'), 'gzip')
  const documents = { [`sha256:${'a'.repeat(64)}`]: '{ viewer { account } }' }
  await writeFile(join(webDir, 'trusted-documents.json'), JSON.stringify(documents))
  open = await openApp({ from: 'empty', webDir, production: true, secureCookies: true })
})
afterAll(async () => {
  await open.close()
  await rm(folder, { recursive: true })
})

describe('the web client', () => {
  test.each(['/', '/activities/new', '/organisations?search=a.b', '/sign-in'])(
    'its page answers at %s and is never kept',
    async (url) => {
      const response = await open.app.inject({ url })
      expect(response.statusCode).toBe(200)
      expect(response.body).toContain('共建')
      expect(response.headers['cache-control']).toBe('no-cache')
    },
  )

  test.each([
    ['/', { 'accept-language': 'zh-CN,zh;q=0.9' }, '<form lang="zh-CN">'],
    ['/sign-in', { 'accept-language': 'zh-TW' }, '<form lang="zh-TW">'],
    ['/records', { 'accept-language': 'en-GB' }, '<form lang="en">'],
    ['/', { cookie: 'gongjian_session=some' }, '<title>'],
    ['/verify/AB12', {}, '<title>'],
    ['/check-in/7', {}, '<title>'],
    // The service worker, which keeps the page for whoever comes next.
    ['/', { 'sec-fetch-mode': 'cors' }, '<title>'],
  ])(
    'who opens %s with %j without a session gets the form with the page, others the page',
    async (url, headers, expected) => {
      const response = await open.app.inject({
        url,
        headers: { 'sec-fetch-mode': 'navigate', ...headers },
      })
      expect(response.body).toContain(expected)
      expect(response.headers['cache-control']).toBe('no-cache')
      expect(response.headers.vary).toContain('cookie')
    },
  )

  test('the script that stands in the page runs by its very text, and no other', async () => {
    const response = await open.app.inject({ url: '/' })
    const text = createHash('sha256').update('begin()').digest('base64')
    expect(response.headers['content-security-policy']).toContain(
      `script-src 'self' 'sha256-${text}'`,
    )
    expect(response.headers['content-security-policy']).not.toContain("script-src 'unsafe-inline'")
    const other = await open.app.inject({ url: '/assets/app-1a2b3c.js' })
    expect(other.headers['content-security-policy']).not.toContain('sha256')
  })

  test('its hashed files are kept for a year, smallest form first', async () => {
    const url = '/assets/app-1a2b3c.js'
    const answers = await Promise.all(
      ['br, gzip', 'gzip', ''].map((accepted) =>
        open.app.inject({ url, headers: { 'accept-encoding': accepted } }),
      ),
    )
    expect(answers.map(({ body }) => body)).toEqual(['brotli', 'gzip', 'plain'])
    const [first] = answers
    expect(first?.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect(first?.headers['content-type']).toContain('javascript')
  })

  test.each([
    ['/service-worker.js', 'javascript'],
    ['/manifest/en.webmanifest', 'application/manifest+json'],
  ])('what an installed app asks anew each time is never kept: %s', async (url, kind) => {
    const { headers, statusCode } = await open.app.inject({ url })
    expect(statusCode).toBe(200)
    expect(headers['content-type']).toContain(kind)
    expect(headers['cache-control']).toBe('no-cache')
    expect(headers['content-security-policy']).toContain("worker-src 'self'")
  })

  test.each(['/assets/old-000000.js', '/api/nothing', '/files/nothing', '/graphql/nothing'])(
    'what is not there is not there: %s',
    async (url) => {
      const response = await open.app.inject({ url })
      expect(response.statusCode).toBe(404)
      expect(response.body).not.toContain('<!doctype')
    },
  )

  test.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/assets/%2e%2e%2f%2e%2e%2fsecret.txt',
    '/trusted-documents.json',
  ])('nothing beside it is given out: %s', async (url) => {
    const { body } = await open.app.inject({ url })
    expect(body).not.toContain('secret')
    expect(body).not.toContain('sha256')
  })

  test.each(['/', '/assets/app-1a2b3c.js', '/healthz', '/graphql'])(
    'nothing of another host runs on %s, nor is it framed',
    async (url) => {
      const { headers } = await open.app.inject({ url })
      const policy = String(headers['content-security-policy'])
      expect(policy).toContain("default-src 'self'")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).toContain("object-src 'none'")
      expect(policy).not.toMatch(/https?:|unsafe-eval|script-src[^;]*unsafe/)
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(headers['referrer-policy']).toBe('same-origin')
      expect(headers['strict-transport-security']).toContain('max-age=')
    },
  )
})

test('a document of our own client is taken by its id', async () => {
  const answer = await open.post(JSON.stringify({ documentId: `sha256:${'a'.repeat(64)}` }))
  expect(answer).toMatchObject({ status: 200, data: { viewer: null } })
})

test('it says that it lives, and that it is ready while the database answers', async () => {
  expect((await open.app.inject({ url: '/healthz' })).json()).toEqual({ status: 'ok' })
  expect((await open.app.inject({ url: '/readyz' })).statusCode).toBe(200)
})

test('it is not ready while the database does not answer, and tells so in one sentence', async () => {
  const other = await openApp({ from: 'empty' })
  const owner = new pg.Client({ connectionString: other.url })
  await owner.connect()
  await owner.query('ALTER TABLE city RENAME TO elsewhere')
  await owner.end()
  expect((await other.app.inject({ url: '/readyz' })).statusCode).toBe(503)
  const answer = await other.ask(null, '{ viewer { account } }')
  expect(answer.errors?.[0]?.message).toMatch(/编号/)
  expect(JSON.stringify(answer)).not.toContain('relation')
  await other.close()
})
