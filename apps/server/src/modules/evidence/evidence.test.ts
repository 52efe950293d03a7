import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import exif from 'exif-reader'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import {
  actorOf,
  app,
  begin,
  city,
  draft,
  get,
  photo,
  send,
  withEvidence,
} from '../../testing/evidence-under-test.ts'
import { call, newId } from '../../testing/recording.ts'

withEvidence()

test('what is no photo is refused by its content, whatever its name', async () => {
  const record = await draft()
  const programme = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(4096, 7)])
  const drawing = Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
  )
  const page = Buffer.from('<!doctype html><script>alert(1)</script>')
  const animation = await photo().gif().toBuffer()
  for (const file of [programme, drawing, page, animation, Buffer.from('x')]) {
    expect((await send(record, file, { fileName: 'photo.jpg' })).body['code']).toBe(
      'FILE_KIND_UNKNOWN',
    )
  }
  const heic = Buffer.concat([
    Buffer.from([0, 0, 0, 24]),
    Buffer.from('ftypheic'),
    Buffer.from([0, 0, 0, 0]),
    Buffer.from('mif1heic'),
    Buffer.alloc(64),
  ])
  expect((await send(record, heic, { fileName: 'IMG_1.jpg' })).body['code']).toBe('PHOTO_IS_HEIC')
  const whole = await photo().jpeg().toBuffer()
  expect((await send(record, whole.subarray(0, 400))).body['code']).toBe('PHOTO_UNREADABLE')
  expect(await readdir(city.filesDir)).toEqual(['uploads'])
  expect(await readdir(join(city.filesDir, 'uploads'))).toEqual([])
})

test('a small file that unfolds to gigabytes is refused before it is decoded', async () => {
  const bomb = await sharp({
    create: { width: 12_000, height: 11_000, channels: 3, background: 'white' },
    limitInputPixels: false,
  })
    .png({ compressionLevel: 9 })
    .toBuffer()
  expect(bomb.length).toBeLessThan(10 * 1024 * 1024)
  expect((await send(await draft(), bomb)).body['code']).toBe('PHOTO_HAS_TOO_MANY_PIXELS')
})

test('a photo of 50 MB is answered before any of it is sent', async () => {
  const { status, body } = await begin(await draft(), newId(), 50 * 1024 * 1024)
  expect(status).toBe(413)
  expect(body).toMatchObject({ code: 'FILE_TOO_LARGE', message: expect.stringContaining('20') })
  expect((await begin(await draft(), newId(), 0)).body['code']).toBe('FILE_EMPTY')
  expect((await begin(await draft(), newId(), 1.5)).body['code']).toBe('NO_FILE_SENT')
})

test('only the recording side adds photos, and only while the record may be saved', async () => {
  const record = await draft()
  const file = await photo().jpeg().toBuffer()
  expect((await send(record, file, { as: 'nobody' })).status).toBe(401)
  expect((await send(record, file, { as: 'auditor' })).status).toBe(403)
  expect((await send(record, file, { as: 'community' })).status).toBe(404)
  expect((await send(record, file, { as: 'stranger' })).status).toBe(404)
  expect((await send(newId(), file)).status).toBe(404)
  expect((await send('no-uuid', file)).status).toBe(404)
  await call(actorOf('recorder'), 'submitActivity', { id: record, version: 1 })
  expect((await send(record, file)).body['code']).toBe('NOT_IN_THIS_STATE')
  expect((await send(record, file, { as: 'community' })).body['code']).toBe('OUT_OF_SCOPE')
})

test('a page of another site cannot begin, send or finish with the cookie alone', async () => {
  const [record, id] = [await draft(), newId()]
  for (const [method, url] of [
    ['POST', `/api/activities/${record}/evidence/${id}`],
    ['PUT', `/api/evidence-uploads/${id}?offset=0`],
    ['POST', `/api/evidence-uploads/${id}/finish`],
    ['DELETE', `/api/evidence-uploads/${id}`],
  ] as const) {
    const answer = await app.inject({ method, url, headers: { 'x-actor': 'recorder' } })
    expect(answer.statusCode).toBe(403)
  }
})

