import { EVIDENCE_LIMITS } from '@gongjian/domain/evidence-files'
import { beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import {
  actorOf,
  app,
  begin,
  city,
  finish,
  photo,
  send,
  withEvidence,
} from '../../testing/evidence-under-test.ts'
import { newId } from '../../testing/recording.ts'
import { takeUpSilentRuns } from '../assessment/take-up-runs.ts'

withEvidence()

const appealId = newId()
const ofAppeal = true
const pdf = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n')
const read = (id: string, as: string) =>
  app.inject({ method: 'GET', url: `/files/appeals/${id}`, headers: { 'x-actor': as } })
const files = z.array(
  z.object({ id: z.string(), url: z.string(), thumbnailUrl: z.string().nullable() }),
)
const appealShape = z.object({
  mayAddFiles: z.boolean(),
  fileCount: z.number(),
  files,
  answerFiles: files,
})
async function appealFor(account: string) {
  const { appeal } = await actorOf(account).ask(
    `query ($id: ID!) { appeal(id: $id) { mayAddFiles fileCount files { id url thumbnailUrl } answerFiles { id url thumbnailUrl } } }`,
    { id: appealId },
  )
  return appeal === null ? null : appealShape.parse(appeal)
}
async function remove(account: string, id: string) {
  const data = await actorOf(account).ask(
    `mutation ($input: RemoveAppealFileInput!) { removeAppealFile(input: $input) { __typename ... on Failure { code } } }`,
    { input: { id } },
  )
  return data['removeAppealFile']
}
const answer = () =>
  actorOf('municipal').ask(
    `mutation ($input: AnswerAppealInput!) { answerAppeal(input: $input) { __typename } }`,
    {
      input: { id: appealId, version: 1, answer: 'REJECTED', words: '经复核无误', correction: '' },
    },
  )

beforeAll(async () => {
  await takeUpSilentRuns(await actorOf('municipal').context())
  for (;;) {
    const { rows } = await city.database.pool.query(
      `SELECT FROM assessment_run WHERE state NOT IN ('DONE', 'FAILED')`,
    )
    if (rows.length === 0) break
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const { rows } = await city.database.pool.query<{ jointId: string; organisationId: string }>(
    `SELECT j.id AS "jointId", o.id AS "organisationId" FROM joint_assessment j, organisation o WHERE j.state = 'APPEALS' AND o.path = $1`,
    [actorOf('secretary').organisationPath],
  )
  await actorOf('secretary').ask(
    `mutation ($input: FileAppealInput!) { fileAppeal(input: $input) { __typename } }`,
    { input: { ...rows[0], id: appealId, indicatorCode: '', reason: '漏计一次活动' } },
  )
})

test('who appeals adds photos and documents, which those who see the appeal see and nobody else', async () => {
  const [image, document] = [
    await send(appealId, await photo().jpeg().toBuffer(), { as: 'secretary', ofAppeal }),
    await send(appealId, pdf, { as: 'secretary', fileName: '台账.pdf', ofAppeal }),
  ]
  expect([image.status, document.status]).toEqual([201, 201])
  expect(image.body).toMatchObject({
    url: `/files/appeals/${image.id}`,
    thumbnailUrl: `/files/appeals/${image.id}/thumbnail`,
  })
  for (const account of ['secretary', 'municipal', 'auditor']) {
    expect(await appealFor(account)).toMatchObject({ fileCount: 2, answerFiles: [] })
    expect((await read(document.id, account)).statusCode).toBe(200)
  }
  // Below the agency, the community it helps, another branch, its zone: the appeal is not theirs.
  for (const account of ['recorder', 'community', 'stranger']) {
    expect(await appealFor(account)).toBeNull()
    expect((await read(document.id, account)).statusCode).toBe(404)
    expect((await begin(appealId, newId(), 10, { as: account, ofAppeal })).status).toBe(404)
  }
  for (const account of ['zone', 'admin'])
    expect((await read(document.id, account)).statusCode).toBe(403)
  expect((await begin(appealId, newId(), 10, { as: 'auditor', ofAppeal })).status).toBe(403)
  // Nor is it a record's file, by whose address more people read.
  const asRecord = await app.inject({
    method: 'GET',
    url: `/files/evidence/${document.id}`,
    headers: { 'x-actor': 'secretary' },
  })
  expect(asRecord.statusCode).toBe(404)
})

test('a photo of an appeal is told from no record, and to nobody', async () => {
  const { rows } = await city.database.pool.query(
    `SELECT count(*)::int AS compared FROM evidence WHERE appeal_id = $1 AND (fingerprint IS NOT NULL OR fingerprint_bands <> '{}')`,
    [appealId],
  )
  expect(rows).toEqual([{ compared: 0 }])
})

test('a file is taken off by the side that added it, once', async () => {
  const { id } = await send(appealId, pdf, { as: 'secretary', ofAppeal })
  expect(await remove('municipal', id)).toMatchObject({ code: 'NOT_FOUND' })
  expect(await remove('recorder', id)).toMatchObject({ code: 'NOT_FOUND' })
  for (let turn = 0; turn < 2; turn += 1)
    expect(await remove('secretary', id)).toEqual({ __typename: 'Appeal' })
  expect((await read(id, 'secretary')).statusCode).toBe(404)
  expect((await appealFor('secretary'))?.fileCount).toBe(2)
})

test('an appeal carries so many files and no more, and one upload belongs to one holder', async () => {
  await city.database.pool.query(
    `INSERT INTO evidence (city_code, id, appeal_id, appeal_part, file_name, media_type, bytes, sha256, fingerprint_bands, caption, uploaded_by_id, uploaded_at)
     SELECT city_code, gen_random_uuid(), $1, 'REASON', 'x.pdf', 'application/pdf', 1, 'x', '{}', 'full', uploaded_by_id, uploaded_at FROM evidence, generate_series(1, $2) WHERE appeal_id = $1 AND removed_at IS NULL LIMIT $2`,
    [appealId, EVIDENCE_LIMITS.eachRecord - 2],
  )
  const full = await begin(appealId, newId(), 10, { as: 'secretary', ofAppeal })
  expect(full.body['code']).toBe('TOO_MANY_FILES')
  // The answer has room of its own.
  const id = newId()
  const own = { as: 'municipal', ofAppeal }
  expect((await begin(appealId, id, 10, own)).status).toBe(200)
  expect((await begin(newId(), id, 10, own)).status).toBe(404)
  expect((await finish(id, own)).body['code']).toBe('UPLOAD_INCOMPLETE')
  await city.database.pool.query(`UPDATE evidence SET removed_at = now() WHERE caption = 'full'`)
})

test('what the answer carries is seen by who appealed once it is given; then nothing is added or taken off', async () => {
  const { id, status } = await send(appealId, pdf, {
    as: 'municipal',
    fileName: '复核.pdf',
    ofAppeal,
  })
  expect(status).toBe(201)
  expect((await appealFor('municipal'))?.answerFiles).toHaveLength(1)
  expect(await appealFor('secretary')).toMatchObject({ answerFiles: [], mayAddFiles: true })
  expect((await read(id, 'secretary')).statusCode).toBe(404)
  await answer()
  expect((await read(id, 'secretary')).statusCode).toBe(200)
  expect(await appealFor('secretary')).toMatchObject({
    answerFiles: [{ url: `/files/appeals/${id}` }],
    fileCount: 3,
    mayAddFiles: false,
  })
  for (const as of ['secretary', 'municipal'])
    expect((await begin(appealId, newId(), 10, { as, ofAppeal })).body['code']).toBe(
      'APPEAL_CLOSED',
    )
  expect(await remove('municipal', id)).toMatchObject({ code: 'APPEAL_CLOSED' })
  const { rows } = await city.database.pool.query(
    `SELECT action, count(*)::int AS count FROM audit_event WHERE subject_kind = 'appeal' AND subject_id = $1 GROUP BY 1 ORDER BY 1`,
    [appealId],
  )
  expect(rows).toEqual([
    { action: 'appeal.answer', count: 1 },
    { action: 'appeal.file', count: 1 },
    { action: 'evidence.add', count: 4 },
    { action: 'evidence.remove', count: 1 },
  ])
})
