import { randomBytes } from 'node:crypto'
import { readdir, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UPLOAD_LIMITS } from '@gongjian/domain/evidence-files'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import {
  actorOf,
  ask,
  begin,
  city,
  draft,
  finish,
  get,
  put,
  send,
  withEvidence,
} from '../../testing/evidence-under-test.ts'
import { call, newId } from '../../testing/recording.ts'
import { wordDocument } from '../../testing/zip.ts'
import { sweepUploads } from './sweep-uploads.ts'

withEvidence()

const { chunkBytes } = UPLOAD_LIMITS
/** A document of two and a half pieces. */
const document = () =>
  wordDocument({ 'word/media/image1.png': randomBytes(Math.round(2.5 * chunkBytes)) })
const onDisk = () => readdir(join(city.filesDir, 'uploads')).catch(() => [])

test('an upload that broke off goes on where it stopped, and is the file that was sent', async () => {
  const [record, id, file] = [await draft(), newId(), document()]
  expect((await begin(record, id, file.length, { fileName: '方案.docx' })).body).toMatchObject({
    received: 0,
    chunkBytes,
    evidence: null,
  })
  expect((await put(id, 0, file.subarray(0, chunkBytes))).body).toEqual({ received: chunkBytes })
  expect((await finish(id)).body['code']).toBe('UPLOAD_INCOMPLETE')
  // The page was closed; another one begins again.
  expect((await begin(record, id, file.length)).body).toMatchObject({ received: chunkBytes })
  // The answer to the first piece was lost: it comes twice, and is no second piece.
  expect(await put(id, 0, file.subarray(0, chunkBytes))).toEqual({
    status: 409,
    body: { received: chunkBytes },
  })
  expect((await put(id, 2 * chunkBytes, file.subarray(2 * chunkBytes))).status).toBe(409)
  const { status } = await send(record, file, { id, fileName: '方案.docx' })
  expect(status).toBe(201)
  const answer = await get(id)
  expect(answer.rawPayload.equals(file)).toBe(true)
  expect(answer.headers).toMatchObject({
    'content-disposition': expect.stringMatching(/^attachment; .*\.docx$/),
    'content-security-policy': expect.stringContaining('sandbox'),
    'x-content-type-options': 'nosniff',
  })
  expect((await get(`${id}/thumbnail`)).statusCode).toBe(404)
  expect(await onDisk()).toEqual([])
  // And once more is the same as once.
  expect((await begin(record, id, file.length)).status).toBe(201)
  expect((await finish(id)).status).toBe(201)
})

test('nobody else goes on with, finishes, gives up or takes over an upload', async () => {
  const [record, other, id, file] = [await draft(), await draft(), newId(), document()]
  await begin(record, id, file.length)
  await put(id, 0, file.subarray(0, chunkBytes))
  for (const as of ['stranger', 'community']) {
    expect((await begin(record, id, file.length, { as })).status).toBe(404)
    expect(
      (await put(id, chunkBytes, file.subarray(chunkBytes, 2 * chunkBytes), { as })).status,
    ).toBe(404)
    expect((await finish(id, { as })).status).toBe(404)
    expect((await ask('DELETE', `/api/evidence-uploads/${id}`, { as })).status).toBe(204)
  }
  expect((await put(id, chunkBytes, Buffer.from('x'), { as: 'nobody' })).status).toBe(401)
  expect((await begin(other, id, file.length)).status).toBe(404)
  expect((await begin(record, id, file.length + 1)).status).toBe(404)
  expect((await begin(record, id, file.length)).body).toMatchObject({ received: chunkBytes })
})

test('two pages that send the same upload at once make one file of it', async () => {
  const [record, id, file] = [await draft(), newId(), document()]
  const answers = await Promise.all([
    send(record, file, { id, fileName: 'a.docx' }),
    send(record, file, { id, fileName: 'a.docx' }),
    send(record, file, { id, fileName: 'a.docx' }),
  ])
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201])
  expect((await get(id)).rawPayload.equals(file)).toBe(true)
  const { rows } = await city.database.pool.query<{ events: number }>(
    `SELECT count(*)::int AS events FROM audit_event WHERE subject_id = $1 AND action = 'evidence.add'`,
    [record],
  )
  expect(rows).toEqual([{ events: 1 }])
})

