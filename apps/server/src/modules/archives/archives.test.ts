import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openApp } from '../../testing/app-under-test.ts'
import type { AppUnderTest } from '../../testing/app-under-test.ts'
import { newId } from '../../testing/recording.ts'
import { fileOf } from '../../testing/zip-file.ts'

let open: AppUnderTest
let filesDir: string
const branchCode = 'A001-01'
beforeAll(async () => {
  open = await openApp()
  filesDir = open.filesDir
})
afterAll(() => open.close())

async function value<Value = string>(statement: string, values: unknown[] = []): Promise<Value> {
  const { rows } = await open.database.pool.query<{ value: Value }>(statement, values)
  const [row] = rows
  if (row === undefined) throw new Error(`nothing: ${statement}`)
  return row.value
}
const organisation = (code: string) =>
  value(`SELECT id AS value FROM organisation WHERE code = $1`, [code])

const archiveShape = z.object({
  __typename: z.string(),
  id: z.string().optional(),
  state: z.string().optional(),
  code: z.string().optional(),
  number: z.string().optional(),
  url: z.string().nullish(),
  fileHash: z.string().nullish(),
  contentHash: z.string().nullish(),
  totalRecords: z.number().nullish(),
  signedRecords: z.number().nullish(),
  problemMessage: z.string().nullish(),
  fieldErrors: z.array(z.object({ path: z.string(), code: z.string() })).optional(),
})
type Answer = z.infer<typeof archiveShape>
const fields = `id number code state doneRecords totalRecords signedRecords url fileHash contentHash problemMessage mayCancel`

async function make(account: string, code: string, changes = {}): Promise<Answer> {
  const { data } = await open.ask(
    account,
    `mutation ($input: MakeArchiveInput!) { makeArchive(input: $input) { __typename ... on Archive { ${fields} } ... on Failure { code } ... on InvalidInput { fieldErrors { path code } } } }`,
    {
      input: {
        id: newId(),
        organisationId: await organisation(code),
        programmeYear: 2008,
        format: 'PDF',
        ...changes,
      },
    },
  )
  return archiveShape.parse(data?.['makeArchive'])
}
async function ended(account: string, id = ''): Promise<Answer> {
  for (;;) {
    const { data } = await open.ask(
      account,
      `query ($id: ID!) { archive(id: $id) { __typename ${fields} } }`,
      { id },
    )
    const archive = archiveShape.parse(data?.['archive'])
    if (archive.state !== 'MAKING') return archive
  }
}
const get = async (account: string, url = '') =>
  open.app.inject({ url, headers: { cookie: await open.cookieOf(account) } })
const verify = async (asked: { code?: string | undefined; fileHash?: string | undefined }) =>
  (
    await open.ask(
      null,
      `query ($code: String, $fileHash: String) { verifyArchive(code: $code, fileHash: $fileHash) { __typename ... on VerifiedArchive { number organisationName programmeYear totalRecords signedRecords changedRecords contentHash fileHash } ... on Failure { code } } }`,
      asked,
    )
  ).data?.['verifyArchive']
const audits = (action: string) =>
  value<number>(`SELECT count(*)::int AS value FROM audit_event WHERE action = $1`, [action])

test('nobody makes the archive of others, of what has none, or of a year that is none', async () => {
  expect(await make('recorder', 'A002-01')).toMatchObject({ code: 'NOT_FOUND' })
  expect(await make('recorder', 'A001')).toMatchObject({ code: 'NOT_FOUND' })
  expect(await make('community', branchCode)).toMatchObject({ code: 'NOT_FOUND' })
  expect(await make('municipal', '230102')).toMatchObject({
    fieldErrors: [{ path: 'organisationId', code: 'KEEPS_NO_ARCHIVE' }],
  })
  expect(await make('recorder', branchCode, { programmeYear: 1999 })).toMatchObject({
    fieldErrors: [{ path: 'programmeYear', code: 'UNKNOWN_PROGRAMME_YEAR' }],
  })
  expect(await audits('archive.make')).toBe(0)
})