test('the position is removed, the moment kept, the picture upright', async () => {
  const record = await draft()
  const taken = await photo(900, 600)
    .withExif({
      IFD0: { Make: 'Camera of Zhang San' },
      IFD2: { DateTimeOriginal: '2008:09:20 10:30:00' },
      IFD3: { GPSLatitude: '45/1 45/1 0/1', GPSLatitudeRef: 'N' },
    })
    .withMetadata({ orientation: 6 })
    .withExifMerge({ IFD2: { DateTimeOriginal: '2008:09:20 10:30:00' } })
    .jpeg()
    .toBuffer()
  const before = await sharp(taken).metadata()
  expect(exif(before.exif ?? Buffer.alloc(0))).toHaveProperty('GPSInfo')
  const { id, status } = await send(record, taken, {
    fileName: '..\\..\\会场/一.jpg',
    caption: ' 会场\u202e ',
  })
  expect(status).toBe(201)
  const { activity } = await actorOf('recorder').ask(
    `{ activity(id: "${record}") { evidenceCount evidence { id fileName caption mediaType width height takenAt url thumbnailUrl } } }`,
  )
  expect(activity).toMatchObject({
    evidenceCount: 1,
    evidence: [
      {
        id,
        fileName: '一.jpg',
        caption: '会场',
        mediaType: 'image/jpeg',
        width: 600,
        height: 900,
        takenAt: '2008-09-20T02:30:00.000Z',
        url: `/files/evidence/${id}`,
      },
    ],
  })
  const answer = await get(id)
  expect(answer.headers).toMatchObject({
    'content-type': 'image/jpeg',
    'x-content-type-options': 'nosniff',
    'cache-control': expect.stringContaining('private'),
  })
  const metadata = await sharp(answer.rawPayload).metadata()
  expect(metadata).toMatchObject({ width: 600, height: 900 })
  expect(metadata.exif === undefined ? {} : exif(metadata.exif)).not.toHaveProperty('GPSInfo')
  expect(answer.rawPayload.includes('Zhang San')).toBe(false)
  const thumbnail = await get(`${id}/thumbnail`)
  expect(thumbnail.headers['content-type']).toBe('image/webp')
  expect(await sharp(thumbnail.rawPayload).metadata()).toMatchObject({
    format: 'webp',
    width: 320,
    height: 480,
  })
  expect(
    (await get(id, 'recorder', { 'if-none-match': String(answer.headers['etag']) })).statusCode,
  ).toBe(304)
})

test('a photo is seen by whoever sees its record, and by nobody else', async () => {
  const record = await draft()
  const { id } = await send(record, await photo().png().toBuffer())
  const statuses = async () =>
    Object.fromEntries(
      await Promise.all(
        ['recorder', 'community', 'municipal', 'stranger', 'admin', 'nobody'].map(async (as) => [
          as,
          (await get(id, as)).statusCode,
        ]),
      ),
    )
  expect(await statuses()).toEqual({
    recorder: 200,
    community: 404,
    municipal: 404,
    stranger: 404,
    admin: 403,
    nobody: 401,
  })
  await call(actorOf('recorder'), 'submitActivity', { id: record, version: 1 })
  expect(await statuses()).toEqual({
    recorder: 200,
    community: 200,
    municipal: 200,
    stranger: 404,
    admin: 403,
    nobody: 401,
  })
})

test('the same photo sent five times at once is one photo and one event; its id is not for another record', async () => {
  const [record, other] = [await draft(), await draft()]
  const file = await photo(700, 500, 30).webp().toBuffer()
  const id = newId()
  const answers = await Promise.all(Array.from({ length: 5 }, () => send(record, file, { id })))
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201])
  expect((await send(other, file, { id })).status).toBe(404)
  const { rows } = await city.database.pool.query<{ events: number; photos: number }>(
    `SELECT (SELECT count(*)::int FROM audit_event WHERE subject_id = $1::text AND action = 'evidence.add') AS events, (SELECT count(*)::int FROM evidence WHERE activity_id = $1::uuid) AS photos`,
    [record],
  )
  expect(rows).toEqual([{ events: 1, photos: 1 }])
})