test('an upload that is given up half way leaves nothing, and its record as it was', async () => {
  const [record, id, file] = [await draft(), newId(), document()]
  await begin(record, id, file.length)
  await put(id, 0, file.subarray(0, chunkBytes))
  expect(await onDisk()).toHaveLength(1 + (await othersUnfinished(id)))
  expect((await ask('DELETE', `/api/evidence-uploads/${id}`, {})).status).toBe(204)
  expect((await put(id, chunkBytes, file.subarray(chunkBytes))).status).toBe(404)
  expect((await finish(id)).status).toBe(404)
  expect((await onDisk()).filter((name) => name.includes(id))).toEqual([])
})
async function othersUnfinished(id: string): Promise<number> {
  return (await onDisk()).filter((name) => !name.includes(id)).length
}

test('a record that was sent meanwhile takes no further piece', async () => {
  const [record, id, file] = [await draft(), newId(), document()]
  await begin(record, id, file.length)
  await call(actorOf('recorder'), 'submitActivity', { id: record, version: 1 })
  expect((await put(id, 0, file.subarray(0, chunkBytes))).body['code']).toBe('NOT_IN_THIS_STATE')
})

test('more than was announced is refused; what a disk lost is asked for again', async () => {
  const [record, id, file] = [await draft(), newId(), document()]
  await begin(record, id, 100)
  expect((await put(id, 0, file.subarray(0, 101))).body['code']).toBe('UPLOAD_TOO_LONG')
  await put(id, 0, file.subarray(0, 60))
  const [name = ''] = (await onDisk()).filter((one) => one.includes(id))
  await truncate(join(city.filesDir, 'uploads', name), 20)
  expect(await put(id, 60, file.subarray(60, 100))).toEqual({
    status: 409,
    body: { received: 20 },
  })
  expect((await put(id, 20, file.subarray(20, 100))).body).toEqual({ received: 100 })
  expect((await put(id, 0, Buffer.alloc(3 * chunkBytes))).status).toBe(413)
  // Of what was refused nothing is left.
  expect((await onDisk()).filter((one) => one.endsWith('.piece'))).toEqual([])
})

test('one person has thirty uploads on the way at most, and what nobody goes on with is swept', async () => {
  const record = await draft()
  const answers = []
  for (let at = 0; at < UPLOAD_LIMITS.unfinished + 1; at += 1)
    answers.push((await begin(record, newId(), 10)).body['code'] ?? 'begun')
  expect(answers.at(-1)).toBe('TOO_MANY_UPLOADS')
  const { config } = await actorOf('recorder').context()
  expect(await sweepUploads(city.database, config)).toBe(0)
  await writeFile(join(city.filesDir, 'uploads', 'fresh.part'), 'of a moment ago')
  await city.database.pool.query(
    `UPDATE evidence_upload SET touched_at = touched_at - interval '4 days'`,
  )
  expect(await sweepUploads(city.database, config)).toBeGreaterThanOrEqual(UPLOAD_LIMITS.unfinished)
  expect(await onDisk()).toEqual(['fresh.part'])
  expect((await begin(record, newId(), 10)).status).toBe(200)
})

test('a PDF is shown beside the page and runs nothing; its name says what it is', async () => {
  const record = await draft()
  const pdf = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n')
  const { id } = await send(record, pdf, { fileName: '../通知.exe' })
  const answer = await get(id)
  expect(answer.headers).toMatchObject({
    'content-type': 'application/pdf',
    'content-disposition': expect.stringMatching(/^inline; .*\.exe\.pdf$/),
    'content-security-policy': expect.stringContaining("default-src 'none'"),
  })
  const { activity } = await actorOf('recorder').ask(
    `{ activity(id: "${record}") { evidence { kind fileName width thumbnailUrl } repeatedPhotos { evidenceId } } }`,
  )
  expect(activity).toMatchObject({
    evidence: [{ kind: 'DOCUMENT', fileName: '通知.exe.pdf', width: null, thumbnailUrl: null }],
    repeatedPhotos: [],
  })
})

test('ten photos of a phone sent at once all arrive', async () => {
  const record = await draft()
  const noise = randomBytes(4000 * 3000 * 3)
  const file = await sharp(noise, { raw: { width: 4000, height: 3000, channels: 3 } })
    .jpeg({ quality: 85 })
    .toBuffer()
  expect(file.length).toBeGreaterThan(7 * 1024 * 1024)
  const answers = await Promise.all(Array.from({ length: 10 }, () => send(record, file)))
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201))
}, 120_000)