test('a branch makes its year: number, file, hash; sent twice it is the same, and others do not see it', async () => {
  const id = newId()
  const first = await make('recorder', branchCode, { id })
  expect(first).toMatchObject({ state: 'MAKING', number: '共建档〔2008〕0001号', url: null })
  expect((await make('recorder', branchCode, { id })).number).toBe(first.number)
  const made = await ended('recorder', id)
  expect(made).toMatchObject({ state: 'MADE', problemMessage: null })
  const [records, signed] = [
    `status IN ('SUBMITTED', 'RETURNED', 'COUNTERSIGNED')`,
    `status = 'COUNTERSIGNED'`,
  ].map((status) =>
    value<number>(
      `SELECT count(*)::int AS value FROM activity WHERE agency_side_path = '2301/A001/A001-01/' AND programme_year = 2008 AND ${status}`,
    ),
  )
  expect(made.totalRecords).toBe(await records)
  expect(made.signedRecords).toBe(await signed)
  const file = await get('recorder', made.url ?? '')
  expect(file.statusCode).toBe(200)
  expect(file.rawPayload.subarray(0, 5).toString()).toBe('%PDF-')
  expect(createHash('sha256').update(file.rawPayload).digest('hex')).toBe(made.fileHash)
  expect(file.headers['content-disposition']).toContain(encodeURIComponent('2008年度共建工作档案'))
  expect((await get('secretary', made.url ?? '')).statusCode).toBe(200)
  expect((await get('community', made.url ?? '')).statusCode).toBe(404)
  expect((await get('admin', made.url ?? '')).statusCode).toBe(403)
  expect([
    await audits('archive.make'),
    await audits('archive.made'),
    await audits('archive.download'),
  ]).toEqual([1, 1, 2])
})

test('anybody who has the code or the file learns whether it holds, and what has changed since', async () => {
  const made = await ended('recorder', (await make('recorder', branchCode)).id)
  const answer = {
    __typename: 'VerifiedArchive',
    number: made.number,
    organisationName: '市委组织部机关第一党支部',
    programmeYear: 2008,
    totalRecords: made.totalRecords,
    changedRecords: 0,
    contentHash: made.contentHash,
  }
  expect(await verify({ code: made.code?.toLowerCase().replaceAll('-', ' ') })).toMatchObject(
    answer,
  )
  expect(await verify({ fileHash: made.fileHash ?? '' })).toMatchObject(answer)
  expect(await verify({ code: 'AAAA-AAAA-AAAA' })).toBeNull()
  expect(await verify({ code: `' OR true --` })).toBeNull()
  expect(await verify({ fileHash: 'a'.repeat(64) })).toBeNull()
  expect(await verify({})).toBeNull()
  await open.database.pool.query(
    `UPDATE output SET accepted = accepted + 1 WHERE activity_id = (SELECT id FROM activity WHERE agency_side_path = '2301/A001/A001-01/' AND programme_year = 2008 AND status = 'COUNTERSIGNED' LIMIT 1)`,
  )
  expect(await verify({ code: made.code })).toMatchObject({ ...answer, changedRecords: 1 })
})

test('what is registered is changed by nobody, not in the database either', async () => {
  const { pool } = open.database
  await expect(pool.query(`UPDATE archive SET file_hash = repeat('0', 64)`)).rejects.toThrow(
    /never changed/,
  )
  await expect(pool.query(`UPDATE archive_record SET digest = repeat('0', 64)`)).rejects.toThrow(
    /archive_record/,
  )
  await expect(pool.query(`DELETE FROM archive_record`)).rejects.toThrow(/archive_record/)
})

test('of one that is being made: no second, stopped by who began it alone, and then there is no file', async () => {
  const cancel = async (account: string, id = '') =>
    (
      await open.ask(
        account,
        `mutation ($input: CancelArchiveInput!) { cancelArchive(input: $input) { __typename ... on Archive { state } ... on Failure { code } } }`,
        { input: { id } },
      )
    ).data?.['cancelArchive']
  const archive = await make('municipal', 'A001')
  expect(await make('secretary', 'A001')).toMatchObject({ code: 'ARCHIVE_UNDER_WAY' })
  expect(await cancel('recorder', archive.id)).toMatchObject({ code: 'NOT_FOUND' })
  expect(await cancel('secretary', archive.id)).toMatchObject({ code: 'ARCHIVE_OF_ANOTHER' })
  expect(await cancel('municipal', archive.id)).toMatchObject({ state: 'CANCELLED' })
  expect(await cancel('municipal', archive.id)).toMatchObject({ code: 'ARCHIVE_HAS_ENDED' })
  expect((await get('municipal', `/files/archives/${archive.id}.pdf`)).statusCode).toBe(404)
  const next = await ended('secretary', (await make('secretary', 'A001')).id)
  expect(next.state).toBe('MADE')
  expect(await ended('municipal', archive.id)).toMatchObject({ state: 'CANCELLED', url: null })
})