test('twelve photos a record, also when thirteen come at once', async () => {
  const record = await draft()
  const file = await photo(64, 64).jpeg().toBuffer()
  const answers = await Promise.all(Array.from({ length: 13 }, () => send(record, file)))
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(12)
  expect(answers.find(({ status }) => status !== 201)?.body['code']).toBe('TOO_MANY_FILES')
})

test('a photo is taken off again, its file stays and is shown to nobody', async () => {
  const record = await draft()
  const { id } = await send(record, await photo(640, 480, 77).jpeg().toBuffer())
  const document = `mutation ($input: RemoveEvidenceInput!) { removeEvidence(input: $input) { __typename ... on Activity { evidenceCount } ... on Failure { code } } }`
  expect(await actorOf('stranger').ask(document, { input: { id } })).toMatchObject({
    removeEvidence: { __typename: 'NotFound' },
  })
  for (let times = 0; times < 2; times += 1) {
    expect(await actorOf('recorder').ask(document, { input: { id } })).toEqual({
      removeEvidence: { __typename: 'Activity', evidenceCount: 0 },
    })
  }
  expect((await get(id)).statusCode).toBe(404)
  const { id: kept } = await send(record, await photo(640, 480, 78).jpeg().toBuffer())
  await call(actorOf('recorder'), 'submitActivity', { id: record, version: 1 })
  expect(await actorOf('recorder').ask(document, { input: { id: kept } })).toMatchObject({
    removeEvidence: { __typename: 'Refused', code: 'NOT_IN_THIS_STATE' },
  })
})

test('files lie under their own hash, whole, and nothing unfinished is left', async () => {
  const { id } = await send(await draft(), await photo(333, 222, 5).png().toBuffer())
  const content = (await get(id)).rawPayload
  const sha256 = createHash('sha256').update(content).digest('hex')
  const names = await readdir(city.filesDir, { recursive: true })
  expect(names).toContain(`evidence/${sha256.slice(0, 2)}/${sha256}.png`)
  expect(names.filter((name) => name.startsWith('evidence/') && name.endsWith('.part'))).toEqual([])
})

test('a photo that another record carries too is pointed out, smaller and compressed anew as well', async () => {
  const patches = Uint8Array.from({ length: 6 * 4 }, (_, at) => (at * 97 + at * at * 31) % 256)
  const scene = (width = 1200, height = 800) =>
    sharp(patches, { raw: { width: 6, height: 4, channels: 1 } }).resize(width, height)
  const [first, second, third] = [await draft(), await draft(), await draft()]
  const added = await send(first, await scene().jpeg({ quality: 95 }).toBuffer())
  await send(second, await scene(600, 400).jpeg({ quality: 60 }).toBuffer())
  await send(third, await scene().flop().jpeg().toBuffer())
  await call(actorOf('recorder'), 'submitActivity', { id: first, version: 1 })

  expect(await repeatedIn(first, 'recorder')).toEqual([
    {
      evidenceId: added.id,
      otherId: second,
      otherTitle: '为社区党员上党课',
      otherDay: '2008-09-20',
    },
  ])
  // The community side has the other side's draft out of its sight: it hears only that there is one.
  expect(await repeatedIn(first, 'community')).toEqual([
    { evidenceId: added.id, otherId: null, otherTitle: null, otherDay: null },
  ])
  expect(await repeatedIn(third, 'recorder')).toEqual([])
})

test('two pictures without anything in them are not taken for the same', async () => {
  const [first, second] = [await draft(), await draft()]
  await send(first, await photo(500, 500, 10).jpeg().toBuffer())
  await send(second, await photo(700, 500, 250).jpeg().toBuffer())
  expect(await repeatedIn(first, 'recorder')).toEqual([])
})

async function repeatedIn(record: string, account: string): Promise<unknown> {
  const { activity } = await actorOf(account).ask(
    'query ($id: ID!) { activity(id: $id) { repeatedPhotos { evidenceId otherId otherTitle otherDay } } }',
    { id: record },
  )
  return typeof activity === 'object' && activity !== null && 'repeatedPhotos' in activity
    ? activity.repeatedPhotos
    : activity
}
