import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectedSignature, S3Server } from '../../testing/s3-server.ts'
import { fileStore } from './file-store.ts'
import type { FileStore } from './kept-files.ts'
import { readS3Settings } from './s3-settings.ts'

const account = { key: 'the-key', secret: 'the/secret+' }
const server = new S3Server(account)
let folder = ''
let endpoint = ''
const bucketWith = (more: Record<string, string> = {}): FileStore =>
  fileStore({
    filesDir: folder,
    s3: readS3Settings({
      FILES_S3_ENDPOINT: endpoint,
      FILES_S3_BUCKET: 'gongjian',
      FILES_S3_PREFIX: '/city a/',
      FILES_S3_KEY: account.key,
      FILES_S3_SECRET: account.secret,
      ...more,
    }),
  })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gongjian-store-'))
  endpoint = await server.start()
})
afterAll(async () => {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
})

async function content(store: FileStore, key: string): Promise<Buffer | null> {
  const file = await store.read(key)
  if (file === null) return null
  const chunks: Buffer[] = []
  for await (const chunk of file.stream) chunks.push(Buffer.from(chunk))
  const whole = Buffer.concat(chunks)
  expect(whole.length).toBe(file.bytes)
  return whole
}

describe.each([
  ['a folder', () => fileStore({ filesDir: folder, s3: null })],
  ['a bucket', () => bucketWith()],
])('%s', (_name, open) => {
  test('keeps bytes and files, gives them again, removes them', async () => {
    const store = open()
    const source = join(folder, 'source')
    const large = randomBytes(3 * 1024 * 1024)
    await writeFile(source, large)
    expect(await content(store, 'evidence/ab/none.jpg')).toBeNull()
    await store.keep('evidence/ab/one.jpg', Buffer.from('one'))
    await store.keep('evidence/ab/two.pdf', source)
    await store.keep('evidence/ab/two.pdf', source)
    expect((await content(store, 'evidence/ab/one.jpg'))?.toString()).toBe('one')
    expect((await content(store, 'evidence/ab/two.pdf'))?.equals(large)).toBe(true)
    await store.remove('evidence/ab/one.jpg')
    await store.remove('evidence/ab/one.jpg')
    expect(await content(store, 'evidence/ab/one.jpg')).toBeNull()
  })

  test('keeps nothing of a source that is not there', async () => {
    await expect(open().keep('evidence/ab/three.pdf', join(folder, 'not-there'))).rejects.toThrow(
      /ENOENT|open file/i,
    )
    expect(await content(open(), 'evidence/ab/three.pdf')).toBeNull()
    const names = await readdir(folder, { recursive: true })
    expect(names.filter((name) => name.endsWith('.part'))).toEqual([])
  })
})

test('a bucket is asked again while it has trouble, three times in all', async () => {
  server.failures = 2
  await bucketWith().keep('evidence/ab/again.txt', Buffer.from('again'))
  server.failures = 3
  await expect(bucketWith().keep('evidence/ab/never.txt', Buffer.from('never'))).rejects.toThrow(
    '503 SlowDown',
  )
  server.failures = 0
  expect(await content(bucketWith(), 'evidence/ab/never.txt')).toBeNull()
})

test('a wrong secret and an unknown key are told apart, and nothing secret is said', async () => {
  const wrong = bucketWith({ FILES_S3_SECRET: 'another' }).read('x')
  await expect(wrong).rejects.toThrow('403 SignatureDoesNotMatch')
  await expect(bucketWith({ FILES_S3_KEY: 'nobody' }).keep('x', Buffer.from('x'))).rejects.toThrow(
    '403 InvalidAccessKeyId',
  )
})

test('settings that are not whole are refused; the bucket stands in the path or in the host', () => {
  expect(readS3Settings({})).toBeNull()
  expect(() => readS3Settings({ FILES_S3_ENDPOINT: 'https://store.city.cn' })).toThrow(
    'FILES_S3_BUCKET',
  )
  const whole = {
    FILES_S3_ENDPOINT: 'https://store.city.cn/',
    FILES_S3_BUCKET: 'gongjian',
    FILES_S3_KEY: 'k',
    FILES_S3_SECRET: 's',
  }
  expect(readS3Settings(whole)).toMatchObject({
    baseUrl: 'https://store.city.cn/gongjian',
    region: 'us-east-1',
  })
  expect(
    readS3Settings({ ...whole, FILES_S3_BUCKET_IN_HOST: '1', FILES_S3_PREFIX: 'photos' })?.baseUrl,
  ).toBe('https://gongjian.store.city.cn/photos')
})

test('the test server signs as in Amazon’s own example', () => {
  const empty = createHash('sha256').digest('hex')
  const signature = expectedSignature(
    {
      method: 'GET',
      url: '/test.txt',
      headers: {
        host: 'examplebucket.s3.amazonaws.com',
        range: 'bytes=0-9',
        'x-amz-content-sha256': empty,
        'x-amz-date': '20130524T000000Z',
        authorization:
          'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, Signature=',
      },
    },
    'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  )
  expect(signature).toBe('f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41')
})