test('what was typed is printed as it is, whatever it is; a photo that is missing or broken is said', async () => {
  const record = await value(
    `SELECT id AS value FROM activity WHERE agency_side_path = '2301/A001/A001-01/' AND programme_year = 2008 AND status = 'COUNTERSIGNED' AND day > '2008-04-01' ORDER BY day LIMIT 1`,
  )
  await open.database.pool.query(`UPDATE activity SET title = $2, words = $3 WHERE id = $1`, [
    record,
    '#import "x" $x$ *粗* 😀\u200B\uFEFF\u202E',
    `#read("/etc/passwd")\n${'建'.repeat(5000)}${'a'.repeat(5000)}\u0001`,
  ])
  const data = await sharp({ create: { width: 60, height: 40, channels: 3, background: 'red' } })
    .webp()
    .toBuffer()
  const photo = (name: string) => createHash('sha256').update(name).digest('hex')
  for (const [name, bytes] of [
    ['good', data],
    ['broken', Buffer.from('no picture')],
    ['missing', null],
  ] as const) {
    const sha256 = photo(name)
    if (bytes !== null) {
      const folder = join(filesDir, 'evidence', sha256.slice(0, 2))
      await mkdir(folder, { recursive: true })
      await writeFile(join(folder, `${sha256}.thumbnail.webp`), bytes)
    }
    await open.database.pool.query(
      `INSERT INTO evidence (city_code, id, activity_id, file_name, media_type, bytes, width, height, sha256, fingerprint_bands, caption, uploaded_by_id, uploaded_at)
       SELECT city_code, $2, id, $3, 'image/jpeg', 10, 60, 40, $4, '{}', '', created_by_id, now() FROM activity WHERE id = $1`,
      [record, newId(), `${name}.jpg`, sha256],
    )
  }
  for (const format of ['PDF', 'DOCX']) {
    const made = await ended('recorder', (await make('recorder', branchCode, { format })).id)
    expect(made).toMatchObject({ state: 'MADE', problemMessage: null })
    const file = await get('recorder', made.url ?? '')
    expect(file.rawPayload.subarray(0, 4).toString()).toBe(
      format === 'PDF' ? '%PDF' : 'PK\u0003\u0004',
    )
  }
})

test('what a deputy signed says in the archive for whom', async () => {
  const community = await open.cookieOf('community')
  const deputy = await open.cookieOf('street')
  const asked = async (cookie: string, query: string, input?: Record<string, unknown>) =>
    (await open.post(JSON.stringify({ query, variables: { input } }), { cookie })).data
  const [own, code, deputyId, today] = await Promise.all([
    value(
      `SELECT a.id AS value FROM role_assignment a JOIN user_account u ON u.id = a.user_id WHERE u.account = 'community' AND a.role = 'COMMUNITY_OFFICER' AND a.valid_to IS NULL`,
    ),
    value(
      `SELECT o.code AS value FROM role_assignment a JOIN user_account u ON u.id = a.user_id JOIN organisation o ON o.id = a.organisation_id WHERE u.account = 'community' AND a.role = 'COMMUNITY_OFFICER'`,
    ),
    value(`SELECT id AS value FROM user_account WHERE account = 'street'`),
    value(
      `SELECT (now() + make_interval(secs => clock_offset_seconds))::date::text AS value FROM city`,
    ),
  ])
  const [record, version] = await Promise.all(
    ['id', 'version'].map((column) =>
      value(
        `SELECT ${column} AS value FROM activity WHERE status = 'SUBMITTED' AND direction = 'AGENCY_TO_COMMUNITY' AND community_side_id = (SELECT id FROM organisation WHERE code = $1) AND programme_year = 2008 ORDER BY id LIMIT 1`,
        [code],
      ),
    ),
  )
  expect(
    await asked(
      community,
      `mutation ($input: NameDeputyInput!) { nameDeputy(input: $input) { __typename ... on InvalidInput { fieldErrors { path code } } } }`,
      { id: newId(), assignmentId: own, deputyId, from: today, to: today, reason: '年休假' },
    ),
  ).toEqual({ nameDeputy: { __typename: 'Deputation' } })
  await asked(
    deputy,
    `mutation ($input: SwitchRoleInput!) { switchRole(input: $input) { __typename } }`,
    { assignmentId: own },
  )
  expect(
    await asked(
      deputy,
      `mutation ($input: CountersignActivityInput!) { countersignActivity(input: $input) { __typename ... on Activity { status } ... on Failure { code } } }`,
      { id: record, version, usefulness: 4 },
    ),
  ).toEqual({ countersignActivity: { __typename: 'Activity', status: 'COUNTERSIGNED' } })
  const made = await ended('municipal', (await make('municipal', code, { format: 'DOCX' })).id)
  const { rawPayload } = await get('municipal', made.url ?? '')
  const document = fileOf(rawPayload, 'word/document.xml')
  const [holder, signer] = await Promise.all(
    ['community', 'street'].map((account) =>
      value(`SELECT name AS value FROM user_account WHERE account = $1`, [account]),
    ),
  )
  // Once as the opinion, once among the steps.
  expect(document.split(`${signer}（代 ${holder}）`).length - 1).toBe(2)
})

test('an organisation with nothing in the year has an archive too', async () => {
  const empty = await value(
    `SELECT code AS value FROM organisation o WHERE kind = 'COMMUNITY' AND NOT EXISTS (SELECT FROM activity t WHERE t.community_side_id = o.id) ORDER BY code LIMIT 1`,
  )
  const made = await ended('municipal', (await make('municipal', empty)).id)
  expect(made).toMatchObject({ state: 'MADE', totalRecords: 0, signedRecords: 0 })
})
